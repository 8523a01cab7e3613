import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database, Trx } from '#lib/server/database/database.ts';
import { json } from '#lib/server/database/json.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { addEvidence } from '#lib/server/responses/evidence.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { getCompareList, getComparePage } from '#lib/server/review/compare.ts';
import { acceptResponse, reopenResponse, returnResponse } from '#lib/server/review/decision.ts';
import { findNextToReview, getReviewPage, getReviewQueue } from '#lib/server/review/pages.ts';
import { closeQuery, openQuery, replyToQuery, sendBackQuery } from '#lib/server/review/query.ts';
import { mailAtOnce } from '#lib/server/mail/digest.ts';
import { openTestDatabase } from '../support/database.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
let justice: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	justice = await world.responseId('KH', 'justice');
	await asSystem(database.db, (trx) =>
		trx
			.insertInto('memberships')
			.values({ study_id: world.studyId, account_id: world.accounts.nadia, role: 'coordinator' })
			.execute()
	);
});
afterAll(() => database.close());

/** Sentences that may be in the database and on the right pages, and nowhere else. */
const MARK = {
	obstacles: 'Marker: employers keep the passports.',
	rewritten: 'Marker: employers and brokers keep the passports.',
	detained: 'Marker: calls are forbidden in detention.',
	draft: 'Marker: this draft is nobody else’s.',
	query: 'Marker: which source says so?',
	reply: 'Marker: our own casework does.',
	again: 'Marker: please name the year.',
	evidence: 'Marker: labour law, article 9.'
};
const NO_FILTER = { area: '', country: '', queries: '' };
const notFound = { code: 'not_found' };
const wrongState = { code: 'wrong_state' };

/** Saves answers on top of whatever stands. */
async function save(
	answers: Record<string, { value?: unknown; status?: string; exposure?: string }>,
	area = 'justice',
	country: 'KH' | 'ID' = 'KH',
	person: Person = country === 'KH' ? 'sokha' : 'budi'
) {
	const page = await getAreaPage(world.as(person), world.delegations[country], area, 'en');
	const saved = await saveAnswers(world.as(person), {
		responseId: page.response.id,
		saveId: randomUUID(),
		answers: Object.entries(answers).map(([question, given]) => ({
			question,
			base: page.answers[question]!.revision,
			status: given.status ?? 'answered',
			value: given.value ?? null,
			reason: given.status === 'not_applicable' ? 'No such body' : null,
			exposure: given.exposure ?? 'public'
		}))
	});
	for (const each of saved.answers) expect(each.result).toBe('saved');
}

const review = (person: Person = 'rina') => getReviewPage(world.as(person), world.roundId, justice);
const compare = (person: Person, question: string) =>
	getComparePage(world.as(person), world.roundId, question);
const rowOf = async (person: Person, question: string, country = 'KH') =>
	(await compare(person, question)).rows.find((row) => row.delegation.country === country)!;
const questionOf = async (name: string) =>
	(await review()).questions.find(({ question }) => question.name === name)!;
const stateOf = async () => (await review()).item.state;
const inside = <T>(person: Person, work: (trx: Trx) => Promise<T>) =>
	asActor(database.db, { accountId: world.accounts[person] }, work);

/** Everything a refused act could have changed, as text. */
const snapshot = () =>
	asSystem(database.db, async (trx) => {
		const tables = [
			'responses',
			'answers',
			'submitted_answers',
			'queries',
			'query_messages',
			'mails',
			'notices'
		];
		const rows = [];
		for (const table of tables)
			rows.push(
				(await sql`select * from ${sql.table(table)} t order by t::text`.execute(trx)).rows
			);
		return JSON.stringify(rows);
	});

const reads = () =>
	asSystem(database.db, (trx) =>
		trx.selectFrom('audit_entries').selectAll().where('action', '=', 'response.read').execute()
	);

const ask = (person: Person, id = randomUUID(), question = 'obstacles') =>
	openQuery(world.as(person), {
		id,
		responseId: justice,
		question,
		kind: 'needs_source',
		body: MARK.query
	});

