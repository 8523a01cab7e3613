import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database, Trx } from '#lib/server/database/database.ts';
import { getProposalDesk } from '#lib/server/handouts/desk.ts';
import { handOut, takeBack } from '#lib/server/handouts/handouts.ts';
import { getHandoutsPage } from '#lib/server/handouts/handoutsPage.ts';
import { withdrawProposal } from '#lib/server/handouts/proposals.ts';
import { acceptProposal, declineProposal, mergeProposal } from '#lib/server/handouts/settle.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { addEvidence } from '#lib/server/responses/evidence.ts';
import { getAreaPage, getDelegationPage } from '#lib/server/responses/pages.ts';
import { markReady } from '#lib/server/responses/ready.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { openTestDatabase } from '../support/database.ts';
import { joinAsHelper, propose, writeAnswer } from '../support/handoutWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	await joinAsHelper(world);
});
afterAll(() => database.close());

const KH = () => world.delegations.KH;
const as = <T>(person: Person, work: (trx: Trx) => Promise<T>) =>
	asActor(database.db, { accountId: world.accounts[person] }, work);
const proposalOf = (id: string) =>
	asSystem(database.db, (trx) =>
		trx.selectFrom('proposals').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
	);
const answerOf = async (person: Person, area: string, question: string) =>
	(await getAreaPage(world.as(person), KH(), area, 'en')).answers[question]!;
const codes = (of: Promise<unknown>) =>
	of.then(
		() => 'done',
		(problem: { code?: string }) => problem.code
	);

describe('a colleague who proposes only', () => {
	test('reads the answers and writes none, whichever way they ask', async () => {
		const page = await getAreaPage(world.as('omar'), KH(), 'justice', 'en');
		expect(page.answers.obstacles).toMatchObject({ value: 'Distance is a barrier.' });
		expect(page.isWritable).toBe(false);
		expect((await getAreaPage(world.as('dara'), KH(), 'justice', 'en')).isWritable).toBe(true);

		const responseId = await world.responseId('KH', 'justice');
		const answers = [
			{
				question: 'can_complain',
				base: 0,
				status: 'answered',
				value: 'yes',
				reason: null,
				exposure: 'public'
			}
		];
		const save = { responseId, saveId: randomUUID(), answers };
		expect(await codes(saveAnswers(world.as('omar'), save))).toBe('not_found');
		const piece = {
			id: randomUUID(),
			responseId,
			question: 'obstacles',
			kind: 'law',
			citation: 'Sample law',
			link: null,
			exposure: 'public',
			file: null
		} as const;
		expect(await codes(addEvidence(world.as('omar'), piece))).toBe('not_found');
		expect(await codes(submitResponse(world.as('omar'), responseId))).toBe('not_found');
		const mark = { responseId, ready: true, id: randomUUID() };
		expect(await codes(markReady(world.as('omar'), mark))).toBe('not_found');
		expect(await codes(addEvidence(world.as('dara'), piece))).toBe('done');
	});

	const writes: [string, (trx: Trx, person: Person) => Promise<unknown>][] = [
		[
			'an answer',
			(trx, person) =>
				sql`insert into answers (response_id, delegation_id, question, revision, status, exposure, saved_by)
					values (${ids.response}::uuid, ${KH()}::uuid, ${`x_${person}`}, 1, 'empty', 'public',
						${world.accounts[person]}::uuid)`.execute(trx)
		],
		[
			'a revision',
			(trx, person) =>
				sql`insert into answer_revisions (answer_id, delegation_id, revision, standing, based_on, status,
						exposure, saved_by)
					values (${ids.answer}::uuid, ${KH()}::uuid, ${person === 'omar' ? 91 : 90}, 'current', 1, 'empty',
						'public', ${world.accounts[person]}::uuid)`.execute(trx)
		],
		[
			'a save',
			(trx, person) =>
				sql`insert into saves (id, response_id, delegation_id, account_id, outcome) values
					(${randomUUID()}::uuid, ${ids.response}::uuid, ${KH()}::uuid, ${world.accounts[person]}::uuid, '{}')`.execute(
					trx
				)
		],
		[
			'a mark of readiness',
			(trx, person) =>
				sql`insert into area_marks (response_id, delegation_id, ready_by) values
					(${ids.other}::uuid, ${KH()}::uuid, ${world.accounts[person]}::uuid)`.execute(trx)
		]
	];
	const ids = { response: '', other: '', answer: '' };
	beforeAll(async () => {
		await writeAnswer(world, 'sokha', 'justice', 'obstacles', 'Distance is a barrier.');
		ids.response = await world.responseId('KH', 'justice');
		ids.other = await world.responseId('KH', 'return');
		const answer = await asSystem(database.db, (trx) =>
			trx.selectFrom('answers').select('id').executeTakeFirstOrThrow()
		);
		ids.answer = answer.id;
	});

	test.each(writes)(
		'is refused %s by the database; a colleague who writes is not',
		async (_, write) => {
			await expect(as('omar', (trx) => write(trx, 'omar'))).rejects.toMatchObject({
				code: '42501'
			});
			const undone = as('dara', async (trx) => {
				await write(trx, 'dara');
				throw new Error('undone');
			});
			await expect(undone).rejects.toThrow('undone');
		}
	);

	test('changes no answer and no state in the database', async () => {
		const change = (person: Person) =>
			as(person, async (trx) => {
				const answers =
					await sql`update answers set status = 'dont_know' where delegation_id = ${KH()}::uuid`.execute(
						trx
					);
				const states =
					await sql`update responses set asked = asked where delegation_id = ${KH()}::uuid`.execute(
						trx
					);
				if (person === 'dara')
					throw new Error(`${answers.numAffectedRows} ${states.numAffectedRows}`);
				return [Number(answers.numAffectedRows), Number(states.numAffectedRows)];
			});
		expect(await change('omar')).toEqual([0, 0]);
		await expect(change('dara')).rejects.toThrow('1 3');
	});
});

