import { afterAll, beforeAll, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { markEarlier } from '#lib/server/responses/carry.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { acceptResponse } from '#lib/server/review/decision.ts';
import { getRoundsCompared } from '#lib/server/review/roundsCompared.ts';
import { openTestDatabase } from '../support/database.ts';
import { IN_2018, addEarlierRound } from '../support/earlierRound.ts';
import { content } from '../support/questionnaireBuilder.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';
import { randomUUID } from 'node:crypto';

/** Only accepted public answers of both rounds are compared, for whoever looks. */
let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	await addEarlierRound(world, {
		...IN_2018,
		KH: {
			...IN_2018.KH,
			answers: { ...IN_2018.KH.answers, how: content('By a hotline.') }
		}
	});
	const responseId = await world.responseId('KH', 'justice');
	const marked = { responseId, question: 'can_complain', mark: 'still_true' } as const;
	await markEarlier(world.as('sokha'), marked);
	const answer = (question: string, value: string, exposure: 'public' | 'coordinators') => ({
		...{ question, base: 0, status: 'answered' as const, value, reason: null, exposure }
	});
	await saveAnswers(world.as('sokha'), {
		responseId,
		saveId: randomUUID(),
		answers: [
			answer('obstacles', 'A word for everybody.', 'public'),
			answer('detained', 'A restricted word.', 'coordinators')
		]
	});
	await submitResponse(world.as('sokha'), responseId);
});
afterAll(() => database.close());

const seenBy = async (person: Person) => {
	const { rows } = await getRoundsCompared(world.as(person), world.roundId);
	return Object.fromEntries(
		rows
			.filter(({ delegationId }) => delegationId === world.delegations.KH)
			.map((row) => [row.question.name, row])
	);
};

test('what is handed in and not accepted counts as nothing, for coordinators too', async () => {
	expect((await seenBy('rina'))['can_complain']).toMatchObject({
		outcome: 'not_comparable',
		reason: 'not_accepted_now',
		now: null
	});
});

test('what is accepted and public is compared, and nothing else', async () => {
	await acceptResponse(world.as('rina'), await world.responseId('KH', 'justice'));
	const seen = await seenBy('rina');
	expect(seen['can_complain']).toMatchObject({ outcome: 'unchanged', reason: null });
	expect(seen['obstacles']).toMatchObject({
		reason: 'no_direction',
		now: { said: { value: 'A word for everybody.' } }
	});
	// An answer of the round before that nobody marked is none of this round (rule R12).
	expect(seen['cases']).toMatchObject({ reason: 'no_answer_now', now: null });
	// For the coordinators alone, then and now: no public answer in either.
	expect(seen['detained']).toMatchObject({ reason: 'no_answer_either', then: null, now: null });
	expect(JSON.stringify(seen)).not.toContain('A restricted word');

	// Its area is still a draft.
	expect(seen['how']).toMatchObject({ reason: 'not_accepted_now', now: null });
});

test('readers are told the same, representatives nothing', async () => {
	expect(await seenBy('rudi')).toEqual(await seenBy('rina'));
	for (const person of ['sokha', 'dara'] as const)
		await expect(getRoundsCompared(world.as(person), world.roundId)).rejects.toMatchObject({
			code: 'not_found'
		});
});

test('of a delegation that withdrew for its safety nothing is said, then or now', async () => {
	const before = (await seenBy('rina'))['can_complain'];
	expect(before).toMatchObject({ outcome: 'unchanged' });
	const setStatus = (status: 'active' | 'withdrawn_for_safety') =>
		asSystem(database.db, (trx) =>
			trx
				.updateTable('delegations')
				.set({ status })
				.where('id', '=', world.delegations.KH)
				.execute()
		);
	await setStatus('withdrawn_for_safety');
	expect((await seenBy('rina'))['can_complain']).toMatchObject({
		...{ outcome: 'not_comparable', reason: 'not_accepted_now', now: null }
	});
	await setStatus('active');
	expect((await seenBy('rina'))['can_complain']).toEqual(before);
});
