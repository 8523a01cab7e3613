import { sql } from 'kysely';
import { type Placed, inTreeOrder } from '#lib/codes/tree.ts';
import type { CodeStatus } from '#lib/terms.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import { type RoundSummary, type StudyHead, getStudyHead, listRounds } from '../studies/queries.ts';

export interface Code {
	id: string;
	parentId: string | null;
	name: string;
	definition: string;
	includeWhen: string;
	excludeWhen: string;
	example: string;
	/** #rrggbb; see lookOf. */
	colour: string;
	/** false: a folder of codes. */
	isCodable: boolean;
	status: CodeStatus;
	mergedInto: string | null;
	position: number;
	revision: number;
}

const columns = sql`id, parent_id as "parentId", name, definition, include_when as "includeWhen",
	exclude_when as "excludeWhen", example, colour, is_codable as "isCodable", status,
	merged_into as "mergedInto", position, revision`;

/** Every code of a study, merged and retired ones too, in the order of the tree. */
export async function listAllCodes(trx: Trx, studyId: string): Promise<Placed<Code>[]> {
	const found = await sql<Code>`select ${columns} from codes
		where study_id = ${studyId}::uuid`.execute(trx);
	return inTreeOrder(found.rows);
}

/** The codes of a study that may be put on texts, and the folders they lie in, in tree order. */
export async function listCodes(trx: Trx, studyId: string): Promise<Placed<Code>[]> {
	const found = await sql<Code>`select ${columns} from codes
		where study_id = ${studyId}::uuid and status = 'active'`.execute(trx);
	return inTreeOrder(found.rows);
}

/** A code with what it belongs to. */
export type LockedCode = Code & { studyId: string; codebookId: string };

/**
 * A code with its study, locked until the transaction ends. For verbs of the codebook only.
 * @throws Problem not_found
 */
export async function lockCode(trx: Trx, codeId: string): Promise<LockedCode> {
	const found = await sql<LockedCode>`select ${columns},
			study_id as "studyId", codebook_id as "codebookId" from codes
		where id = ${codeId}::uuid for update`.execute(trx);
	const code = found.rows[0];
	if (!code) throw notFound();
	return code;
}

/** The codebook of a study, made where there is none; locked, so that its changes come one by one. */
export async function lockCodebook(
	trx: Trx,
	studyId: string
): Promise<{ id: string; version: number }> {
	await trx
		.insertInto('codebooks')
		.values({ study_id: studyId })
		.onConflict((conflict) => conflict.column('study_id').doNothing())
		.execute();
	return await trx
		.selectFrom('codebooks')
		.select(['id', 'version'])
		.where('study_id', '=', studyId)
		.forUpdate()
		.executeTakeFirstOrThrow();
}

/** How often each code stands on texts the actor may read, by round. */
export interface CodeCount {
	codeId: string;
	roundId: string;
	count: number;
}

/** Codes of second coders count once they are compared; removed turns and codes never do. */
export async function countCodings(trx: Trx, studyId: string): Promise<CodeCount[]> {
	const found = await sql<CodeCount>`select c.code_id as "codeId", c.round_id as "roundId",
			count(*)::int as count
		from codings c left join turns t on t.id = c.turn_id
		where c.study_id = ${studyId}::uuid and c.removed_at is null and t.removed_at is null
		group by 1, 2`.execute(trx);
	return found.rows;
}

export interface CodebookPage {
	study: StudyHead & { roles: string[] };
	/** Number of the newest frozen version; 0 is none yet. */
	version: number;
	codes: Placed<Code>[];
	rounds: RoundSummary[];
	counts: CodeCount[];
}

/**
 * The codebook of a study with how often each code is used.
 * @throws Problem not_found
 */
export async function getCodebookPage(ctx: Context, studyId: string): Promise<CodebookPage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const study = await getStudyHead(trx, studyId, 'coding.write');
		const book = await trx
			.selectFrom('codebooks')
			.select('version')
			.where('study_id', '=', study.id)
			.executeTakeFirst();
		return {
			study,
			version: book?.version ?? 0,
			codes: await listAllCodes(trx, study.id),
			rounds: await listRounds(trx, [study.id]),
			counts: await countCodings(trx, study.id)
		};
	});
}
