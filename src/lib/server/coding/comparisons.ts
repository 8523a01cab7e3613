import { sql } from 'kysely';
import type { ComparisonState } from '#lib/terms.ts';
import type { Verb } from '../access/verbs.ts';
import type { CodeSnapshot } from '../database/codingTables.ts';
import type { Trx } from '../database/database.ts';
import { withinSystem } from '../database/withinSystem.ts';
import { notFound } from '../problem.ts';
import { type RoundHead, getRoundHead } from '../studies/queries.ts';

/** One of the two who code the same units blind. */
export interface ComparisonCoder {
	accountId: string;
	name: string;
	finishedAt: Date | null;
	isActor: boolean;
}

/** Two people's codes on the same units. */
export interface Comparison {
	id: string;
	name: string;
	state: ComparisonState;
	createdAt: Date;
	/** Number of the frozen version of the codebook, and its codes. */
	version: number;
	codes: CodeSnapshot[];
	/** A and B. */
	coders: ComparisonCoder[];
	units: number;
}

type Row = Omit<Comparison, 'coders'>;

/** The comparisons of a round, the newest first, or the one asked for. */
export async function listComparisons(
	trx: Trx,
	roundId: string,
	comparisonId?: string
): Promise<Comparison[]> {
	const only = comparisonId === undefined ? sql`` : sql`and c.id = ${comparisonId}::uuid`;
	const found = await sql<Row>`select c.id, c.name, c.state, c.created_at as "createdAt",
			coalesce(v.version, 0) as version, coalesce(v.codes, '[]') as codes,
			(select count(*)::int from comparison_units u where u.comparison_id = c.id) as units
		from comparisons c left join codebook_versions v on v.id = c.version_id
		where c.round_id = ${roundId}::uuid ${only} order by c.created_at desc, c.id`.execute(trx);
	if (found.rows.length === 0) return [];
	const coders = await sql<ComparisonCoder & { comparisonId: string }>`select
			k.comparison_id as "comparisonId", k.account_id as "accountId",
			coalesce(a.name, '') as name, k.finished_at as "finishedAt",
			k.account_id = actor_id() as "isActor"
		from comparison_coders k left join accounts a on a.id = k.account_id
		where k.comparison_id = any (${found.rows.map(({ id }) => id)}::uuid[])
		order by a.name, k.account_id`.execute(trx);
	const of = Map.groupBy(coders.rows, (coder) => coder.comparisonId);
	return found.rows.map((row) => ({ ...row, coders: of.get(row.id) ?? [] }));
}

/**
 * One comparison with its round.
 * @throws Problem not_found, also where it is of another round
 */
export async function getComparison(
	trx: Trx,
	place: { roundId: string; comparisonId: string },
	verb: Verb
): Promise<{ round: RoundHead; comparison: Comparison }> {
	const round = await getRoundHead(trx, place.roundId, verb);
	const [comparison] = await listComparisons(trx, round.id, place.comparisonId);
	if (!comparison) throw notFound();
	return { round, comparison };
}

/** The same, held until the transaction ends: finishing, opening, deciding come one by one. */
export async function lockComparison(
	trx: Trx,
	place: { roundId: string; comparisonId: string },
	verb: Verb
): Promise<{ round: RoundHead; comparison: Comparison }> {
	const { comparison } = await getComparison(trx, place, verb);
	// A lock asks for the right to write, which note-takers have on no comparison.
	await withinSystem(trx, () =>
		sql`select id from comparisons where id = ${comparison.id}::uuid for update`.execute(trx)
	);
	return getComparison(trx, place, verb);
}

/** Ids of codes of a frozen version that could be put on texts. */
export function codableIds(codes: readonly CodeSnapshot[]): Set<string> {
	return new Set(
		codes.flatMap(({ id, isCodable, status }) => (isCodable && status === 'active' ? [id] : []))
	);
}
