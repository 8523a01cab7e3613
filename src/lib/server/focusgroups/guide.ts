import { randomUUID } from 'node:crypto';
import { type BlockFacts, LONG_BLOCK_FACTS, blockFactsOf } from '#lib/focusgroups/facts.ts';
import { meetingMinutes } from '#lib/focusgroups/meetingTime.ts';
import { changedFields, mergeFields } from '#lib/focusgroups/mergeFields.ts';
import { findArea, findQuestion, textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { requireOpen } from './groups.ts';
import {
	type GuideBlock,
	auditGuide,
	getBlock,
	insertBlock,
	listBlocks,
	setPositions
} from './guideQueries.ts';
import { type GroupHead, lockGroup } from './queries.ts';

/** The most blocks a guide may have, removed ones not counted. */
const MOST_BLOCKS = 60;
/** Of the meeting's time, what is left to opening, breaks and closing. */
const KEPT_FREE = 0.2;

/** Locks a meeting whose guide may be written, with the blocks that stand. */
async function openGuide(trx: Trx, groupId: string) {
	const group = await lockGroup(trx, groupId, 'group.guide');
	requireOpen(group);
	return { group, blocks: await listBlocks(trx, group.id) };
}

/** @throws Problem not_found where the round's questionnaire has no such area or question */
async function requireAsked(trx: Trx, group: GroupHead, facts: BlockFacts): Promise<void> {
	const definition = await getDefinition(trx, group.round.versionId);
	if (facts.area !== null && !findArea(definition, facts.area)) throw notFound();
	if (!facts.questions.every((name) => findQuestion(definition, name))) throw notFound();
}

/**
 * Adds a block at the end of a guide. `id` is made by the page: the same form sent twice adds one.
 * @throws Problem not_found, also for areas and questions the round does not ask; wrong_state
 * where the meeting is closed; invalid beyond MOST_BLOCKS
 */
export async function addBlock(
	ctx: Context,
	input: { groupId: string; id: string; facts: BlockFacts }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { group, blocks } = await openGuide(trx, input.groupId);
		await requireAsked(trx, group, input.facts);
		if (blocks.length >= MOST_BLOCKS) throw new Problem('invalid');
		const position = (blocks.at(-1)?.position ?? 0) + 1;
		if (await insertBlock(trx, group, { id: input.id, position, facts: input.facts }))
			await auditGuide(trx, ctx.actor, group, { added: 1 });
	});
}

/**
 * Begins a guide with a block for each issue area that has none yet, titled in `language`;
 * pressed twice, nothing more comes. Where the meeting's hours are known each gets its share.
 * @throws Problem not_found; wrong_state where the meeting is closed
 */
export async function beginGuide(
	ctx: Context,
	input: { groupId: string; language: string }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { group, blocks } = await openGuide(trx, input.groupId);
		const definition = await getDefinition(trx, group.round.versionId);
		const issues = definition.areas.filter(({ kind }) => kind === 'issue');
		const missing = issues
			.filter(({ name }) => !blocks.some(({ area }) => area === name))
			.slice(0, MOST_BLOCKS - blocks.length);
		const minutes = shareOf(meetingMinutes(group.hours, group), issues.length);
		let position = blocks.at(-1)?.position ?? 0;
		for (const area of missing) {
			const title = withoutMarkup(
				textIn(area.title, input.language, definition.default_language)
			).slice(0, 300);
			await insertBlock(trx, group, {
				id: randomUUID(),
				position: ++position,
				facts: {
					title: title || area.name,
					area: area.name,
					questions: [],
					minutes,
					mainQuestion: '',
					probes: []
				}
			});
		}
		if (missing.length > 0) await auditGuide(trx, ctx.actor, group, { added: missing.length });
	});
}

/** Five-minute steps; null where the meeting is too short or its hours are not known. */
function shareOf(minutes: number | null, blocks: number): number | null {
	if (minutes === null || blocks === 0) return null;
	const share = Math.floor((minutes * (1 - KEPT_FREE)) / blocks / 5) * 5;
	return share >= 5 && share <= 600 ? share : null;
}

