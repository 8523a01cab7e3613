import { Problem } from '../problem.ts';
import { refusalText, type WorkbookRefusal } from './refusal.ts';

/** The Problem (422) of a refusal; `detail` has its values and, in `reason`, plain English. */
export function workbookProblem(refusal: WorkbookRefusal): Problem {
	return new Problem(refusal.code, { ...refusal.values, reason: refusalText(refusal) });
}
