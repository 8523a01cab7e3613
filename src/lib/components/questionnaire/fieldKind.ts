import type { Question } from '#lib/xlsform/definition.ts';

/** The kinds of answer field; each is one component. */
export const FIELD_KINDS = [
	'choice',
	'multiple',
	'scale',
	'pick',
	'number',
	'text',
	'range',
	'date',
	'rank',
	'matrix',
	'treaty',
	'acknowledge',
	'geo',
	'file'
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/** More choices than this are picked from a list that opens, not read one under the other. */
const MANY = 40;

/** Whether a question's appearance has a word. */
export function hasAppearance({ appearance }: { appearance?: string }, word: string): boolean {
	return appearance !== undefined && appearance.split(/\s+/).includes(word);
}

/** The field a question is answered in; takes how many choices it has. */
export function fieldKind(question: Question, choices: number): FieldKind {
	switch (question.type) {
		case 'select_one':
			if (hasAppearance(question, 'likert')) return 'scale';
			if (['minimal', 'autocomplete', 'search'].some((word) => hasAppearance(question, word)))
				return 'pick';
			return choices > MANY ? 'pick' : 'choice';
		case 'select_multiple':
			return 'multiple';
		case 'date':
		case 'time':
		case 'datetime':
			return 'date';
		case 'geopoint':
		case 'geotrace':
		case 'geoshape':
			return 'geo';
		case 'image':
		case 'audio':
		case 'video':
		case 'file':
			return 'file';
		case 'scale':
		case 'number':
		case 'range':
		case 'rank':
		case 'matrix':
		case 'treaty':
		case 'acknowledge':
			return question.type;
		default:
			return 'text';
	}
}

/** Classes that lay choices out as the form asks: in columns, side by side, or as a table's row. */
export function layout(question: Question): string {
	const words = question.appearance?.split(/\s+/) ?? [];
	const columns = words.find((word) => /^(columns(-\d|-pack)?|compact(-\d)?)$/.test(word));
	return [
		columns && (/\d$/.test(columns) ? `columns-${columns.at(-1)}` : 'columns'),
		words.some((word) => word.startsWith('horizontal')) && 'columns',
		words.some((word) => word === 'list-nolabel' || word === 'list') && 'as-row',
		words.includes('list-nolabel') && 'no-labels'
	]
		.filter(Boolean)
		.join(' ');
}

/** The class for a question's width of four, `w1` to `w4`; '' where the form asks for none. */
export function widthOf(part: { appearance?: string }): string {
	return part.appearance?.split(/\s+/).find((word) => /^w[1-4]$/.test(word)) ?? '';
}