/**
 * Changes what a block says; its seeds stay. `base` is what the form found, as in changeGroup.
 * @throws Problem not_found, also for areas and questions the round does not ask;
 * changed_meanwhile with the names of the `fields`; wrong_state where the meeting is closed or
 * the block was removed
 */
export async function changeBlock(
	ctx: Context,
	input: { groupId: string; id: string; base: BlockFacts; facts: BlockFacts }
): Promise<void> {
	await changeOpenBlock(ctx, input, async (trx, group, block) => {
		const stored = blockFactsOf(block);
		const { merged, conflicts } = mergeFields({ base: input.base, stored, typed: input.facts }, [
			...LONG_BLOCK_FACTS
		]);
		if (conflicts.length > 0) throw new Problem('changed_meanwhile', { fields: conflicts });
		const changed = changedFields(stored, merged);
		if (changed.length === 0) return;
		// What an earlier version of the questionnaire asked may stay where it stands.
		await requireAsked(trx, group, {
			...merged,
			area: changed.includes('area') ? merged.area : null,
			questions: merged.questions.filter((name) => !stored.questions.includes(name))
		});
		await trx
			.updateTable('guide_blocks')
			.set({
				title: merged.title,
				area: merged.area,
				questions: merged.questions,
				minutes: merged.minutes,
				main_question: merged.mainQuestion,
				probes: merged.probes,
				revision: block.revision + 1
			})
			.where('id', '=', block.id)
			.execute();
		await auditGuide(trx, ctx.actor, group, { blocks: [block.id], fields: changed });
	});
}

/** What every change of one block begins with. */
export async function changeOpenBlock(
	ctx: Context,
	input: { groupId: string; id: string },
	work: (trx: Trx, group: GroupHead, block: GuideBlock) => Promise<void>
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { group } = await openGuide(trx, input.groupId);
		const block = await getBlock(trx, group.id, input.id);
		if (block.removedAt) throw new Problem('wrong_state');
		await work(trx, group, block);
	});
}

/**
 * Puts a block before another one, or at the end. It says where to and not how far, so the same
 * form sent twice moves once.
 * @throws Problem not_found; wrong_state where the meeting is closed or either block was removed
 */
export async function moveBlock(
	ctx: Context,
	input: { groupId: string; id: string; before: string | null }
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { group, blocks } = await openGuide(trx, input.groupId);
		await getBlock(trx, group.id, input.id);
		const order = blocks.map(({ id }) => id);
		const rest = order.filter((id) => id !== input.id);
		const at = input.before === null ? rest.length : rest.indexOf(input.before);
		if (at < 0 || rest.length === order.length) throw new Problem('wrong_state');
		const moved = rest.toSpliced(at, 0, input.id);
		if (moved.every((id, place) => id === order[place])) return;
		await setPositions(trx, group.id, moved);
		await auditGuide(trx, ctx.actor, group, { blocks: [input.id], place: at + 1 });
	});
}

/**
 * Takes a block out of a guide; what was said in it keeps it. Removed already, nothing happens.
 * @throws Problem not_found; wrong_state where the meeting is closed
 */
export async function removeBlock(
	ctx: Context,
	input: { groupId: string; id: string }
): Promise<void> {
	await setRemoved(ctx, input, true);
}

/**
 * Brings a removed block back, at the place it had.
 * @throws Problem not_found; wrong_state where the meeting is closed
 */
export async function restoreBlock(
	ctx: Context,
	input: { groupId: string; id: string }
): Promise<void> {
	await setRemoved(ctx, input, false);
}

async function setRemoved(
	ctx: Context,
	input: { groupId: string; id: string },
	isRemoved: boolean
): Promise<void> {
	await asActor(ctx.db, ctx.actor, async (trx) => {
		const { group, blocks } = await openGuide(trx, input.groupId);
		const block = await getBlock(trx, group.id, input.id);
		if ((block.removedAt !== null) === isRemoved) return;
		if (!isRemoved && blocks.length >= MOST_BLOCKS) throw new Problem('invalid');
		await trx
			.updateTable('guide_blocks')
			.set({ removed_at: isRemoved ? ctx.now() : null })
			.where('id', '=', block.id)
			.execute();
		await auditGuide(trx, ctx.actor, group, { blocks: [block.id], removed: isRemoved });
	});
}
