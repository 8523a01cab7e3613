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
import { formatDay, formatNumber } from './format.ts';

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

function partsOf(speaker: Speaker, question: Question, content: Described): AnswerParts {
	const value = content.status === 'answered' ? content.value : null;
	if (value === null) return { kind: 'text', text: '' };
	if (typeof value === 'string') {
		if (question.type === 'date') return { kind: 'text', text: formatDay(value, speaker.language) };
		return { kind: 'text', text: question.list ? labelOf(speaker, question.list, value) : value };
	}
	if (Array.isArray(value)) {
		const items = value.map((name) => labelOf(speaker, question.list, name));
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
