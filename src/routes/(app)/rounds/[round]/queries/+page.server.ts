import { loadPage } from '#lib/server/http/guard.ts';
import { getQueryList } from '#lib/server/review/queryList.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

/** All queries of a round, longest open first. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const asked = (name: string) => event.url.searchParams.get(name) ?? '';
		const filter = {
			// What is closed is shown when it is asked for.
			state: event.url.searchParams.get('state') ?? 'not_closed',
			kind: asked('kind'),
			country: asked('country'),
			assigned: asked('assigned'),
			age: asked('age')
		};
		return { list: await getQueryList(ctx, event.params.round, filter), filter };
	});
