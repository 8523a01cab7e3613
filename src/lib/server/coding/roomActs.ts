import { sql } from 'kysely';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { lockTurn } from '../focusgroups/changeTurn.ts';
import { removeTurnIn } from '../focusgroups/removeTurn.ts';
import { Problem, type ProblemCode, problemOf } from '../problem.ts';
import {
	type NewNote,
	type NoteChange,
	type RoomPlace,
	changeNote,
	getRoomGroup,
	takeNote
} from './takeNote.ts';

/** One thing somebody does to the notes of a room. */
export type RoomAct =
	| ({ act: 'take' } & NewNote)
	| ({ act: 'change' } & NoteChange)
	| { act: 'remove' | 'restore'; id: string; turnId: string };

/**
 * What became of it. `both`: the two texts contradict each other and stand in the note one after
 * the other; `kept`: who spoke, the kind or the block stays as somebody else set it meanwhile.
 */
export type RoomOutcome = { id: string } & (
	| { result: 'stored' | 'already' | 'saved' | 'merged' | 'both' | 'kept'; revision: number }
	| { result: 'removed' | 'restored' }
	| { result: 'refused'; code: ProblemCode }
);

/**
 * Does one thing after another, each by itself: what is refused does not keep the rest from being
 * stored. `aheadMs`: by how much the clock that gave the moments is ahead of ours.
 * @throws Problem not_found where the actor takes no notes here, and whatever is a fault of ours
 */
export async function doRoomActs(
	ctx: Context,
	place: RoomPlace,
	acts: readonly RoomAct[],
	aheadMs: number
): Promise<RoomOutcome[]> {
	await asActor(ctx.db, ctx.actor, (trx) => getRoomGroup(trx, place));
	const outcomes: RoomOutcome[] = [];
	for (const act of acts) {
		try {
			outcomes.push(await doAct(ctx, place, act, aheadMs));
		} catch (thrown) {
			const problem = problemOf(thrown);
			if (!problem) throw thrown;
			outcomes.push({ id: act.id, result: 'refused', code: problem.code });
		}
	}
	return outcomes;
}

async function doAct(
	ctx: Context,
	place: RoomPlace,
	act: RoomAct,
	aheadMs: number
): Promise<RoomOutcome> {
	const { id } = act;
	if (act.act === 'take') {
		const at = Math.max(0, act.at - aheadMs);
		return { id, ...(await takeNote(ctx, place, { ...act, at })) };
	}
	if (act.act === 'change') {
		const { result, turn, kept } = await changeNote(ctx, place, act);
		const is = result === 'unchanged' ? 'already' : kept.length > 0 ? 'kept' : result;
		return { id, result: is, revision: turn.revision };
	}
	const isRemoved = act.act === 'remove';
	await moveNote(ctx, place, act.turnId, { isRemoved });
	return { id, result: isRemoved ? 'removed' : 'restored' };
}

/**
 * Takes a note out of the record, or brings it back as it was. Again, nothing happens.
 * @throws Problem not_found, wrong_state for a turn that came with a transcript
 */
export async function moveNote(
	ctx: Context,
	place: RoomPlace,
	turnId: string,
	{ isRemoved }: { isRemoved: boolean }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getRoomGroup(trx, place);
		const { turn, removedAt } = await lockTurn(trx, group.id, turnId);
		if (turn.transcriptId !== null) throw new Problem('wrong_state');
		if (isRemoved) return removeTurnIn(ctx, trx, group, turnId);
		if (!removedAt) return;
		await sql`update turns set removed_at = null, changed_at = now()
			where id = ${turnId}::uuid`.execute(trx);
		await recordAudit(trx, ctx.actor, 'turn.save', {
			studyId: group.studyId,
			roundId: group.roundId,
			subjectId: turnId,
			detail: { group: group.id, restored: true }
		});
	});
}
