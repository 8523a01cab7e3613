import {
	type Area,
	type Definition,
	type Question,
	type Text,
	choicesOf,
	textIn
} from '#lib/xlsform/definition.ts';
import type { Cell } from './table.ts';

/** The codebook's columns. */
export const CODEBOOK_COLUMNS = [
	'question_number',
	'question',
	'type',
	'label',
	'choices',
	'rows',
	'columns',
	'units',
	'area',
	'area_title',
	'topics',
	'exposure_default',
	'required',
	'relevance'
] as const;

/** One row per question: what it asked, of whom, and what its codes mean in `language`. */
export function codebookRows(definition: Definition, language: string): Cell[][] {
	return definition.areas.flatMap((area) =>
		area.questions.map((question) => questionRow(definition, language, area, question))
	);
}

function questionRow(
	definition: Definition,
	language: string,
	area: Area,
	question: Question
): Cell[] {
	const say = (text: Text | undefined) => textIn(text, language, definition.default_language);
	const list = (name: string | undefined) =>
		choicesOf(definition, name)
			.map((choice) => `${choice.name} = ${say(choice.label)}`)
			.join('; ');
	const columns = question.matrix?.columns.map((column) => {
		const unit = say(column.unit);
		const choices = list(column.list);
		return `${column.name} = ${say(column.label)} (${[column.type, unit, choices].filter(Boolean).join(': ')})`;
	});
	return [
		question.number,
		question.name,
		question.type,
		say(question.label),
		list(question.list),
		list(question.matrix?.rows ?? question.instruments),
		columns?.join(' | ') ?? '',
		list(question.units),
		area.name,
		say(area.title),
		question.topics?.join(' ') ?? '',
		question.exposure,
		String(question.required ?? false),
		question.relevant ?? ''
	];
}
