import { getPublishedFiles } from '#lib/server/editions/published.ts';
import { throwAsPage } from '#lib/server/http/guard.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

/** What there is to take along of a released edition. */
export const load: PageServerLoad = async (event) => {
	const { slug, number } = event.params;
	return {
		slug,
		page: await getPublishedFiles(event.locals.system, slug, number).catch((thrown) =>
			throwAsPage(event, thrown)
		)
	};
};
