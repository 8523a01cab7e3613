import type { AnswerValue } from '../xlsform/answers.ts';
import type { Question } from '../xlsform/definition.ts';
import type { Span } from './span.ts';

/** A stretch of an answer's text that people read as one: a whole text, or a cell of a table. */
export interface TextPart extends Span {
	/** Names of row and column; null for an answer that is all one text. */
	cell: { row: string; column: string } | null;
}

interface Cell {
	row: string;
	column: string;
	text: string;
}

function cellsOf(value: AnswerValue): Cell[] {
	if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
	return Object.keys(value)
		.sort()
		.flatMap((row) => {
			const cells = (value as Record<string, unknown>)[row];
			if (cells === null || typeof cells !== 'object') return [];
			return Object.keys(cells)
				.sort()
				.flatMap((column) => {
					const text = (cells as Record<string, unknown>)[column];
					return typeof text === 'string' && text !== '' ? [{ row, column, text }] : [];
				});
		});
}

/**
 * The text codes on an answer count in: a text as it is; of a table or treaty facts all cells that
 * hold letters, a line each, by the names of row and column. It follows from the value alone, so
 * that one revision has one text whatever a later version of the questionnaire asks. Empty for
 * figures and choices of lists.
 */
export function answerText(value: AnswerValue): string {
	if (typeof value === 'string') return value;
	return cellsOf(value)
		.map(({ text }) => text)
		.join('\n');
}

/** Columns of a question that hold words of whoever answered; null where all of it does. */
export function wordColumns(question: Question): readonly string[] | null {
	if (question.type === 'text' || question.type === 'long_text') return null;
	if (question.type === 'treaty') return ['correction', 'source'];
	return (question.matrix?.columns ?? [])
		.filter(({ type }) => type === 'text')
		.map(({ name }) => name);
}

/**
 * The parts of answerText(value) in which somebody tells something, in the order of the text:
 * choices and figures of a table are no narrative. Empty where nothing is told.
 */
export function narrativeParts(question: Question, value: AnswerValue): TextPart[] {
	const columns = wordColumns(question);
	if (columns === null)
		return typeof value === 'string' && value.trim() !== ''
			? [{ start: 0, end: value.length, cell: null }]
			: [];
	const parts: TextPart[] = [];
	let start = 0;
	for (const { row, column, text } of cellsOf(value)) {
		if (columns.includes(column) && text.trim() !== '')
			parts.push({ start, end: start + text.length, cell: { row, column } });
		start += text.length + 1;
	}
	return parts;
}
