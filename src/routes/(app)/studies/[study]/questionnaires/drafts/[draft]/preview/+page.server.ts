import { loadPage, requireContext, throwAsPage } from '#lib/server/http/guard.ts';
import { readLimited } from '#lib/server/http/readUpload.ts';
import { notFound } from '#lib/server/problem.ts';
import { getDraftPage } from '#lib/server/questionnaires/questionnairePage.ts';
import type { Context } from '#lib/server/context.ts';
import type { Actions, PageServerLoad } from './$types';
import { firstLanguage, previewOf, readPost } from './preview.server.ts';

export const csr = false;

/** Answers of a whole questionnaire as form fields, several times over. */
const MOST_BYTES = 4 * 1024 * 1024;

async function getPage(ctx: Context, params: { study: string; draft: string }) {
	const page = await getDraftPage(ctx, params.draft);
	if (page.study.id !== params.study || page.draft.definition.areas.length === 0) throw notFound();
	return page;
}

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { study, draft } = await getPage(ctx, event.params);
		const { definition, id, name } = draft;
		const area = event.url.searchParams.get('area') ?? '';
		const input = { area, language: firstLanguage(definition), answers: {} };
		return {
			study,
			draft: { id, name },
			definition,
			view: previewOf(definition, input, ctx.now().getTime())
		};
	});

export const actions: Actions = {
	/** Nothing is stored: the answers go out again with the page. */
	default: async (event) => {
		const ctx = requireContext(event);
		try {
			const { draft } = await getPage(ctx, event.params);
			const { definition } = draft;
			const type = event.request.headers.get('content-type') ?? '';
			const body = await readLimited(event.request, MOST_BYTES);
			const form = await new Response(body as BodyInit, {
				headers: { 'content-type': type }
			}).formData();
			const now = ctx.now().getTime();
			return { view: previewOf(definition, readPost(definition, form, now), now) };
		} catch (thrown) {
			throwAsPage(event, thrown);
		}
	}
};
