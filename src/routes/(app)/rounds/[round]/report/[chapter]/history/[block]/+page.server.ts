import { redirect } from '@sveltejs/kit';
import { restoreSchema } from '#lib/schemas/report.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { mayDo } from '#lib/server/access/verbs.ts';
import { WORDINGS_SHOWN, getBlockHistory } from '#lib/server/report/blockHistory.ts';
import { restoreBlock } from '#lib/server/report/saveBlock.ts';
import { diffWords } from '#lib/xlsform/diffText.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** The wordings a block had, each with what it changed. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { round: roundId, chapter: chapterId, block: blockId } = event.params;
		const upTo = Math.trunc(Number(event.url.searchParams.get('upTo'))) || undefined;
		const history = await getBlockHistory(ctx, { roundId, chapterId, blockId, upTo });
		const { round, block, wordings, older } = history;
		return {
			round: { id: round.id, name: round.name, study: round.study },
			mayWrite: mayDo('report.write', round.roles),
			block,
			older: older ?? null,
			wordings: wordings.slice(0, WORDINGS_SHOWN).map(({ live, ...wording }, at) => ({
				...wording,
				isLive: live !== null,
				parts: diffWords(wordings[at + 1]?.body ?? '', wording.body)
			})),
			done: event.url.searchParams.get('done') ?? ''
		};
	});

export const actions: Actions = {
	restore: formAction(restoreSchema, 'restore', async (ctx, input, { params, url }) => {
		const at = { roundId: params.round!, blockId: params.block! };
		const { result } = await restoreBlock(ctx, { ...at, ...input });
		redirect(303, `${url.pathname}?done=${result === 'conflict' ? 'conflict' : 'restored'}`);
	})
};
