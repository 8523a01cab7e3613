/**
 * What keeps a questionnaire from being published. Codes are for the page to word; messages
 * are plain English for the command line.
 */
import { findCycles } from './cycles.ts';
import {
	EXPOSURES,
	QUESTION_TYPES,
	type Area,
	type Definition,
	type Question,
	type Text
} from './definition.ts';
import { isExpressionError } from './expression/expressionError.ts';
import { referencesOf } from './expression/parser.ts';

export type DefinitionProblemCode =
	| 'duplicate_area'
	| 'duplicate_question'
	| 'duplicate_choice'
	| 'duplicate_column'
	| 'illegal_name'
	| 'missing_label'
	| 'missing_list'
	| 'missing_matrix'
	| 'unknown_type'
	| 'unknown_exposure'
	| 'unknown_language'
	| 'unknown_list'
	| 'unknown_reference'
	| 'unreadable_expression'
	| 'cycle';

export interface DefinitionProblem {
	/** `<area>.<question>.<property>`, `choices.<list>.<choice>.<property>`, or a property. */
	path: string;
	code: DefinitionProblemCode;
	message: string;
}

type Report = (path: string, code: DefinitionProblemCode, message: string) => void;

// Names of questions become form fields, columns of the dataset and XML elements.
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
/** Choices may be called `2019` or `a-b`, but a blank would split an answer of several. */
const CHOICE_NAME = /^[^\s\p{Cc}]{1,200}$/u;

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

function checkLabel(definition: Definition, text: Text | undefined, path: string, report: Report) {
	const language = definition.default_language;
	const label = text && Object.hasOwn(text, language) ? text[language] : '';
	if (!label?.trim()) report(path, 'missing_label', `There is no text in ${language}`);
}

function checkList(
	definition: Definition,
	list: string | undefined,
	path: string,
	report: Report,
	isNeeded: boolean
): void {
	if (!list) {
		if (isNeeded) report(path, 'missing_list', 'A list of choices must be named');
	} else if (!Object.hasOwn(definition.choices, list))
		report(path, 'unknown_list', `There is no list “${list}”`);
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

function checkExpression(
	expression: string | boolean | undefined,
	names: ReadonlySet<string>,
	path: string,
	report: Report
): void {
	if (typeof expression !== 'string' || expression === '') return;
	try {
		for (const name of referencesOf(expression))
			if (!names.has(name)) report(path, 'unknown_reference', `There is no question “${name}”`);
	} catch (thrown) {
		if (!isExpressionError(thrown)) throw thrown;
		report(path, 'unreadable_expression', thrown.message);
	}
}

const NEEDS_LIST = ['select_one', 'select_multiple', 'scale', 'rank'];

function checkQuestion(
	definition: Definition,
	area: Area,
	question: Question,
	names: ReadonlySet<string>,
	report: Report
): void {
	const path = `${area.name}.${question.name}`;
	checkName(question.name, NAME, `${path}.name`, report);
	checkLabel(definition, question.label, `${path}.label`, report);
	for (const extra of ['hint', 'constraint_message'] as const)
		if (question[extra]) checkLabel(definition, question[extra], `${path}.${extra}`, report);
	if (!QUESTION_TYPES.includes(question.type))
		report(`${path}.type`, 'unknown_type', `There is no type “${question.type}”`);
	if (!EXPOSURES.includes(question.exposure))
		report(`${path}.exposure`, 'unknown_exposure', `There is no exposure “${question.exposure}”`);
	const needsList = NEEDS_LIST.includes(question.type);
	checkList(definition, question.list, `${path}.list`, report, needsList);
	checkList(definition, question.units, `${path}.units`, report, false);
	const isTreaty = question.type === 'treaty';
	checkList(definition, question.instruments, `${path}.instruments`, report, isTreaty);
	if (question.type === 'matrix') checkMatrix(definition, question, path, report);
	for (const property of ['relevant', 'required', 'constraint'] as const)
		checkExpression(question[property], names, `${path}.${property}`, report);
}

function checkChoices(definition: Definition, report: Report): void {
	for (const [list, choices] of Object.entries(definition.choices)) {
		checkName(list, CHOICE_NAME, `choices.${list}`, report);
		const pathOf = (name: string) => `choices.${list}.${name}`;
		const names = choices.map((choice) => choice.name);
		checkUnique(names, pathOf, 'duplicate_choice', report);
		for (const choice of choices) {
			checkName(choice.name, CHOICE_NAME, pathOf(choice.name), report);
			checkLabel(definition, choice.label, `${pathOf(choice.name)}.label`, report);
		}
	}
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
	const homes = areas.flatMap((area) => area.questions.map((each) => [each.name, area.name]));
	const home = new Map(homes as [string, string][]);
	checkUnique(
		homes.map(([name = '']) => name),
		(name) => `${home.get(name)}.${name}`,
		'duplicate_question',
		report
	);
	const names = new Set(home.keys());
	for (const area of areas) {
		checkName(area.name, NAME, `${area.name}.name`, report);
		checkLabel(definition, area.title, `${area.name}.title`, report);
		checkLabel(definition, area.short, `${area.name}.short`, report);
		for (const question of area.questions) checkQuestion(definition, area, question, names, report);
	}
	checkChoices(definition, report);
	for (const cycle of findCycles(definition))
		report(
			`${home.get(cycle[0] ?? '')}.${cycle[0]}`,
			'cycle',
			`These questions depend on each other: ${cycle.join(' → ')}`
		);
	return problems;
}