describe('before it is submitted (rule R1)', () => {
	test('a coordinator reads how far the area is, and no word of it', async () => {
		await save({ side: { value: 'both' } }, 'background');
		await save({
			can_complain: { value: 'yes' },
			obstacles: { value: MARK.obstacles, exposure: 'study_team' },
			cases: { status: 'not_applicable' },
			detained: { value: MARK.detained, exposure: 'coordinators' }
		});
		const page = await review();
		expect(page.item).toMatchObject({ state: 'draft', submission: 0, answered: 4, asked: 4 });
		expect(page.questions.every(({ answer }) => answer === null)).toBe(true);
		expect(JSON.stringify(page)).not.toContain('Marker');
		expect(await rowOf('rina', 'obstacles')).toMatchObject({
			answer: null,
			why: 'draft',
			progress: { answered: 4, asked: 4 }
		});
		expect(await rowOf('rina', 'obstacles', 'ID')).toMatchObject({ why: 'not_started' });
		const queue = await getReviewQueue(world.as('rina'), world.roundId, NO_FILTER);
		expect(queue.submitted).toEqual([]);
	});

	test('nothing can be asked, accepted or returned', async () => {
		await expect(ask('rina')).rejects.toMatchObject(wrongState);
		await expect(acceptResponse(world.as('rina'), justice)).rejects.toMatchObject(wrongState);
		await expect(returnResponse(world.as('rina'), justice, 'Why')).rejects.toMatchObject(
			wrongState
		);
	});

	test('an editor is told only that it is not accepted', async () => {
		expect(await rowOf('edi', 'obstacles')).toMatchObject({
			why: 'not_accepted',
			state: null,
			progress: null
		});
	});
});

describe('once submitted', () => {
	test('it stands in the queue with its words on the page, and reading them is audited', async () => {
		await addEvidence(world.as('sokha'), {
			id: randomUUID(),
			responseId: justice,
			question: 'obstacles',
			kind: 'law',
			citation: MARK.evidence,
			link: null,
			exposure: 'study_team',
			file: null
		});
		await submitResponse(world.as('sokha'), justice);
		const queue = await getReviewQueue(world.as('rina'), world.roundId, NO_FILTER);
		expect(queue.submitted).toMatchObject([
			{ id: justice, country: 'KH', submission: 1, submittedBy: 'Sokha', evidence: 1, open: 0 }
		]);
		expect(await findNextToReview(world.as('rina'), world.roundId)).toBe(justice);
		expect(await findNextToReview(world.as('rina'), world.roundId, justice)).toBeUndefined();

		const before = await reads();
		const page = await review();
		expect(page.questions.map(({ question, answer }) => [question.name, answer?.status])).toEqual([
			['can_complain', 'answered'],
			['obstacles', 'answered'],
			['cases', 'not_applicable'],
			['detained', 'answered']
		]);
		expect(page.questions.every(({ change }) => change === null)).toBe(true);
		expect(page.evidence).toMatchObject([{ citation: MARK.evidence }]);
		const [entry, ...more] = (await reads()).slice(before.length);
		expect(more).toEqual([]);
		expect(entry).toMatchObject({ actor_id: world.accounts.rina, subject_id: justice });
		expect(JSON.stringify(entry!.detail)).not.toContain('Marker');
	});

	test('reading an area without answers kept to coordinators leaves no entry', async () => {
		const background = await world.responseId('KH', 'background');
		await submitResponse(world.as('sokha'), background);
		const before = await reads();
		const page = await getReviewPage(world.as('rina'), world.roundId, background);
		expect(page.questions[0]!.answer).toMatchObject({ value: 'both' });
		expect(await reads()).toHaveLength(before.length);
	});

	test('the queue is filtered by country, area and queries', async () => {
		const count = async (filter: Partial<typeof NO_FILTER>) =>
			(await getReviewQueue(world.as('rina'), world.roundId, { ...NO_FILTER, ...filter })).submitted
				.length;
		expect(await count({})).toBe(2);
		expect(await count({ area: 'justice' })).toBe(1);
		expect(await count({ country: 'ID' })).toBe(0);
		expect(await count({ queries: 'open' })).toBe(0);
	});

	test('a coordinator compares it; editors and readers do not see it yet', async () => {
		expect(await rowOf('rina', 'obstacles')).toMatchObject({
			answer: { value: MARK.obstacles },
			state: 'submitted',
			evidence: 1
		});
		for (const person of ['edi', 'rudi'] as const) {
			const page = await compare(person, 'obstacles');
			expect(page.rows.map((row) => row.why)).toEqual(['not_accepted', 'not_accepted']);
			expect(JSON.stringify(page)).not.toContain('Marker');
		}
	});
});

