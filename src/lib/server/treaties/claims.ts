import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { ClaimInput } from '#lib/schemas/treaty.ts';
import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { getOwnDelegation } from '../studies/ownDelegation.ts';
import { getStudyHead } from '../studies/queries.ts';
import { listCountries } from './countries.ts';
import { getInstrument } from './queries.ts';

/** Where a claim belongs, and from which delegation it comes, if from one. */
interface Place {
	studyId: string;
	country: string;
	instrument: string;
	delegationId: string | null;
	roundId: string | null;
}

/**
 * A coordinator adds a claim about any country of the study. The same id with the same words
 * again does nothing.
 * @throws Problem not_found, also for a country or treaty the study does not look at
 */
export async function addClaim(
	ctx: Context,
	input: ClaimInput & { studyId: string; country: string; instrument: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { id: studyId } = await getStudyHead(trx, input.studyId, 'treaty.claim');
		const { country, instrument } = input;
		await getInstrument(trx, studyId, instrument);
		if (!(await listCountries(trx, studyId)).some(({ code }) => code === country)) throw notFound();
		await insertClaim(ctx, trx, input, {
			studyId,
			country,
			instrument,
			delegationId: null,
			roundId: null
		});
	});
}

/**
 * A delegation confirms or corrects what is known of its own country, with a source. It stays
 * theirs until a coordinator rules.
 * @throws Problem not_found, round_closed, delegation_inactive
 */
export async function addOwnClaim(
	ctx: Context,
	input: ClaimInput & { delegationId: string; instrument: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { delegationId, instrument } = input;
		await authorize(trx, 'treaty.correct', { delegationId });
		const delegation = await getOwnDelegation(trx, delegationId);
		if (delegation.closedAt) throw new Problem('round_closed');
		if (delegation.status !== 'active') throw new Problem('delegation_inactive');
		const { studyId, country, roundId } = delegation;
		await getInstrument(trx, studyId, instrument);
		await insertClaim(ctx, trx, input, { studyId, country, instrument, delegationId, roundId });
	});
}

async function insertClaim(
	ctx: Context,
	trx: Trx,
	input: ClaimInput,
	{ roundId, ...place }: Place
): Promise<void> {
	const row = {
		study_id: place.studyId,
		country: place.country,
		instrument: place.instrument,
		delegation_id: place.delegationId,
		claimed_by: ctx.actor.accountId,
		territory: input.territory,
		action: input.action,
		happened_on: input.action === 'none' ? null : input.happenedOn || null,
		note: input.note,
		source: input.source,
		link: input.link || null,
		as_of: input.asOf
	};
	const add = (id: string) =>
		trx
			.insertInto('treaty_actions')
			.values({ id, ...row })
			.onConflict((conflict) => conflict.column('id').doNothing())
			.executeTakeFirst();
	let id = input.id;
	if (!(await add(id)).numInsertedOrUpdatedRows) {
		const found = await trx
			.selectFrom('treaty_actions')
			.selectAll()
			.where('id', '=', id)
			.executeTakeFirst();
		const isSame =
			found &&
			Object.entries(row).every(([key, value]) => found[key as keyof typeof row] === value);
		if (isSame) return;
		// A page gone back to still holds the id of what it said: other words are another claim.
		id = randomUUID();
		await add(id);
	}
	await recordAudit(trx, ctx.actor, 'treaty.claim', {
		studyId: place.studyId,
		roundId,
		delegationId: place.delegationId,
		subjectId: id,
		detail: { country: place.country, instrument: place.instrument, act: input.action }
	});
}

/**
 * Takes one's own claim back; it stays on record as withdrawn. Twice is once.
 * @throws Problem not_found for a claim of somebody else; wrong_state once it was verified or
 * ruled on
 */
export async function withdrawClaim(
	ctx: Context,
	input: { claimId: string; studyId: string } | { claimId: string; delegationId: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const claim = await trx
			.selectFrom('treaty_actions')
			.select(['id', 'study_id', 'delegation_id', 'claimed_by', 'withdrawn_at'])
			.where('id', '=', input.claimId)
			.executeTakeFirst();
		if (!claim || claim.claimed_by !== ctx.actor.accountId) throw notFound();
		if ('studyId' in input) {
			if (claim.study_id !== input.studyId || claim.delegation_id) throw notFound();
			await authorize(trx, 'treaty.claim', { studyId: claim.study_id });
		} else {
			if (claim.delegation_id !== input.delegationId) throw notFound();
			await authorize(trx, 'treaty.correct', { delegationId: input.delegationId });
		}
		if (claim.withdrawn_at) return;
		const done = await sql<{ done: boolean }>`
			select withdraw_treaty_action(${claim.id}::uuid, ${ctx.now()}) as done`.execute(trx);
		if (!done.rows[0]?.done) throw new Problem('wrong_state');
		await recordAudit(trx, ctx.actor, 'treaty.withdraw', {
			studyId: claim.study_id,
			delegationId: claim.delegation_id,
			subjectId: claim.id
		});
	});
}
