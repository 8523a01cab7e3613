import { m } from '#lib/paraglide/messages.js';
import { QUESTION_TYPES, type QuestionType, type Section } from '#lib/xlsform/definition.ts';
import type { Use } from '#lib/xlsform/edit/words.ts';

type Words = Record<string, () => string>;
const messages = m as unknown as Words;

/** A type of question as a person would say it. */
export function typeWords(type: QuestionType): string {
	return messages[`editor_type_${type}`]?.() ?? type;
}

/** Every type in the order of a menu, in groups. */
export const TYPE_GROUPS: readonly { title: () => string; types: readonly QuestionType[] }[] = [
	{
		title: m.editor_types_choosing,
		types: ['select_one', 'select_multiple', 'scale', 'rank', 'acknowledge']
	},
	{ title: m.editor_types_writing, types: ['text', 'long_text', 'note'] },
	{ title: m.editor_types_figures, types: ['number', 'integer', 'decimal', 'range'] },
	{ title: m.editor_types_time, types: ['date', 'time', 'datetime'] },
	{ title: m.editor_types_tables, types: ['matrix', 'treaty'] },
	{ title: m.editor_types_places, types: ['geopoint', 'geotrace', 'geoshape'] },
	{ title: m.editor_types_files, types: ['image', 'audio', 'video', 'file', 'barcode'] },
	{ title: m.editor_types_unseen, types: ['calculate', 'hidden', 'metadata'] }
];

/** Types that are in no group above; a test says there are none. */
export function ungroupedTypes(): QuestionType[] {
	const grouped = new Set(TYPE_GROUPS.flatMap(({ types }) => types));
	return QUESTION_TYPES.filter((type) => !grouped.has(type));
}

/** A kind of section as a person would say it. */
export function sectionWords(kind: Section['kind']): string {
	return kind === 'repeat' ? m.editor_kind_repeat() : m.editor_kind_group();
}

/** What a property of a question, section or area is called on the page. */
export function propertyWords(property: string): string {
	return messages[`editor_property_${property.split('.')[0]}`]?.() ?? property;
}

/** Where a use is found on the editor's pages. */
export function useHref(home: string, { kind, name }: Use): string {
	const folder = { question: 'questions', section: 'sections', area: 'areas', settings: '' }[kind];
	return kind === 'settings'
		? `${home}/edit/settings`
		: `${home}/edit/${folder}/${encodeURIComponent(name)}`;
}
