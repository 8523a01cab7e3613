import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { saveBlock } from '#lib/server/report/saveBlock.ts';
import { type Citable, addCitation } from '#lib/server/report/citations.ts';
import { listCitedSources } from '#lib/server/report/citedSources.ts';
import { checkReport } from '#lib/server/report/checkReport.ts';
import { getCitation, lookAgain } from '#lib/server/report/openCitation.ts';
import { giveWaiver, revokeWaiver } from '#lib/server/report/waivers.ts';
import { addEvidence, removeEvidence } from '#lib/server/responses/evidence.ts';
import { acceptResponse, reopenResponse } from '#lib/server/review/decision.ts';
import { closeQuery, openQuery } from '#lib/server/review/query.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { takeKnownList } from '#lib/server/treaties/knownList.ts';
import { openTestDatabase } from '../support/database.ts';
import { addEarlierRound } from '../support/earlierRound.ts';
import {
	AGREES_TO_ALL,
	AGREES_TO_QUOTES,
	addGroup,
	addParticipant,
	addTurn
} from '../support/groupWorld.ts';
import {
	PUBLIC_WORDS,
	TEAM_WORDS,
	acceptAnswers,
	answer,
	beginReport,
	blocksOf,
	handInAndAccept,
	reportActs,
	seenBy
} from '../support/reportWorld.ts';
import { PEOPLE, type Person, type World, buildWorld } from '../support/world.ts';

/** What a report stands on: only what may be public, shown as it was, and checked as it is. */
let database: Database;
let world: World;
let chapters: Record<string, string>;
const ids = { evidence: '', teamEvidence: '', turn: '', background: '', group: '', speaker: '' };

beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	await addEarlierRound(world);
	await takeKnownList(world.as('rina'), { studyId: world.studyId, language: 'en' });
	for (const [name, exposure] of [
		['evidence', 'public'],
		['teamEvidence', 'study_team']
	] as const) {
		ids[name] = randomUUID();
		await addEvidence(world.as('sokha'), {
			...{ id: ids[name], responseId: await world.responseId('KH', 'justice'), exposure },
			...{ question: 'obstacles', kind: 'law', citation: `Sample decree, ${exposure}` },
			...{ link: 'https://example.org/decree', file: null }
		});
	}
	await acceptAnswers(world);
	ids.group = await addGroup(world);
	const agreed = { pseudonym: 'P1', agrees: AGREES_TO_ALL, kind: 'union' };
	ids.speaker = await addParticipant(world, ids.group, agreed);
	const said = { participantId: ids.speaker, body: 'They wait. The officer wants a letter.' };
	ids.turn = await addTurn(world, ids.group, { ...said, translation: 'Translated words.' });
	ids.background = await addTurn(world, ids.group, { ...said, mark: 'background' });
	chapters = await beginReport(world);
});
afterAll(() => database.close());

const missing = { code: 'not_found' };
const notCitable = { code: 'not_citable' };
const cite = (what: Citable, person: Person = 'edi') =>
	addCitation(world.as(person), { roundId: world.roundId, what });
const ofReturn = async (question = 'how', passage?: string): Promise<Citable> => ({
	...{ kind: 'answer', responseId: await world.responseId('KH', 'return'), question },
	...(passage === undefined ? {} : { passage })
});
const sources = (person: Person = 'edi') =>
	seenBy(world, person, (trx) => listCitedSources(trx, world.roundId, 'en'));
const source = async (label: string, person: Person = 'edi') =>
	(await sources(person)).find((each) => each.label === label)!;
const check = (person: Person = 'edi') =>
	seenBy(world, person, (trx) => checkReport(trx, world.roundId));
const open = (label: string, person: Person = 'edi') =>
	getCitation(world.as(person), { roundId: world.roundId, label });
const look = (label: string, hash: string, passage?: string) =>
	lookAgain(world.as('edi'), { roundId: world.roundId, label, hash, passage });
/** Writes the only text of a chapter. */
async function write(chapter: string, body: string): Promise<string> {
	const block = (await blocksOf(world, chapters[chapter]!)).find(({ kind }) => kind === 'text')!;
	await saveBlock(world.as('edi'), {
		...{ roundId: world.roundId, blockId: block.id, saveId: randomUUID(), base: 999, body }
	});
	return block.id;
}
const reopenReturn = async () =>
	reopenResponse(world.as('rina'), await world.responseId('KH', 'return'), 'Sample reason');

