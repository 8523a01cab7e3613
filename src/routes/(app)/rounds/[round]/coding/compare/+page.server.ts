import { getComparisonsPage } from '#lib/server/coding/comparisonPage.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

/** The comparisons of a round. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { round, mayCompare, comparisons } = await getComparisonsPage(ctx, event.params.round);
		return {
			round: { id: round.id, name: round.name, study: round.study },
			mayCompare,
			comparisons: comparisons.map(({ id, name, state, units, coders }) => ({
				id,
				name,
				state,
				units,
				coders: coders.map((coder) => coder.name),
				isOwn: coders.some(({ isActor, finishedAt }) => isActor && !finishedAt)
			}))
		};
	});
