import { loadPage } from '#lib/server/http/guard.ts';
import { getStudy } from '#lib/server/studies/studies.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, (ctx) => getStudy(ctx, event.params.study));
