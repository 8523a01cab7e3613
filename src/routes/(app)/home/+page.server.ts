import { redirect } from '@sveltejs/kit';
import { loadPage } from '#lib/server/http/guard.ts';
import { getHome, onlyPlace } from '#lib/server/studies/home.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const home = await getHome(ctx);
		const place = onlyPlace(home);
		// `?list` shows the list to those who would be taken to their only place.
		if (place && !event.url.searchParams.has('list')) redirect(303, place);
		return { home };
	});
