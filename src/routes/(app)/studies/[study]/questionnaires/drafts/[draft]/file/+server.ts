import { loadPage } from '#lib/server/http/guard.ts';
import { sendQuestionnaire } from '#lib/server/http/sendQuestionnaire.ts';
import { notFound } from '#lib/server/problem.ts';
import { getDraft } from '#lib/server/questionnaires/drafts.ts';
import { downloadDraft } from '#lib/server/questionnaires/versionFile.ts';
import type { RequestHandler } from './$types';

/** The draft as it stands, `?format=xlsx` (or nothing) or `xform`. */
export const GET: RequestHandler = async (event) =>
	loadPage(event, async (ctx) => {
		const draft = await getDraft(ctx, event.params.draft);
		if (draft.studyId !== event.params.study) throw notFound();
		return sendQuestionnaire(event.url, (format) => downloadDraft(ctx, draft.id, format));
	});
