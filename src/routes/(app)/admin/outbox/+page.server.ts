import { getOutbox } from '#lib/server/accounts/administration.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, (ctx) => getOutbox(ctx, event.url.searchParams.get('before') ?? undefined));
