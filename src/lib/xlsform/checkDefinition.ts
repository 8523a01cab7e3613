/**
 * What keeps a questionnaire from being published. Codes are for the page to word; messages
 * are plain English for the command line.
 */
import { checkExpressions } from './checkExpressions.ts';
import { findCycles } from './cycles.ts';
import {
	bodyOf,
	DIRECTIONS,
	EXPOSURES,
	ORDERED_TYPES,
	QUESTION_TYPES,
	sectionsOf,
	UNSEEN_TYPES,
	type Area,
	type Definition,
	type Part,
	type Question,
	type Section,
	type Text
} from './definition.ts';
import { planOf } from './engine/plan.ts';

export type DefinitionProblemCode =
	| 'duplicate_area'
	| 'broken_body'
	| 'duplicate_question'
	| 'duplicate_choice'
	| 'duplicate_column'
	| 'illegal_name'
	| 'missing_label'
	| 'missing_list'
	| 'missing_matrix'
	| 'unknown_type'
	| 'unknown_exposure'
	| 'unknown_direction'
	| 'unknown_language'
	| 'unknown_list'
	| 'unknown_reference'
	| 'unreadable_expression'
	| 'cycle';

export interface DefinitionProblem {
	/**
	 * `<area>.<property>`, `<area>.<question or section>.<property>`,
	 * `choices.<list>.<choice>.<property>`, or a property.
	 */
	path: string;
	code: DefinitionProblemCode;
	message: string;
}

export type Report = (path: string, code: DefinitionProblemCode, message: string) => void;

// Names of questions become form fields, columns of the dataset and XML elements.
const PART = String.raw`[\p{L}_][\p{L}\p{N}\p{M}_.-]{0,127}`;
const AREA_NAME = new RegExp(`^${PART}$`, 'u');
/** `section:name` where two sections hold a question of the same name. */
const NAME = new RegExp(`^(?:${PART}:){0,10}${PART}$`, 'u');
/** Choices may be called `2019` or `a-b`, but a blank would split an answer of several. */
const CHOICE_NAME = /^[^\s\p{Cc}]{1,200}$/u;
const BLANKS_NAME = /^(?!\s)[^\p{Cc}]{1,200}(?<!\s)$/u;

function checkName(name: string, pattern: RegExp, path: string, report: Report): void {
	if (!pattern.test(name) || name === '__proto__')
		report(path, 'illegal_name', `“${name}” cannot be used as a name`);
}

function checkUnique(
	names: readonly string[],
	path: (name: string) => string,
	code: DefinitionProblemCode,
	report: Report
): void {
	const seen = new Set<string>();
	for (const name of names) {
		if (seen.has(name)) report(path(name), code, `“${name}” is used more than once`);
		seen.add(name);
	}
}

const hasText = (text: Text | undefined) => Object.values(text ?? {}).some((each) => each.trim());

function checkLabel(definition: Definition, text: Text | undefined, path: string, report: Report) {
	const language = definition.default_language;
	const label = text && Object.hasOwn(text, language) ? text[language] : '';
	if (!label?.trim()) report(path, 'missing_label', `There is no text in ${language}`);
}

/** A hint or message that is there must say something; another language may stand in. */
function checkRemark(text: Text | undefined, path: string, report: Report): void {
	if (text && Object.keys(text).length > 0 && !hasText(text))
		report(path, 'missing_label', 'There is no text');
}

/** As XLSForm allows: what shows a hint or a picture, or is part of a grid, may go unlabelled. */
function mayLackLabel({ type, label, hint, guidance_hint, media, appearance }: Question): boolean {
	if (UNSEEN_TYPES.includes(type)) return true;
	if (Object.keys(label).length > 0) return false;
	return hasText(hint) || hasText(guidance_hint) || Boolean(media) || Boolean(appearance);
}

/** Tables in files come with the questionnaire or later; lists of answers need no table. */
const isElsewhere = (list: string) => /\.(csv|xml|geojson)$/i.test(list) || list.startsWith('${');

function checkList(
	definition: Definition,
	list: string | undefined,
	path: string,
	report: Report,
	isNeeded: boolean
): void {
	if (!list) {
		if (isNeeded) report(path, 'missing_list', 'A list of choices must be named');
		return;
	}
	const isKnown =
		Object.hasOwn(definition.choices, list) || Object.hasOwn(definition.external ?? {}, list);
	if (!isKnown && !isElsewhere(list)) report(path, 'unknown_list', `There is no list “${list}”`);
}

function checkMatrix(definition: Definition, question: Question, path: string, report: Report) {
	const { matrix } = question;
	if (!matrix || matrix.columns.length === 0)
		return report(`${path}.matrix`, 'missing_matrix', 'Rows and columns must be named');
	checkList(definition, matrix.rows, `${path}.matrix.rows`, report, true);
	const pathOf = (name: string) => `${path}.matrix.${name}`;
	checkUnique(
		matrix.columns.map((column) => column.name),
		pathOf,
		'duplicate_column',
		report
	);
	for (const column of matrix.columns) {
		checkName(column.name, CHOICE_NAME, pathOf(column.name), report);
		checkLabel(definition, column.label, `${pathOf(column.name)}.label`, report);
		const listPath = `${pathOf(column.name)}.list`;
		if (column.type === 'choice') checkList(definition, column.list, listPath, report, true);
	}
}

const NEEDS_LIST = ['select_one', 'select_multiple', 'scale', 'rank'];

const isDirected = ({ type, better }: Question) =>
	ORDERED_TYPES.includes(type) && DIRECTIONS.some((each) => each === better);

