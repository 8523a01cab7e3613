import { redirect } from '@sveltejs/kit';
import { revokeSchema, waiveSchema } from '#lib/schemas/report.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { getCheckPage } from '#lib/server/report/pages.ts';
import { giveWaiver, revokeWaiver } from '#lib/server/report/waivers.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** What stands between a report and its edition. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { round, mayWrite, chapters, problems, conflicts, labels } = await getCheckPage(
			ctx,
			event.params.round
		);
		return {
			round: { id: round.id, name: round.name, study: round.study },
			...{ mayWrite, labels },
			conflicts: chapters.filter(({ id }) => conflicts[id]).map(({ id, title }) => ({ id, title })),
			isReady: problems.every(({ waiver }) => waiver !== null),
			chapters: chapters
				.map(({ id, title }) => ({
					...{ id, title },
					problems: problems.filter(({ chapterId }) => chapterId === id)
				}))
				.filter((chapter) => chapter.problems.length > 0),
			done: event.url.searchParams.get('done') ?? ''
		};
	});

export const actions: Actions = {
	waive: formAction(waiveSchema, 'waive', async (ctx, input, { params, url }) => {
		await giveWaiver(ctx, { ...input, blockId: input.block, roundId: params.round! });
		redirect(303, `${url.pathname}?done=waived`);
	}),
	revoke: formAction(revokeSchema, 'revoke', async (ctx, { waiver }, { params, url }) => {
		await revokeWaiver(ctx, { roundId: params.round!, waiverId: waiver });
		redirect(303, `${url.pathname}?done=revoked`);
	})
};
