import { readAuditFilter } from '#lib/schemas/auditFilter.ts';
import { getInstanceAudit } from '#lib/server/audit/queries.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const filter = readAuditFilter(event.url.searchParams);
		return { filter, audit: await getInstanceAudit(ctx, filter) };
	});
