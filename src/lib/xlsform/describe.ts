/** Answers in words: for lists, exports and pages. Status codes are worded by the page. */
import type { AnswerContent, MatrixValue, NumberValue, TreatyValue } from './answers.ts';
import { VERDICTS, type Verdict } from './checkCells.ts';
import {
	choicesOf,
	textIn,
	type Definition,
	type MatrixColumn,
	type Question
} from './definition.ts';
import { formatDay, formatDayTime, formatDigits, formatNumber } from './format.ts';
import { withoutMarkup } from './markdown.ts';
import { choicesOffered } from './offered.ts';

/** Words this folder has no messages for; the names themselves stand in when not given. */
export type TreatyWords = Readonly<Record<Verdict | 'verdict' | 'correction' | 'source', string>>;

export type AnswerParts =
	| { kind: 'text'; text: string }
	| { kind: 'list'; ordered: boolean; items: string[] }
	/** Cells stand in the order of `columns`; an empty cell is ''. */
	| { kind: 'table'; columns: string[]; rows: { label: string; cells: string[] }[] };

type Described = Pick<AnswerContent, 'status' | 'value'>;

interface Speaker {
	definition: Definition;
	language: string;
	words: TreatyWords;
}

const NAMES: TreatyWords = {
	confirmed: 'confirmed',
	corrected: 'corrected',
	unsure: 'unsure',
	verdict: 'verdict',
	correction: 'correction',
	source: 'source'
};

function say(speaker: Speaker, text: Parameters<typeof textIn>[0]): string {
	return textIn(text, speaker.language, speaker.definition.default_language);
}

function labelOf(speaker: Speaker, list: string | undefined, name: string): string {
	const choice = choicesOf(speaker.definition, list).find((each) => each.name === name);
	return say(speaker, choice?.label) || name;
}

/** The words of one of a question's choices; the name where there are none. */
export function choiceWords(
	definition: Definition,
	question: Pick<Question, 'list' | 'parameters'>,
	name: string,
	language: string
): string {
	const choice = choicesOffered(definition, question).find((each) => each.name === name);
	return withoutMarkup(textIn(choice?.label, language, definition.default_language)) || name;
}

function describeNumber(speaker: Speaker, question: Question, number: NumberValue): string {
	const figure = formatNumber(number.value, speaker.language);
	const unit = number.unit === undefined ? '' : ` ${labelOf(speaker, question.units, number.unit)}`;
	return `${figure}${unit}${number.year === undefined ? '' : ` (${number.year})`}`;
}

function describeCell(speaker: Speaker, column: MatrixColumn, cell: string | number | undefined) {
	if (cell === undefined || cell === '') return '';
	if (column.type === 'choice') return labelOf(speaker, column.list, String(cell));
	if (column.type !== 'number' || typeof cell !== 'number') return String(cell);
	return [formatNumber(cell, speaker.language), say(speaker, column.unit)]
		.filter((part) => part !== '')
		.join(' ');
}

/** Rows in the questionnaire's order: a stored object keeps none of its own. */
function inOrder<T>(
	speaker: Speaker,
	list: string | undefined,
	rows: Record<string, T>
): [string, T][] {
	const names = choicesOf(speaker.definition, list).map((choice) => choice.name);
	return Object.entries(rows).sort(([a], [b]) => names.indexOf(a) - names.indexOf(b));
}

function matrixParts(speaker: Speaker, question: Question, value: MatrixValue): AnswerParts {
	const columns = question.matrix?.columns ?? [];
	return {
		kind: 'table',
		columns: columns.map((column) => say(speaker, column.label)),
		rows: inOrder(speaker, question.matrix?.rows, value).map(([row, cells]) => ({
			label: labelOf(speaker, question.matrix?.rows, row),
			cells: columns.map((column) => describeCell(speaker, column, cells[column.name]))
		}))
	};
}