describe('a query (rule R5)', () => {
	const id = randomUUID();

	test('blocks acceptance, and the same form sent twice asks once', async () => {
		await ask('rina', id);
		await ask('rina', id);
		const page = await review();
		expect(page.queries).toMatchObject([{ id, state: 'open', messages: [{ body: MARK.query }] }]);
		await expect(acceptResponse(world.as('rina'), justice)).rejects.toMatchObject({
			code: 'query_open',
			detail: { count: 1 }
		});
		expect(await stateOf()).toBe('submitted');
		expect(await rowOf('rina', 'obstacles')).toMatchObject({ queries: 1 });
		await expect(ask('rina', randomUUID(), 'helped')).rejects.toMatchObject(notFound);
	});

	test('goes from reply to sent back to reply to closed, and only along that way', async () => {
		const say = (body: string) => ({ queryId: id, body });
		await expect(sendBackQuery(world.as('rina'), say('x'))).rejects.toMatchObject(wrongState);
		await replyToQuery(world.as('dara'), say(MARK.reply));
		await expect(acceptResponse(world.as('rina'), justice)).rejects.toMatchObject({
			code: 'query_open'
		});
		await sendBackQuery(world.as('rina'), say(MARK.again));
		expect((await review()).queries[0]).toMatchObject({ state: 'open' });
		await replyToQuery(world.as('sokha'), say('2025.'));
		await expect(closeQuery(world.as('rina'), { ...say(''), submission: 7 })).rejects.toMatchObject(
			wrongState
		);
		await closeQuery(world.as('rina'), { ...say(''), submission: 1 });
		await expect(closeQuery(world.as('rina'), say(''))).rejects.toMatchObject(wrongState);
		const { queries } = await review();
		expect(queries[0]!.state).toBe('closed');
		expect(queries[0]!.messages.map(({ act, author }) => `${act} ${author}`)).toEqual([
			'ask Rina',
			'reply Dara',
			'send_back Rina',
			'reply Sokha',
			'close Rina'
		]);
	});

	test('a coordinator cannot reply in a delegation’s name', async () => {
		await expect(
			replyToQuery(world.as('rina'), { queryId: id, body: 'As if' })
		).rejects.toMatchObject(notFound);
	});
});

describe('a return', () => {
	test('needs a reason, and keeps what was submitted on the page while the draft changes', async () => {
		await expect(returnResponse(world.as('rina'), justice, '  ')).rejects.toMatchObject({
			code: 'reason_required'
		});
		await returnResponse(world.as('rina'), justice, 'Please say who keeps them.', 1);
		await save({
			obstacles: { value: MARK.draft, exposure: 'study_team' },
			can_complain: { status: 'dont_know' }
		});
		const page = await review();
		expect(page.item).toMatchObject({ state: 'returned', reason: 'Please say who keeps them.' });
		expect(JSON.stringify(page)).not.toContain(MARK.draft);
		expect((await questionOf('obstacles')).answer).toMatchObject({ value: MARK.obstacles });
		expect(await rowOf('rina', 'obstacles')).toMatchObject({ answer: { value: MARK.obstacles } });
		const queue = await getReviewQueue(world.as('rina'), world.roundId, NO_FILTER);
		expect(queue.waiting).toMatchObject([{ id: justice, state: 'returned', answered: 4 }]);
	});

	test('resubmitting shows what changed and reopens what was closed', async () => {
		await save({
			obstacles: { value: MARK.rewritten, exposure: 'study_team' },
			detained: { status: 'empty', exposure: 'coordinators' }
		});
		await submitResponse(world.as('sokha'), justice);
		const page = await review();
		expect(page.item).toMatchObject({ state: 'submitted', submission: 2, reason: null });
		expect(page.submissions.map(({ number, by }) => `${number} ${by}`)).toEqual([
			'2 Sokha',
			'1 Sokha'
		]);
		expect(page.questions).toMatchObject([
			{ change: 'changed', before: { value: 'yes' }, answer: { status: 'dont_know' } },
			{ change: 'changed', before: { value: MARK.obstacles }, answer: { value: MARK.rewritten } },
			{ change: null },
			{ change: 'removed', answer: null, noAnswer: 'not_answered' }
		]);
		expect(page.queries).toMatchObject([{ state: 'changed_after_closing' }]);
		await expect(acceptResponse(world.as('rina'), justice)).rejects.toMatchObject({
			code: 'query_open'
		});
		expect((await rowOf('rina', 'detained')).why).toBe('not_answered');
	});

	test('an acceptance of the submission before is refused: nobody has read this one', async () => {
		const [query] = (await review()).queries;
		await closeQuery(world.as('rina'), { queryId: query!.id, body: '', submission: 2 });
		await expect(acceptResponse(world.as('rina'), justice, 1)).rejects.toMatchObject(wrongState);
		expect(await stateOf()).toBe('submitted');
	});
});

