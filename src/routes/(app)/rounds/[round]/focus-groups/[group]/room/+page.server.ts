import { randomUUID } from 'node:crypto';
import { type RequestEvent, redirect } from '@sveltejs/kit';
import { readWho } from '#lib/components/room/readWho.ts';
import { changeNoteSchema, noteSchema, takeNoteSchema } from '#lib/schemas/room.ts';
import { moveNote } from '#lib/server/coding/roomActs.ts';
import { changeNote, takeNote } from '#lib/server/coding/takeNote.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { getRoomView, placeOf } from './roomView.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The notes of a meeting while it is held; without a script a form and a list. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const said = event.url.searchParams;
		// A note that is to be changed may be an early one.
		const isWhole = said.has('all') || said.has('edit');
		const chosen = ['who', 'kind', 'mark', 'block'] as const;
		return {
			view: await getRoomView(ctx, placeOf(event), { isWhole }),
			isWhole,
			done: said.get('done'),
			edit: said.get('edit'),
			/** What the last note was begun with, for the next one. */
			last: Object.fromEntries(chosen.map((name) => [name, said.get(name) ?? ''])),
			/** Ids for a form without a script. */
			id: randomUUID()
		};
	});

interface Sent {
	who: string;
	block: string;
	codes: string[];
}
const contentOf = ({ who, block, codes }: Sent) => ({
	...readWho(who),
	blockId: block || null,
	codes: codes.map((codeId) => ({ id: randomUUID(), codeId }))
});

function back(event: RequestEvent, done: string, more: Record<string, string> = {}): never {
	const query = new URLSearchParams({ done, ...more });
	redirect(303, `${event.url.pathname}?${query.toString()}#note`);
}

export const actions: Actions = {
	take: formAction(takeNoteSchema, 'take', async (ctx, input, event) => {
		const { who, kind, mark, block } = input;
		const note = { ...input, ...contentOf(input), at: ctx.now().getTime() };
		await takeNote(ctx, placeOf(event), note);
		back(event, 'taken', { who, kind, mark, block });
	}),
	change: formAction(changeNoteSchema, 'change', async (ctx, input, event) => {
		const change = { ...input, ...contentOf(input), turnId: input.turn };
		const { result, kept } = await changeNote(ctx, placeOf(event), change);
		const done = result === 'unchanged' ? 'saved' : kept.length > 0 ? 'kept' : result;
		// Where both texts stand, somebody has to choose: the note opens again.
		back(event, done, result === 'both' ? { edit: input.turn } : {});
	}),
	remove: formAction(noteSchema, 'remove', async (ctx, { turn }, event) => {
		await moveNote(ctx, placeOf(event), turn, { isRemoved: true });
		back(event, 'removed');
	}),
	restore: formAction(noteSchema, 'restore', async (ctx, { turn }, event) => {
		await moveNote(ctx, placeOf(event), turn, { isRemoved: false });
		back(event, 'restored');
	})
};
