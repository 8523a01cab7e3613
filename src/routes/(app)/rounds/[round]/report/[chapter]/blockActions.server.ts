import { redirect } from '@sveltejs/kit';
import {
	addBlockSchema,
	addLiveSchema,
	blockOnlySchema,
	blockPlaceSchema,
	resolveSchema,
	saveBlockSchema,
	takeOverSchema
} from '#lib/schemas/report.ts';
import { parseLive } from '#lib/report/live.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { addBlock, moveBlock, removeBlock } from '#lib/server/report/blocks.ts';
import { resolveBlock, saveBlock } from '#lib/server/report/saveBlock.ts';
import { takeOver } from '#lib/server/report/takeOver.ts';
import { m } from '#lib/paraglide/messages.js';

type At = { params: Partial<Record<string, string>>; url: URL };

/** Back to the page with the filter of the material as it was. */
export function back({ url }: At, done: string, anchor: string, label = ''): never {
	const kept = new URLSearchParams();
	for (const name of ['area', 'country']) {
		const value = url.searchParams.get(name);
		if (value !== null) kept.set(name, value);
	}
	kept.set('done', done);
	if (label) kept.set('label', label);
	redirect(303, `${url.pathname}?${kept}#${anchor}`);
}

/** What is done to the blocks of a chapter. */
export const blockActions = {
	save: formAction(saveBlockSchema, 'save', async (ctx, input, event) => {
		const { block: blockId, save: saveId, base, body, strength } = input;
		const { result } = await saveBlock(ctx, {
			...{ roundId: event.params.round!, blockId, saveId, base, body },
			strength: strength || null
		});
		back(event, result, `block-${blockId}`);
	}),
	add: formAction(addBlockSchema, 'add', async (ctx, { strength, ...input }, event) => {
		const { round, chapter } = event.params;
		const at = { roundId: round!, chapterId: chapter! };
		await addBlock(ctx, { ...at, ...input, strength: strength || null });
		back(event, 'added', `block-${input.id}`);
	}),
	live: formAction(addLiveSchema, 'live', async (ctx, { id, ...given }, event) => {
		const { round, chapter } = event.params;
		const live = parseLive(given);
		if (!live) return m.report_live_incomplete();
		const at = { roundId: round!, chapterId: chapter! };
		await addBlock(ctx, { ...at, id, kind: 'live', live });
		back(event, 'added', `block-${id}`);
	}),
	move: formAction(blockPlaceSchema, 'move', async (ctx, { block, place }, event) => {
		await moveBlock(ctx, { roundId: event.params.round!, blockId: block, place });
		back(event, 'moved', `block-${block}`);
	}),
	remove: formAction(blockOnlySchema, 'remove', async (ctx, { block }, event) => {
		await removeBlock(ctx, { roundId: event.params.round!, blockId: block, isRemoved: true });
		back(event, 'removed', 'removed');
	}),
	bringBack: formAction(blockOnlySchema, 'bringBack', async (ctx, { block }, event) => {
		await removeBlock(ctx, { roundId: event.params.round!, blockId: block, isRemoved: false });
		back(event, 'back', `block-${block}`);
	}),
	takeOver: formAction(takeOverSchema, 'takeOver', async (ctx, { block, id }, event) => {
		await takeOver(ctx, { roundId: event.params.round!, blockId: block, id });
		back(event, 'taken', `block-${id}`);
	}),
	resolve: formAction(resolveSchema, 'resolve', async (ctx, { block, ...choice }, event) => {
		const at = { roundId: event.params.round!, blockId: block };
		const { result } = await resolveBlock(ctx, { ...at, ...choice });
		back(event, result === 'conflict' ? 'conflict' : 'settled', `block-${block}`);
	})
};
