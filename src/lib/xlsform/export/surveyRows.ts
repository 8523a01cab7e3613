/** The rows of the survey sheet: areas and sections as groups, questions between them. */
import {
	type Area,
	bodyOf,
	type Definition,
	elementOf,
	type Part,
	type Question,
	type Section
} from '../definition.ts';
import { AREA_COLUMN, writeAreaColumn, writeQuestionColumns } from '../import/extraColumns.ts';
import { appearanceCell, ownType, typeCell } from './plainType.ts';
import type { Cells } from './sheetTable.ts';
import { mediaCells, textCells } from './textCells.ts';

export const SURVEY_COLUMNS = [
	'type',
	'name',
	'label',
	'hint',
	'guidance_hint',
	'required',
	'required_message',
	'relevant',
	'constraint',
	'constraint_message',
	'calculation',
	'trigger',
	'default',
	'read_only',
	'appearance',
	'choice_filter',
	'parameters',
	'repeat_count',
	'image',
	'big-image',
	'audio',
	'video'
];

export function surveyRows(definition: Definition): Cells[] {
	return definition.areas.flatMap((area) => areaRows(area, definition));
}

function areaRows(area: Area, definition: Definition): Cells[] {
	const isOpen = area.is_group === false;
	const inside = bodyOf(area).flatMap((part) => partRows(part, area, definition));
	const rows = isOpen
		? inside
		: [
				{
					type: 'begin_group',
					name: area.name,
					...textCells(definition, 'label', area.title),
					relevant: area.relevant ?? '',
					appearance: area.appearance ?? '',
					...area.extra
				},
				...inside,
				{ type: 'end_group' }
			];
	const [first, ...rest] = rows;
	if (!first) return [];
	return [
		{
			...first,
			[AREA_COLUMN]: writeAreaColumn(area),
			...(isOpen ? textCells(definition, 'mufakat_title', area.title) : {}),
			...textCells(definition, 'mufakat_short', area.short),
			...textCells(definition, 'mufakat_intro', area.intro)
		},
		...rest
	];
}

function partRows(part: Part, area: Area, definition: Definition): Cells[] {
	if (typeof part !== 'string') return sectionRows(part, area, definition);
	const question = area.questions.find((each) => each.name === part);
	return question ? [questionRow(question, definition)] : [];
}

function sectionRows(section: Section, area: Area, definition: Definition): Cells[] {
	return [
		{
			type: `begin_${section.kind}`,
			name: elementOf(section),
			...textCells(definition, 'label', section.label),
			...textCells(definition, 'hint', section.hint),
			relevant: section.relevant ?? '',
			read_only: condition(section.read_only),
			appearance: section.appearance ?? '',
			repeat_count: section.count ?? '',
			...section.extra
		},
		...section.body.flatMap((part) => partRows(part, area, definition)),
		{ type: `end_${section.kind}` }
	];
}

const condition = (value: boolean | string | undefined): string =>
	value === true ? 'yes' : value === false ? 'no' : (value ?? '');

function questionRow(question: Question, definition: Definition): Cells {
	return {
		type: typeCell(question),
		name: elementOf(question),
		...textCells(definition, 'label', question.label),
		...textCells(definition, 'hint', question.hint),
		...textCells(definition, 'guidance_hint', question.guidance_hint),
		required: condition(question.required),
		...textCells(definition, 'required_message', question.required_message),
		relevant: question.relevant ?? '',
		constraint: question.constraint ?? '',
		...textCells(definition, 'constraint_message', question.constraint_message),
		calculation: question.calculation ?? '',
		trigger: question.trigger ?? '',
		default: question.default ?? '',
		read_only: condition(question.read_only),
		appearance: appearanceCell(question),
		choice_filter: question.choice_filter ?? '',
		parameters: parametersCell(question.parameters),
		...mediaCells(definition, question.media),
		...question.extra,
		mufakat_type: ownType(question),
		...writeQuestionColumns(question)
	};
}

/** `start=0 end=10 step=1`. */
function parametersCell(parameters: Question['parameters']): string {
	return Object.entries(parameters ?? {})
		.map(([key, value]) => `${key}=${value}`)
		.join(' ');
}