function checkQuestion(
	definition: Definition,
	area: Area,
	question: Question,
	report: Report
): void {
	const path = `${area.name}.${question.name}`;
	checkName(question.name, NAME, `${path}.name`, report);
	if (!mayLackLabel(question)) checkLabel(definition, question.label, `${path}.label`, report);
	for (const extra of ['hint', 'guidance_hint', 'constraint_message', 'required_message'] as const)
		checkRemark(question[extra], `${path}.${extra}`, report);
	if (!QUESTION_TYPES.includes(question.type))
		report(`${path}.type`, 'unknown_type', `There is no type “${question.type}”`);
	if (!EXPOSURES.includes(question.exposure))
		report(`${path}.exposure`, 'unknown_exposure', `There is no exposure “${question.exposure}”`);
	if (question.better !== undefined && !isDirected(question))
		report(`${path}.better`, 'unknown_direction', 'These answers have no better end');
	const needsList = NEEDS_LIST.includes(question.type);
	checkList(definition, question.list, `${path}.list`, report, needsList);
	checkList(definition, question.units, `${path}.units`, report, false);
	const isTreaty = question.type === 'treaty';
	checkList(definition, question.instruments, `${path}.instruments`, report, isTreaty);
	if (question.type === 'matrix') checkMatrix(definition, question, path, report);
}

function checkSection(area: Area, section: Section, report: Report): void {
	const path = `${area.name}.${section.name}`;
	checkName(section.name, NAME, `${path}.name`, report);
	checkRemark(section.label, `${path}.label`, report);
	checkRemark(section.hint, `${path}.hint`, report);
}

/** Every question stands in the body once, and nothing else does. */
function checkBody(area: Area, report: Report): void {
	const names = (parts: readonly Part[]): string[] =>
		parts.flatMap((part) => (typeof part === 'string' ? [part] : names(part.body)));
	const listed = names(bodyOf(area));
	const known = new Set(area.questions.map(({ name }) => name));
	for (const name of listed)
		if (!known.has(name))
			report(`${area.name}.body`, 'broken_body', `“${name}” is no question of this area`);
	if (!area.body) return;
	checkUnique(listed, () => `${area.name}.body`, 'broken_body', report);
	for (const name of known)
		if (!listed.includes(name))
			report(`${area.name}.body`, 'broken_body', `“${name}” has no place in this area`);
}

function checkChoices(definition: Definition, report: Report): void {
	const allowed = definition.settings?.['allow_choice_duplicates'] ?? '';
	const mayRepeat = /^(yes|true|1)/i.test(allowed);
	const used = definition.areas.flatMap((area) => area.questions);
	const usedBy = (list: string, types: readonly string[]) =>
		used.some((question) => question.list === list && types.includes(question.type));
	for (const [list, choices] of Object.entries(definition.choices)) {
		const isSingle =
			usedBy(list, ['select_one', 'scale']) && !usedBy(list, ['select_multiple', 'rank']);
		checkName(list, CHOICE_NAME, `choices.${list}`, report);
		const pathOf = (name: string) => `choices.${list}.${name}`;
		const names = choices.map((choice) => choice.name);
		if (!mayRepeat) checkUnique(names, pathOf, 'duplicate_choice', report);
		for (const choice of choices) {
			checkName(choice.name, isSingle ? BLANKS_NAME : CHOICE_NAME, pathOf(choice.name), report);
			if (!choice.media)
				checkLabel(definition, choice.label, `${pathOf(choice.name)}.label`, report);
		}
	}
}

/** Where each question and section stands: by name, the first area that has it. */
function homesOf({ areas }: Definition): [name: string, area: string][] {
	return areas.flatMap((area) => [
		...area.questions.map(({ name }): [string, string] => [name, area.name]),
		...sectionsOf(area).map(({ section }): [string, string] => [section.name, area.name])
	]);
}

/** Everything wrong with a questionnaire, in its order; nothing when it may be published. */
export function checkDefinition(definition: Definition): DefinitionProblem[] {
	const problems: DefinitionProblem[] = [];
	const report: Report = (path, code, message) => problems.push({ path, code, message });
	const { areas, default_language, languages } = definition;
	if (!languages.includes(default_language))
		report('default_language', 'unknown_language', `“${default_language}” is not a language of it`);
	checkLabel(definition, definition.title, 'title', report);
	checkUnique(
		areas.map((area) => area.name),
		(name) => name,
		'duplicate_area',
		report
	);
	const homes = homesOf(definition);
	const home = new Map(homes);
	checkUnique(
		homes.map(([name]) => name),
		(name) => `${home.get(name)}.${name}`,
		'duplicate_question',
		report
	);
	const plan = planOf(definition);
	for (const area of areas) {
		checkName(area.name, AREA_NAME, `${area.name}.name`, report);
		checkLabel(definition, area.title, `${area.name}.title`, report);
		checkLabel(definition, area.short, `${area.name}.short`, report);
		checkBody(area, report);
		for (const { section } of sectionsOf(area)) checkSection(area, section, report);
		for (const question of area.questions) checkQuestion(definition, area, question, report);
		checkExpressions(plan, area, report);
	}
	checkChoices(definition, report);
	for (const cycle of findCycles(definition)) {
		const [first = ''] = cycle;
		report(
			home.has(first) ? `${home.get(first)}.${first}` : first,
			'cycle',
			`These questions depend on each other: ${cycle.join(' → ')}`
		);
	}
	return problems;
}
