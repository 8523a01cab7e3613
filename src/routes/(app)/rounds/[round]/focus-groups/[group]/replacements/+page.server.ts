import { readReplacements } from '#lib/server/focusgroups/replacements.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { notFound } from '#lib/server/problem.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

/** Which names imports replaced, for coordinators; each reading is audited. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const page = await readReplacements(ctx, event.params.group);
		if (page.group.roundId !== event.params.round) throw notFound();
		return page;
	});
