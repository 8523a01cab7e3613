import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AreaState } from '#lib/xlsform/areaState.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { markEarlier } from '#lib/server/responses/carry.ts';
import { listMarks } from '#lib/server/responses/carryMarks.ts';
import { listUntouched } from '#lib/server/responses/earlierBeside.ts';
import { getHistory } from '#lib/server/responses/history.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { acceptResponse, returnResponse } from '#lib/server/review/decision.ts';
import type { CarryMark } from '#lib/terms.ts';
import { openTestDatabase } from '../support/database.ts';
import { addEarlierRound } from '../support/earlierRound.ts';
import { joinAsHelper } from '../support/handoutWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/** Rule R12: what the country answered in the round before, and what is said of it now. */
let database: Database;
let world: World;
let earlier: Awaited<ReturnType<typeof addEarlierRound>>;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	earlier = await addEarlierRound(world);
	await save('background', 'side', 'both');
});
afterAll(() => database.close());

const page = (person: Person, area = 'justice', country: 'KH' | 'ID' = 'KH') =>
	getAreaPage(world.as(person), world.delegations[country], area, 'en');
const notesOf = async (person: Person, area = 'justice', country: 'KH' | 'ID' = 'KH') =>
	(await page(person, area, country)).earlier?.notes ?? [];
const noteOf = async (person: Person, key: string, area = 'justice') =>
	(await notesOf(person, area)).find((note) => note.key === key);
const keysOf = async (person: Person, area?: string) =>
	(await notesOf(person, area)).map(({ key }) => key).sort();
const mark = async (person: Person, question: string, said: CarryMark, area = 'justice') =>
	markEarlier(world.as(person), {
		responseId: await world.responseId('KH', area),
		question,
		mark: said
	});
const answerOf = async (question: string, area = 'justice') =>
	(await page('sokha', area)).answers[question]!;
async function save(area: string, question: string, value: unknown, base = 0) {
	const { answers } = await saveAnswers(world.as('sokha'), {
		responseId: await world.responseId('KH', area),
		saveId: randomUUID(),
		answers: [{ question, base, status: 'answered', value, reason: null, exposure: 'public' }]
	});
	expect(answers[0]!.result).toBe('saved');
	return answers[0]!.revision;
}
const marksOf = (question: string) =>
	asSystem(database.db, (trx) =>
		trx
			.selectFrom('carry_marks')
			.selectAll()
			.where('question', '=', question)
			.orderBy('id')
			.execute()
	);

describe('what may be read of the round before', () => {
	test('its own members read all they handed in', async () => {
		expect(await keysOf('dara')).toEqual(['can_complain', 'cases', 'detained', 'obstacles']);
	});

	test('others of the country what was accepted and public', async () => {
		expect(await keysOf('sokha')).toEqual(['can_complain', 'cases', 'obstacles']);
	});

	test('another country nothing', async () => {
		const notes = await notesOf('budi', 'justice', 'ID');
		expect(notes.map(({ key, content }) => [key, content.value])).toEqual([['can_complain', 'no']]);
		const seen = await asActor(database.db, { accountId: world.accounts.budi }, (trx) =>
			trx
				.selectFrom('submitted_answers')
				.select('question')
				.where('delegation_id', '=', earlier.delegations.KH!)
				.execute()
		);
		expect(seen).toEqual([]);
		const found = await asActor(database.db, { accountId: world.accounts.budi }, (trx) =>
			sql`select * from earlier_delegation(${world.delegations.KH}::uuid)`.execute(trx)
		);
		expect(found.rows).toEqual([]);
	});

	test('by newcomers no draft, query, evidence, person or delegation of it', async () => {
		await asActor(database.db, { accountId: world.accounts.sokha }, async (trx) => {
			const id = earlier.delegations.KH!;
			for (const table of [
				'answers',
				'answer_revisions',
				'submissions',
				'responses',
				'evidence',
				'queries',
				'query_messages',
				'delegation_members'
			]) {
				const found =
					await sql`select * from ${sql.table(table)} where delegation_id = ${id}::uuid`.execute(
						trx
					);
				expect(found.rows, table).toEqual([]);
			}
			for (const table of ['delegations', 'rounds'] as const)
				expect(
					await trx
						.selectFrom(table)
						.select('id')
						.where('id', 'in', [id, earlier.roundId])
						.execute(),
					table
				).toEqual([]);
			// The positive twin: what is read instead.
			const answers = await trx
				.selectFrom('submitted_answers')
				.select('question')
				.where('delegation_id', '=', id)
				.execute();
			expect(answers).toHaveLength(5);
		});
	});

	test('those who only propose read nothing of it and mark nothing', async () => {
		await joinAsHelper(world);
		const helper = await page('omar');
		expect(helper.earlier).toBeNull();
		const { rows } = await asActor(database.db, { accountId: world.accounts.omar }, (trx) =>
			sql`select question from submitted_answers
				union all select round_name from earlier_delegation(${world.delegations.KH}::uuid)`.execute(trx)
		);
		expect(rows).toEqual([]);
		await expect(mark('omar', 'can_complain', 'still_true')).rejects.toMatchObject({
			code: 'not_found'
		});
	});

	test('nobody may ask the function that asks nobody', async () => {
		await expect(
			asActor(database.db, { accountId: world.accounts.sokha }, (trx) =>
				sql`select earlier_of(${world.delegations.ID}::uuid)`.execute(trx)
			)
		).rejects.toMatchObject({ code: '42501' });
	});
});

