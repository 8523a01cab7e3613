import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Problem } from '../lib/server/problem.ts';
import { readWorkbook } from '../lib/server/workbooks/readWorkbook.ts';
import { simulate } from '../lib/xlsform/engine/simulate.ts';
import { parseSheets } from '../lib/xlsform/import/parseSheets.ts';
import { type Command, CommandError, UsageError, print } from './command.ts';

async function readBytes(path: string): Promise<Uint8Array> {
	try {
		return await readFile(path);
	} catch {
		throw new CommandError(`${path} cannot be read.`);
	}
}

async function readSteps(path: string): Promise<unknown[]> {
	let steps: unknown;
	try {
		steps = JSON.parse(new TextDecoder().decode(await readBytes(path)));
	} catch (error) {
		if (error instanceof CommandError) throw error;
		throw new CommandError(`${path} is no JSON.`);
	}
	if (!Array.isArray(steps)) throw new CommandError(`${path} is no list of steps.`);
	return steps;
}

async function readDefinition(path: string) {
	const fileName = basename(path);
	const sheets = await readWorkbook(await readBytes(path), fileName);
	const { definition, errors } = parseSheets(sheets, { fileName });
	if (definition) return definition;
	const [first] = errors;
	const place = first?.row ? `${first.sheet}, row ${first.row}: ` : '';
	throw new CommandError(`${path} is refused. ${place}${first?.message ?? ''}`);
}

function readMoment(given: string | boolean | undefined): number {
	const now = given === undefined ? Date.now() : Date.parse(String(given));
	if (Number.isNaN(now)) throw new UsageError('--now is a moment such as 2026-11-23T08:00:00Z.');
	return now;
}

function readTimeZone(given: string | boolean | undefined): string {
	const timeZone = String(given ?? 'UTC');
	try {
		new Intl.DateTimeFormat('en', { timeZone });
	} catch {
		throw new UsageError('--tz is a time zone such as Asia/Jakarta.');
	}
	return timeZone;
}

async function sentenceOf(error: Error): Promise<string> {
	if (!(error instanceof Problem)) return error.message;
	const { problemText } = await import('../lib/server/http/problemText.ts');
	return problemText(error, 'en');
}

export const xlsformSimulateCommand: Command = {
	usage: `Usage: mufakat xlsform simulate FILE --steps STEPS.json [--json] [--now ISO] [--tz UTC] [--seed N]

Fills in a questionnaire by steps and prints, for the opening and after every step, the elements
that changed: [{"step":0,"changed":[{"ref","relevant","required","readonly","value","valid"}]},…].
A step is {"set":"/group/name","value":"…"}, {"add":"/repeat"} or {"remove":"/repeat[2]"}; positions
count from 1, and none means the first. A step that cannot be taken gets an "error"; exit code 1.
  --steps  file with the list of steps
  --json   on one line, for programs
  --now    the moment of now() and today(); this moment when absent
  --tz     time zone, for example Asia/Jakarta
  --seed   the same seed gives the same random()`,
	options: {
		steps: { type: 'string' },
		json: { type: 'boolean' },
		now: { type: 'string' },
		tz: { type: 'string' },
		seed: { type: 'string' }
	},
	async run(values, words) {
		const [file] = words;
		if (!file || words.length > 1) throw new UsageError('Name one workbook.');
		const now = readMoment(values.now);
		const timeZone = readTimeZone(values.tz);
		try {
			const steps = values.steps ? await readSteps(String(values.steps)) : [];
			const definition = await readDefinition(file);
			const seed = String(values.seed ?? '0');
			const results = simulate(definition, steps, { now, timeZone, seed });
			print(JSON.stringify(results, null, values.json ? undefined : '\t'));
			return results.some(({ error }) => error) ? 1 : 0;
		} catch (error) {
			if (!values.json) throw error;
			if (!(error instanceof CommandError || error instanceof Problem)) throw error;
			print(JSON.stringify({ error: { message: await sentenceOf(error) } }));
			return 1;
		}
	}
};