describe('citing', () => {
	test('gives each kind its label, and the same thing the same one', async () => {
		const turn = { kind: 'quote', turnId: ids.turn } as const;
		const all: [Citable, string][] = [
			[await ofReturn(), 'KH-2.2-v1'],
			[await ofReturn('how', 'Nobody answers at night.'), 'KH-2.2-v1-2'],
			[turn, 'Q1'],
			[{ ...turn, passage: 'The officer wants a letter.' }, 'Q2'],
			[{ ...turn, passage: 'Translated' }, 'Q3'],
			[{ kind: 'evidence', evidenceId: ids.evidence }, 'E1'],
			[{ kind: 'data', question: 'can_complain' }, 'D1.1'],
			[{ kind: 'change', question: 'can_complain' }, 'C1.1'],
			[{ kind: 'treaty', country: 'KH', instrument: 'CMW' }, 'T-KH-CMW']
		];
		for (const [what, label] of all) expect(await cite(what)).toBe(label);
		const before = (await reportActs(world)).length;
		for (const [what, label] of all) expect(await cite(what, 'rina')).toBe(label);
		expect(await reportActs(world)).toHaveLength(before);
		const found = await sources();
		expect(found.map(({ state }) => state)).toEqual(all.map(() => 'fresh'));
		expect(await sources('rina')).toEqual(found);
		expect(await sources('nadia')).toEqual(found);
		expect(Object.fromEntries(found.map((each) => [each.label, each.source?.words]))).toEqual({
			...{ 'KH-2.2-v1': PUBLIC_WORDS, 'KH-2.2-v1-2': 'Nobody answers at night.' },
			...{ Q1: 'They wait. The officer wants a letter.', Q2: 'The officer wants a letter.' },
			...{ Q3: 'Translated', E1: '', 'D1.1': '', 'C1.1': '' },
			'T-KH-CMW': expect.stringContaining('')
		});
		expect((await source('KH-2.2-v1')).source!.title).toMatch(
			/^Cambodia, answer to 2\.2, version 1, handed in \d+ \w+ \d{4}$/
		);
		expect((await source('D1.1')).source!.title).toBe(
			'Answers to 1.1, “Can a worker complain?”, from 1 country'
		);
		expect(await source('Q1')).toMatchObject({
			...{ turnId: ids.turn, participantId: ids.speaker },
			source: {
				title: 'Focus group, 30 August 2026',
				quote: {
					level: 5,
					attributions: { 2: 'A participant of a focus group', 3: 'union, Cambodia' }
				}
			}
		});
	});

	test('is for what may be public only', async () => {
		const justice = await world.responseId('KH', 'justice');
		const refused: Citable[] = [
			{ kind: 'answer', responseId: justice, question: 'obstacles' },
			{ kind: 'answer', responseId: await world.responseId('ID', 'return'), question: 'how' },
			{ kind: 'answer', responseId: justice, question: 'nothing' },
			await ofReturn('how', 'Words that are not there'),
			{ kind: 'quote', turnId: ids.background },
			{ kind: 'quote', turnId: ids.turn, passage: 'Other words' },
			{ kind: 'quote', turnId: randomUUID() },
			{ kind: 'evidence', evidenceId: ids.teamEvidence },
			{ kind: 'data', question: 'obstacles' },
			{ kind: 'change', question: 'how' },
			{ kind: 'treaty', country: 'XX', instrument: 'CMW' }
		];
		for (const what of refused)
			for (const person of ['edi', 'rina'] as const)
				await expect(cite(what, person), JSON.stringify(what)).rejects.toMatchObject(notCitable);
	});

	test.each(PEOPLE.filter((person) => !['rina', 'edi'].includes(person)))(
		'is not for %s',
		async (person) => {
			await expect(cite(await ofReturn(), person)).rejects.toMatchObject(missing);
			if (person === 'nadia') return;
			expect(await sources(person)).toEqual([]);
			expect(await check(person)).toEqual([]);
			await expect(open('KH-2.2-v1', person)).rejects.toMatchObject(missing);
		}
	);
});

