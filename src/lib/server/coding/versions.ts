import { sql } from 'kysely';
import { type CodeDifference, compareCodes } from '#lib/codes/difference.ts';
import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { CodeSnapshot } from '../database/codingTables.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { getStudyHead } from '../studies/queries.ts';
import { lockCodebook } from './codebook.ts';
import { snapshot } from './codeHistory.ts';

/**
 * Freezes the codebook as it stands under the next number. `id` is made by the page: the same
 * form sent twice freezes once. Gives the number.
 * @throws Problem not_found, nothing_chosen where there is no code
 */
export async function freezeCodebook(
	ctx: Context,
	input: { id: string; studyId: string; note: string }
): Promise<number> {
	const { id, studyId, note } = input;
	return asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'codebook.change', { studyId });
		const book = await lockCodebook(trx, studyId);
		const known = await trx
			.selectFrom('codebook_versions')
			.select('version')
			.where('id', '=', id)
			.executeTakeFirst();
		if (known) return known.version;
		const codes = await currentCodes(trx, studyId);
		if (codes.length === 0) throw new Problem('nothing_chosen');
		const version = book.version + 1;
		await sql`insert into codebook_versions (id, codebook_id, study_id, version, note, codes, frozen_by)
			values (${id}::uuid, ${book.id}::uuid, ${studyId}::uuid, ${version}, ${note},
				${JSON.stringify(codes)}::jsonb, ${ctx.actor.accountId}::uuid)`.execute(trx);
		await trx.updateTable('codebooks').set({ version }).where('id', '=', book.id).execute();
		await recordAudit(trx, ctx.actor, 'codebook.freeze', {
			studyId,
			subjectId: id,
			detail: { version, codes: codes.length }
		});
		return version;
	});
}

async function currentCodes(trx: Trx, studyId: string): Promise<CodeSnapshot[]> {
	const found = await sql<{ code: CodeSnapshot }>`select ${snapshot} as code from codes
		where study_id = ${studyId}::uuid order by position, id`.execute(trx);
	return found.rows.map(({ code }) => code);
}

export interface ListedVersion {
	id: string;
	version: number;
	note: string;
	codes: number;
	frozenBy: string | null;
	frozenAt: Date;
}

export interface VersionsPage {
	study: Awaited<ReturnType<typeof getStudyHead>>;
	/** Newest first. */
	versions: ListedVersion[];
	/** What was compared; 0 is the codebook as it stands now. */
	compared: { before: number; after: number; differences: CodeDifference[] } | null;
}

/**
 * The frozen versions of a codebook, and what changed between two of them (0: now).
 * @throws Problem not_found, also for a version that is not there
 */
export async function getVersionsPage(
	ctx: Context,
	studyId: string,
	compare: { before: number; after: number } | null
): Promise<VersionsPage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const study = await getStudyHead(trx, studyId, 'coding.write');
		const found = await sql<ListedVersion>`select v.id, v.version, v.note,
				jsonb_array_length(v.codes) as codes, a.name as "frozenBy", v.frozen_at as "frozenAt"
			from codebook_versions v left join accounts a on a.id = v.frozen_by
			where v.study_id = ${study.id}::uuid order by v.version desc`.execute(trx);
		const read = async (version: number): Promise<CodeSnapshot[]> => {
			if (version === 0) return currentCodes(trx, study.id);
			const row = await trx
				.selectFrom('codebook_versions')
				.select('codes')
				.where('study_id', '=', study.id)
				.where('version', '=', version)
				.executeTakeFirst();
			if (!row) throw notFound();
			return row.codes;
		};
		const compared = compare && {
			...compare,
			differences: compareCodes(await read(compare.before), await read(compare.after))
		};
		return { study, versions: found.rows, compared };
	});
}