describe('an answer nobody has marked', () => {
	test('is no answer and is not counted', async () => {
		const { answers, counts, earlier: beside, seen } = await page('sokha');
		expect(answers.can_complain).toMatchObject({ status: 'empty', revision: 0 });
		expect(counts.answered).toBe(0);
		expect(listUntouched({ earlier: beside, answers, seen }).sort()).toEqual([
			'can_complain',
			'cases',
			'obstacles'
		]);
	});
});

describe('a mark', () => {
	test('“still true” makes it the answer, with a revision, counts and an audit entry', async () => {
		await mark('sokha', 'can_complain', 'still_true');
		expect(await answerOf('can_complain')).toMatchObject({ value: 'yes', revision: 1 });
		const { counts, earlier: beside, answers, seen } = await page('dara');
		expect(counts.answered).toBe(1);
		expect(listUntouched({ earlier: beside, answers, seen })).not.toContain('can_complain');
		expect(await noteOf('dara', 'can_complain')).toMatchObject({
			marked: { mark: 'still_true', by: 'Sokha', revision: 1 }
		});
		const entry = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('audit_entries')
				.selectAll()
				.where('action', '=', 'carry.mark')
				.executeTakeFirstOrThrow()
		);
		expect(entry).toMatchObject({ actor_id: world.accounts.sokha });
		expect(entry.detail).toEqual({ area: 'justice', question: 'can_complain', mark: 'still_true' });
	});

	test('made twice is made once, also at the same moment', async () => {
		await Promise.all([mark('sokha', 'cases', 'still_true'), mark('dara', 'cases', 'still_true')]);
		await mark('sokha', 'cases', 'still_true');
		expect(await marksOf('cases')).toHaveLength(1);
		const { revisions } = await getHistory(world.as('sokha'), world.delegations.KH, 'cases');
		expect(revisions).toHaveLength(1);
	});

	test('“still true” in place of an answer keeps that one in the history', async () => {
		const revision = await save('justice', 'cases', { value: 30, year: 2025 }, 1);
		await mark('sokha', 'cases', 'still_true');
		expect(await answerOf('cases')).toMatchObject({
			value: { value: 12, year: 2017 },
			revision: revision + 1
		});
		const { revisions } = await getHistory(world.as('sokha'), world.delegations.KH, 'cases');
		expect(revisions.map(({ value }) => value)).toContainEqual({ value: 30, year: 2025 });
	});

	test('“no longer known” makes it “don’t know”, and the mind can be changed', async () => {
		await mark('sokha', 'cases', 'no_longer_known');
		expect(await answerOf('cases')).toMatchObject({ status: 'dont_know', value: null });
		await mark('dara', 'cases', 'changed');
		// The code came from the mark, so the new text begins from the earlier one again.
		expect(await answerOf('cases')).toMatchObject({ value: { value: 12, year: 2017 } });
		expect(await noteOf('sokha', 'cases')).toMatchObject({ marked: { mark: 'changed' } });
		await mark('dara', 'cases', 'still_true');
		expect((await marksOf('cases')).map((row) => row.mark)).toEqual([
			'still_true',
			'still_true',
			'no_longer_known',
			'changed',
			'still_true'
		]);
	});

	test('“changed” begins from the earlier text and blocks submitting until it differs', async () => {
		await mark('sokha', 'obstacles', 'changed');
		const now = await answerOf('obstacles');
		expect(now.value).toBe('Fees are high and courts are far away.');
		const obstacles = async (person: Person) =>
			(await page(person)).obstacles.filter(({ code }) => code === 'carry_unchanged');
		expect(await obstacles('sokha')).toEqual([
			{ question: 'obstacles', number: '1.2', code: 'carry_unchanged' }
		]);
		const responseId = await world.responseId('KH', 'justice');
		await expect(submitResponse(world.as('sokha'), responseId)).rejects.toMatchObject({
			code: 'submission_incomplete'
		});
		// Pressed again it does not take back what was written.
		await save('justice', 'obstacles', 'Fees are gone; courts are far away.', now.revision);
		await mark('dara', 'obstacles', 'changed');
		expect(await answerOf('obstacles')).toMatchObject({
			value: 'Fees are gone; courts are far away.'
		});
		expect(await obstacles('sokha')).toEqual([]);
	});

	test('keeps the exposure narrow: that of then, of the question, of the answer it replaces', async () => {
		await mark('dara', 'detained', 'still_true');
		expect(await answerOf('detained')).toMatchObject({ exposure: 'coordinators' });
		// Public then, but the question is for the study team now: so was the text it began from.
		const first = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('answer_revisions as v')
				.innerJoin('answers as a', 'a.id', 'v.answer_id')
				.select('v.exposure')
				.where('a.question', '=', 'obstacles')
				.where('a.delegation_id', '=', world.delegations.KH)
				.where('v.revision', '=', 1)
				.executeTakeFirstOrThrow()
		);
		expect(first.exposure).toBe('study_team');
	});

	test('says of a code only what can be said of one', async () => {
		expect(await noteOf('sokha', 'helped', 'return')).toMatchObject({
			marks: ['still_true', 'changed']
		});
		await expect(mark('sokha', 'helped', 'no_longer_known', 'return')).rejects.toMatchObject({
			code: 'not_found'
		});
		await mark('sokha', 'helped', 'changed', 'return');
		expect(await answerOf('helped', 'return')).toMatchObject({ status: 'empty' });
		await mark('sokha', 'helped', 'still_true', 'return');
		expect(await answerOf('helped', 'return')).toMatchObject({ status: 'dont_know' });
	});

	test('is made by those who answer, on answers they may read', async () => {
		const responseId = await world.responseId('KH', 'justice');
		const before = await marksOf('can_complain');
		for (const person of ['budi', 'rina', 'rudi', 'omar', 'ana'] as const)
			await expect(
				markEarlier(world.as(person), { responseId, question: 'can_complain', mark: 'changed' })
			).rejects.toMatchObject({ code: 'not_found' });
		// Sokha was not there: what only coordinators may read she cannot mark.
		await expect(mark('sokha', 'detained', 'changed')).rejects.toMatchObject({ code: 'not_found' });
		await expect(mark('sokha', 'no_such', 'changed')).rejects.toMatchObject({ code: 'not_found' });
		expect(await marksOf('can_complain')).toEqual(before);
	});

	test('is written by nobody past the rules, and never rewritten', async () => {
		const [row] = await marksOf('can_complain');
		const { id, marked_at, ...values } = row!;
		expect([id, marked_at]).not.toContain(undefined);
		const insert = (person: Person, more: object) =>
			asActor(database.db, { accountId: world.accounts[person] }, (trx) =>
				trx
					.insertInto('carry_marks')
					.values({ ...values, marked_by: world.accounts[person], ...more })
					.execute()
			);
		for (const [person, more] of [
			['budi', {}],
			['rina', {}],
			['sokha', { marked_by: world.accounts.dara }],
			['sokha', { submission: 7 }],
			['sokha', { earlier_question: 'detained' }],
			['sokha', { earlier_round_id: world.roundId }]
		] as const)
			// MF003 where the area itself is not seen, and so is not one that may be written.
			await expect(insert(person, more), `${person} ${JSON.stringify(more)}`).rejects.toMatchObject(
				{
					code: expect.stringMatching(/^(42501|MF003)$/)
				}
			);
		await expect(insert('dara', { mark: 'changed' })).resolves.toBeDefined();
		await mark('sokha', 'can_complain', 'still_true');
		await expect(
			asSystem(database.db, (trx) =>
				trx.updateTable('carry_marks').set({ mark: 'changed' }).execute()
			)
		).rejects.toMatchObject({ code: 'MF001' });
	});
});

