import { type RequestEvent, redirect } from '@sveltejs/kit';
import { acceptSchema, declineSchema, mergeSchema, withdrawSchema } from '#lib/schemas/handout.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { withdrawProposal } from '#lib/server/handouts/proposals.ts';
import { acceptProposal, declineProposal, mergeProposal } from '#lib/server/handouts/settle.ts';
import { getDeskView } from './deskView.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** What colleagues propose and the official answers beside it. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => ({
		view: await getDeskView(ctx, event.params.delegation),
		done: event.url.searchParams.get('done')
	}));

const at = (event: RequestEvent, proposal: string) => ({
	delegationId: event.params.delegation ?? '',
	proposalId: proposal
});

function back(event: RequestEvent, done: string): never {
	redirect(303, `/respond/${event.params.delegation}/proposals?done=${done}`);
}

export const actions: Actions = {
	accept: formAction(acceptSchema, 'accept', async (ctx, { proposal, seen }, event) => {
		await acceptProposal(ctx, { ...at(event, proposal), seen });
		back(event, 'accepted');
	}),
	merge: formAction(mergeSchema, 'merge', async (ctx, { proposal, seen, text }, event) => {
		await mergeProposal(ctx, { ...at(event, proposal), seen, text });
		back(event, 'merged');
	}),
	decline: formAction(declineSchema, 'decline', async (ctx, { proposal, reason }, event) => {
		await declineProposal(ctx, { ...at(event, proposal), reason });
		back(event, 'declined');
	}),
	withdraw: formAction(withdrawSchema, 'withdraw', async (ctx, { proposal }, event) => {
		await withdrawProposal(ctx, at(event, proposal));
		back(event, 'withdrawn');
	})
};