describe('a proposal', () => {
	test('stands beside the answer; saved again, it replaces what its author proposed before', async () => {
		const first = await propose(world, 'omar', 'justice', 'cases', { value: 3 });
		const again = await propose(world, 'omar', 'justice', 'cases', { value: 3 }, { id: first });
		expect(again).toBe(first);
		const second = await propose(world, 'omar', 'justice', 'cases', { value: 4, year: 2025 });
		expect(await proposalOf(first)).toMatchObject({ state: 'replaced' });
		expect(await proposalOf(second)).toMatchObject({
			state: 'open',
			value: { value: 4, year: 2025 }
		});
		expect((await answerOf('sokha', 'justice', 'cases')).revision).toBe(0);
		await withdrawProposal(world.as('omar'), { delegationId: KH(), proposalId: second });
		await withdrawProposal(world.as('omar'), { delegationId: KH(), proposalId: second });
		expect(await proposalOf(second)).toMatchObject({ state: 'withdrawn' });
	});

	test('is refused where it is no answer, and where the question is another area’s', async () => {
		expect(await codes(propose(world, 'omar', 'justice', 'cases', 'many'))).toBe('invalid');
		expect(await codes(propose(world, 'omar', 'justice', 'helped', 'yes'))).toBe('not_found');
	});

	test('is seen by those who write and by its author, settled by the focal point alone', async () => {
		const id = await propose(world, 'omar', 'justice', 'can_complain', 'no');
		const seenBy = async (person: Person) =>
			(await as(person, (trx) => trx.selectFrom('proposals').select('id').execute())).some(
				(one) => one.id === id
			);
		expect(await Promise.all([seenBy('dara')])).toEqual([true]);
		expect(await seenBy('omar')).toBe(true);
		for (const stranger of ['budi', 'rina', 'edi', 'ana'] as const)
			expect(await seenBy(stranger), stranger).toBe(false);
		const settle = { delegationId: KH(), proposalId: id };
		for (const person of ['dara', 'omar', 'budi', 'rina'] as const) {
			expect(await codes(acceptProposal(world.as(person), { ...settle, seen: 0 })), person).toBe(
				'not_found'
			);
			expect(
				await codes(declineProposal(world.as(person), { ...settle, reason: 'No.' })),
				person
			).toBe('not_found');
		}
		expect(await codes(withdrawProposal(world.as('dara'), settle))).toBe('not_found');
		await acceptProposal(world.as('sokha'), { ...settle, seen: 0 });
		await acceptProposal(world.as('sokha'), { ...settle, seen: 0 });
		expect(await answerOf('omar', 'justice', 'can_complain')).toMatchObject({
			value: 'no',
			revision: 1
		});
		expect(await codes(declineProposal(world.as('sokha'), { ...settle, reason: 'Late.' }))).toBe(
			'wrong_state'
		);
	});

	test('of another’s is not settled in the database by whoever does not lead', async () => {
		const id = await propose(world, 'omar', 'justice', 'cases', { value: 9 });
		const take = (person: Person) =>
			as(person, (trx) =>
				sql`update proposals set state = 'accepted', decided_by = actor_id() where id = ${id}::uuid`.execute(
					trx
				)
			);
		expect(Number((await take('dara')).numAffectedRows)).toBe(0);
		await expect(take('omar')).rejects.toMatchObject({ code: '42501' });
		await expect(
			as('omar', (trx) => sql`update proposals set value = '1' where id = ${id}::uuid`.execute(trx))
		).rejects.toMatchObject({ code: '42501' });
		await withdrawProposal(world.as('omar'), { delegationId: KH(), proposalId: id });
	});

	test('shows the words it changes, merges by what each side changed, and never over an answer unseen', async () => {
		await writeAnswer(world, 'sokha', 'return', 'helped', 'yes');
		await writeAnswer(world, 'sokha', 'return', 'how', 'By a hotline. In Khmer only.');
		const id = await propose(world, 'omar', 'return', 'how', 'By a free hotline. In Khmer only.', {
			base: 1
		});
		await writeAnswer(world, 'dara', 'return', 'how', 'By a hotline. In Khmer and Thai.', 1);
		const desk = await getProposalDesk(world.as('sokha'), KH(), 'en');
		const shown = desk.open.flatMap(({ questions }) => questions).find(({ key }) => key === 'how')!;
		expect(shown.official).toMatchObject({
			value: 'By a hotline. In Khmer and Thai.',
			revision: 2
		});
		expect(shown.proposals).toEqual([
			expect.objectContaining({
				who: 'Omar',
				isOutdated: true,
				joined: { text: 'By a free hotline. In Khmer and Thai.', isConflict: false }
			})
		]);
		const settle = { delegationId: KH(), proposalId: id };
		expect(await codes(acceptProposal(world.as('sokha'), { ...settle, seen: 1 }))).toBe(
			'answer_changed'
		);
		expect(await proposalOf(id)).toMatchObject({ state: 'open' });
		const text = 'By a free hotline. In Khmer and Thai.';
		await mergeProposal(world.as('sokha'), { ...settle, seen: 2, text });
		expect(await answerOf('dara', 'return', 'how')).toMatchObject({
			value: text,
			revision: 3,
			exposure: 'study_team'
		});
		expect(await proposalOf(id)).toMatchObject({
			state: 'merged',
			decided_by: world.accounts.sokha
		});
	});

	test('makes no answer public that was not', async () => {
		const id = await propose(world, 'omar', 'return', 'how', 'By phone.', {
			base: 3,
			exposure: 'public'
		});
		await acceptProposal(world.as('sokha'), { delegationId: KH(), proposalId: id, seen: 3 });
		expect(await answerOf('sokha', 'return', 'how')).toMatchObject({
			value: 'By phone.',
			exposure: 'study_team'
		});
	});

	test('that nobody has read keeps an area from being submitted (rule R7); declined, it does not', async () => {
		await writeAnswer(world, 'sokha', 'background', 'side', 'both');
		const id = await propose(world, 'omar', 'background', 'side', 'origin', { base: 1 });
		const responseId = await world.responseId('KH', 'background');
		const page = await getAreaPage(world.as('sokha'), KH(), 'background', 'en');
		expect(page.obstacles).toEqual([{ question: 'side', number: '0.1', code: 'proposal' }]);
		await expect(submitResponse(world.as('sokha'), responseId)).rejects.toMatchObject({
			code: 'proposals_open',
			detail: { count: 1, obstacles: [{ question: 'side', number: '0.1', code: 'proposal' }] }
		});
		const settle = { delegationId: KH(), proposalId: id };
		expect(await codes(declineProposal(world.as('sokha'), { ...settle, reason: ' ' }))).toBe(
			'reason_required'
		);
		await declineProposal(world.as('sokha'), { ...settle, reason: 'We host workers too.' });
		const desk = await getProposalDesk(world.as('omar'), KH(), 'en');
		expect(desk.maySettle).toBe(false);
		expect(
			desk.settled.flatMap(({ questions }) => questions).flatMap(({ proposals }) => proposals)
		).toContainEqual(
			expect.objectContaining({
				id,
				state: 'declined',
				declineReason: 'We host workers too.',
				isMine: true
			})
		);
		await submitResponse(world.as('sokha'), responseId);
		expect(await codes(propose(world, 'omar', 'background', 'side', 'origin'))).toBe(
			'response_under_review'
		);
	});

	test('leaves an audit entry without its words', async () => {
		const entries = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('audit_entries')
				.select(['action', 'detail', 'reason'])
				.where('action', 'like', 'proposal.%')
				.execute()
		);
		const actions = new Set(entries.map(({ action }) => action));
		for (const action of ['make', 'accept', 'merge', 'decline', 'withdraw'])
			expect(actions).toContain(`proposal.${action}`);
		expect(JSON.stringify(entries)).not.toMatch(/hotline|host workers/);
	});
});

