import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import {
	beginSchema,
	chapterOnlySchema,
	chapterPlaceSchema,
	chapterSchema,
	coverSchema,
	templateSchema
} from '#lib/schemas/report.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { addChapter, moveChapter, removeChapter } from '#lib/server/report/chapters.ts';
import { getReportHome } from '#lib/server/report/pages.ts';
import { changeReport, createReport } from '#lib/server/report/reports.ts';
import { keepTemplate } from '#lib/server/report/templates.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** The chapters of a report, what is missing, and what stands on its cover. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const home = await getReportHome(ctx, event.params.round);
		return {
			home,
			coverForm: await emptyForm(coverSchema, 'cover', home.report as never),
			chapterId: randomUUID(),
			done: event.url.searchParams.get('done') ?? ''
		};
	});

function back(url: URL, done: string, anchor = ''): never {
	redirect(303, `${url.pathname}?done=${done}${anchor && `#${anchor}`}`);
}

export const actions: Actions = {
	begin: formAction(beginSchema, 'begin', async (ctx, input, { params, url }) => {
		await createReport(ctx, params.round!, input.language, { isUsual: input.chapters === 'usual' });
		back(url, 'begun');
	}),
	cover: formAction(coverSchema, 'cover', async (ctx, input, { params, url }) => {
		await changeReport(ctx, { ...input, roundId: params.round! });
		back(url, 'cover');
	}),
	template: formAction(templateSchema, 'template', async (ctx, { chapters }, { params, url }) => {
		const isKept = chapters === 'kept';
		await keepTemplate(ctx, { roundId: params.round!, isKept });
		back(url, isKept ? 'template' : 'no_template', 'template');
	}),
	add: formAction(chapterSchema, 'add', async (ctx, input, { params, url }) => {
		await addChapter(ctx, { ...input, roundId: params.round! });
		back(url, 'added', 'chapters');
	}),
	move: formAction(chapterPlaceSchema, 'move', async (ctx, input, { params, url }) => {
		await moveChapter(ctx, {
			...{ roundId: params.round!, chapterId: input.chapter, place: input.place }
		});
		back(url, 'moved', `chapter-${input.chapter}`);
	}),
	remove: formAction(chapterOnlySchema, 'remove', async (ctx, { chapter }, { params, url }) => {
		await removeChapter(ctx, { roundId: params.round!, chapterId: chapter, isRemoved: true });
		back(url, 'removed', 'removed');
	}),
	bringBack: formAction(chapterOnlySchema, 'bringBack', async (ctx, input, { params, url }) => {
		await removeChapter(ctx, {
			...{ roundId: params.round!, chapterId: input.chapter, isRemoved: false }
		});
		back(url, 'back', `chapter-${input.chapter}`);
	})
};
