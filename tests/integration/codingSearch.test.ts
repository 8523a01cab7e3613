import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyRule, getAutoCodePage, undoRule } from '#lib/server/coding/autoCode.ts';
import type { Rule } from '#lib/server/coding/rules.ts';
import { searchRound } from '#lib/server/coding/search.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { code, makeCode, seenOn } from '../support/codingWorld.ts';
import { openTestDatabase } from '../support/database.ts';
import { AGREES_TO_ALL, addGroup, addParticipant, addTurn } from '../support/groupWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/** Searching in any script, and coding by a rule. */
let database: Database;
let world: World;
let groupId: string;
let otherGroupId: string;
let blockId: string;
let one: string;
let two: string;
const turns: Record<string, string> = {};
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	groupId = await addGroup(world);
	otherGroupId = await addGroup(world, { name: 'Jakarta, day 2' });
	one = await addParticipant(world, groupId, {
		pseudonym: 'P01',
		country: 'KH',
		kind: 'Sample union',
		agrees: AGREES_TO_ALL
	});
	two = await addParticipant(world, otherGroupId, {
		pseudonym: 'P02',
		country: 'ID',
		kind: 'Sample shelter',
		agrees: AGREES_TO_ALL
	});
	blockId = randomUUID();
	await asSystem(database.db, (trx) =>
		trx
			.insertInto('guide_blocks')
			.values({
				id: blockId,
				group_id: groupId,
				study_id: world.studyId,
				position: 0,
				title: 'Access to justice',
				area: 'justice',
				questions: ['obstacles']
			})
			.execute()
	);
	const bodies = {
		english: 'The officer asks for a letter. A LETTER costs.',
		khmer: 'ពលករ​ទេសន្តរប្រវេសន៍ត្រូវការលិខិត',
		thai: 'แรงงานต้องมีจดหมายจากนายจ้าง',
		burmese: 'အလုပ်သမားများ စာလိုအပ်သည်',
		lao: 'ແຮງງານຕ້ອງມີຈົດໝາຍ',
		vietnamese: 'Phí MÔI GIỚI quá cao',
		decomposed: 'Cafe\u0301 and 👩‍👧',
		signs: '100% of 5_000 \\ taken'
	};
	for (const [name, body] of Object.entries(bodies))
		turns[name] = await addTurn(world, groupId, { participantId: one, body });
	turns.translated = await addTurn(world, otherGroupId, {
		participantId: two,
		body: 'Biayanya mahal.',
		translation: 'The cost is high.'
	});
	turns.off = await addTurn(world, groupId, {
		participantId: one,
		body: 'A secret letter.',
		mark: 'off_record'
	});
	await asSystem(database.db, (trx) =>
		trx
			.updateTable('turns')
			.set({ block_id: blockId })
			.where('id', 'in', [turns.english!, turns.thai!])
			.execute()
	);
	const save = async (
		area: string,
		question: string,
		value: string,
		exposure: 'public' | 'coordinators'
	) =>
		saveAnswers(world.as('sokha'), {
			responseId: await world.responseId('KH', area),
			saveId: randomUUID(),
			answers: [{ question, base: 0, status: 'answered', value, reason: null, exposure }]
		});
	await save('background', 'side', 'both', 'public');
	await save('justice', 'can_complain', 'yes', 'public');
	await save('justice', 'obstacles', 'No letter, no file.', 'coordinators');
	await submitResponse(world.as('sokha'), await world.responseId('KH', 'justice'));
	await save('return', 'helped', 'yes', 'public');
	await save('return', 'how', 'By letter in a draft.', 'public');
});
afterAll(() => database.close());

const search = async (person: Person, words: string) =>
	(await searchRound(world.as(person), world.roundId, words)).hits;
const found = async (person: Person, words: string) =>
	(await search(person, words)).flatMap(({ passages }) => passages.map(({ hit }) => hit));

describe('searching', () => {
	test.each([
		['khmer', 'លិខិត'],
		['thai', 'จดหมาย'],
		['burmese', 'စာလို'],
		['lao', 'ຈົດໝາຍ'],
		['vietnamese', 'phí môi giới'],
		['decomposed', 'CAFÉ'],
		['decomposed', '👩‍👧'],
		['signs', '100%'],
		['signs', '5_000'],
		['signs', '\\']
	])('%s: %s', async (name, words) => {
		const hits = await search('edi', words);
		expect(hits.map(({ place }) => place)).toEqual([{ turnId: turns[name] }]);
		const passage = hits[0]!.passages[0]!;
		expect(passage.hit.normalize('NFC').toLowerCase()).toContain(
			words.normalize('NFC').toLowerCase()
		);
	});

	test('signs of LIKE stand for themselves', async () => {
		expect(await found('edi', '5%000')).toEqual([]);
		expect(await found('edi', 'l_tter')).toEqual([]);
	});

	test('every place in a text, whatever the capitals; translations too', async () => {
		const hits = await search('edi', 'letter');
		expect(hits[0]).toMatchObject({ count: 2, who: 'P01', groupName: 'Jakarta, day 1' });
		expect(hits[0]!.passages.map(({ hit }) => hit)).toEqual(['letter', 'LETTER']);
		expect((await search('edi', 'the COST')).map(({ field }) => field)).toEqual(['translation']);
	});

	test('only what the actor may read: no draft, nothing off the record, nothing of others', async () => {
		const texts = async (person: Person) => (await search(person, 'letter')).length;
		expect(await texts('rina')).toBe(3);
		expect(await texts('nadia')).toBe(2);
		expect(await texts('edi')).toBe(1);
		for (const person of ['rudi', 'sokha', 'omar', 'citra'] as const)
			await expect(search(person, 'letter')).rejects.toMatchObject({ code: 'not_found' });
		expect(await found('rina', 'draft')).toEqual([]);
	});

	test('words spelled nearly so, where nothing is written so', async () => {
		const { hits, near } = await searchRound(world.as('edi'), world.roundId, 'oficers');
		expect(hits).toEqual([]);
		expect(near.map(({ word }) => word)).toContain('officer');
		const secret = await searchRound(world.as('edi'), world.roundId, 'secrets');
		expect(secret.near.map(({ word }) => word)).not.toContain('secret');
		const staff = await searchRound(world.as('nadia'), world.roundId, 'secrets');
		expect(staff.near.map(({ word }) => word)).toContain('secret');
	});

	test('the index can be used', async () => {
		const plan = await asSystem(database.db, async (trx) => {
			await sql`set local enable_seqscan = off`.execute(trx);
			const rows = await sql<{ 'QUERY PLAN': string }>`explain select id from turns
				where lower(normalize(body)) like '%letter%' or lower(normalize(translation)) like '%letter%'`.execute(
				trx
			);
			return rows.rows.map((row) => row['QUERY PLAN']).join('\n');
		});
		expect(plan).toContain('turns_body_words');
		expect(plan).toContain('turns_translation_words');
	});
});

