import { readAuditFilter } from '#lib/schemas/auditFilter.ts';
import { getStudyAudit } from '#lib/server/audit/queries.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const filter = readAuditFilter(event.url.searchParams);
		return { filter, audit: await getStudyAudit(ctx, event.params.study, filter) };
	});
