import { redirect } from '@sveltejs/kit';
import { openPublishedPage } from '#lib/server/editions/published.ts';
import { throwAsPage } from '#lib/server/http/guard.ts';
import { sendPublic } from '#lib/server/http/sendPublic.ts';
import type { RequestHandler } from './$types';

/** A page, picture or list of a released edition, for everybody. */
export const GET: RequestHandler = async (event) => {
	const { slug, number, path } = event.params;
	const page = await openPublishedPage(event.locals.system, {
		slug,
		number,
		path: path || 'index.html'
	}).catch((thrown) => throwAsPage(event, thrown));
	// The links in its pages are relative, so the start must be in the folder of the others.
	if (path === '') redirect(302, `/published/${slug}/${number}/index.html`);
	return sendPublic(event.request, page);
};
