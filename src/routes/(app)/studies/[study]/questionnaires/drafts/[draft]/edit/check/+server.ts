import * as v from 'valibot';
import { definitionProblemText } from '#lib/components/editor/problemWords.ts';
import { checkSchema } from '#lib/schemas/questionnaireEditor.ts';
import { problemResponse } from '#lib/server/http/problemResponse.ts';
import { requireContext } from '#lib/server/http/guard.ts';
import { Problem } from '#lib/server/problem.ts';
import { problemsWith } from '#lib/xlsform/edit/problemsWith.ts';
import { getOwnDraft } from '../editing.server.ts';
import type { RequestHandler } from './$types';

/** What would be wrong with an expression: sentences for the page. Nothing is changed. */
export const GET: RequestHandler = async (event) => {
	const ctx = requireContext(event);
	try {
		const draft = await getOwnDraft(ctx, event);
		const asked = v.safeParse(checkSchema, Object.fromEntries(event.url.searchParams));
		if (!asked.success) throw new Problem('invalid');
		const problems = problemsWith(draft.definition, asked.output);
		return Response.json(
			{ problems: problems.map((problem) => definitionProblemText(problem)) },
			{ headers: { 'cache-control': 'no-store' } }
		);
	} catch (thrown) {
		return problemResponse(event, thrown);
	}
};
