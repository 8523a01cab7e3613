import { getTranscriptList } from '#lib/server/focusgroups/transcripts.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { notFound } from '#lib/server/problem.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

/** The transcripts of a meeting. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const list = await getTranscriptList(ctx, event.params.group);
		if (list.group.roundId !== event.params.round) throw notFound();
		return list;
	});
