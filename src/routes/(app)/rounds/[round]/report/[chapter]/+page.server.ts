import { randomUUID } from 'node:crypto';
import { chapterTitleSchema } from '#lib/schemas/report.ts';
import { emptyForm } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { getWorkbench } from '#lib/server/report/pages.ts';
import type { Actions, PageServerLoad } from './$types';
import { blockActions } from './blockActions.server.ts';
import { chapterActions } from './chapterActions.server.ts';
import { workView } from './workView.server.ts';

export const csr = false;

/** A chapter being written, with what it can be written from beside it. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { round: roundId, chapter: chapterId } = event.params;
		const { searchParams } = event.url;
		const filter = { area: searchParams.get('area'), country: searchParams.get('country') };
		const work = await getWorkbench(ctx, { roundId, chapterId }, filter);
		const { title, revision } = work.chapter;
		return {
			work: workView(work),
			titleForm: await emptyForm(chapterTitleSchema, 'rename', { title, revision }),
			// One for each form, so that the same one sent twice writes once.
			ids: { text: randomUUID(), finding: randomUUID(), live: randomUUID() },
			saves: Object.fromEntries(work.blocks.map(({ id }) => [id, randomUUID()])),
			done: searchParams.get('done') ?? '',
			label: searchParams.get('label') ?? ''
		};
	});

// By name, so that nobody adds one without saying who may use it (tests/support/accessTable.ts).
export const actions: Actions = {
	save: blockActions.save,
	add: blockActions.add,
	live: blockActions.live,
	move: blockActions.move,
	remove: blockActions.remove,
	bringBack: blockActions.bringBack,
	takeOver: blockActions.takeOver,
	resolve: blockActions.resolve,
	rename: chapterActions.rename,
	cite: chapterActions.cite
};
