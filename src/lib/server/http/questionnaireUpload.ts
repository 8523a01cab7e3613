import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import type { SheetProblem } from '#lib/xlsform/sheet.ts';
import { Problem, problemOf } from '../problem.ts';
import { type UploadInput, uploadQuestionnaire } from '../questionnaires/upload.ts';
import { requireContext, throwAsPage } from './guard.ts';
import { problemText } from './problemText.ts';
import { readFiles } from './readFiles.ts';

/** More would be no help to anybody, and a page has to end. */
const MOST_SHOWN = 500;

/**
 * The action of a form with a workbook in `workbook` and further files in `tables`. Goes to
 * the draft where the workbook is right, else answers 422 with everything to be mended.
 */
export async function uploadAction(
	event: RequestEvent,
	about: (fields: FormData) => Pick<UploadInput, 'studyId' | 'questionnaireId' | 'replaces'>
) {
	const ctx = requireContext(event);
	let draftAt: string;
	try {
		const { fields, files } = await readFiles(event.request);
		const [workbook] = await files('workbook');
		const given = about(fields);
		const tables = await files('tables');
		if (!workbook) throw new Problem('upload_file_missing');
		const outcome = await uploadQuestionnaire(ctx, { ...given, workbook, tables });
		if (!outcome.ok) {
			const { errors, warnings } = outcome.form;
			return fail(422, {
				upload: {
					fileName: workbook.name,
					errors: inOrder(errors).slice(0, MOST_SHOWN),
					warnings: inOrder(warnings).slice(0, MOST_SHOWN),
					count: errors.length
				}
			});
		}
		draftAt = `/studies/${given.studyId}/questionnaires/drafts/${outcome.draft.id}`;
	} catch (thrown) {
		const problem = problemOf(thrown);
		if (!problem || problem.status === 404) throwAsPage(event, thrown);
		return fail(problem.status, { upload: { refused: problemText(problem) } });
	}
	redirect(303, `${draftAt}?uploaded`);
}

/** Sheet by sheet and row by row, as somebody mends them; what is about no row first. */
function inOrder(problems: readonly SheetProblem[]): SheetProblem[] {
	const sheets = [...new Set(problems.map(({ sheet }) => sheet))];
	const place = ({ sheet, row }: SheetProblem) => sheets.indexOf(sheet) * 1e7 + (row ?? 0);
	return [...problems].sort((a, b) => place(a) - place(b));
}
