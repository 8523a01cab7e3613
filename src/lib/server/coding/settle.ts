import { sql } from 'kysely';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { withinSystem } from '../database/withinSystem.ts';
import { Problem } from '../problem.ts';
import { type Comparison, lockComparison } from './comparisons.ts';
import { differencesOf, isDecided, listDecided, listMarks, unitCode } from './differences.ts';
import type { ComparisonPlace } from './finishCoding.ts';

/** A code that stands on a unit, of one of the two coders. */
interface Standing {
	id: string;
	unitId: string;
	codeId: string;
	coderId: string;
	field: string;
	start: number;
	end: number;
}

/**
 * Ends a comparison once every difference is decided: codes that were dropped are taken off (kept,
 * marked as removed), all others become ordinary codes of the study. Where both put the same code
 * on overlapping words, it stays once. Again, nothing happens.
 * @throws Problem not_found, wrong_state while the two still code, differences_open
 */
export async function settleComparison(ctx: Context, place: ComparisonPlace): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { round, comparison } = await lockComparison(trx, place, 'coding.compare');
		if (comparison.state === 'settled') return;
		if (comparison.state === 'coding') throw new Problem('wrong_state');
		const differences = differencesOf(
			await listMarks(trx, comparison.id),
			await listDecided(trx, comparison.id)
		);
		if (!differences.every(isDecided)) throw new Problem('differences_open');
		const current = await currentCodes(trx, round.studyId);
		const keyOf = ({ unitId, codeId }: { unitId: string; codeId: string }) =>
			unitCode(unitId, current.get(codeId) ?? codeId);
		const dropped = new Set(differences.filter(({ last }) => last?.decision === 'drop').map(keyOf));
		// Of two codes that became one since, the one that stays counts.
		const differing = new Set(differences.map(({ unitId, codeId }) => unitCode(unitId, codeId)));
		for (const mark of await listMarks(trx, comparison.id))
			if (!differing.has(unitCode(mark.unitId, mark.codeId))) dropped.delete(keyOf(mark));
		for (const each of differences)
			if (each.last?.decision === 'apply') dropped.delete(keyOf(each));
		// As the system: whoever settles may not read every unit.
		const counts = await withinSystem(trx, async () => {
			const standing = await listStanding(trx, comparison.id);
			const off = standing.filter((each) => dropped.has(keyOf(each)));
			const left = standing.filter((each) => !dropped.has(keyOf(each)));
			const twice = repeated(left, comparison);
			await takeOff(trx, ctx, [...off, ...twice]);
			// Those taken off as well: put back later, they are ordinary codes.
			await sql`update codings set comparison_id = null, origin = 'settled'
				where comparison_id = ${comparison.id}::uuid`.execute(trx);
			await sql`update comparisons set state = 'settled'
				where id = ${comparison.id}::uuid`.execute(trx);
			return { kept: left.length - twice.length, dropped: off.length };
		});
		await recordAudit(trx, ctx.actor, 'comparison.settle', {
			studyId: round.studyId,
			roundId: round.id,
			subjectId: comparison.id,
			detail: counts
		});
	});
}

/** What each code of a study is now, where it was merged into another. */
async function currentCodes(trx: Trx, studyId: string): Promise<Map<string, string>> {
	const codes = await trx
		.selectFrom('codes')
		.select(['id', 'merged_into as mergedInto'])
		.where('study_id', '=', studyId)
		.execute();
	const next = new Map(codes.map(({ id, mergedInto }) => [id, mergedInto]));
	return new Map(
		codes.map(({ id }) => {
			let at = id;
			for (let steps = 0; next.get(at) && steps < codes.length; steps++) at = next.get(at)!;
			return [id, at];
		})
	);
}

async function listStanding(trx: Trx, comparisonId: string): Promise<Standing[]> {
	const found = await sql<Standing>`select c.id, u.id as "unitId", c.code_id as "codeId",
			c.coder_id as "coderId", c.field, c.starts as start, c.ends as "end"
		from comparison_units u
			join comparison_coders k on k.comparison_id = u.comparison_id
			join codings c on c.coder_id = k.account_id and c.removed_at is null
				and (c.comparison_id is null or c.comparison_id = u.comparison_id)
				and (c.turn_id = u.turn_id
					or (c.response_id = u.response_id and c.question = u.question))
		where u.comparison_id = ${comparisonId}::uuid order by c.id`.execute(trx);
	return found.rows;
}

/** Codes of the second coder on words the first one put the same code on. */
function repeated(left: readonly Standing[], { coders }: Comparison): Standing[] {
	const first = coders[0]?.accountId;
	const byKey = Map.groupBy(
		left.filter(({ coderId }) => coderId === first),
		({ unitId, codeId }) => unitCode(unitId, codeId)
	);
	return left.filter(
		({ coderId, unitId, codeId, field, start, end }) =>
			coderId !== first &&
			byKey
				.get(unitCode(unitId, codeId))
				?.some((other) => other.field === field && other.start < end && start < other.end)
	);
}

async function takeOff(trx: Trx, ctx: Context, codings: readonly Standing[]): Promise<void> {
	await sql`update codings set removed_at = ${ctx.now()}, removed_by = ${ctx.actor.accountId}::uuid
		where id = any (${codings.map(({ id }) => id)}::uuid[])`.execute(trx);
}
