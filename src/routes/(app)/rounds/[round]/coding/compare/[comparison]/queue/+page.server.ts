import { redirect } from '@sveltejs/kit';
import { decisionSchema } from '#lib/schemas/agreement.ts';
import { decide } from '#lib/server/coding/decide.ts';
import { getQueuePage } from '#lib/server/coding/differenceQueue.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { viewQueue } from './queueView.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** Where two coders differ, unit by unit, to be talked about and decided. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const asked = event.url.searchParams;
		const from = Number(asked.get('from') ?? 0);
		const filter = {
			show: asked.get('show') ?? '',
			from: Number.isSafeInteger(from) && from > 0 ? from : 0
		};
		const place = { roundId: event.params.round, comparisonId: event.params.comparison };
		const page = await getQueuePage(ctx, place, filter);
		return { ...viewQueue(page), show: filter.show, done: asked.get('done') };
	});

export const actions: Actions = {
	decide: formAction(decisionSchema, 'decide', async (ctx, input, event) => {
		const { round = '', comparison = '' } = event.params;
		const { unit, code, ...rest } = input;
		const place = { roundId: round, comparisonId: comparison };
		await decide(ctx, place, { ...rest, unitId: unit, codeId: code });
		const query = new URLSearchParams(
			[...event.url.searchParams].filter(([name]) => !name.startsWith('/'))
		);
		query.set('done', 'decide');
		redirect(303, `${event.url.pathname}?${query}#d-${unit}-${code}`);
	})
};
