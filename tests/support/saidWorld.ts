import { randomUUID } from 'node:crypto';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { World } from './world.ts';

/** Statements and a relation for every address and form to point at. */
export interface SaidPrepared {
	relationId: string;
	/** One for each form, and one that was removed. */
	statements: Record<'change' | 'vote' | 'remove' | 'removed', string>;
}

/** Prepares them in a meeting; the relation is of the turn and the question in general. */
export async function prepareSaid(
	world: World,
	group: { groupId: string; turnId: string }
): Promise<SaidPrepared> {
	const relationId = randomUUID();
	const statements = {
		change: randomUUID(),
		vote: randomUUID(),
		remove: randomUUID(),
		removed: randomUUID()
	};
	const whose = { study_id: world.studyId, round_id: world.roundId };
	await asSystem(world.database.db, async (trx) => {
		await trx
			.insertInto('turn_answers')
			.values({
				id: relationId,
				...whose,
				turn_id: group.turnId,
				delegation_id: world.delegations.ID,
				question: 'can_complain',
				relation: 'extends',
				made_by: world.accounts.edi
			})
			.execute();
		for (const [place, [name, id]] of Object.entries(statements).entries())
			await trx
				.insertInto('statements')
				.values({
					id,
					...whose,
					group_id: group.groupId,
					body: `Sample statement ${name}`,
					position: place + 1,
					created_by: world.accounts.nadia,
					removed_at: name === 'removed' ? new Date() : null
				})
				.execute();
	});
	return { relationId, statements };
}
