import { randomUUID } from 'node:crypto';
import { asSystem } from '#lib/server/database/asActor.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { proposeAnswer } from '#lib/server/handouts/proposals.ts';
import type { Person, World } from './world.ts';

/** Makes Omar a colleague of Cambodia's delegation who proposes answers and writes none. */
export async function joinAsHelper(world: World): Promise<void> {
	await asSystem(world.database.db, (trx) =>
		trx
			.insertInto('delegation_members')
			.values({
				delegation_id: world.delegations.KH,
				account_id: world.accounts.omar,
				proposes_only: true
			})
			.execute()
	);
}

/** Saves one text as the official answer; gives its outcome. */
export async function writeAnswer(
	world: World,
	person: Person,
	area: string,
	question: string,
	value: unknown,
	base = 0
) {
	const { answers } = await saveAnswers(world.as(person), {
		responseId: await world.responseId('KH', area),
		saveId: randomUUID(),
		answers: [{ question, base, status: 'answered', value, reason: null, exposure: 'study_team' }]
	});
	return answers[0]!;
}

/** Proposes an answer; gives the proposal's id. */
export async function propose(
	world: World,
	person: Person,
	area: string,
	question: string,
	value: unknown,
	options: { base?: number; id?: string; exposure?: string } = {}
): Promise<string> {
	const id = options.id ?? randomUUID();
	await proposeAnswer(world.as(person), {
		id,
		responseId: await world.responseId('KH', area),
		question,
		base: options.base ?? 0,
		status: 'answered',
		value,
		reason: null,
		exposure: options.exposure ?? 'study_team'
	});
	return id;
}
