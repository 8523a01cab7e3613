import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#lib/server/database/database.ts';
import { parseLive } from '#lib/report/live.ts';
import {
	changeReport,
	createReport,
	findReport,
	getReport,
	listBlocks,
	listChapters
} from '#lib/server/report/reports.ts';
import { openTestDatabase } from '../support/database.ts';
import { reportActs, seenBy } from '../support/reportWorld.ts';
import { PEOPLE, type Person, type World, buildWorld } from '../support/world.ts';

/** A report is begun once, with its chapters, and read by the team that works on it. */
let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.close());

const WRITERS: Person[] = ['rina', 'edi'];
const missing = { code: 'not_found' };

describe('a report', () => {
	test.each(PEOPLE.filter((person) => !WRITERS.includes(person)))(
		'is not for %s to begin',
		(person) => expect(createReport(world.as(person), world.roundId)).rejects.toMatchObject(missing)
	);

	test('is begun once, whoever presses, with a chapter for each area and country', async () => {
		await createReport(world.as('edi'), world.roundId);
		await createReport(world.as('rina'), world.roundId, 'id');
		const chapters = await seenBy(world, 'edi', (trx) => listChapters(trx, world.roundId));
		expect(chapters.map(({ kind, key, title }) => [kind, key, title])).toEqual([
			['foreword', '', 'Foreword'],
			['method', '', 'Method and limits'],
			['area', 'justice', 'Access to justice'],
			['area', 'return', 'Return'],
			['country', 'KH', 'Cambodia'],
			['country', 'ID', 'Indonesia'],
			['treaties', '', 'Treaties'],
			['recommendations', '', 'Recommendations'],
			['questionnaire', '', 'Annex: questionnaire'],
			['dataset', '', 'Annex: dataset']
		]);
		expect(await reportActs(world)).toEqual(['report.create']);
		const report = await seenBy(world, 'edi', (trx) => getReport(trx, world.roundId));
		expect(report).toMatchObject({ language: 'en', title: 'Rights study, 2026', slug: null });
	});

	test('has live blocks that can be read, and one text at least where people write', async () => {
		const chapters = await seenBy(world, 'edi', (trx) => listChapters(trx, world.roundId));
		for (const { id, kind } of chapters) {
			const blocks = await seenBy(world, 'edi', (trx) => listBlocks(trx, id));
			expect(blocks.length).toBeGreaterThan(0);
			for (const { live, kind: is, isGenerated } of blocks) {
				expect(live === null ? null : parseLive(live)).toEqual(live);
				expect(is === 'live').toBe(live !== null);
				expect(isGenerated).toBe(live?.type === 'overview');
			}
			expect(blocks.some((block) => block.kind === 'text')).toBe(
				!['questionnaire', 'dataset'].includes(kind)
			);
		}
	});

	test.each(PEOPLE.filter((person) => !['rina', 'edi', 'nadia'].includes(person)))(
		'is nothing to %s',
		async (person) => {
			expect(await seenBy(world, person, (trx) => findReport(trx, world.roundId))).toBeUndefined();
			expect(await seenBy(world, person, (trx) => listChapters(trx, world.roundId))).toEqual([]);
		}
	);

	test('changes its cover against what was seen', async () => {
		const cover = {
			...{ roundId: world.roundId, revision: 1, title: 'New title', subtitle: 'Sub' },
			...{ publisher: 'Network', language: 'en' }
		};
		await expect(changeReport(world.as('nadia'), cover)).rejects.toMatchObject(missing);
		await changeReport(world.as('edi'), cover);
		// The same form again changes nothing; another one from the old page is refused.
		await changeReport(world.as('edi'), cover);
		await expect(
			changeReport(world.as('rina'), { ...cover, title: 'Other' })
		).rejects.toMatchObject({ code: 'text_changed' });
		const report = await seenBy(world, 'nadia', (trx) => getReport(trx, world.roundId));
		expect(report).toMatchObject({ title: 'New title', publisher: 'Network', revision: 2 });
		expect(await reportActs(world)).toEqual(['report.create', 'report.change']);
	});
});
