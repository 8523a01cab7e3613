import { randomUUID } from 'node:crypto';
import { type RequestEvent, redirect } from '@sveltejs/kit';
import { readBlock, readBlockBase } from '#lib/focusgroups/readForms.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import * as schemas from '#lib/schemas/focusGroup.ts';
import { noFields } from '#lib/schemas/noFields.ts';
import * as guide from '#lib/server/focusgroups/guide.ts';
import { getGuidePage } from '#lib/server/focusgroups/guidePage.ts';
import { addSeed, changeSeedNote, removeSeed } from '#lib/server/focusgroups/keepSeeds.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { Problem } from '#lib/server/problem.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** The guide of a meeting; `seeds` opens what the answers raise for a block, `change` its form. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { round: roundId, group: groupId } = event.params;
		const said = event.url.searchParams;
		const [offersFor, chosen, done] = [said.get('seeds'), said.get('change'), said.get('done')];
		return {
			page: await getGuidePage(ctx, { roundId, groupId, offersFor }),
			...{ offersFor, chosen, done },
			addForm: await emptyForm(schemas.newBlockSchema, 'add', { id: randomUUID() })
		};
	});

const groupOf = ({ params }: RequestEvent) => ({ groupId: params.group! });
/** Back to the guide, at the block concerned, or at what the answers raise where that is open. */
function back({ url }: RequestEvent, done: string, block?: string): never {
	const isOpen = block !== undefined && url.searchParams.get('seeds') === block;
	const place = isOpen ? `&seeds=${block}#offers` : block ? `#b-${block}` : '';
	redirect(303, `${url.pathname}?done=${done}${place}`);
}

export const actions: Actions = {
	begin: formAction(noFields, 'begin', async (ctx, _input, event) => {
		await guide.beginGuide(ctx, { ...groupOf(event), language: getLocale() });
		back(event, 'begun');
	}),
	add: formAction(schemas.newBlockSchema, 'add', async (ctx, input, event) => {
		await guide.addBlock(ctx, { ...groupOf(event), id: input.id, facts: readBlock(input) });
		back(event, 'added', input.id);
	}),
	change: formAction(schemas.blockSchema, 'change', async (ctx, { block: id, ...input }, event) => {
		const base = readBlockBase(input.base);
		if (!base) throw new Problem('invalid');
		await guide.changeBlock(ctx, { ...groupOf(event), id, base, facts: readBlock(input) });
		back(event, 'changed', id);
	}),
	move: formAction(schemas.moveBlockSchema, 'move', async (ctx, { block: id, before }, event) => {
		await guide.moveBlock(ctx, { ...groupOf(event), id, before: before || null });
		back(event, 'moved', id);
	}),
	remove: formAction(schemas.blockIdSchema, 'remove', async (ctx, { block: id }, event) => {
		await guide.removeBlock(ctx, { ...groupOf(event), id });
		back(event, 'removed');
	}),
	restore: formAction(schemas.blockIdSchema, 'restore', async (ctx, { block: id }, event) => {
		await guide.restoreBlock(ctx, { ...groupOf(event), id });
		back(event, 'restored', id);
	}),
	seed: formAction(schemas.newSeedSchema, 'seed', async (ctx, { block, ...seed }, event) => {
		await addSeed(ctx, { ...groupOf(event), blockId: block, ...seed });
		back(event, 'seeded', block);
	}),
	note: formAction(schemas.seedNoteSchema, 'note', async (ctx, { block, ...seed }, event) => {
		await changeSeedNote(ctx, { ...groupOf(event), blockId: block, ...seed });
		back(event, 'noted', block);
	}),
	unseed: formAction(schemas.seedSchema, 'unseed', async (ctx, { block, ...seed }, event) => {
		await removeSeed(ctx, { ...groupOf(event), blockId: block, ...seed });
		back(event, 'unseeded', block);
	})
};
