import { existsSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { normaliseEmail } from '../lib/server/accounts/accounts.ts';
import { findAccountByEmail } from '../lib/server/accounts/queries.ts';
import type { SystemContext } from '../lib/server/context.ts';
import { asSystem } from '../lib/server/database/asActor.ts';
import {
	NOTES_FILE,
	type QdaExport,
	codebookOf,
	exportQdaForCommand,
	packageOf
} from '../lib/server/qda/exportQda.ts';
import { ANSWER_CHOICES, type AnswerChoice } from '../lib/server/qda/gatherExport.ts';
import { listExportChoices } from '../lib/server/qda/exportChoices.ts';
import { type Command, CommandError, UsageError, print, withInstance } from './command.ts';

/** The study meant, and the meeting in it: by id or name, or the only one. */
async function choose(system: SystemContext, study: string | undefined, group: string | undefined) {
	const choices = await asSystem(system.db, listExportChoices);
	const isMeant = (each: { id: string; name: string }, said: string | undefined) =>
		said === undefined || each.id === said || each.name === said;
	if (group !== undefined) {
		const groups = choices
			.filter((each) => isMeant(each, study))
			.flatMap((each) => each.groups.map((meeting) => ({ ...meeting, studyId: each.id })))
			.filter((meeting) => isMeant(meeting, group));
		if (groups.length !== 1)
			throw new CommandError(
				`${groups.length === 0 ? 'No' : 'More than one'} focus group “${group}”. There is:\n${choices
					.flatMap((each) => each.groups.map(({ id, name }) => `${each.name} · ${name} (${id})`))
					.join('\n')}`
			);
		return { studyId: groups[0]!.studyId, groupId: groups[0]!.id };
	}
	const studies = choices.filter((each) => isMeant(each, study));
	if (studies.length !== 1)
		throw new CommandError(
			`${study === undefined ? 'Say which study, with --study' : `No single study “${study}”`}. There is:\n${choices
				.map(({ id, name }) => `${name} (${id})`)
				.join('\n')}`
		);
	return { studyId: studies[0]!.id, groupId: null };
}

/** Beside the file; where those of another file stand there already, under a name of its own. */
function notesPath(out: string): string {
	const plain = join(dirname(out), NOTES_FILE);
	const isOthers =
		existsSync(plain) && !readFileSync(plain, 'utf8').split('\n', 1)[0]!.includes(basename(out));
	return isOthers ? join(dirname(out), `${basename(out)}.${NOTES_FILE}`) : plain;
}

async function write(path: string, bytes: Uint8Array | string): Promise<void> {
	const unfinished = `${path}.unfinished`;
	try {
		await writeFile(unfinished, bytes, { mode: 0o600 });
		await rename(unfinished, path);
	} catch (error) {
		await rm(unfinished, { force: true });
		throw error;
	}
}

async function writeExport(made: QdaExport, out: string): Promise<void> {
	const isCodebook = extname(out).toLowerCase() === '.qdc';
	const bytes = isCodebook ? codebookOf(made) : packageOf(made);
	if (!bytes) throw new CommandError('The study has no codes, and a codebook needs one.');
	await write(out, bytes);
	print(`${out}\n${bytes.byteLength} bytes`);
	const notes = notesPath(out);
	await write(notes, made.notes.replace(`${made.name}.qdpx`, basename(out)));
	print(notes);
}

export const qdaExportCommand: Command = {
	usage: `Usage: mufakat qda export --out FILE [--focus-group ID|NAME] [--study ID|NAME]
         [--answers ${ANSWER_CHOICES.join('|')}] [--language en|id] [--as EMAIL]

Writes a REFI-QDA project (.qdpx) of a study or of one focus group to FILE, or its codebook where FILE
ends in .qdc, and beside it EXPORT-NOTES.txt with what was left out and why. Only words that may be
quoted are in it.
  --focus-group  one meeting, without answers; without it the whole study
  --study        needed where there is more than one
  --answers      public (the default): accepted answers that are public. study_team: also those for
                 the study team. none
  --as EMAIL     only what this account may see`,
	options: {
		out: { type: 'string', short: 'o' },
		'focus-group': { type: 'string' },
		study: { type: 'string' },
		answers: { type: 'string' },
		language: { type: 'string' },
		as: { type: 'string' }
	},
	async run(values, words) {
		if (!values.out) throw new UsageError('Say where to write it: --out FILE.');
		if (words.length > 0) throw new UsageError('Say the file with --out.');
		const answers = ANSWER_CHOICES.find((each) => each === (values.answers ?? 'public'));
		if (!answers) throw new UsageError(`--answers is one of ${ANSWER_CHOICES.join(', ')}.`);
		const language = values.language ?? 'en';
		if (language !== 'en' && language !== 'id') throw new UsageError('--language is en or id.');
		const text = (name: string) => values[name] as string | undefined;
		return withInstance(async ({ system }) => {
			const chosen = await choose(system, text('study'), text('focus-group'));
			const account = values.as
				? await findAccountByEmail(system.db, normaliseEmail(String(values.as)))
				: undefined;
			if (values.as && !account) throw new CommandError(`No account has the address ${values.as}.`);
			const request = { ...chosen, answers: answers as AnswerChoice, language } as const;
			const as = account ? { accountId: account.id } : null;
			await writeExport(await exportQdaForCommand(system, request, as), String(values.out));
			return 0;
		});
	}
};
