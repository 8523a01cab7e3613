import { ORDERED_TYPES, type Question, type QuestionType, type Section } from '../definition.ts';
import { isComputedUnseen } from './buildChecks.ts';
import { type QuestionFacts, QUESTION_COLUMNS, readQuestionColumns } from './extraColumns.ts';
import type { Languages } from './languages.ts';
import { hasReference } from './names.ts';
import { type Row, valueAt } from './rows.ts';
import { readYesNo } from './settingsSheet.ts';
import { mediaAt, textAt } from './texts.ts';
import type { Element } from './tree.ts';
import { TYPES } from './typeNames.ts';

/** What the reference converter calls each of our types where the row need not say more. */
const PLAIN_TYPES: Readonly<Partial<Record<QuestionType, string>>> = {
	select_one: 'select one',
	select_multiple: 'select all that apply',
	datetime: 'dateTime',
	image: 'photo'
};

const SHARED = [
	'name',
	'type',
	'label',
	'hint',
	'mufakat_',
	'bind::relevant',
	'bind::readonly',
	'control::appearance'
];
const OF_QUESTIONS = [
	...SHARED,
	'guidance_hint',
	'media::image',
	'media::big-image',
	'media::audio',
	'media::video',
	'bind::required',
	'bind::constraint',
	'bind::calculate',
	'bind::jr:constraintMsg',
	'bind::jr:requiredMsg',
	'default',
	'trigger',
	'choice_filter',
	'parameters',
	// Of no use, and not allowed, without the sheet of entities, which is not kept.
	'bind::entities:saveto'
];
const OF_SECTIONS = [...SHARED, 'control::jr:count'];

/** The cells nothing here knows, by header, for the tools that do. */
function extraOf(row: Row, known: readonly string[]): Record<string, string> | undefined {
	const extra = [...row.cells].filter(
		([path]) =>
			!known.some(
				(each) =>
					path === each ||
					path.startsWith(`${each}::`) ||
					(each.endsWith('_') && path.startsWith(each))
			)
	);
	return extra.length === 0
		? undefined
		: Object.fromEntries(extra.map(([, cell]) => [cell.header, cell.value]));
}

/** An object without the properties that are undefined or empty text. */
function withoutEmpty<T extends object>(object: T): T {
	return Object.fromEntries(
		Object.entries(object).filter(([, value]) => value !== undefined && value !== '')
	) as T;
}

/** A condition: yes and no become true() and false(), as the converter has it. */
function conditionAt(row: Row, path: string): string {
	const text = valueAt(row, path);
	const isYes = readYesNo(text);
	return isYes === null ? text : isYes ? 'true()' : 'false()';
}

function yesOrExpression(row: Row, path: string): true | string | undefined {
	const text = valueAt(row, path);
	const isYes = readYesNo(text);
	return isYes === null ? text : isYes || undefined;
}

/** An appearance without the first of a word that only says the type to other tools. */
function withoutWord(appearance: string, word: string): string {
	const words = appearance.split(/\s+/);
	const at = words.indexOf(word);
	return at < 0 ? appearance : words.toSpliced(at, 1).join(' ');
}

const hasWord = (appearance: string, word: string): boolean =>
	appearance.split(/\s+/).includes(word);

/** Our type, and the appearance without the word that says the type to other tools. */
function typeOf(
	element: Element,
	facts: QuestionFacts
): { type: QuestionType; appearance: string } {
	const { row, list, select } = element;
	const appearance = valueAt(row, 'control::appearance');
	const known = TYPES.get(element.type)?.type ?? 'text';
	if (known !== 'calculate' && isComputedUnseen(element) && TYPES.get(element.type)?.isSeen)
		return { type: 'calculate', appearance };
	const type = facts.type ?? known;
	const isText = element.type === 'text' || element.type === 'string';
	if (facts.type ? isText && facts.type !== 'text' : isText && hasWord(appearance, 'multiline'))
		return {
			type: facts.type ?? 'long_text',
			appearance: withoutWord(appearance, 'multiline')
		};
	const isPlainList = select && !select.isFile && !hasReference(list ?? '');
	const isPlain = !row.cells.has('choice_filter') && !row.cells.has('parameters');
	const isScale =
		facts.type === 'scale' ||
		(!facts.type &&
			element.type === 'select one' &&
			isPlainList &&
			isPlain &&
			hasWord(appearance, 'likert'));
	if (isScale) return { type: 'scale', appearance: withoutWord(appearance, 'likert') };
	return { type, appearance };
}

