import { m } from '#lib/paraglide/messages.js';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { type Definition, type Question, textIn } from '#lib/xlsform/definition.ts';
import type { EntryStep } from '#lib/xlsform/listKeys.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import {
	type AnswerParts,
	type TreatyWords,
	describeAnswer,
	describeParts
} from '#lib/xlsform/describe.ts';

type Given = Pick<AnswerContent, 'status' | 'value' | 'reason'>;

function treatyWords(): TreatyWords {
	return {
		confirmed: m.questionnaire_treaty_confirmed(),
		corrected: m.questionnaire_treaty_corrected(),
		unsure: m.questionnaire_treaty_unsure(),
		verdict: m.questionnaire_treaty_verdict(),
		correction: m.questionnaire_treaty_correction(),
		source: m.questionnaire_treaty_correction_source()
	};
}

/** The words of a code (rule R2) with its reason, or of no answer; undefined for an answer. */
export function codeWords({ status, reason }: Omit<Given, 'value'>): string | undefined {
	switch (status) {
		case 'answered':
			return undefined;
		case 'empty':
			return m.questionnaire_no_answer();
		case 'dont_know':
			return m.questionnaire_code_dont_know();
		case 'not_safe':
			return m.questionnaire_code_not_safe();
		case 'not_applicable':
			return [m.questionnaire_code_not_applicable(), reason].filter(Boolean).join(': ');
	}
}

/** An answer or code as one line in the language of the page. */
export function answerWords(
	definition: Definition,
	question: Question,
	content: Given,
	language: string
): string {
	return (
		codeWords(content) ?? describeAnswer(definition, question, content, language, treatyWords())
	);
}

/** An answer or code as blocks for a page. */
export function answerParts(
	definition: Definition,
	question: Question,
	content: Given,
	language: string
): AnswerParts {
	const code = codeWords(content);
	if (code !== undefined) return { kind: 'text', text: code };
	return describeParts(definition, question, content, language, treatyWords());
}

/** “Child 2”: an entry by the words of its repeat and its place. */
export function entryTitle(
	{ section, position }: EntryStep,
	language: string,
	definition: Definition
): string {
	const label = withoutMarkup(textIn(section.label, language, definition.default_language));
	return m.questionnaire_entry_title({
		label: label || m.questionnaire_entry(),
		place: position
	});
}
