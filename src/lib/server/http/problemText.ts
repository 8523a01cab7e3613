import { m } from '#lib/paraglide/messages.js';
import type { Problem } from '../problem.ts';

type Wording = (inputs: Record<string, unknown>, options?: { locale?: 'en' | 'id' }) => string;

/** Takes a Problem; gives its sentence in the request's language, or in `locale`. */
export function problemText(problem: Problem, locale?: 'en' | 'id'): string {
	const wording = (m as unknown as Record<string, Wording>)[`problem_${problem.code}`];
	return wording ? wording(problem.detail, locale ? { locale } : {}) : problem.code;
}
