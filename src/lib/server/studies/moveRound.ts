import type { Definition } from '#lib/xlsform/definition.ts';
import { textIn } from '#lib/xlsform/definition.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { withinSystem } from '../database/withinSystem.ts';
import { Problem } from '../problem.ts';
import {
	type VersionSummary,
	getDefinition,
	getOfferedDefinition,
	listVersions
} from '../questionnaires/queries.ts';
import { type MoveEffects, effectsOf, holdSaves, planMove } from './moveEffects.ts';
import { type RoundHead, getRoundHead, lockRoundHead } from './queries.ts';
import { tellOfMove } from './tellOfMove.ts';
import { writeMove } from './writeMove.ts';

export interface MovePage {
	round: RoundHead;
	/** What the round may ask, its present version among them. */
	versions: VersionSummary[];
	/** Present version. */
	before: Definition;
	/** The version to look at; undefined while none is chosen. */
	chosen?: { versionId: string; after: Definition; effects: MoveEffects };
	/** How the round was moved last. */
	last?: LastMove;
}

/** What was written down of a move: counts and names of questions (rule R1). */
export interface LastMove extends Pick<MoveEffects, 'kept' | 'returned' | 'lost'> {
	at: Date;
	from: string;
	to: string;
	reason: string;
	/** The version it was moved from. */
	before: Definition;
}

/**
 * What the page that moves a round shows: the versions, and what moving to one would do.
 * @throws Problem not_found for all but coordinators, and for versions of other studies
 */
export async function getMovePage(
	ctx: Context,
	roundId: string,
	versionId: string | undefined
): Promise<MovePage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'round.move');
		const before = await getDefinition(trx, round.versionId);
		const last = await findLastMove(trx, round);
		const versions = await listVersions(trx, round.studyId);
		const page = { round, versions, before, ...(last && { last }) };
		if (!versionId || versionId === round.versionId) return page;
		const after = await getOfferedDefinition(trx, round.studyId, versionId);
		const plan = await withinSystem(trx, () => planMove(trx, round.id, before, after));
		return { ...page, chosen: { versionId, after, effects: effectsOf(plan) } };
	});
}

/** From the audit trail, which coordinators alone read: other countries' counts are in it. */
async function findLastMove(trx: Trx, round: RoundHead): Promise<LastMove | undefined> {
	const entry = await trx
		.selectFrom('audit_entries')
		.select(['at', 'detail', 'reason'])
		.where('study_id', '=', round.studyId)
		.where('round_id', '=', round.id)
		.where('action', '=', 'round.move')
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (!entry) return undefined;
	const detail = entry.detail as unknown as Omit<LastMove, 'at' | 'before'> & { fromId: string };
	const { from, to, kept, returned, lost } = detail;
	if (!detail.fromId) return undefined;
	const before = await getDefinition(trx, detail.fromId);
	return { at: entry.at, from, to, kept, returned, lost, reason: entry.reason ?? '', before };
}

/**
 * Moves a round to another version of its questionnaire. Answers stay where name and type
 * agree; the others are set aside, where their delegation still reads them. Submitted areas
 * that ask something else now go back to their delegation with `reason`.
 * @throws Problem not_found, round_closed, same_version, reason_required, area_in_review
 */
export async function moveRound(
	ctx: Context,
	roundId: string,
	input: { versionId: string; reason: string }
): Promise<MoveEffects> {
	const reason = input.reason.trim();
	const effects = await asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await lockRoundHead(trx, roundId, 'round.move');
		if (round.closedAt) throw new Problem('round_closed');
		if (round.versionId === input.versionId) throw new Problem('same_version');
		if (!reason) throw new Problem('reason_required');
		const before = await getDefinition(trx, round.versionId);
		const after = await getOfferedDefinition(trx, round.studyId, input.versionId);
		const done = await withinSystem(trx, () => write(ctx, trx, { round, before, after, reason }));
		const detail = {
			from: before.version,
			fromId: round.versionId,
			to: after.version,
			kept: done.kept,
			returned: done.returned,
			lost: done.lost,
			reopened: done.reopened
		};
		await recordAudit(trx, ctx.actor, 'round.move', {
			studyId: round.studyId,
			roundId: round.id,
			subjectId: round.id,
			detail,
			reason
		});
		await tellOfMove(ctx, trx, round);
		return done;
	});
	ctx.wake('mail');
	return effects;

	async function write(
		ctx: Context,
		trx: Trx,
		move: { round: RoundHead; before: Definition; after: Definition; reason: string }
	): Promise<MoveEffects> {
		await holdSaves(trx);
		const { round, before, after } = move;
		const plan = await planMove(trx, round.id, before, after);
		const effects = effectsOf(plan);
		if (effects.blocked.length > 0) {
			const titles = before.areas
				.filter(({ name }) => effects.blocked.includes(name))
				.map(({ title }) => textIn(title, before.default_language, before.default_language));
			throw new Problem('area_in_review', { areas: titles.join(', ') });
		}
		await writeMove(ctx, trx, { ...move, plan, versionId: input.versionId });
		return effects;
	}
}