describe('what changes', () => {
	test('makes a citation stale: reopened, answered otherwise; the same again is fresh', async () => {
		await reopenReturn();
		for (const person of ['edi', 'rina', 'nadia'] as const)
			expect((await source('KH-2.2-v1', person)).state).toBe('stale');
		// The cited words are shown as they were; what is not accepted is not.
		expect((await open('KH-2.2-v1')).answer).toMatchObject({
			then: { value: PUBLIC_WORDS },
			now: null
		});
		await handInAndAccept(world, 'return');
		expect((await source('KH-2.2-v1')).state).toBe('fresh');
		await reopenReturn();
		await answer(world, 'return', 'how', 'By a bus.');
		await submitResponse(world.as('sokha'), await world.responseId('KH', 'return'));
		const submitted = await source('KH-2.2-v1');
		expect(submitted).toMatchObject({ state: 'stale', source: { words: PUBLIC_WORDS } });
		expect(await source('KH-2.2-v1', 'rina')).toEqual(submitted);
	});

	test('a query asked and closed since makes it stale until somebody looks', async () => {
		const responseId = await world.responseId('KH', 'return');
		const id = randomUUID();
		const about = { responseId, question: 'how', kind: 'unclear', body: 'How?' } as const;
		await openQuery(world.as('rina'), { id, ...about });
		await closeQuery(world.as('rina'), { queryId: id, body: 'Clear.' });
		await acceptResponse(world.as('rina'), responseId);
		const { state, hash } = await source('KH-2.2-v1');
		expect(state).toBe('stale');
		expect((await open('KH-2.2-v1')).answer).toMatchObject({ now: { value: 'By a bus.' } });
		await expect(look('KH-2.2-v1', 'f'.repeat(64))).rejects.toMatchObject({
			code: 'text_changed'
		});
		const before = (await reportActs(world)).length;
		await look('KH-2.2-v1', hash!);
		await look('KH-2.2-v1', hash!);
		expect((await reportActs(world)).slice(before)).toEqual(['citation.look']);
		expect((await source('KH-2.2-v1')).state).toBe('fresh');
		// The new words have a citation of their own.
		expect(await cite(await ofReturn())).toBe('KH-2.2-v3');
		expect((await source('KH-2.2-v3')).source!.words).toBe('By a bus.');
	});

	test('amended words make a quote stale, and its passage is named again', async () => {
		await asSystem(database.db, (trx) =>
			trx
				.updateTable('turns')
				.set({ body: 'Well. The officer wants a letter.' })
				.where('id', '=', ids.turn)
				.execute()
		);
		const quote = await source('Q2');
		expect(quote).toMatchObject({
			...{ state: 'stale', source: { words: 'Well. The officer wants a letter.' } }
		});
		await look('Q2', quote.hash!, 'The officer wants a letter.');
		expect(await source('Q2')).toMatchObject({
			...{ state: 'fresh', source: { words: 'The officer wants a letter.' } }
		});
		await look('Q1', quote.hash!);
		expect((await source('Q1')).state).toBe('fresh');
	});

	test('the picture of the data moves with any answer in it', async () => {
		await answer(world, 'background', 'side', 'origin', { country: 'ID' });
		await answer(world, 'justice', 'can_complain', 'no', { country: 'ID' });
		await answer(world, 'justice', 'obstacles', 'x', { country: 'ID', exposure: 'study_team' });
		await handInAndAccept(world, 'background', 'ID');
		expect((await source('D1.1')).state).toBe('fresh');
		await handInAndAccept(world, 'justice', 'ID');
		expect((await source('D1.1')).state).toBe('stale');
		expect((await source('C1.1')).state).toBe('stale');
		expect((await source('T-KH-CMW')).state).toBe('fresh');
	});

	test('what was closed to the public is gone, whoever looks, and cannot be looked over', async () => {
		await reopenReturn();
		await answer(world, 'return', 'how', 'By a bus.', { exposure: 'coordinators' });
		// A draft is the delegation's own.
		expect((await source('KH-2.2-v3')).state).toBe('stale');
		const responseId = await world.responseId('KH', 'return');
		await submitResponse(world.as('sokha'), responseId);
		// The query is open again, as the answer is another one.
		const { id: queryId } = await asSystem(database.db, (trx) =>
			trx.selectFrom('queries').select('id').executeTakeFirstOrThrow()
		);
		await closeQuery(world.as('rina'), { queryId, body: 'Clear.' });
		await acceptResponse(world.as('rina'), responseId);
		for (const person of ['edi', 'rina'] as const)
			for (const label of ['KH-2.2-v1', 'KH-2.2-v1-2', 'KH-2.2-v3'])
				expect(await source(label, person)).toMatchObject({
					...{ state: 'gone', hash: null, source: null }
				});
		expect((await open('KH-2.2-v3')).answer).toMatchObject({ then: null, now: null });
		await expect(look('KH-2.2-v3', 'f'.repeat(64))).rejects.toMatchObject(notCitable);
	});

	test('withdrawn consent and removed evidence are gone; less consent is a lower level', async () => {
		const other = await addParticipant(world, ids.group, {
			...{ pseudonym: 'P2', agrees: AGREES_TO_QUOTES }
		});
		const turnId = await addTurn(world, ids.group, { participantId: other, body: 'Unnamed.' });
		const label = await cite({ kind: 'quote', turnId });
		expect((await source(label)).source!.quote).toEqual({
			...{ level: 2, attributions: { 2: 'A participant of a focus group' } }
		});
		const withdraw = (scope: 'identity' | 'quotes') =>
			asSystem(database.db, (trx) =>
				trx
					.insertInto('withdrawals')
					.values({
						...{ id: randomUUID(), participant_id: ids.speaker, group_id: ids.group, scope },
						...{ study_id: world.studyId, recorded_by: world.accounts.nadia }
					})
					.execute()
			);
		await withdraw('identity');
		expect(await source('Q1')).toMatchObject({ state: 'fresh', source: { quote: { level: 2 } } });
		await withdraw('quotes');
		expect(await source('Q1')).toMatchObject({ state: 'gone', source: null, hash: null });
		expect((await source(label)).state).toBe('fresh');
		expect((await source('E1')).state).toBe('fresh');
		const justice = await world.responseId('KH', 'justice');
		await reopenResponse(world.as('rina'), justice, 'Sample reason');
		expect((await source('E1')).state).toBe('stale');
		await removeEvidence(world.as('sokha'), { responseId: justice, evidenceId: ids.evidence });
		expect((await source('E1')).state).toBe('gone');
	});
});

