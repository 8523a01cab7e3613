import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { addBlock } from '#lib/server/report/blocks.ts';
import {
	addChapter,
	moveChapter,
	removeChapter,
	renameChapter
} from '#lib/server/report/chapters.ts';
import { findTemplate } from '#lib/server/report/findTemplate.ts';
import { createReport, listBlocks, listChapters } from '#lib/server/report/reports.ts';
import { keepTemplate } from '#lib/server/report/templates.ts';
import { createRound } from '#lib/server/studies/rounds.ts';
import { openTestDatabase } from '../support/database.ts';
import { beginReport, reportActs, seenBy } from '../support/reportWorld.ts';
import { PEOPLE, type World, buildWorld } from '../support/world.ts';

/** A study keeps the chapters of one of its reports, and those of its other rounds begin with them. */
let database: Database;
let world: World;
let chapters: Record<string, string>;

beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	chapters = await beginReport(world);
	const at = { roundId: world.roundId };
	const edi = world.as('edi');
	await renameChapter(edi, {
		...at,
		chapterId: chapters.foreword!,
		title: 'Before you read',
		revision: 1
	});
	await addChapter(edi, { ...at, id: randomUUID(), kind: 'custom', key: '', title: 'Cases' });
	await moveChapter(edi, { ...at, chapterId: chapters['country/KH']!, place: 1 });
	await removeChapter(edi, { ...at, chapterId: chapters.dataset!, isRemoved: true });
	const into = { ...at, chapterId: chapters.foreword! };
	await addBlock(edi, {
		...into,
		id: randomUUID(),
		kind: 'finding',
		body: 'Marker words.',
		strength: null
	});
	await addBlock(edi, { ...into, id: randomUUID(), kind: 'live', live: { type: 'tiles' } });
});
afterAll(() => database.close());

const keep = (isKept: boolean, person: (typeof PEOPLE)[number] = 'edi') =>
	keepTemplate(world.as(person), { roundId: world.roundId, isKept });
const template = (person: (typeof PEOPLE)[number]) =>
	seenBy(world, person, (trx) => findTemplate(trx, world.studyId));

let years = 2029;
async function nextRound(): Promise<string> {
	const { versionId } = await asSystem(database.db, (trx) =>
		trx
			.selectFrom('rounds')
			.select('questionnaire_version_id as versionId')
			.where('id', '=', world.roundId)
			.executeTakeFirstOrThrow()
	);
	const year = ++years;
	return createRound(world.as('rina'), {
		...{ studyId: world.studyId, questionnaireVersionId: versionId, name: String(year) },
		...{ opensOn: `${year}-01-01`, closesOn: `${year}-12-31` },
		countries: [
			{ code: 'KH', name: 'Cambodia' },
			{ code: 'LA', name: 'Lao PDR' }
		]
	});
}
const titlesOf = async (roundId: string) =>
	(await seenBy(world, 'edi', (trx) => listChapters(trx, roundId))).map(({ title }) => title);

describe('the chapters a study keeps', () => {
	test.each(PEOPLE.filter((person) => !['rina', 'edi'].includes(person)))(
		'are not for %s to keep',
		(person) => expect(keep(true, person)).rejects.toMatchObject({ code: 'not_found' })
	);

	test('are kept once however often, without a word of a text', async () => {
		expect(await template('edi')).toBeNull();
		const before = (await reportActs(world)).length;
		await keep(true);
		await keep(true, 'rina');
		const kept = await template('edi');
		expect(kept).toMatchObject({ revision: 1, language: 'en', round: '2026' });
		expect(kept!.chapters.map(({ title }) => title)).toEqual([
			...['Before you read', 'Cambodia', 'Method and limits', 'Access to justice', 'Return'],
			...['Indonesia', 'Treaties', 'Recommendations', 'Annex: questionnaire', 'Cases']
		]);
		expect(JSON.stringify(kept)).not.toContain('Marker');
		expect((await reportActs(world)).length).toBe(before + 1);
	});

	test.each(PEOPLE.filter((person) => !['rina', 'edi', 'nadia'].includes(person)))(
		'are nothing to %s',
		async (person) => expect(await template(person)).toBeNull()
	);
	test('are read by the team', async () => {
		expect(await template('nadia')).not.toBeNull();
	});

	test('begin the report of another round, with its own countries', async () => {
		const round = await nextRound();
		await createReport(world.as('rina'), round);
		expect(await titlesOf(round)).toEqual([
			...['Before you read', 'Cambodia', 'Lao PDR', 'Method and limits', 'Access to justice'],
			...['Return', 'Treaties', 'Recommendations', 'Annex: questionnaire', 'Cases']
		]);
		const [foreword] = await seenBy(world, 'edi', (trx) => listChapters(trx, round));
		const blocks = await seenBy(world, 'edi', (trx) => listBlocks(trx, foreword!.id));
		expect(blocks.map(({ kind, body, live }) => [kind, body, live])).toEqual([
			['text', '', null],
			['live', '', { type: 'tiles' }]
		]);
	});

	test('have the usual titles in another language, and may be left aside', async () => {
		const [other, usual] = [await nextRound(), await nextRound()];
		await createReport(world.as('edi'), other, 'id');
		expect(await titlesOf(other)).toEqual(expect.arrayContaining(['Cases', 'Kata pengantar']));
		expect(await titlesOf(other)).not.toContain('Before you read');
		await createReport(world.as('edi'), usual, 'en', { isUsual: true });
		expect(await titlesOf(usual)).toEqual(expect.arrayContaining(['Foreword', 'Annex: dataset']));
	});

	test('are given up, and stay in the history of what was kept', async () => {
		await keep(false);
		await keep(false);
		expect(await template('edi')).toBeNull();
		const round = await nextRound();
		await createReport(world.as('edi'), round);
		expect(await titlesOf(round)).toContain('Foreword');
		const kept = asSystem(database.db, (trx) =>
			trx.selectFrom('report_templates').select('revision').orderBy('revision').execute()
		);
		expect(await kept).toEqual([{ revision: 1 }, { revision: 2 }]);
		await expect(
			asSystem(database.db, (trx) =>
				trx.updateTable('report_templates').set({ language: 'id' }).execute()
			)
		).rejects.toThrow();
	});
});