test('whether a response takes proposals is said, and held, for its own delegation only', async () => {
	const response = await world.responseId('KH', 'return');
	const hold = (person: Person) =>
		asActor(database.db, world.as(person).actor, (trx) =>
			sql<{ held: boolean }>`select hold_response(${response}::uuid) as held`.execute(trx)
		);
	for (const person of ['budi', 'citra', 'rina', 'ana'] as const)
		expect((await hold(person)).rows[0]?.held, person).toBe(false);
	expect((await hold('sokha')).rows[0]?.held).toBe(true);
});

describe('handing out', () => {
	const give = (
		person: Person,
		parts: { area: string; question: string | null }[],
		to: Person = 'dara',
		dueOn: string | null = '2099-12-03'
	) =>
		handOut(world.as(person), { delegationId: KH(), accountId: world.accounts[to], parts, dueOn });

	test('is the focal point’s, to colleagues, of what is asked', async () => {
		const part = [{ area: 'justice', question: 'obstacles' }];
		for (const person of ['dara', 'omar', 'budi', 'rina'] as const)
			expect(await codes(give(person, part)), person).toBe('not_found');
		expect(await codes(give('sokha', part, 'budi'))).toBe('not_found');
		expect(await codes(give('sokha', [{ area: 'return', question: 'obstacles' }]))).toBe(
			'not_found'
		);
		expect(await codes(give('sokha', []))).toBe('nothing_chosen');
		expect(await codes(give('sokha', [{ area: 'background', question: null }]))).toBe(
			'response_under_review'
		);
		expect(await codes(give('sokha', part))).toBe('done');
	});

	test('the same again changes the date only', async () => {
		const part = [{ area: 'justice', question: 'obstacles' }];
		await give('sokha', part);
		await give('sokha', part, 'dara', '2099-12-05');
		const { standing } = (await getAreaPage(world.as('dara'), KH(), 'justice', 'en')).handouts;
		expect(standing).toEqual([
			expect.objectContaining({ question: 'obstacles', who: 'Dara', dueOn: '2099-12-05' })
		]);
		const page = await getHandoutsPage(world.as('sokha'), KH(), 'justice', 'en');
		expect(page.questions.map(({ key }) => key)).toEqual([
			'can_complain',
			'obstacles',
			'cases',
			'detained'
		]);
		const mine = page.areas.find(({ area }) => area === 'justice')!;
		expect(mine.handouts).toEqual([
			expect.objectContaining({ number: '1.2', label: 'What stops workers?', isDone: false })
		]);
	});

	test('is taken back once', async () => {
		const { handouts } = await getDelegationPage(world.as('omar'), KH());
		const [{ id } = { id: '' }] = handouts;
		for (const person of ['dara', 'omar', 'budi'] as const)
			expect(await codes(takeBack(world.as(person), { delegationId: KH(), handoutId: id }))).toBe(
				'not_found'
			);
		await takeBack(world.as('sokha'), { delegationId: KH(), handoutId: id });
		await takeBack(world.as('sokha'), { delegationId: KH(), handoutId: id });
		expect((await getDelegationPage(world.as('omar'), KH())).handouts).toEqual([]);
	});
});

describe('marking an area as ready', () => {
	test('is shown until an answer changes, and done once under one id', async () => {
		const responseId = await world.responseId('KH', 'justice');
		const id = randomUUID();
		await markReady(world.as('dara'), { responseId, ready: true, id });
		const marks = async () => (await getDelegationPage(world.as('sokha'), KH())).ready;
		expect(await marks()).toEqual([
			expect.objectContaining({ responseId, by: 'Dara', isChangedSince: false })
		]);
		await writeAnswer(world, 'sokha', 'justice', 'obstacles', 'Distance and fees.', 1);
		expect(await marks()).toEqual([expect.objectContaining({ isChangedSince: true })]);
		await markReady(world.as('dara'), { responseId, ready: false, id: randomUUID() });
		await markReady(world.as('dara'), { responseId, ready: true, id });
		expect(await marks()).toEqual([]);
	});
});
