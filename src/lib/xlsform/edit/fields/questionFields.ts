/** A question as the fields of its form, and back. */
import {
	DIRECTIONS,
	EXPOSURES,
	QUESTION_TYPES,
	type Definition,
	type Exposure,
	type Question,
	type QuestionType
} from '../../definition.ts';
import { propertiesOf } from '../types.ts';
import {
	readSwitch,
	readText,
	readWords,
	switchFields,
	textFields,
	typed,
	type Fields
} from './fields.ts';
import { matrixFields, readMatrix } from './matrixFields.ts';

const TEXTS = ['label', 'hint', 'guidance_hint', 'required_message', 'constraint_message'] as const;
const WORDS = [
	'relevant',
	'constraint',
	'calculation',
	'default',
	'trigger',
	'choice_filter',
	'appearance',
	'list',
	'units',
	'instruments'
] as const;
const CHECKS = ['year', 'evidence', 'core'] as const;

/** The fields a question's form begins with. */
export function questionFields(definition: Definition, question: Question): Fields {
	const { languages } = definition;
	return {
		name: question.name,
		number: question.number,
		type: question.type,
		exposure: question.exposure,
		better: question.better ?? '',
		most: question.most === undefined ? '' : String(question.most),
		topics: (question.topics ?? []).join(', '),
		parameters: writeParameters(question.parameters),
		...switchFields('required', question.required),
		...switchFields('read_only', question.read_only),
		...Object.fromEntries(WORDS.map((name) => [name, question[name] ?? ''])),
		...Object.fromEntries(CHECKS.map((name) => [name, question[name] ? 'yes' : ''])),
		...Object.assign({}, ...TEXTS.map((name) => textFields(name, question[name], languages))),
		...matrixFields(question.matrix, languages)
	};
}

/** `start=0` on a line of its own for each. */
export function writeParameters(parameters: Question['parameters']): string {
	return Object.entries(parameters ?? {})
		.map(([key, value]) => `${key}=${value}`)
		.join('\n');
}

/** Lines, or XLSForm's own way of parts with blanks or semicolons between them. */
export function readParameters(words: string): Question['parameters'] {
	const lines = words.includes('\n') ? words.split('\n') : words.split(/[;\s]+(?=[\w-]+\s*=)/);
	const pairs = lines.flatMap((line) => {
		const at = line.indexOf('=');
		const key = line.slice(0, Math.max(at, 0)).trim();
		return key === '' || key === '__proto__' ? [] : [[key, line.slice(at + 1).trim()]];
	});
	return pairs.length > 0 ? (Object.fromEntries(pairs) as Record<string, string>) : undefined;
}

/** The type a form asks for; the present one where it asks for none we know. */
export function typeAsked(fields: Fields, question: Question): QuestionType {
	const asked = typed(fields, 'type');
	return QUESTION_TYPES.find((type) => type === asked) ?? question.type;
}

/**
 * `question` as its form was sent. Only what the form shows for its type is read: the rest
 * stays, media and other tools' columns too. The type itself is for typeAsked.
 */
export function readQuestion(definition: Definition, question: Question, fields: Fields): Question {
	const { languages } = definition;
	const suits = propertiesOf(question.type) as ReadonlySet<string>;
	const texts = TEXTS.filter((name) => {
		if (name === 'label') return true;
		if (name.endsWith('_message')) return suits.has(name.slice(0, -'_message'.length));
		return suits.has(name);
	});
	const words = WORDS.filter((name) => name === 'relevant' || suits.has(name));
	const exposure = EXPOSURES.find((each) => each === fields['exposure']) as Exposure | undefined;
	const read: Record<string, unknown> = {
		...question,
		name: readWords('name', fields, question.name) ?? '',
		number: readWords('number', fields, question.number) ?? question.number,
		exposure: exposure ?? question.exposure
	};
	for (const name of texts) read[name] = readText(name, fields, question[name], languages);
	for (const name of words) read[name] = readWords(name, fields, question[name]);
	for (const name of ['required', 'read_only'] as const)
		if (suits.has(name)) read[name] = readSwitch(name, fields, question[name]);
	for (const name of CHECKS)
		if (suits.has(name)) read[name] = fields[name] === 'yes' ? true : unchecked(question[name]);
	const better = typed(fields, 'better');
	if (suits.has('better') && better !== undefined)
		read['better'] = DIRECTIONS.find((each) => each === better);
	if (suits.has('most')) read['most'] = readCount(fields, question.most);
	if (suits.has('topics')) read['topics'] = readTopics(fields, question.topics);
	const parameters = typed(fields, 'parameters');
	if (suits.has('parameters') && parameters !== undefined)
		read['parameters'] = readParameters(parameters);
	if (suits.has('matrix')) read['matrix'] = readMatrix(fields, question.matrix, languages);
	read['label'] ??= {};
	return Object.fromEntries(
		Object.entries(read).filter(([, value]) => value !== undefined)
	) as unknown as Question;
}

/** A box without its mark: what said false keeps saying so. */
const unchecked = (before: boolean | undefined) => (before === false ? false : undefined);

function readCount(fields: Fields, before: number | undefined): number | undefined {
	const words = readWords('most', fields, before === undefined ? undefined : String(before));
	const count = Number(words ?? Number.NaN);
	return Number.isInteger(count) && count > 0 ? count : undefined;
}

function readTopics(fields: Fields, before: readonly string[] | undefined) {
	const words = typed(fields, 'topics');
	if (words === undefined) return before;
	const topics = words.split(/[,;\s]+/).filter((topic) => topic !== '');
	return topics.length > 0 ? topics : undefined;
}
