import { sql } from 'kysely';
import { type CodeFigures, addCells, allFigures, countCells } from '#lib/agreement/figures.ts';
import type { Placed } from '#lib/codes/tree.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { mayDo } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { withinSystem } from '../database/withinSystem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { type RoundHead, getRoundHead } from '../studies/queries.ts';
import { type Code, listAllCodes } from './codebook.ts';
import { type Comparison, codableIds, getComparison, listComparisons } from './comparisons.ts';
import { rolesOf } from './createComparison.ts';
import { type Mark, differencesOf, isDecided, listDecided, listMarks } from './differences.ts';
import type { ComparisonPlace } from './finishCoding.ts';
import { narrativeQuestions } from './narratives.ts';

/** The comparisons of a round. @throws Problem not_found */
export async function getComparisonsPage(
	ctx: Context,
	roundId: string
): Promise<{ round: RoundHead; mayCompare: boolean; comparisons: Comparison[] }> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'coding.write');
		const mayCompare = mayDo('coding.compare', round.roles);
		return { round, mayCompare, comparisons: await listComparisons(trx, round.id) };
	});
}

/** What a new comparison can be made of. @throws Problem not_found */
export async function getNewComparisonPage(ctx: Context, roundId: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'coding.compare');
		const definition = await getDefinition(trx, round.versionId);
		const meetings = await sql<{ id: string; name: string }>`select id, name from focus_groups
			where round_id = ${round.id}::uuid order by held_on nulls last, name, id`.execute(trx);
		const versions = await sql<{ id: string; version: number; note: string }>`select id, version,
				note from codebook_versions where study_id = ${round.studyId}::uuid
			order by version desc`.execute(trx);
		return {
			round,
			definition,
			areas: definition.areas.filter((area) => narrativeQuestions(area).length > 0),
			meetings: meetings.rows,
			versions: versions.rows,
			people: await listCoders(trx, round.studyId)
		};
	});
}

/** Who may code in a study, by name. */
async function listCoders(trx: Trx, studyId: string) {
	const roles = await rolesOf(trx, studyId);
	const ids = [...roles].flatMap(([id, held]) => (mayDo('coding.write', held) ? [id] : []));
	const found = await withinSystem(trx, () =>
		sql<{ id: string; name: string }>`select id, name from accounts
			where id = any (${ids}::uuid[]) order by name, id`.execute(trx)
	);
	return found.rows;
}

export interface ComparisonPage {
	round: RoundHead;
	definition: Definition;
	comparison: Comparison;
	mayCompare: boolean;
	/** Where its units lie: meetings by id and name, areas by name. */
	meetings: { id: string; name: string; units: number }[];
	areas: { name: string; units: number }[];
	codes: Placed<Code>[];
	/** null while the two still code; codes in the order of the codebook. */
	figures: {
		codes: { codeId: string; isInVersion: boolean; figures: CodeFigures }[];
		/** Of the codes somebody used. */
		all: CodeFigures;
	} | null;
	differences: number;
	undecided: number;
}

/**
 * One comparison: while the two code how far they are, then what came out.
 * @throws Problem not_found
 */
export async function getComparisonPage(
	ctx: Context,
	place: ComparisonPlace
): Promise<ComparisonPage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { round, comparison } = await getComparison(trx, place, 'coding.write');
		const definition = await getDefinition(trx, round.versionId);
		const codes = await listAllCodes(trx, round.studyId);
		const units = await listUnits(trx, comparison.id);
		const marks = await listMarks(trx, comparison.id);
		const differences = differencesOf(marks, await listDecided(trx, comparison.id));
		const isOpen = comparison.state !== 'coding';
		return {
			round,
			definition,
			comparison,
			mayCompare: mayDo('coding.compare', round.roles),
			...(await placesOf(trx, comparison.id, definition)),
			codes,
			figures: isOpen ? figuresOf(comparison, codes, units, marks) : null,
			differences: differences.length,
			undecided: differences.filter((each) => !isDecided(each)).length
		};
	});
}

async function listUnits(trx: Trx, comparisonId: string): Promise<string[]> {
	const found = await trx
		.selectFrom('comparison_units')
		.select('id')
		.where('comparison_id', '=', comparisonId)
		.execute();
	return found.map(({ id }) => id);
}

async function placesOf(trx: Trx, comparisonId: string, definition: Definition) {
	const meetings = await sql<{ id: string; name: string; units: number }>`select g.id, g.name,
			count(*)::int as units
		from comparison_units u join turns t on t.id = u.turn_id join focus_groups g on g.id = t.group_id
		where u.comparison_id = ${comparisonId}::uuid
		group by g.id, g.name, g.held_on order by g.held_on nulls last, g.name`.execute(trx);
	const answers = await sql<{ area: string; units: number }>`select r.area, count(*)::int as units
		from comparison_units u join responses r on r.id = u.response_id
		where u.comparison_id = ${comparisonId}::uuid group by r.area`.execute(trx);
	const unitsOf = new Map(answers.rows.map(({ area, units }) => [area, units]));
	const areas = definition.areas.flatMap(({ name }) =>
		unitsOf.has(name) ? [{ name, units: unitsOf.get(name)! }] : []
	);
	return { meetings: meetings.rows, areas };
}

/** The figures of each code of the version, and of others somebody used all the same. */
function figuresOf(
	comparison: Comparison,
	codes: readonly Placed<Code>[],
	units: readonly string[],
	marks: readonly Mark[]
): NonNullable<ComparisonPage['figures']> {
	const inVersion = codableIds(comparison.codes);
	const used = Map.groupBy(marks, ({ codeId }) => codeId);
	const listed = codes.filter(({ id }) => inVersion.has(id) || used.has(id));
	const [a, b] = comparison.coders.map(({ accountId }) => accountId);
	const unitsBy = (on: readonly Mark[], coder: string | undefined) =>
		new Set(on.filter(({ accountId }) => accountId === coder).map(({ unitId }) => unitId));
	const rows = listed.map(({ id }) => {
		const on = used.get(id) ?? [];
		const cells = countCells(units, unitsBy(on, a), unitsBy(on, b));
		return { codeId: id, isInVersion: inVersion.has(id), figures: allFigures(cells) };
	});
	const pooled = rows.filter(({ codeId }) => used.has(codeId));
	return { codes: rows, all: allFigures(addCells(pooled.map(({ figures }) => figures.cells))) };
}
