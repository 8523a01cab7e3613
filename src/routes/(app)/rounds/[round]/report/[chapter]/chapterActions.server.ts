import { m } from '#lib/paraglide/messages.js';
import { readCitable } from '#lib/report/readCitable.ts';
import { chapterTitleSchema, citeSchema } from '#lib/schemas/report.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { renameChapter } from '#lib/server/report/chapters.ts';
import { addCitation } from '#lib/server/report/citations.ts';
import { citeInto } from '#lib/server/report/citeInto.ts';
import { back } from './blockActions.server.ts';

/** What is done to a chapter, and with the material beside it. */
export const chapterActions = {
	rename: formAction(chapterTitleSchema, 'rename', async (ctx, input, event) => {
		const { round, chapter } = event.params;
		await renameChapter(ctx, { ...input, roundId: round!, chapterId: chapter! });
		back(event, 'renamed', 'main');
	}),
	cite: formAction(citeSchema, 'cite', async (ctx, { what: named, passage, block }, event) => {
		const found = readCitable(named);
		if (!found) return m.problem_not_citable();
		const input = { roundId: event.params.round!, what: { passage, ...found } };
		const label = block
			? await citeInto(ctx, { ...input, blockId: block })
			: await addCitation(ctx, input);
		back(event, block ? 'cited' : 'label', block ? `block-${block}` : 'material', label);
	})
};
