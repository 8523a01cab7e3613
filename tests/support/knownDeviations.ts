import type { Question } from '#lib/xlsform/definition.ts';

/**
 * Where the engine of ODK Web Forms and ours are known to say different things, and why. Each
 * is either what we decided or what the oracle cannot do; docs/xlsform.md names them.
 */
export interface Deviation {
	/** Part of the name of the form; all forms when absent. */
	form?: string;
	/** Any question when absent. */
	ref?: RegExp;
	/** Only questions it is true of. */
	when?(question: Question | undefined): boolean;
	field: 'presence' | 'relevant' | 'required' | 'readonly' | 'value' | 'valid';
	reason: string;
}

export const KNOWN_DEVIATIONS: readonly Deviation[] = [
	{
		ref: /^\/meta\//,
		field: 'presence',
		reason:
			'An XForm has an id and a name for each response in it; ours are kept beside the answers.'
	},
	{
		ref: /_count$/,
		when: (question) => question === undefined,
		field: 'presence',
		reason:
			'An XForm needs a hidden question to compute a repeat_count; our engine computes it without.'
	},
	{
		when: (question) => question?.xlsform_type === 'audit',
		field: 'presence',
		reason: 'The log of a response stands under meta in an XForm; here it is kept for export only.'
	},
	{
		when: (question) =>
			question?.type === 'metadata' && /device|imei/.test(question.xlsform_type ?? ''),
		field: 'value',
		reason: 'Nothing is kept of the device somebody answers with.'
	},
	{
		when: (question) => question?.type === 'number',
		field: 'value',
		reason: 'A figure with a unit is an answer of our own; it reads 3 where a decimal reads 3.0.'
	}
];

/** Forms the oracle cannot open, or breaks on when certain answers are given. */
export interface OracleFailure {
	/** Part of the name of the form. */
	form: string;
	/** The words it fails with. */
	message: RegExp;
	/** Whether it fails as soon as the form is opened. */
	always: boolean;
	reason: string;
}

export const ORACLE_FAILURES: readonly OracleFailure[] = [
	{
		form: 'eREC_Examination_Form_0.31',
		message: /Invalid regular expression/,
		always: true,
		reason: 'Possessive quantifiers (`++`, `{3}+`) of Java: translated here, an error there.'
	},
	{
		form: 'eREC_Examination_Form',
		message: /Invalid regular expression/,
		always: false,
		reason: 'The same, once the question whose constraint it is has an answer.'
	},
	{
		form: 'xl_date_ambiguous.xlsx',
		message: /syntax error.*label::English/,
		always: true,
		reason: 'A choice_filter with an axis that XPath does not have: soft here, an error there.'
	},
	{
		form: 'error_test_form',
		message: /syntax error/,
		always: true,
		reason: 'A calculation with an unclosed bracket, which the converter lets through.'
	},
	{
		form: 'input_types.xls',
		message: /wq:length/,
		always: true,
		reason: 'A function of another tool in a constraint: soft here, an error there.'
	}
];

/** How our walks keep away from differences that are no matter of a single question. */
export const WALKED_AROUND: readonly string[] = [
	'Answers in entries that a repeat_count takes away come back when it grows again (a draft loses nothing); the oracle begins anew. Counts only fall in our walks.',
	'select_one_external: its choices are checked here; to the oracle it is a text. Our walks leave it empty.',
	'A time without seconds is taken here (browsers leave them out) and not by the oracle. Our walks have seconds.',
	'uuid() draws another id in each engine; our walks take any two for the same.',
	'random() and randomize() draw the same figure each time; the clock stands still.'
];

/** The deviation that covers a difference, if one does. `question` is ours, undefined where we have none. */
export function deviationOf(
	form: string,
	ref: string,
	field: Deviation['field'],
	question: Question | undefined
): Deviation | undefined {
	return KNOWN_DEVIATIONS.find(
		(each) =>
			each.field === field &&
			(each.ref?.test(ref) ?? true) &&
			(each.when?.(question) ?? true) &&
			(each.form === undefined || form.includes(each.form))
	);
}