describe('who may not', () => {
	const strangers: Person[] = ['citra', 'omar', 'budi', 'sokha', 'edi', 'rudi'];

	test.each(strangers)('%s finds nothing to review, and changes nothing', async (person) => {
		const ctx = world.as(person);
		const [query] = (await review()).queries;
		const before = await snapshot();
		const said = { queryId: query!.id, body: 'x' };
		const attempts = [
			() => getReviewQueue(ctx, world.roundId, NO_FILTER),
			() => findNextToReview(ctx, world.roundId),
			() => review(person),
			() => ask(person),
			() => sendBackQuery(ctx, said),
			() => closeQuery(ctx, said),
			() => acceptResponse(ctx, justice),
			() => returnResponse(ctx, justice, 'x'),
			() => reopenResponse(ctx, justice, 'x')
		];
		for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject(notFound);
		expect(await snapshot()).toBe(before);
	});

	test.each(['citra', 'omar', 'budi'] as const)(
		'%s may not reply or compare either',
		async (person) => {
			const [query] = (await review()).queries;
			const before = await snapshot();
			const ctx = world.as(person);
			for (const attempt of [
				() => replyToQuery(ctx, { queryId: query!.id, body: 'x' }),
				() => getCompareList(ctx, world.roundId),
				() => compare(person, 'obstacles')
			])
				await expect(attempt()).rejects.toMatchObject(notFound);
			expect(await snapshot()).toBe(before);
		}
	);

	test('a round, response or question that is not there reads the same', async () => {
		const ctx = world.as('rina');
		for (const attempt of [
			() => getReviewPage(ctx, world.roundId, randomUUID()),
			() => getReviewPage(ctx, randomUUID(), justice),
			() => getComparePage(ctx, world.roundId, 'no_such')
		])
			await expect(attempt()).rejects.toMatchObject(notFound);
	});

	test('a coordinator can never change an answer, not even in the database itself (rule R6)', async () => {
		// An area its own people could write to.
		const unwritten = await world.responseId('KH', 'return');
		const before = await snapshot();
		const untouched = await inside('rina', (trx) =>
			trx.updateTable('answers').set({ reason: 'Rewritten' }).executeTakeFirst()
		);
		expect(untouched.numUpdatedRows).toBe(0n);
		const forbidden: ((trx: Trx) => Promise<unknown>)[] = [
			(trx: Trx) =>
				trx
					.updateTable('submitted_answers')
					.set({ value: json('Rewritten') as never })
					.execute(),
			(trx: Trx) => trx.updateTable('submitted_answers').set({ exposure: 'public' }).execute(),
			(trx: Trx) => trx.updateTable('evidence').set({ citation: 'Rewritten' }).execute(),
			(trx: Trx) => trx.deleteFrom('submitted_answers').execute(),
			(trx: Trx) =>
				trx
					.insertInto('answers')
					.values({
						response_id: unwritten,
						delegation_id: world.delegations.KH,
						question: 'helped',
						revision: 1,
						status: 'empty',
						value: null,
						reason: null,
						exposure: 'public',
						saved_by: world.accounts.rina
					})
					.execute()
		];
		for (const attempt of forbidden)
			await expect(inside('rina', attempt)).rejects.toMatchObject({ code: '42501' });
		expect(await snapshot()).toBe(before);
	});
});

