import { sql } from 'kysely';
import type { BlockFacts } from '#lib/focusgroups/facts.ts';
import { recordAudit } from '../audit/record.ts';
import type { Actor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import type { Seed } from '../database/focusGroupTables.ts';
import { json } from '../database/json.ts';
import { notFound } from '../problem.ts';
import { groupScope } from './groups.ts';
import type { GroupHead } from './queries.ts';

/** A block of a guide with its place and its seeds. */
export interface GuideBlock extends BlockFacts {
	id: string;
	position: number;
	seeds: Seed[];
	revision: number;
	removedAt: Date | null;
}

function selectBlocks(trx: Trx, groupId: string) {
	return trx
		.selectFrom('guide_blocks')
		.select(['id', 'position', 'title', 'area', 'questions', 'minutes'])
		.select(['main_question as mainQuestion', 'probes', 'seeds', 'revision'])
		.select('removed_at as removedAt')
		.where('group_id', '=', groupId)
		.orderBy('position')
		.orderBy('id');
}

/** The blocks of a guide in order, without those removed. */
export async function listBlocks(trx: Trx, groupId: string): Promise<GuideBlock[]> {
	return selectBlocks(trx, groupId).where('removed_at', 'is', null).execute();
}

/** The blocks that were removed, the latest first. */
export async function listRemovedBlocks(trx: Trx, groupId: string): Promise<GuideBlock[]> {
	return selectBlocks(trx, groupId)
		.where('removed_at', 'is not', null)
		.clearOrderBy()
		.orderBy('removed_at', 'desc')
		.orderBy('id')
		.execute();
}

/**
 * One block of a meeting, removed or not.
 * @throws Problem not_found
 */
export async function getBlock(trx: Trx, groupId: string, id: string): Promise<GuideBlock> {
	const found = await selectBlocks(trx, groupId).where('id', '=', id).executeTakeFirst();
	if (!found) throw notFound();
	return found;
}

/** Writes a new block; false where there is one with this id. */
export async function insertBlock(
	trx: Trx,
	group: { id: string; studyId: string },
	block: { id: string; position: number; facts: BlockFacts }
): Promise<boolean> {
	const { title, area, questions, minutes, mainQuestion, probes } = block.facts;
	const made = await trx
		.insertInto('guide_blocks')
		.values({
			id: block.id,
			group_id: group.id,
			study_id: group.studyId,
			position: block.position,
			title,
			area,
			questions,
			minutes,
			main_question: mainQuestion,
			probes
		})
		.onConflict((conflict) => conflict.column('id').doNothing())
		.executeTakeFirst();
	return Boolean(made.numInsertedOrUpdatedRows);
}

/** Puts the blocks that stand into this order. */
export async function setPositions(
	trx: Trx,
	groupId: string,
	order: readonly string[]
): Promise<void> {
	await sql`update guide_blocks b set position = o.place
		from unnest(${order}::uuid[]) with ordinality as o (id, place)
		where b.id = o.id and b.group_id = ${groupId}::uuid`.execute(trx);
}

/** Writes what a block is to bring up. */
export async function setSeeds(trx: Trx, blockId: string, seeds: readonly Seed[]): Promise<void> {
	await trx
		.updateTable('guide_blocks')
		.set({ seeds: json(seeds) as never })
		.where('id', '=', blockId)
		.execute();
}

/** What was changed in a guide, never its words. */
export async function auditGuide(
	trx: Trx,
	actor: Actor,
	group: GroupHead,
	detail: Record<string, unknown>
): Promise<void> {
	await recordAudit(trx, actor, 'group.guide', { ...groupScope(group), detail });
}
