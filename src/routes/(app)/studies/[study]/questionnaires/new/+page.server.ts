import { redirect } from '@sveltejs/kit';
import { emptyDraftSchema, versionDraftSchema } from '#lib/schemas/questionnaire.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { uploadAction } from '#lib/server/http/questionnaireUpload.ts';
import { createDraft } from '#lib/server/questionnaires/drafts.ts';
import { getLibrary } from '#lib/server/questionnaires/library.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** Three ways to begin: a workbook, a version there is, or nothing. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { study, own, builtIn } = await getLibrary(ctx, event.params.study);
		const wanted = event.url.searchParams.get('questionnaire');
		const chosen = own.some(({ id }) => id === wanted) ? wanted! : '';
		const versionId = builtIn[0]?.versions[0]?.id ?? own[0]?.versions[0]?.id ?? '';
		return {
			study,
			own,
			builtIn,
			chosen,
			emptyForm: await emptyForm(emptyDraftSchema, 'empty'),
			versionForm: await emptyForm(versionDraftSchema, 'version', { versionId })
		};
	});

const draftAt = (studyId: string, draftId: string) =>
	`/studies/${studyId}/questionnaires/drafts/${draftId}`;

export const actions: Actions = {
	upload: (event) =>
		uploadAction(event, (fields) => ({
			studyId: event.params.study,
			questionnaireId: String(fields.get('questionnaire') ?? '') || undefined
		})),
	version: formAction(versionDraftSchema, 'version', async (ctx, { versionId }, { params }) => {
		const from = { kind: 'version', versionId } as const;
		const draft = await createDraft(ctx, { studyId: params.study!, from });
		redirect(303, draftAt(draft.studyId, draft.id));
	}),
	empty: formAction(emptyDraftSchema, 'empty', async (ctx, { title }, { params }) => {
		const from = { kind: 'empty', title } as const;
		const draft = await createDraft(ctx, { studyId: params.study!, from });
		redirect(303, `${draftAt(draft.studyId, draft.id)}/edit`);
	})
};
