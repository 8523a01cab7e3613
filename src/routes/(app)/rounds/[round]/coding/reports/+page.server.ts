import { getReportsPage } from '#lib/server/coding/reports.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { reportTables } from './reportTables.server.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

/** What was said and coded in a round, in numbers. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const asked = event.url.searchParams.get('group') ?? '';
		const page = await getReportsPage(ctx, event.params.round, asked);
		const { round } = page;
		return {
			round: { id: round.id, name: round.name, study: round.study },
			meetings: page.meetings,
			groupId: page.groupId ?? '',
			tables: reportTables(page)
		};
	});
