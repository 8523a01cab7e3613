import { sql } from 'kysely';
import { getTurnWindow } from '#lib/server/coding/pages.ts';
import { getReportsPage } from '#lib/server/coding/reports.ts';
import { searchRound } from '#lib/server/coding/search.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import { takeQuotes } from '#lib/server/focusgroups/quotesPage.ts';
import { bundleOf, codebookOf, exportQda, packageOf } from '#lib/server/qda/exportQda.ts';
import { unzipSync } from 'fflate';
import type { Person, World } from './world.ts';

/** A way in which words leave, or are kept where people of the meeting do not expect them. */
export interface Exit {
	name: string;
	/**
	 * Which words may be in it: those that may be quoted, those an editor works with (not off the
	 * record, not struck, not of whoever took everything back), or none ever.
	 */
	holds: 'quotable' | 'worked with' | 'none';
	/** All of it as text; a search is for `words`. */
	read: (world: World, words: string) => Promise<string>;
}

const everything = { group: '', area: '', question: '', country: '', code: '' };
const quotesFor = (person: Person, format: 'csv' | 'json'): Exit => ({
	name: `quotes as ${format} for ${person}`,
	holds: 'quotable',
	read: async (world) => {
		const { quotes, withheld } = await takeQuotes(
			world.as(person),
			world.roundId,
			everything,
			format
		);
		return JSON.stringify({ quotes, withheld });
	}
});

/** Every file in a zip, and in zips in it, with their names. */
function unpacked(bytes: Uint8Array): string {
	return Object.entries(unzipSync(bytes))
		.map(([name, content]) => {
			const isZip = content[0] === 0x50 && content[1] === 0x4b;
			return `${name}\n${isZip ? unpacked(content) : new TextDecoder().decode(content)}`;
		})
		.join('\n');
}

/** Rows of tables that travel further than the words themselves: mails, notices, records, jobs. */
function rowsOf(tables: readonly string[]): Exit {
	return {
		name: tables.join(', '),
		holds: 'none',
		read: (world) =>
			asSystem(world.database.db, async (trx) => {
				let all = '';
				for (const table of tables) {
					const rows = await sql<{ text: string | null }>`select string_agg(t::text, E'\n') as text
						from ${sql.table(table)} t`.execute(trx);
					all += rows.rows[0]?.text ?? '';
				}
				return all;
			})
	};
}

/** Every way out that is known. A new one is a line here. */
export const EXITS: readonly Exit[] = [
	quotesFor('rina', 'csv'),
	quotesFor('edi', 'json'),
	quotesFor('rudi', 'csv'),
	{
		name: 'REFI-QDA of the study',
		holds: 'quotable',
		read: async (world) => {
			const made = await exportQda(world.as('edi'), {
				studyId: world.studyId,
				groupId: null,
				answers: 'public',
				language: 'en'
			});
			const codebook = codebookOf(made);
			return [
				unpacked(packageOf(made)),
				codebook ? new TextDecoder().decode(codebook) : '',
				unpacked(bundleOf(made))
			].join('\n');
		}
	},
	{
		name: 'search of an editor',
		holds: 'worked with',
		read: async (world, words) => {
			const { hits } = await searchRound(world.as('edi'), world.roundId, words);
			const parts = hits.flatMap(({ who, passages }) => [
				who ?? '',
				...passages.map(({ before, hit, after }) => before + hit + after)
			]);
			return parts.join('\n');
		}
	},
	{
		name: 'coding page of an editor',
		holds: 'worked with',
		read: async (world) => {
			const groups = await asSystem(world.database.db, (trx) =>
				trx.selectFrom('focus_groups').select('id').where('round_id', '=', world.roundId).execute()
			);
			const all = { from: 0, count: 500 };
			const windows = groups.map(({ id }) =>
				getTurnWindow(world.as('edi'), { roundId: world.roundId, groupId: id }, {}, all)
			);
			return JSON.stringify(await Promise.all(windows));
		}
	},
	{
		name: 'reports of coding',
		holds: 'none',
		read: async (world) => {
			const ctx = world.as('edi');
			const first = await getReportsPage(ctx, world.roundId, '');
			const pages = first.meetings.map(({ id }) => getReportsPage(ctx, world.roundId, id));
			return JSON.stringify(await Promise.all(pages));
		}
	},
	rowsOf(['audit_entries', 'mails', 'notices'])
];