/** The row's type where ours does not say it; with its list where ours has none. */
function foreignType({ type, select, list }: Element, ours: QuestionType): string | undefined {
	if (type === 'select one external') return 'select_one_external';
	if (ours === 'calculate' && select) {
		const command =
			type === 'rank' ? 'rank' : type === 'select one' ? 'select_one' : 'select_multiple';
		return `${command}${select.isFile ? '_from_file' : ''} ${list}`;
	}
	const isOurs = ['long_text', 'scale', 'number', 'matrix', 'treaty'].includes(ours);
	if ((PLAIN_TYPES[ours] ?? ours) === type || (isOurs && type !== 'string')) return undefined;
	return type;
}

/** The question of an element, and the extra columns whose cells were not understood. */
export function defineQuestion(
	element: Element,
	name: string,
	languages: Languages
): { question: Question; wrong: string[] } {
	const { row, list, parameters } = element;
	const cells = Object.fromEntries(
		QUESTION_COLUMNS.map((column) => [column, valueAt(row, column)])
	);
	const { facts, wrong } = readQuestionColumns(cells);
	const { type, appearance } = typeOf(element, facts);
	const { number = '', exposure = 'study_team', ...more } = facts;
	delete more.type;
	// A direction where there is no order would be a promise nobody can keep.
	if (more.better && !ORDERED_TYPES.includes(type)) {
		delete more.better;
		wrong.push('mufakat_better');
	}
	const known = TYPES.get(element.type);
	const hint = textAt(row, 'hint', languages);
	const question: Question = withoutEmpty({
		name,
		element: name === element.name ? undefined : element.name,
		number,
		type,
		label: textAt(row, 'label', languages) ?? {},
		hint: hint ?? (known?.hint ? { [languages.defaultTag]: known.hint } : undefined),
		guidance_hint: textAt(row, 'guidance_hint', languages),
		media: mediaAt(row, languages),
		required: yesOrExpression(row, 'bind::required'),
		relevant: conditionAt(row, 'bind::relevant'),
		constraint: conditionAt(row, 'bind::constraint') || known?.constraint,
		constraint_message: textAt(row, 'bind::jr:constraintMsg', languages),
		required_message: textAt(row, 'bind::jr:requiredMsg', languages),
		read_only: yesOrExpression(row, 'bind::readonly'),
		calculation: conditionAt(row, 'bind::calculate'),
		default: valueAt(row, 'default'),
		trigger: valueAt(row, 'trigger'),
		choice_filter: valueAt(row, 'choice_filter'),
		appearance,
		parameters: parameters && Object.keys(parameters).length > 0 ? parameters : undefined,
		xlsform_type: foreignType(element, type),
		extra: extraOf(row, OF_QUESTIONS),
		list: type === 'calculate' ? undefined : list,
		exposure,
		...more
	} as Question);
	return { question: { ...question, number }, wrong };
}

/** The section of a group or repeat; its body is the caller's. */
export function defineSection(
	element: Element,
	name: string,
	languages: Languages
): Omit<Section, 'body'> {
	const { row } = element;
	return withoutEmpty({
		kind: element.type === 'repeat' ? 'repeat' : 'group',
		name,
		element: name === element.name ? undefined : element.name,
		label: textAt(row, 'label', languages),
		hint: textAt(row, 'hint', languages),
		relevant: conditionAt(row, 'bind::relevant'),
		read_only: yesOrExpression(row, 'bind::readonly'),
		appearance: valueAt(row, 'control::appearance'),
		count: element.type === 'repeat' ? valueAt(row, 'control::jr:count') : '',
		extra: extraOf(row, OF_SECTIONS)
	} as Omit<Section, 'body'>);
}
