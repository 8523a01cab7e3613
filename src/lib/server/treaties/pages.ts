import type { ListedClaim } from '#lib/treaties/listedClaim.ts';
import { type Standing, deriveStanding } from '#lib/treaties/status.ts';
import { mayDo } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import { getOwnDelegation } from '../studies/ownDelegation.ts';
import { type StudyHead, getStudyHead } from '../studies/queries.ts';
import { type Country, listCountries } from './countries.ts';
import { countUntaken } from './knownList.ts';
import { type Instrument, getInstrument, listClaims, listInstruments } from './queries.ts';

export interface TreatyMatrix {
	study: StudyHead;
	instruments: Instrument[];
	countries: Country[];
	/** By `country/instrument`; absent where nothing is claimed. */
	cells: Record<string, Standing & { claims: number }>;
	claims: ListedClaim[];
	/** Claims of delegations nobody has ruled on, by `country/instrument`. */
	waiting: string[];
	/** How many claims of the list that comes with Mufakat could be taken over; 0 for all but coordinators. */
	untaken: number;
}

const cellOf = ({ country, instrument }: ListedClaim) => `${country}/${instrument}`;

/**
 * Treaties × countries, with what stands in each cell.
 * @throws Problem not_found for all but the team of the study
 */
export async function getTreatyMatrix(ctx: Context, studyId: string): Promise<TreatyMatrix> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { roles, ...study } = await getStudyHead(trx, studyId, 'treaty.read');
		const claims = await listClaims(trx, study.id);
		const mayClaim = mayDo('treaty.claim', roles);
		const cells = Object.entries(Object.groupBy(claims, cellOf)).map(([cell, of = []]) => [
			cell,
			{ ...deriveStanding(of), claims: of.filter(({ isWithdrawn }) => !isWithdrawn).length }
		]);
		return {
			study,
			instruments: await listInstruments(trx, study.id),
			countries: await listCountries(trx, study.id),
			cells: Object.fromEntries(cells),
			claims,
			waiting: mayDo('treaty.rule', roles)
				? [
						...new Set(
							claims
								.filter((claim) => claim.delegationId && !claim.ruling && !claim.isWithdrawn)
								.map(cellOf)
						)
					]
				: [],
			untaken: mayClaim ? await countUntaken(trx, study.id) : 0
		};
	});
}

/** What happened to a claim, from the audit; only coordinators read that. */
export interface TreatyEvent {
	id: string;
	action: string;
	claimId: string;
	who: string | null;
	at: Date;
	reason: string | null;
}

async function listEvents(trx: Trx, ids: string[]): Promise<TreatyEvent[]> {
	if (ids.length === 0) return [];
	const rows = await trx
		.selectFrom('audit_entries as e')
		.leftJoin('accounts as a', 'a.id', 'e.actor_id')
		.select(['e.id', 'e.action', 'e.subject_id as claimId', 'a.name as who', 'e.at', 'e.reason'])
		.where('e.subject_id', 'in', ids)
		.where('e.action', 'like', 'treaty.%')
		.orderBy('e.id', 'desc')
		.execute();
	return rows.map((row) => ({ ...row, id: String(row.id), claimId: row.claimId ?? '' }));
}

export interface TreatyCell {
	study: StudyHead;
	country: Country;
	instrument: Instrument;
	standing: Standing;
	claims: ListedClaim[];
	events: TreatyEvent[];
	mayClaim: boolean;
	mayRule: boolean;
	me: string;
}

/**
 * One country and one treaty: every claim beside the others, and what was decided.
 * @throws Problem not_found
 */
export async function getTreatyCell(
	ctx: Context,
	at: { studyId: string; country: string; instrument: string }
): Promise<TreatyCell> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { roles, ...study } = await getStudyHead(trx, at.studyId, 'treaty.read');
		const instrument = await getInstrument(trx, study.id, at.instrument);
		const country = (await listCountries(trx, study.id)).find(({ code }) => code === at.country);
		if (!country) throw notFound();
		const claims = await listClaims(trx, study.id, at);
		return {
			study,
			country,
			instrument,
			standing: deriveStanding(claims),
			claims,
			events: await listEvents(
				trx,
				claims.map(({ id }) => id)
			),
			mayClaim: mayDo('treaty.claim', roles),
			mayRule: mayDo('treaty.rule', roles),
			me: ctx.actor.accountId
		};
	});
}

/**
 * What a delegation sees: what is known of its own country, and what it says of it.
 * @throws Problem not_found
 */
export async function getOwnTreaties(ctx: Context, delegationId: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const delegation = await getOwnDelegation(trx, delegationId);
		const claims = await listClaims(trx, delegation.studyId, { country: delegation.country });
		const instruments = await listInstruments(trx, delegation.studyId);
		return {
			delegation,
			treaties: instruments.map((instrument) => {
				const of = claims.filter((claim) => claim.instrument === instrument.code);
				return { ...instrument, claims: of, standing: deriveStanding(of) };
			}),
			mayClaim: delegation.mayWrite && !delegation.closedAt && delegation.status === 'active',
			me: ctx.actor.accountId
		};
	});
}