describe('acceptance (rule R8)', () => {
	test('by two coordinators at once happens once', async () => {
		const results = await Promise.allSettled(
			(['rina', 'nadia'] as const).map((person) => acceptResponse(world.as(person), justice, 2))
		);
		expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const refused = results.find((result) => result.status === 'rejected');
		expect(refused?.reason).toMatchObject(wrongState);
		const entries = await asSystem(database.db, (trx) =>
			trx.selectFrom('audit_entries').selectAll().where('action', '=', 'response.accept').execute()
		);
		expect(entries).toMatchObject([{ subject_id: justice }]);
	});

	test('shows each answer as far as its exposure goes, and nothing of the rest', async () => {
		expect(await rowOf('edi', 'obstacles')).toMatchObject({
			state: 'accepted',
			answer: { value: MARK.rewritten },
			evidence: 1
		});
		const forReader = await rowOf('rudi', 'obstacles');
		expect(forReader).toMatchObject({ answer: null, why: 'not_shown', evidence: 0, queries: 0 });
		// The same words where there is no answer at all.
		expect(await rowOf('rudi', 'detained')).toMatchObject({ answer: null, why: 'not_shown' });
		expect(await rowOf('rudi', 'can_complain')).toMatchObject({ answer: { status: 'dont_know' } });
		const list = await getCompareList(world.as('rudi'), world.roundId);
		expect(list.answers).toEqual({ can_complain: 1, cases: 1 });
	});

	test('ends asking until it is reopened', async () => {
		const [query] = (await review()).queries;
		await expect(ask('rina')).rejects.toMatchObject(wrongState);
		await expect(
			sendBackQuery(world.as('rina'), { queryId: query!.id, body: 'x' })
		).rejects.toMatchObject(wrongState);
	});

	test('reopening needs a reason and hides the area from the study team', async () => {
		await expect(reopenResponse(world.as('rina'), justice, '')).rejects.toMatchObject({
			code: 'reason_required'
		});
		await reopenResponse(world.as('rina'), justice, 'The law has changed.');
		expect(await rowOf('edi', 'obstacles')).toMatchObject({
			answer: null,
			why: 'not_accepted',
			evidence: 0
		});
		const rows = await inside('edi', (trx) =>
			trx.selectFrom('submitted_answers').select('question').execute()
		);
		expect(rows).toEqual([]);
		expect(await rowOf('rina', 'obstacles')).toMatchObject({
			state: 'reopened',
			answer: { value: MARK.rewritten }
		});
	});

	test('can follow again after a new submission', async () => {
		await submitResponse(world.as('sokha'), justice);
		expect((await review()).questions.every(({ change }) => change === null)).toBe(true);
		await acceptResponse(world.as('nadia'), justice, 3);
		expect(await rowOf('edi', 'obstacles')).toMatchObject({ answer: { value: MARK.rewritten } });
	});
});

test('asking and accepting at once never leaves an open query on an accepted area', async () => {
	await reopenResponse(world.as('rina'), justice, 'Once more.');
	await submitResponse(world.as('sokha'), justice);
	for (let turn = 0; turn < 6; turn++) {
		const id = randomUUID();
		const [asked, accepted] = await Promise.allSettled(
			turn % 2
				? [ask('rina', id), acceptResponse(world.as('nadia'), justice)]
				: [acceptResponse(world.as('nadia'), justice), ask('rina', id)].reverse()
		);
		const { item, queries } = await review();
		const open = queries.filter(({ state }) => state !== 'closed').length;
		expect(item.state === 'accepted' && open > 0, `${asked?.status} ${accepted?.status}`).toBe(
			false
		);
		if (open > 0) await closeQuery(world.as('rina'), { queryId: id, body: '' });
		else {
			await reopenResponse(world.as('rina'), justice, 'Once more.');
			await submitResponse(world.as('sokha'), justice);
		}
	}
	await acceptResponse(world.as('rina'), justice);
});

