import { redirect } from '@sveltejs/kit';
import { resolveSchema } from '#lib/schemas/answer.ts';
import { removeEvidenceSchema } from '#lib/schemas/evidence.ts';
import { replySchema } from '#lib/schemas/reply.ts';
import type { Context } from '#lib/server/context.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage, requireContext } from '#lib/server/http/guard.ts';
import { removeEvidence } from '#lib/server/responses/evidence.ts';
import { resolveConflict } from '#lib/server/responses/history.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import { replyToQuery } from '#lib/server/review/query.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { getAreaView } from './areaView.server.ts';
import { markForm } from './markForm.server.ts';
import { saveForm } from './saveForm.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** One issue area to answer. */
export const load: PageServerLoad = async (event) => {
	const view = await loadPage(event, (ctx) =>
		getAreaView(ctx, event.params.delegation, event.params.area)
	);
	return { view, done: doneWords(event.url.searchParams) };
};

const DONE: Record<string, () => string> = {
	replied: m.respond_done_replied,
	resolved: m.respond_done_resolved,
	removed: m.respond_done_removed,
	added: m.respond_done_added,
	file: m.respond_done_file,
	marked: m.carry_done,
	proposed: m.handouts_done_proposed,
	entry_added: m.respond_done_entry_added,
	entry_removed: m.respond_done_entry_removed
};

/** What the address says was just done, in words. */
function doneWords(said: URLSearchParams): string | undefined {
	if (said.has('saved')) return m.respond_done_saved({ count: Number(said.get('saved')) || 0 });
	const done = said.get('done') ?? '';
	return Object.hasOwn(DONE, done) ? DONE[done]!() : undefined;
}

/** Back to the question acted on, with a word that it is done. */
function back(
	params: { delegation?: string; area?: string },
	done: string,
	question: string
): never {
	redirect(303, `/respond/${params.delegation}/${params.area}?done=${done}#${encodeURI(question)}`);
}

async function pageOf(ctx: Context, params: { delegation?: string; area?: string }) {
	return getAreaPage(ctx, params.delegation ?? '', params.area ?? '', getLocale());
}

export const actions: Actions = {
	save: (event) => saveForm(event, requireContext(event)),
	mark: markForm,
	resolve: formAction(resolveSchema, 'resolve', async (ctx, input, { params }) => {
		const { response } = await pageOf(ctx, params);
		await resolveConflict(ctx, { responseId: response.id, ...input });
		back(params, 'resolved', input.question);
	}),
	reply: formAction(replySchema, 'reply', async (ctx, input, { params }) => {
		const { queries } = await pageOf(ctx, params);
		await replyToQuery(ctx, { queryId: input.query, id: input.id, body: input.body });
		back(params, 'replied', queries.find(({ id }) => id === input.query)?.question ?? '');
	}),
	removeEvidence: formAction(removeEvidenceSchema, 'remove', async (ctx, input, { params }) => {
		const { response, evidence } = await pageOf(ctx, params);
		await removeEvidence(ctx, { responseId: response.id, evidenceId: input.evidence });
		back(params, 'removed', evidence.find(({ id }) => id === input.evidence)?.question ?? '');
	})
};
