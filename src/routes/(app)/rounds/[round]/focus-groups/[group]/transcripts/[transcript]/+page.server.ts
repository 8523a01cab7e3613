import { randomUUID } from 'node:crypto';
import { type RequestEvent, redirect } from '@sveltejs/kit';
import { changeTurnSchema, emptySchema, turnSchema } from '#lib/schemas/transcript.ts';
import { changeTurn } from '#lib/server/focusgroups/changeTurn.ts';
import { removeTurn, restoreTurn } from '#lib/server/focusgroups/removeTurn.ts';
import { getTranscriptPage } from '#lib/server/focusgroups/transcriptPage.ts';
import { removeTranscript, restoreTranscript } from '#lib/server/focusgroups/transcripts.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { notFound } from '#lib/server/problem.ts';
import { speakerOf, viewTranscript } from './transcriptView.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

const placeOf = ({ params }: RequestEvent) => ({
	groupId: params.group ?? '',
	transcriptId: params.transcript ?? ''
});

/** A transcript to read, part by part; a turn of it to change; its sound from a turn on. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const said = event.url.searchParams;
		const turn = said.get('edit') ?? said.get('play') ?? said.get('turn');
		const page = await getTranscriptPage(ctx, placeOf(event), {
			page: Number(said.get('page')) || 1,
			turn: turn && /^[0-9a-f-]{36}$/i.test(turn) ? turn : null
		});
		if (page.group.roundId !== event.params.round) throw notFound();
		const edited = page.mayWrite && page.turns.find(({ id }) => id === said.get('edit'));
		const { translation, ...changed } = edited || { translation: null };
		const start = { ...changed, translation: translation ?? '', save: randomUUID() };
		return {
			view: viewTranscript(page, { play: said.get('play'), edit: said.get('edit') }),
			said: { done: said.get('done'), left: said.get('left'), count: said.get('count') },
			isUnsealed: said.has('unsealed'),
			turnForm: await emptyForm(changeTurnSchema, 'turn', start)
		};
	});

function back(event: RequestEvent, done: string, turnId?: string): never {
	const { groupId, transcriptId } = placeOf(event);
	const home = `/rounds/${event.params.round}/focus-groups/${groupId}/transcripts/${transcriptId}`;
	redirect(303, `${home}?done=${done}${turnId ? `&turn=${turnId}#t-${turnId}` : ''}`);
}

export const actions: Actions = {
	turn: formAction(changeTurnSchema, 'turn', async (ctx, input, event) => {
		const { turn: turnId, save: saveId, who, ...change } = input;
		const asked = { ...change, turnId, saveId, speaker: speakerOf(who) };
		const { result, kept } = await changeTurn(ctx, placeOf(event).groupId, asked);
		const done = result === 'unchanged' ? 'saved' : kept.length > 0 ? 'kept' : result;
		// Where both texts stand, somebody has to choose: the turn opens again.
		back(event, `turn_${done}${result === 'both' ? `&edit=${turnId}` : ''}`, turnId);
	}),
	removeTurn: formAction(turnSchema, 'removeTurn', async (ctx, { turn }, event) => {
		await removeTurn(ctx, { ...placeOf(event), turnId: turn });
		back(event, 'turn_removed', turn);
	}),
	restoreTurn: formAction(turnSchema, 'restoreTurn', async (ctx, { turn }, event) => {
		await restoreTurn(ctx, { ...placeOf(event), turnId: turn });
		back(event, 'turn_restored', turn);
	}),
	remove: formAction(emptySchema, 'remove', async (ctx, _input, event) => {
		await removeTranscript(ctx, placeOf(event));
		back(event, 'removed');
	}),
	restore: formAction(emptySchema, 'restore', async (ctx, _input, event) => {
		await restoreTranscript(ctx, placeOf(event));
		back(event, 'restored');
	})
};
