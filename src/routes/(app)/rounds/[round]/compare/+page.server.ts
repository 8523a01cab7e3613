import { redirect } from '@sveltejs/kit';
import { loadPage } from '#lib/server/http/guard.ts';
import { getCompareList } from '#lib/server/review/compare.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		// What the list to jump with sends, without JavaScript.
		const question = event.url.searchParams.get('question');
		if (question) redirect(303, `${event.url.pathname}/${encodeURIComponent(question)}`);
		return { list: await getCompareList(ctx, event.params.round) };
	});