describe('the check', () => {
	test('lists sentences without a source, with changed ones and with ones that are gone', async () => {
		const blockId = await write(
			'foreword',
			'# A heading\n\nBare sentence. Data says so [@D1.1]. Treaty [@T-KH-CMW]. Gone [@E1]. Unknown [@X9].'
		);
		const found = await check();
		expect(found.map(({ issue, words, label, waiver }) => [issue, words, label, waiver])).toEqual([
			['unsupported', 'Bare sentence.', null, null],
			['stale', 'Data says so.', 'D1.1', null],
			['gone', 'Gone.', 'E1', null],
			['gone', 'Unknown.', 'X9', null]
		]);
		expect(found.every((problem) => problem.blockId === blockId)).toBe(true);
		expect(found[0]!.chapterId).toBe(chapters.foreword);
		expect(await check('nadia')).toEqual(found);
	});

	test('is waived with a reason for this wording; what is gone is not', async () => {
		const [bare, stale, gone] = await check();
		const waive = (problem: typeof bare, reason = 'Known to all.', person: Person = 'edi') =>
			giveWaiver(world.as(person), { roundId: world.roundId, ...problem!, reason });
		await expect(waive(bare, ' ')).rejects.toMatchObject({ code: 'reason_required' });
		await expect(waive(gone)).rejects.toMatchObject({ code: 'wrong_state' });
		await expect(waive({ ...bare!, subject: 'other' })).rejects.toMatchObject({
			code: 'text_changed'
		});
		await expect(waive(bare, 'x', 'nadia')).rejects.toMatchObject(missing);
		const before = (await reportActs(world)).length;
		await waive(bare);
		await waive(bare);
		await waive(stale, 'Looked at.');
		expect((await reportActs(world)).slice(before)).toEqual(['waiver.give', 'waiver.give']);
		const waived = await check();
		expect(waived.map(({ waiver }) => waiver?.reason ?? null)).toEqual([
			...['Known to all.', 'Looked at.', null, null]
		]);
		expect(waived[0]!.waiver!.by).toBe('Edi');
		await write('foreword', 'Bare sentence? Data says so [@D1.1].');
		expect((await check()).map(({ waiver }) => waiver?.reason ?? null)).toEqual([
			...[null, 'Looked at.']
		]);
		// The data move again: the waiver was for what it was.
		await answer(world, 'justice', 'can_complain', 'no');
		await handInAndAccept(world, 'justice');
		expect((await check()).map(({ waiver }) => waiver)).toEqual([null, null]);
	});

	test('a waiver is taken back, and stays on record', async () => {
		const [bare] = await check();
		await giveWaiver(world.as('rina'), { roundId: world.roundId, ...bare!, reason: 'Why not.' });
		const { id } = (await check())[0]!.waiver!;
		const revoke = (person: Person) =>
			revokeWaiver(world.as(person), { roundId: world.roundId, waiverId: id });
		await expect(revoke('nadia')).rejects.toMatchObject(missing);
		await revoke('edi');
		await revoke('edi');
		expect((await check())[0]!.waiver).toBeNull();
		expect((await reportActs(world)).at(-1)).toBe('waiver.revoke');
	});

	test('says nothing of what was taken out, and the words of the team are nowhere in it', async () => {
		await write('foreword', '');
		expect(await check()).toEqual([]);
		expect(JSON.stringify(await sources('rina'))).not.toContain(TEAM_WORDS);
	});
});