describe('marks of a submitted area', () => {
	test('are read by coordinators as they were when it was submitted', async () => {
		const responseId = await world.responseId('KH', 'justice');
		const seen = async (person: Person) =>
			asActor(database.db, { accountId: world.accounts[person] }, async (trx) =>
				(await listMarks(trx, [world.delegations.KH]))
					.map((each) => `${each.question} ${each.mark}`)
					.filter((each) => !each.startsWith('helped'))
					.sort()
			);
		const all = [
			'can_complain still_true',
			'cases still_true',
			'detained still_true',
			'obstacles changed'
		];
		expect(await seen('rina')).toEqual([]);
		await submitResponse(world.as('sokha'), responseId);
		expect(await seen('rina')).toEqual(all);
		expect(await seen('rudi')).toEqual([]);
		await expect(mark('sokha', 'can_complain', 'changed')).rejects.toMatchObject({
			code: 'response_under_review'
		});
		await returnResponse(world.as('rina'), responseId, 'Please look again.');
		await mark('sokha', 'can_complain', 'no_longer_known');
		expect(await seen('sokha')).toContain('can_complain no_longer_known');
		expect(await seen('rina')).toEqual(all);
		await submitResponse(world.as('sokha'), responseId);
		expect(await seen('rina')).toContain('can_complain no_longer_known');
		await acceptResponse(world.as('rina'), responseId);
		// Readers of what was accepted: no further than the answers' exposure.
		expect(await seen('rudi')).toEqual([
			'can_complain no_longer_known',
			'cases still_true',
			'obstacles changed'
		]);
		expect(await seen('budi')).toEqual([]);
		expect(await seen('citra')).toEqual([]);
	});
});

test('a note that is not asked is not counted as untouched', () => {
	const seen = { questions: { q: { relevant: false } } } as unknown as AreaState;
	const note = { key: 'q', why: null, marked: null };
	const beside = { notes: [note] } as never;
	expect(listUntouched({ earlier: beside, answers: {}, seen })).toEqual([]);
	seen.questions.q!.relevant = true;
	expect(listUntouched({ earlier: beside, answers: {}, seen })).toEqual(['q']);
});
