import {
	type Area,
	type Choice,
	type Definition,
	type Question,
	type Text,
	choicesOf,
	sectionsOf,
	textIn
} from '#lib/xlsform/definition.ts';
import { findPlace } from '#lib/xlsform/findAsked.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import { choicesOffered } from '#lib/xlsform/offered.ts';
import { isKept } from '#lib/xlsform/placedAnswers.ts';
import type { Cell } from './table.ts';

/** Names of more choices than this are not spelt out in one cell. */
const MOST_CHOICES = 300;

const COLUMNS = [
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

/** In questionnaires with sections or calculations only. */
const FURTHER = ['section', 'calculation'] as const;

function hasMore(definition: Definition): boolean {
	return definition.areas.some(
		(area) =>
			sectionsOf(area).length > 0 ||
			area.questions.some((question) => question.calculation !== undefined)
	);
}

/** The codebook's columns. */
export function codebookColumns(definition: Definition): string[] {
	return [...COLUMNS, ...(hasMore(definition) ? FURTHER : [])];
}

/** One row per question: what it asked, of whom, and what its codes mean in `language`. */
export function codebookRows(definition: Definition, language: string): Cell[][] {
	return definition.areas.flatMap((area) =>
		area.questions
			.filter((question) => isKept(question) || question.type === 'note')
			.map((question) => questionRow(definition, language, area, question))
	);
}

function questionRow(
	definition: Definition,
	language: string,
	area: Area,
	question: Question
): Cell[] {
	const say = (text: Text | undefined) =>
		withoutMarkup(textIn(text, language, definition.default_language));
	const spell = (choices: readonly Choice[]) =>
		[
			...choices
				.slice(0, MOST_CHOICES)
				.map((choice) => `${choice.name} = ${say(choice.label) || choice.name}`),
			...(choices.length > MOST_CHOICES ? ['…'] : [])
		].join('; ');
	const list = (name: string | undefined) => spell(choicesOf(definition, name));
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
		spell(choicesOffered(definition, question)),
		list(question.matrix?.rows ?? question.instruments),
		columns?.join(' | ') ?? '',
		list(question.units),
		area.name,
		say(area.title),
		question.topics?.join(' ') ?? '',
		question.exposure,
		String(question.required ?? false),
		question.relevant ?? '',
		...(hasMore(definition)
			? [
					(findPlace(definition, question.name)?.within ?? [])
						.map((section) => (section.kind === 'repeat' ? `${section.name}[]` : section.name))
						.join('/'),
					question.calculation ?? ''
				]
			: [])
	];
}
