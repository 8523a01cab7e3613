import { redirect } from '@sveltejs/kit';
import { newestNumber } from '#lib/server/editions/published.ts';
import { throwAsPage } from '#lib/server/http/guard.ts';
import type { RequestHandler } from './$types';

/** Leads to the newest edition, whichever it is by now. */
export const GET: RequestHandler = async (event) => {
	const { slug } = event.params;
	const number = await newestNumber(event.locals.system, slug).catch((thrown) =>
		throwAsPage(event, thrown)
	);
	redirect(302, `/published/${slug}/${number}/index.html`);
};