describe('coding by a rule', () => {
	const rule = (by: Rule['by'], value: string, given: Partial<Rule> = {}): Rule => ({
		by,
		value,
		among: 'all',
		...given
	});
	const apply = async (person: Person, given: Rule, name = `by ${given.by}`) => {
		const batchId = randomUUID();
		const codeId = await makeCode(world, name);
		const count = await applyRule(world.as(person), {
			roundId: world.roundId,
			batchId,
			codeId,
			rule: given
		});
		return { count, codeId, batchId };
	};

	test.each([
		['block', () => rule('block', blockId), 2],
		['a question, with its answers', () => rule('question', 'obstacles'), 3],
		['a question, turns alone', () => rule('question', 'obstacles', { among: 'turns' }), 2],
		['speaker', () => rule('speaker', two), 1],
		['country', () => rule('country', 'ID'), 1],
		['kind of organisation', () => rule('kind', 'Sample shelter'), 1],
		['words', () => rule('words', 'letter'), 4],
		['words of a meeting', () => rule('words', 'letter', { groupId }), 3],
		['words of another meeting', () => rule('words', 'letter', { groupId: otherGroupId }), 0],
		['nothing', () => rule('words', '  '), 0],
		['an id that is none', () => rule('block', 'x'), 0]
	])('by %s', async (_name, given, expected) => {
		const { count } = await apply('rina', given());
		expect(count).toBe(expected);
	});

	test('the preview says what will be done, and how much of it is there', async () => {
		const codeId = await makeCode(world, 'previewed');
		await code(world, 'rina', turns.english!, codeId, 'letter');
		const { preview } = await getAutoCodePage(world.as('rina'), world.roundId, {
			rule: rule('words', 'letter'),
			codeId
		});
		expect(preview).toMatchObject({ passages: 4, turns: 2, answers: 1, there: 1 });
		expect(preview!.meetings).toEqual([{ name: 'Jakarta, day 1', passages: 3 }]);
		expect(preview!.samples.map(({ hit }) => hit.toLowerCase())).toEqual(
			Array.from({ length: 4 }, () => 'letter')
		);
	});

	test('once, however often it is sent; taken off as one, without what was there before', async () => {
		const { count, codeId, batchId } = await apply('edi', rule('words', 'letter'), 'by undone');
		expect(count).toBe(2);
		const input = { roundId: world.roundId, batchId, codeId, rule: rule('words', 'letter') };
		expect(await applyRule(world.as('edi'), input)).toBe(0);
		await code(world, 'nadia', turns.english!, codeId, 'officer');
		expect(await undoRule(world.as('nadia'), { roundId: world.roundId, batchId })).toBe(2);
		expect(await undoRule(world.as('nadia'), { roundId: world.roundId, batchId })).toBe(0);
		const left = (await seenOn(world, 'edi', turns.english!)).filter((each) =>
			each.startsWith('by undone')
		);
		expect(left).toHaveLength(1);
		const audit = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('audit_entries')
				.select('detail')
				.where('subject_id', '=', batchId)
				.orderBy('id')
				.execute()
		);
		expect(audit.map(({ detail }) => detail)).toEqual([
			{ by: 'words', code: codeId, codings: 2, found: 2 },
			{ undone: 2 }
		]);
	});

	test('others do neither', async () => {
		const { batchId } = await apply('edi', rule('speaker', one));
		for (const person of ['rudi', 'sokha', 'omar', 'citra'] as const) {
			const refused = { code: 'not_found' };
			await expect(
				applyRule(world.as(person), {
					roundId: world.roundId,
					batchId: randomUUID(),
					codeId: randomUUID(),
					rule: rule('words', 'letter')
				})
			).rejects.toMatchObject(refused);
			await expect(
				undoRule(world.as(person), { roundId: world.roundId, batchId })
			).rejects.toMatchObject(refused);
			await expect(getAutoCodePage(world.as(person), world.roundId, null)).rejects.toMatchObject(
				refused
			);
		}
		const standing = await asActor(database.db, { accountId: world.accounts.edi }, (trx) =>
			trx
				.selectFrom('codings')
				.select('id')
				.where('batch_id', '=', batchId)
				.where('removed_at', 'is', null)
				.execute()
		);
		expect(standing.length).toBeGreaterThan(0);
	});
});
