import { sql } from 'kysely';
import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { withinSystem } from '../database/withinSystem.ts';
import type { DelegationStatus } from '#lib/terms.ts';
import { Problem, notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { type RoundHead, insertDelegations, lockRoundHead } from './queries.ts';
import type { CountryInput } from './rounds.ts';

/**
 * Adds a country to a round, with its first delegation, whose id it gives.
 * @throws Problem not_found, already_exists, round_closed
 */
export async function addCountry(
	ctx: Context,
	roundId: string,
	input: CountryInput
): Promise<string> {
	return await asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await lockOpenRound(trx, roundId);
		await trx
			.insertInto('round_countries')
			.values({ round_id: round.id, country: input.code, name: input.name })
			.execute();
		return await add(ctx, trx, round, { country: input.code, name: '' });
	});
}

/**
 * Adds a further delegation to a country of the round, for organisations that disagree with
 * the first; `name` tells the two apart. Gives its id.
 * @throws Problem not_found, already_exists for a name taken in the country, round_closed
 */
export async function addDelegation(
	ctx: Context,
	roundId: string,
	input: { country: string; name: string }
): Promise<string> {
	return await asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await lockOpenRound(trx, roundId);
		const country = await trx
			.selectFrom('round_countries')
			.select('country')
			.where('round_id', '=', round.id)
			.where('country', '=', input.country)
			.executeTakeFirst();
		if (!country) throw notFound();
		return await add(ctx, trx, round, input);
	});
}

async function lockOpenRound(trx: Trx, roundId: string): Promise<RoundHead> {
	const round = await lockRoundHead(trx, roundId, 'delegation.create');
	if (round.closedAt) throw new Problem('round_closed');
	return round;
}

async function add(
	ctx: Context,
	trx: Trx,
	round: RoundHead,
	input: { country: string; name: string }
): Promise<string> {
	const definition = await getDefinition(trx, round.versionId);
	const today = ctx.now().toISOString().slice(0, 10);
	const [id] = await insertDelegations(trx, round, definition, [input], today);
	await recordAudit(trx, ctx.actor, 'delegation.create', {
		studyId: round.studyId,
		roundId: round.id,
		delegationId: id,
		subjectId: id,
		detail: { ...input }
	});
	return id!;
}

/**
 * Says whether a delegation takes part. Every matrix shows the status in place of answers. Where it
 * withdraws for its safety, the database takes what it told out of every released edition in the same
 * transaction, and the job makes their files again. A later status brings none of it back.
 * @throws Problem not_found, reason_required, wrong_state when the status is already that
 */
export async function setDelegationStatus(
	ctx: Context,
	delegationId: string,
	input: { status: DelegationStatus; reason: string }
): Promise<void> {
	const editions = await asActor(ctx.db, ctx.actor, async (trx) => {
		const delegation = await lockDelegation(trx, delegationId);
		await authorize(trx, 'delegation.change', { studyId: delegation.studyId });
		const reason = input.reason.trim();
		// Why it is not safe may itself endanger someone, so this one status needs no reason.
		if (!reason && input.status !== 'withdrawn_for_safety') throw new Problem('reason_required');
		if (delegation.status === input.status) throw new Problem('wrong_state');
		await trx
			.updateTable('delegations')
			.set({ status: input.status })
			.where('id', '=', delegation.id)
			.execute();
		const taken = await countTakenFrom(trx, delegation.id);
		await recordAudit(trx, ctx.actor, 'delegation.status', {
			studyId: delegation.studyId,
			roundId: delegation.roundId,
			delegationId: delegation.id,
			subjectId: delegation.id,
			detail: {
				...{ from: delegation.status, to: input.status },
				...(taken > 0 ? { editions: taken } : {})
			},
			reason: reason || null
		});
		return taken;
	});
	if (editions > 0) ctx.wake('edition');
}

/** How many editions this very transaction took something of the delegation out of. */
async function countTakenFrom(trx: Trx, delegationId: string): Promise<number> {
	const found = await withinSystem(trx, () =>
		sql<{ editions: number }>`select count(distinct edition_id)::integer as editions
			from edition_delegation_removals
			where delegation_id = ${delegationId}::uuid and removed_at = now()`.execute(trx)
	);
	return found.rows[0]!.editions;
}

async function lockDelegation(trx: Trx, delegationId: string) {
	const found = await sql<{
		id: string;
		studyId: string;
		roundId: string;
		status: DelegationStatus;
	}>`select id, study_id as "studyId", round_id as "roundId", status
		from delegations where id = ${delegationId}::uuid for update`.execute(trx);
	const row = found.rows[0];
	if (!row) throw notFound();
	return row;
}
