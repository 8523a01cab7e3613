import { redirect } from '@sveltejs/kit';
import { noFields } from '#lib/schemas/noFields.ts';
import { publishSchema } from '#lib/schemas/questionnaire.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { uploadAction } from '#lib/server/http/questionnaireUpload.ts';
import { notFound } from '#lib/server/problem.ts';
import { discardDraft } from '#lib/server/questionnaires/drafts.ts';
import { publishDraft } from '#lib/server/questionnaires/publish.ts';
import { getDraftPage } from '#lib/server/questionnaires/questionnairePage.ts';
import { definitionProblemText } from '#lib/components/editor/problemWords.ts';
import { factsOf } from '#lib/xlsform/definitionFacts.ts';
import { type Location, locate } from '#lib/xlsform/edit/locate.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** More would be no help to anybody, and a page has to end. */
const MOST_PROBLEMS = 200;

const FOLDERS = { question: 'questions', section: 'sections', area: 'areas', list: 'lists' };

/** Where the editor mends a thing. */
function editPath({ kind, name }: Location): string {
	return kind === 'form' ? 'edit/settings' : `edit/${FOLDERS[kind]}/${encodeURIComponent(name)}`;
}

export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const page = await getDraftPage(ctx, event.params.draft);
		if (page.study.id !== event.params.study) throw notFound();
		const { definition, problems, ...draft } = page.draft;
		const { revision } = draft;
		return {
			...page,
			draft,
			problems: problems.slice(0, MOST_PROBLEMS).map((problem) => ({
				text: definitionProblemText(problem),
				path: problem.path,
				href: editPath(locate(definition, problem.path))
			})),
			problemCount: problems.length,
			facts: factsOf(definition),
			areas: definition.areas.map(({ name, number, title, questions }) => ({
				name,
				number,
				title,
				questions: questions.length
			})),
			language: definition.default_language,
			languageNames: definition.language_names ?? {},
			isUploaded: event.url.searchParams.has('uploaded'),
			publishForm: await emptyForm(publishSchema, 'publish', { revision, version: page.version })
		};
	});

export const actions: Actions = {
	publish: formAction(publishSchema, 'publish', async (ctx, input, { params }) => {
		const { studyId, questionnaireId } = await publishDraft(ctx, params.draft!, input);
		redirect(303, `/studies/${studyId}/questionnaires/${questionnaireId}?published`);
	}),
	discard: formAction(noFields, 'discard', async (ctx, _input, { params }) => {
		const { studyId } = await discardDraft(ctx, params.draft!);
		redirect(303, `/studies/${studyId}/questionnaires`);
	}),
	upload: (event) =>
		uploadAction(event, (fields) => ({
			studyId: event.params.study,
			replaces: {
				draftId: event.params.draft,
				revision: Number(fields.get('revision'))
			}
		}))
};
