import { fileFormat } from '#lib/schemas/edition.ts';
import { openPublishedFile } from '#lib/server/editions/published.ts';
import { throwAsPage } from '#lib/server/http/guard.ts';
import { sendEditionFile } from '#lib/server/http/sendEditionFile.ts';
import { notFound } from '#lib/server/problem.ts';
import type { RequestHandler } from './$types';

/** A file of a released edition, or its dataset, for everybody to keep. */
export const GET: RequestHandler = async (event) => {
	const { slug, number } = event.params;
	const format = fileFormat(event.params.format) ?? throwAsPage(event, notFound());
	const file = await openPublishedFile(event.locals.system, { slug, number, format }).catch(
		(thrown) => throwAsPage(event, thrown)
	);
	return sendEditionFile(file, 'public, no-cache');
};
