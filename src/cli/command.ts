import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Instance } from '../lib/server/instance.ts';

/** A refusal that is the caller's to mend: printed without a stack trace, exit code 1. */
export class CommandError extends Error {}

/** The call itself is wrong: printed with the usage, exit code 2. */
export class UsageError extends Error {}

/** One command: what `--help` prints, its options, and what it does with them. */
export interface Command {
	usage: string;
	options: NonNullable<ParseArgsConfig['options']>;
	/** Takes option values and the remaining words; gives the exit code. */
	run(values: Record<string, string | boolean | undefined>, words: string[]): Promise<number>;
}

/** The words and options of a call. @throws UsageError */
export function readArguments(command: Command, args: string[]) {
	try {
		const { values, positionals } = parseArgs({
			args,
			options: { ...command.options, help: { type: 'boolean', short: 'h' } },
			allowPositionals: true,
			strict: true
		});
		return { values: values as Record<string, string | boolean | undefined>, words: positionals };
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

/** Opens the instance the environment names, does `work`, and closes it whatever happens. */
export async function withInstance<T>(work: (instance: Instance) => Promise<T>): Promise<T> {
	const { readConfig } = await import('../lib/server/config.ts');
	const { openInstance } = await import('../lib/server/instance.ts');
	const instance = await openInstance(readConfig(process.env));
	try {
		return await work(instance);
	} finally {
		await instance.close();
	}
}

export const print = (text: string): void => void process.stdout.write(`${text}\n`);
