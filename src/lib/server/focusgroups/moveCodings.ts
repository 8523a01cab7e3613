import { sql } from 'kysely';
import { moveSpans } from '#lib/passages/moveSpans.ts';
import type { Trx } from '../database/database.ts';
import { withinSystem } from '../database/withinSystem.ts';

/** A turn whose text has just been changed. */
export interface ChangedTurn {
	id: string;
	/** The revision the change made. */
	revision: number;
	before: { body: string; translation: string | null };
	after: { body: string; translation: string | null };
}

/**
 * Lets codes follow their words through a change of a turn, in the transaction of that change and
 * whoever made it; a code whose passage is gone is taken off, not deleted. Runs as the system:
 * a second coder's codes, which nobody else may see, move as well.
 */
export async function moveCodings(trx: Trx, turn: ChangedTurn): Promise<void> {
	await withinSystem(trx, async () => {
		const codings = await trx
			.selectFrom('codings')
			.select(['id', 'field', 'starts', 'ends'])
			.where('turn_id', '=', turn.id)
			.where('removed_at', 'is', null)
			.execute();
		for (const field of ['body', 'translation'] as const) {
			const own = codings.filter((coding) => coding.field === field);
			if (own.length === 0) continue;
			const moved = moveSpans(
				turn.before[field] ?? '',
				turn.after[field] ?? '',
				own.map(({ starts, ends }) => ({ start: starts, end: ends }))
			);
			for (const [at, { id }] of own.entries()) {
				const span = moved[at];
				await (
					span
						? sql`update codings set starts = ${span.start}, ends = ${span.end},
						text_revision = ${turn.revision} where id = ${id}::uuid`
						: sql`update codings set removed_at = now() where id = ${id}::uuid`
				).execute(trx);
			}
		}
	});
}
