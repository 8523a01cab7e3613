import type { AnswerContent } from '#lib/xlsform/answers.ts';

/**
 * What would be stored: a value put away behind a code stays on the page only, and some keyboards
 * write letters in pieces which the server puts together.
 */
export function toSend({ status, value, reason, exposure }: AnswerContent): AnswerContent {
	const stored = {
		status,
		value: status === 'answered' ? value : null,
		reason: status === 'not_applicable' ? reason : null,
		exposure
	};
	return JSON.parse(JSON.stringify(stored).normalize()) as AnswerContent;
}
