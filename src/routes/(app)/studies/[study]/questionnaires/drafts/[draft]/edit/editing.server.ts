/** What every page of the editor does: show a draft, and change it by a form. */
import { type RequestEvent, fail, isHttpError, isRedirect, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { refusalText } from '#lib/components/editor/refusalWords.ts';
import type { EditorFrame } from '#lib/components/editor/frame.ts';
import { editorFieldsSchema, revisionSchema } from '#lib/schemas/questionnaireEditor.ts';
import type { Context } from '#lib/server/context.ts';
import { loadPage, requireContext, throwAsPage } from '#lib/server/http/guard.ts';
import { problemText } from '#lib/server/http/problemText.ts';
import { Problem, notFound, problemOf } from '#lib/server/problem.ts';
import { type Draft, changeDraft, getDraft } from '#lib/server/questionnaires/drafts.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { isEditError } from '#lib/xlsform/edit/editError.ts';
import type { Edited, Fields } from '#lib/xlsform/edit/fields/fields.ts';
import { refuseGone } from './gone.server.ts';

const home = ({ params }: RequestEvent) =>
	`/studies/${params.study}/questionnaires/drafts/${params.draft}`;

/** The draft of the address; a draft of another study than the address names is none. */
export async function getOwnDraft(ctx: Context, event: RequestEvent): Promise<Draft> {
	const draft = await getDraft(ctx, event.params.draft!);
	if (draft.studyId !== event.params.study) throw notFound();
	return draft;
}

/** The same, or undefined where there is none, or none any more. */
const findOwnDraft = (ctx: Context, event: RequestEvent) =>
	getOwnDraft(ctx, event).catch((thrown: unknown) => {
		if (problemOf(thrown)?.status === 404) return undefined;
		throw thrown;
	});

/** Wraps a load: the draft's frame, and what `view` makes of the draft for this page. */
export function loadPageOfDraft<T>(event: RequestEvent, view: (draft: Draft) => T) {
	return loadPage(event, async (ctx) => {
		const draft = await getOwnDraft(ctx, event);
		const { definition } = draft;
		const frame: EditorFrame = {
			studyHref: `/studies/${event.params.study}/questionnaires`,
			home: home(event),
			here: event.url.pathname,
			name: draft.name,
			revision: draft.revision,
			languages: definition.languages,
			language: definition.default_language,
			languageNames: definition.language_names ?? {},
			problems: draft.problems.length,
			isSaved: event.url.searchParams.has('saved')
		};
		return { frame, ...view(draft) };
	});
}

/** Where an action goes on, below the editor's own address: `/questions/age?saved#type`. */
type Next = (edited: Edited, fields: Fields, before: Definition) => string;

/**
 * A form of the editor: `ask` reads its fields and changes the definition. Refused, the page
 * comes again with every word that was typed.
 */
export function editAction(
	ask: (definition: Definition, fields: Fields, params: Record<string, string>) => Edited,
	next: Next
) {
	return async (event: RequestEvent) => {
		const ctx = requireContext(event);
		let fields: Fields = {};
		let to = '';
		try {
			fields = readFields(await event.request.formData());
			const { id } = await getOwnDraft(ctx, event);
			const revision = v.safeParse(revisionSchema, fields['revision'] ?? '');
			if (!revision.success) throw new Problem('invalid');
			await changeDraft(ctx, id, revision.output, (definition) => {
				const edited = ask(definition, fields, event.params as Record<string, string>);
				to = next(edited, fields, definition);
				return edited.definition;
			});
		} catch (thrown) {
			if (isRedirect(thrown) || isHttpError(thrown)) throw thrown;
			refuseGone(event, await findOwnDraft(ctx, event), fields);
			if (isEditError(thrown))
				return fail(422, { fields, message: refusalText(thrown), code: thrown.code as string });
			const problem = problemOf(thrown);
			if (!problem || problem.status === 404) throwAsPage(event, thrown);
			return fail(problem.status, { fields, message: problemText(problem), code: problem.code });
		}
		redirect(303, `${home(event)}/edit${to}`);
	};
}

function readFields(data: FormData): Fields {
	const words = [...data].filter(
		(entry): entry is [string, string] => typeof entry[1] === 'string'
	);
	const checked = v.safeParse(editorFieldsSchema, Object.fromEntries(words));
	if (!checked.success) throw new Problem('invalid');
	return checked.output;
}

/** One step of an address. */
export const step = (name: string) => encodeURIComponent(name);
