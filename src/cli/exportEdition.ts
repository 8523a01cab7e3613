import { EDITION_FORMATS } from '../lib/server/database/reportTables.ts';
import {
	type NamedEdition,
	exportEditionToFile,
	listNamedEditions
} from '../lib/server/editions/exportToFile.ts';
import { findBrowser } from '../lib/server/report/pdf/findBrowser.ts';
import { type Command, CommandError, UsageError, print, withInstance } from './command.ts';

/** The one edition that is meant. @throws CommandError that lists what there is */
function choose(
	editions: readonly NamedEdition[],
	wanted: { study?: string; round?: string; number: number }
): NamedEdition {
	const { study, round, number } = wanted;
	if (editions.length === 0)
		throw new CommandError(
			'No edition has been released in this database. Propose one on the page "Editions" of a round, let somebody else release it, and try again.'
		);
	const found = editions.filter(
		(each) =>
			each.number === number &&
			(study === undefined || each.study === study) &&
			(round === undefined || each.round === round)
	);
	if (found.length === 1) return found[0]!;
	const lines = editions.map(
		(each) => `  --study "${each.study}" --round "${each.round}" --edition ${each.number}`
	);
	const why =
		found.length === 0
			? `No released edition ${[`--edition ${number}`, study === undefined ? '' : `--study "${study}"`, round === undefined ? '' : `--round "${round}"`].filter(Boolean).join(' ')}.`
			: `There is more than one edition ${number}: say which with --study and --round.`;
	throw new CommandError(`${why} There is:\n${lines.join('\n')}`);
}

export const exportEditionCommand: Command = {
	usage: `Usage: mufakat export edition --edition N --out PATH [--study NAME] [--round NAME]
         [--format ${EDITION_FORMATS.join('|')}]

Writes a released edition to PATH, without what was taken out of it since, and prints its size and SHA-256.
  --edition   its number
  --study, --round   needed where more than one edition has the number
  --format    html (the default): one page. site: pages in a zip. docx: Word. pdf: needs a Chromium.
              one_pagers: a page on each country in a zip. figures: pictures in a zip`,
	options: {
		out: { type: 'string', short: 'o' },
		edition: { type: 'string' },
		study: { type: 'string' },
		round: { type: 'string' },
		format: { type: 'string' }
	},
	async run(values) {
		if (!values.out) throw new UsageError('Say where to write it: --out PATH.');
		const number = Number(values.edition);
		if (!Number.isInteger(number) || number < 1)
			throw new UsageError('Say which edition by its number: --edition 1.');
		const wanted = values.format ?? 'html';
		const format = EDITION_FORMATS.find((each) => each === wanted);
		if (!format) throw new UsageError(`--format is one of ${EDITION_FORMATS.join(', ')}.`);
		return withInstance(async ({ system }) => {
			const named = (name: 'study' | 'round') =>
				values[name] === undefined ? {} : { [name]: String(values[name]) };
			const { id } = choose(await listNamedEditions(system), {
				...named('study'),
				...named('round'),
				number
			});
			const chromium = format === 'pdf' ? findBrowser() : undefined;
			const made = await exportEditionToFile(system, { id, format, chromium }, String(values.out));
			print(`${values.out}\n${made.size} bytes, SHA-256 ${made.sha256}`);
			return 0;
		});
	}
};
