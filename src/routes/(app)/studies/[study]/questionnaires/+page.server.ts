import { loadPage } from '#lib/server/http/guard.ts';
import { getLibrary } from '#lib/server/questionnaires/library.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, (ctx) => getLibrary(ctx, event.params.study));