describe('comparing', () => {
	test('says why a delegation shows no answer', async () => {
		await save({ can_complain: { value: 'no' }, obstacles: { value: 'None.' } }, 'justice', 'ID');
		await submitResponse(world.as('budi'), await world.responseId('ID', 'justice'));
		// What decides this question was never submitted, so we cannot tell.
		expect(await rowOf('rina', 'detained', 'ID')).toMatchObject({ why: 'not_answered_or_asked' });
		await save({ side: { value: 'origin' } }, 'background', 'ID');
		await submitResponse(world.as('budi'), await world.responseId('ID', 'background'));
		expect(await rowOf('rina', 'detained', 'ID')).toMatchObject({ why: 'not_asked' });
		expect(await rowOf('rina', 'cases', 'ID')).toMatchObject({ why: 'not_answered' });
	});

	test('shows two delegations of one country, and one that cannot answer', async () => {
		await asSystem(database.db, async (trx) => {
			await trx
				.insertInto('delegations')
				.values({
					study_id: world.studyId,
					round_id: world.roundId,
					country: 'ID',
					name: 'Second network',
					status: 'withdrawn_for_safety'
				})
				.execute();
		});
		for (const person of ['rina', 'rudi'] as const) {
			const { rows } = await compare(person, 'can_complain');
			expect(rows.map(({ delegation }) => `${delegation.country} ${delegation.name}`)).toEqual([
				'KH ',
				'ID ',
				'ID Second network'
			]);
			expect(rows[2]).toMatchObject({ why: 'withdrawn_for_safety', answer: null });
		}
	});

	test('leads from question to question across areas', async () => {
		const first = await compare('rina', 'side');
		expect([first.previous, first.next?.name]).toEqual([null, 'can_complain']);
		expect((await compare('rina', 'helped')).previous?.name).toBe('detained');
		expect((await compare('rina', 'how')).next).toBeNull();
	});

	test('answers kept to coordinators is audited', async () => {
		const responseId = await world.responseId('ID', 'justice');
		await returnResponse(world.as('rina'), responseId, 'Check who may read this.');
		await save({ can_complain: { value: 'no', exposure: 'coordinators' } }, 'justice', 'ID');
		await submitResponse(world.as('budi'), responseId);
		const before = await reads();
		await compare('rina', 'can_complain');
		await compare('rina', 'cases');
		const entries = (await reads()).slice(before.length);
		expect(entries).toMatchObject([
			{
				actor_id: world.accounts.rina,
				detail: { question: 'can_complain', responses: [responseId] }
			}
		]);
	});
});

test('no mail holds a word of an answer, a source or a query (rule R16)', async () => {
	const notices = await asSystem(database.db, (trx) =>
		trx.selectFrom('notices').selectAll().execute()
	);
	expect(notices.length).toBeGreaterThan(8);
	expect(JSON.stringify(notices)).not.toContain('Marker');
	await asSystem(database.db, (trx) =>
		trx.updateTable('accounts').set({ mail_rhythm: 'at_once' }).execute()
	);
	await mailAtOnce(world.system);
	const mails = await asSystem(database.db, (trx) => trx.selectFrom('mails').selectAll().execute());
	expect(mails.length).toBeGreaterThan(4);
	expect(JSON.stringify(mails)).not.toContain('Marker');
	// Each to the other side, with a link.
	expect(new Set(mails.map((mail) => mail.recipient))).toContain('sokha@example.org');
	expect(
		mails.every((mail) => /http:\/\/127\.0\.0\.1:3000\/(rounds|respond)\//.test(mail.body))
	).toBe(true);
	const entries = await asSystem(database.db, (trx) =>
		trx.selectFrom('audit_entries').select('detail').execute()
	);
	expect(JSON.stringify(entries)).not.toContain('Marker');
});
