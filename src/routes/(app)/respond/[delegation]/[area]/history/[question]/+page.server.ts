import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/paraglide/runtime.js';
import { restoreSchema } from '#lib/schemas/answer.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { notFound } from '#lib/server/problem.ts';
import { getHistory, restoreRevision } from '#lib/server/responses/history.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import { textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import { shownRevisions } from './revisions.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Everything an answer ever said, newest first, each with what it changed. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const language = getLocale();
		const { delegation: id, area: name, question: asked } = event.params;
		const from = event.url.searchParams.get('from') ?? '';
		const upTo = /^\d{1,9}$/.test(from) ? Number(from) : undefined;
		const history = await getHistory(ctx, id, asked, upTo);
		const { delegation, definition, area, question, older, revisions } = history;
		if (area.name !== name) throw notFound();
		const { isWritable, seen } = await getAreaPage(ctx, id, name, language);
		const say = (text: Parameters<typeof textIn>[0]) =>
			withoutMarkup(textIn(text, language, definition.default_language));
		return {
			home: `/respond/${id}`,
			here: `/respond/${id}/${name}`,
			country: delegation.name || delegation.countryName,
			isInvented: delegation.isInvented,
			title: say(area.title),
			question: {
				name: asked,
				number: question.number,
				label: withoutMarkup(seen.questions[asked]?.label ?? say(question.label))
			},
			isWritable,
			/** What a restored text is to replace. */
			current: revisions[0]?.currentRevision ?? 0,
			revisions: shownRevisions(history),
			isNewest: upTo === undefined,
			older
		};
	});

export const actions: Actions = {
	default: formAction(restoreSchema, 'restore', async (ctx, given, { params }) => {
		const { delegation = '', area = '', question = '' } = params;
		const { response } = await getAreaPage(ctx, delegation, area, getLocale());
		const result = await restoreRevision(ctx, { responseId: response.id, question, ...given });
		const done = result === 'conflict' || result === 'merged' ? result : 'restored';
		const key = encodeURIComponent(question);
		redirect(303, `/respond/${delegation}/${area}/history/${key}?done=${done}`);
	})
};
