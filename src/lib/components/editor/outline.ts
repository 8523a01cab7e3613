/** The questionnaire as an outline: what each row of the overview says. */
import type { DefinitionProblem } from '#lib/xlsform/checkDefinition.ts';
import {
	bodyOf,
	textIn,
	type Area,
	type Definition,
	type Part,
	type Question,
	type Section
} from '#lib/xlsform/definition.ts';
import { findPart } from '#lib/xlsform/edit/body.ts';
import type { Fields } from '#lib/xlsform/edit/fields/fields.ts';
import { locate } from '#lib/xlsform/edit/locate.ts';
import { placeAfter, type Direction } from '#lib/xlsform/edit/parts.ts';
import { isMissing, textsOf } from '#lib/xlsform/edit/translations.ts';
import { QUESTION_LOGIC, SECTION_LOGIC } from '#lib/xlsform/edit/words.ts';

export interface Row {
	name: string;
	label: string;
	/** The question of the row; undefined for a section, which has rows of its own. */
	question?: Question;
	section?: Section;
	rows: readonly Row[];
	/** Steps that lead somewhere. */
	steps: ReadonlySet<Direction>;
	hasLogic: boolean;
	isRequired: boolean;
	/** Texts not said in every language. */
	untranslated: number;
	problems: number;
}

export interface AreaRows {
	area: Area;
	rows: readonly Row[];
	problems: number;
	untranslated: number;
}

/** How many problems and missing translations each thing has, by kind and name. */
function countByThing(definition: Definition, problems: readonly DefinitionProblem[]) {
	const counts = { problems: new Map<string, number>(), untranslated: new Map<string, number>() };
	const add = (map: Map<string, number>, key: string, by: number) =>
		map.set(key, (map.get(key) ?? 0) + by);
	for (const { path } of problems) {
		const { kind, name } = locate(definition, path);
		add(counts.problems, `${kind} ${name}`, 1);
	}
	const others = definition.languages.filter((tag) => tag !== definition.default_language);
	for (const { text, of } of textsOf(definition)) {
		const missing = others.filter((tag) => isMissing(text, tag)).length;
		if (missing > 0) add(counts.untranslated, `${of.kind} ${of.name}`, missing);
	}
	return counts;
}

const STEPS: readonly Direction[] = ['up', 'down', 'in', 'out'];

/** The rows of every area, in order. */
export function outlineOf(
	definition: Definition,
	problems: readonly DefinitionProblem[],
	language: string
): AreaRows[] {
	const counts = countByThing(definition, problems);
	const of = (kind: string, name: string) => ({
		problems: counts.problems.get(`${kind} ${name}`) ?? 0,
		untranslated: counts.untranslated.get(`${kind} ${name}`) ?? 0
	});
	return definition.areas.map((area) => {
		const questions = new Map(area.questions.map((question) => [question.name, question]));
		const rowsOf = (parts: readonly Part[], within: readonly Section[]): Row[] =>
			parts.map((part, at) => {
				const section = typeof part === 'string' ? undefined : part;
				const name = section?.name ?? (part as string);
				const question = section ? undefined : questions.get(name);
				const thing = section ?? question;
				const place = { area: area.name, at };
				const found = { part, place, siblings: parts, area, within };
				const logic = section ? SECTION_LOGIC : QUESTION_LOGIC;
				return {
					name,
					label: textIn(thing?.label, language, definition.default_language),
					...(question ? { question } : {}),
					...(section ? { section } : {}),
					rows: section ? rowsOf(section.body, [...within, section]) : [],
					steps: new Set(STEPS.filter((step) => placeAfter(found, step))),
					hasLogic: logic.some(
						(key) => typeof (thing as unknown as Record<string, unknown>)?.[key] === 'string'
					),
					isRequired: Boolean(question?.required),
					...of(section ? 'section' : 'question', name)
				};
			});
		return { area, rows: rowsOf(bodyOf(area), []), ...of('area', area.name) };
	});
}

/**
 * The id the page opens at after a step: the very button that was pressed, so that it can be
 * pressed again; the opposite one where there is no further step.
 */
export function focusAfterMove(definition: Definition, fields: Fields): string {
	const [, word = 'up', name = ''] = /^([a-z-]+):(.*)$/s.exec(fields['move'] ?? '') ?? [];
	if (word.startsWith('area-')) {
		const at = definition.areas.findIndex((area) => area.name === name);
		const isAtEnd = word === 'area-up' ? at === 0 : at === definition.areas.length - 1;
		const other = word === 'area-up' ? 'area-down' : 'area-up';
		return `${isAtEnd ? other : word}-${encodeURIComponent(name)}`;
	}
	const found = findPart(definition, name);
	const may = (step: Direction) => found !== undefined && placeAfter(found, step) !== undefined;
	const opposite: Direction = { up: 'down', down: 'up', in: 'out', out: 'in' }[word] as Direction;
	const step = [word as Direction, opposite, ...STEPS].find(
		(each) => STEPS.includes(each) && may(each)
	);
	return `${step ?? 'row'}-${encodeURIComponent(name)}`;
}

/** Where a problem is mended, below the draft's own address. */
export function problemHref(home: string, definition: Definition, path: string): string {
	const { kind, name, property } = locate(definition, path);
	const folder = {
		question: 'questions',
		section: 'sections',
		area: 'areas',
		list: 'lists',
		form: 'settings'
	}[kind];
	const at = property ? `#at-${property.split('.')[0]}` : '';
	return `${home}/edit/${folder}${name ? `/${encodeURIComponent(name)}` : ''}${at}`;
}