function treatyParts(speaker: Speaker, question: Question, value: TreatyValue): AnswerParts {
	const { words } = speaker;
	return {
		kind: 'table',
		columns: [words.verdict, words.correction, words.source],
		rows: inOrder(speaker, question.instruments, value).map(([instrument, fact]) => ({
			label: labelOf(speaker, question.instruments, instrument),
			cells: [
				VERDICTS.includes(fact.verdict) ? words[fact.verdict] : '',
				fact.correction ?? '',
				fact.source ?? ''
			]
		}))
	};
}

function stringParts(speaker: Speaker, question: Question, value: string): AnswerParts {
	const { definition, language } = speaker;
	const text = (words: string): AnswerParts => ({ kind: 'text', text: words });
	switch (question.type) {
		case 'date':
			return text(formatDay(value, language));
		case 'datetime':
			return text(formatDayTime(value, language));
		case 'integer':
		case 'decimal':
		case 'range':
			return text(formatDigits(value, language));
		case 'acknowledge':
			return text('✓');
		case 'geopoint':
			return text(pointWords(value));
		case 'geotrace':
		case 'geoshape':
			return { kind: 'list', ordered: true, items: value.split('; ').map(pointWords) };
		case 'image':
		case 'audio':
		case 'video':
		case 'file':
			// As the file is called when it is downloaded.
			return text(`evidence-${value.slice(0, 8)}`);
		default:
			return text(question.list ? choiceWords(definition, question, value, language) : value);
	}
}

/** `13.75, 100.5 (12 m ± 5 m)`. */
function pointWords(point: string): string {
	const [latitude = '', longitude = '', altitude, accuracy] = point.split(' ');
	const more = [altitude && `${altitude} m`, accuracy && `± ${accuracy} m`].filter(Boolean);
	return `${latitude}, ${longitude}${more.length > 0 ? ` (${more.join(' ')})` : ''}`;
}

function partsOf(speaker: Speaker, question: Question, content: Described): AnswerParts {
	const value = content.status === 'answered' ? content.value : null;
	if (value === null) return { kind: 'text', text: '' };
	const { definition, language } = speaker;
	if (typeof value === 'string') return stringParts(speaker, question, value);
	if (Array.isArray(value)) {
		const items = value.map((name) => choiceWords(definition, question, name, language));
		return { kind: 'list', ordered: question.type === 'rank', items };
	}
	if (question.type === 'number')
		return { kind: 'text', text: describeNumber(speaker, question, value as NumberValue) };
	return question.type === 'treaty'
		? treatyParts(speaker, question, value as TreatyValue)
		: matrixParts(speaker, question, value as MatrixValue);
}

function inOneCell(parts: AnswerParts): string {
	if (parts.kind === 'text') return parts.text;
	if (parts.kind === 'list')
		return parts.items.map((item, at) => (parts.ordered ? `${at + 1}. ${item}` : item)).join('; ');
	return parts.rows
		.map(({ label, cells }) => {
			const said = cells.map((cell, at) => (cell ? `${parts.columns[at]} = ${cell}` : ''));
			return `${label}: ${said.filter((each) => each !== '').join(', ')}`;
		})
		.join('; ');
}

/**
 * An answer as blocks for a page: text, list or table. Takes the language as a BCP 47 tag and
 * the words for treaty facts. An answer without a value is an empty text.
 */
export function describeParts(
	definition: Definition,
	question: Question,
	content: Described,
	language: string,
	words: TreatyWords = NAMES
): AnswerParts {
	return partsOf({ definition, language, words }, question, content);
}

/**
 * An answer as one line for a list or a spreadsheet cell: “1,200 persons (2024)”,
 * “Domestic work: Hours = 8 hours, Paid = Yes; Fishing: …”. '' for the status codes.
 */
export function describeAnswer(
	definition: Definition,
	question: Question,
	content: Described,
	language: string,
	words: TreatyWords = NAMES
): string {
	return inOneCell(describeParts(definition, question, content, language, words));
}
