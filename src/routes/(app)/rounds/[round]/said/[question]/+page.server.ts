import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { relateSchema, unrelateSchema } from '#lib/schemas/said.ts';
import { relateTurn, unrelateTurn } from '#lib/server/coding/relations.ts';
import { getSaidPage } from '#lib/server/coding/said.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { viewSaid } from './saidView.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** One question: what was answered beside what was said. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const said = event.url.searchParams;
		const words = (said.get('q') ?? '').slice(0, 200);
		const { round, question } = event.params;
		const meeting = said.get('meeting') ?? '';
		const page = await getSaidPage(ctx, round, question, { words, groupId: meeting });
		return {
			view: viewSaid(page),
			words,
			meeting,
			/** A new id for each turn offered: the same form sent twice relates once. */
			ids: page.offered.map(() => randomUUID()),
			done: said.get('done')
		};
	});

export const actions: Actions = {
	relate: formAction(relateSchema, 'relate', async (ctx, input, event) => {
		await relateTurn(ctx, {
			roundId: event.params.round!,
			question: event.params.question!,
			id: input.id,
			turnId: input.turn,
			delegationId: input.delegation || null,
			relation: input.relation
		});
		const words = event.url.searchParams.get('q');
		const again = words ? `&q=${encodeURIComponent(words)}` : '';
		redirect(303, `${event.url.pathname}?done=related${again}#d-${input.delegation || 'general'}`);
	}),
	unrelate: formAction(unrelateSchema, 'unrelate', async (ctx, input, event) => {
		await unrelateTurn(ctx, { roundId: event.params.round!, id: input.relation });
		redirect(303, `${event.url.pathname}?done=unrelated`);
	})
};
