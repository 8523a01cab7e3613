import { Problem } from '../lib/server/problem.ts';
import { problemText } from '../lib/server/http/problemText.ts';
import { accountCommands } from './account.ts';
import { type Command, CommandError, UsageError, print, readArguments } from './command.ts';
import { exportDatasetCommand } from './exportDataset.ts';
import { migrateCommand, seedCommand } from './database.ts';

const commands: Record<string, Command> = {
	migrate: migrateCommand,
	seed: seedCommand,
	...accountCommands,
	'export dataset': exportDatasetCommand
};

const help = `mufakat: the command line of Mufakat

Usage: npm run -s mufakat -- <command> [options]

${Object.keys(commands)
	.map((name) => `  ${name}`)
	.join('\n')}

Each command explains itself with --help. Settings come from the environment: DATABASE_URL, or
the embedded database in MUFAKAT_DATA (./.data), which must not be open in a running server.
Exit codes: 0 done, 1 refused (the message says why), 2 the call is wrong.`;

async function main(args: string[]): Promise<number> {
	const name = [args.slice(0, 2).join(' '), args[0] ?? ''].find((each) => each in commands);
	if (!name) {
		const asked = args.length === 0 || args[0] === '--help' || args[0] === '-h';
		if (asked) print(help);
		else process.stderr.write(`No command "${args.join(' ')}".\n\n${help}\n`);
		return asked ? 0 : 2;
	}
	const command = commands[name]!;
	try {
		const { values, words } = readArguments(command, args.slice(name.split(' ').length));
		if (values.help) {
			print(command.usage);
			return 0;
		}
		return await command.run(values, words);
	} catch (error) {
		if (error instanceof UsageError) {
			process.stderr.write(`${error.message}\n\n${command.usage}\n`);
			return 2;
		}
		const text =
			error instanceof Problem
				? problemText(error, 'en')
				: error instanceof Error
					? error.message
					: String(error);
		process.stderr.write(`${text}\n`);
		if (
			!(error instanceof Problem || error instanceof CommandError) &&
			process.env.LOG_LEVEL === 'debug'
		)
			console.error(error);
		return 1;
	}
}

process.exitCode = await main(process.argv.slice(2));
