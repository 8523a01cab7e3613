import { redirect } from '@sveltejs/kit';
import { versionDraftSchema } from '#lib/schemas/questionnaire.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { createDraft } from '#lib/server/questionnaires/drafts.ts';
import { getQuestionnairePage } from '#lib/server/questionnaires/questionnairePage.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = (event) =>
	loadPage(event, (ctx) =>
		getQuestionnairePage(ctx, event.params.study, event.params.questionnaire)
	);

export const actions: Actions = {
	draft: formAction(versionDraftSchema, 'draft', async (ctx, { versionId }, { params }) => {
		const from = { kind: 'version', versionId } as const;
		const draft = await createDraft(ctx, { studyId: params.study!, from });
		redirect(303, `/studies/${draft.studyId}/questionnaires/drafts/${draft.id}`);
	})
};
