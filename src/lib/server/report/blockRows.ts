import type { Strength } from '#lib/report/content.ts';
import type { Live } from '#lib/report/live.ts';
import type { BlockWords } from '#lib/report/mergeBlock.ts';
import type { Standing } from '#lib/terms.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import { notFound } from '../problem.ts';
import { getRoundHead } from '../studies/queries.ts';

/** A block that is being written. */
export interface LockedBlock extends BlockWords {
	id: string;
	chapterId: string;
	roundId: string;
	studyId: string;
	kind: 'text' | 'finding' | 'live';
	position: number;
	isGenerated: boolean;
	revision: number;
	removedAt: Date | null;
	/** Language of the report. */
	language: string;
}

/**
 * A block of a round's report, held until the transaction ends.
 * @throws Problem not_found, also for those who may only read
 */
export async function lockBlock(
	trx: Trx,
	at: { roundId: string; blockId: string }
): Promise<LockedBlock> {
	await getRoundHead(trx, at.roundId, 'report.write');
	const found = await trx
		.selectFrom('blocks as b')
		.innerJoin('reports as r', 'r.round_id', 'b.round_id')
		.select(['b.id', 'b.chapter_id as chapterId', 'b.round_id as roundId'])
		.select(['b.study_id as studyId', 'b.kind', 'b.body', 'b.live', 'b.strength', 'b.position'])
		.select(['b.is_generated as isGenerated', 'b.revision', 'b.removed_at as removedAt'])
		.select('r.language')
		.where('b.id', '=', at.blockId)
		.where('b.round_id', '=', at.roundId)
		.forUpdate('b')
		.executeTakeFirst();
	if (!found) throw notFound();
	return found;
}

/** A wording a block had. */
export interface BlockRevision extends BlockWords {
	revision: number;
	standing: Standing;
	isGenerated: boolean;
}

/** One wording of a block; undefined where it has none of that number. */
export async function findRevision(
	trx: Trx,
	blockId: string,
	which: { revision: number } | { saveId: string }
): Promise<BlockRevision | undefined> {
	return await trx
		.selectFrom('block_revisions')
		.select(['revision', 'standing', 'body', 'live', 'strength', 'is_generated as isGenerated'])
		.where('block_id', '=', blockId)
		.where((eb) =>
			'saveId' in which ? eb('save_id', '=', which.saveId) : eb('revision', '=', which.revision)
		)
		.executeTakeFirst();
}

/** What is written of a block. */
export interface RevisionToWrite extends BlockWords {
	saveId: string;
	basedOn: number;
	standing: Standing;
}

/**
 * Writes a wording of a locked block, which becomes the block's own unless it stands beside; gives
 * its number. That it was saved is recorded, never the words.
 */
export async function writeRevision(
	ctx: Context,
	trx: Trx,
	block: LockedBlock,
	write: RevisionToWrite
): Promise<number> {
	const { body, strength, standing } = write;
	const { last } = await trx
		.selectFrom('block_revisions')
		.select((eb) => eb.fn.max<number>('revision').as('last'))
		.where('block_id', '=', block.id)
		.executeTakeFirstOrThrow();
	const revision = Number(last) + 1;
	const content = { body, live: liveColumn(write.live), strength, is_generated: block.isGenerated };
	const of = {
		...{ block_id: block.id, chapter_id: block.chapterId },
		...{ round_id: block.roundId, study_id: block.studyId, revision }
	};
	await trx
		.insertInto('block_revisions')
		.values({
			...{ ...of, ...content, standing, save_id: write.saveId, based_on: write.basedOn },
			...{ author_id: ctx.actor.accountId, made_at: ctx.now() }
		})
		.execute();
	if (standing === 'beside')
		await trx
			.insertInto('block_conflicts')
			.values({ ...of, opened_at: ctx.now() })
			.execute();
	else
		await trx
			.updateTable('blocks')
			.set({
				...{ body, live: content.live, strength, revision, removed_at: null },
				...{ saved_by: ctx.actor.accountId, saved_at: ctx.now() }
			})
			.where('id', '=', block.id)
			.execute();
	await auditBlock(ctx, trx, block, 'block.save', { revision, standing });
	return revision;
}

const liveColumn = (live: Live | null) => (live === null ? null : (json(live) as never));

/** Records what was done to a block. */
export async function auditBlock(
	ctx: Context,
	trx: Trx,
	block: Pick<LockedBlock, 'id' | 'chapterId' | 'roundId' | 'studyId'>,
	action: 'block.save' | 'block.remove' | 'block.conflict',
	detail: Record<string, unknown>
): Promise<void> {
	await recordAudit(trx, ctx.actor, action, {
		studyId: block.studyId,
		roundId: block.roundId,
		subjectId: block.id,
		detail: { chapter: block.chapterId, ...detail }
	});
}

/** A strength is a finding's alone. */
export const strengthOf = (kind: LockedBlock['kind'], strength: Strength | null) =>
	kind === 'finding' ? strength : null;
