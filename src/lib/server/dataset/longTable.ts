import type { MatrixValue, NumberValue, TreatyValue } from '#lib/xlsform/answers.ts';
import { type Definition, type Question, choicesOf, textIn } from '#lib/xlsform/definition.ts';
import { describeAnswer } from '#lib/xlsform/describe.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import { hasRepeats } from '#lib/xlsform/placedAnswers.ts';
import type { AnswerRecord } from './readAnswers.ts';
import { type DelegationAnswers, type Source, eachDelegation } from './source.ts';
import {
	typedCell,
	type Cell,
	type Table,
	leadingCells,
	leadingColumns,
	noteCell,
	noteColumn
} from './table.ts';
import { treatyWords } from './words.ts';

/** What one row says: a whole answer, or one cell of a matrix or treaty question. */
interface Said {
	row?: string;
	rowLabel?: string;
	column?: string;
	columnLabel?: string;
	value: Cell;
	label: string;
	unit?: string | undefined;
	year?: number | undefined;
}

const QUESTION_COLUMNS = ['area', 'question_number', 'question'];
/** In questionnaires with repeats only: the repeat, and the place of its entry (`2.1` inside another). */
const ENTRY_COLUMNS = ['repeat', 'entry'];
const COLUMNS = [
	...['question_label', 'type', 'status'],
	...['row', 'row_label', 'column', 'column_label', 'value', 'value_label', 'unit', 'year'],
	...['reason', 'exposure', 'response_state', 'submission', 'submitted_on', 'evidence_count']
];

/**
 * One row per answer; matrix and treaty questions one row per filled cell. `value` holds codes
 * (several with a blank between them, as XLSForm writes them), `value_label` their words.
 */
export function longTable(source: Source): Table {
	return {
		header: [
			...leadingColumns(source),
			...QUESTION_COLUMNS,
			...(hasRepeats(source.frame.definition) ? ENTRY_COLUMNS : []),
			...COLUMNS,
			...noteColumn(source)
		],
		blocks: longBlocks(source)
	};
}

async function* longBlocks(source: Source): AsyncGenerator<Cell[][]> {
	for await (const of of eachDelegation(source))
		yield of.answers.flatMap((answer) => answerRows(source, of, answer));
}

function answerRows(source: Source, of: DelegationAnswers, answer: AnswerRecord): Cell[][] {
	const { definition } = source.frame;
	const found = findAskedQuestion(definition, answer.question);
	const label = withoutMarkup(
		textIn(found?.question.label, source.language, definition.default_language)
	);
	const steps = of.places.get(answer.question)?.steps ?? [];
	const entry = hasRepeats(definition)
		? [steps.at(-1)?.section.name ?? null, steps.map(({ position }) => position).join('.') || null]
		: [];
	return sayings(source, found, answer).map((said) => [
		...leadingCells(source, of),
		answer.area,
		found?.question.number ?? '',
		found?.question.name ?? answer.question,
		...entry,
		label,
		found?.question.type ?? '',
		answer.status,
		said.row ?? null,
		said.rowLabel ?? null,
		said.column ?? null,
		said.columnLabel ?? null,
		said.value,
		said.label,
		said.unit ?? null,
		said.year ?? null,
		answer.reason,
		answer.exposure,
		answer.response_state,
		answer.submission,
		answer.submitted_at?.toISOString().slice(0, 10) ?? null,
		answer.evidence_count,
		...noteCell(source)
	]);
}

function sayings(
	source: Source,
	found: { question: Question } | undefined,
	{ status, value }: AnswerRecord
): Said[] {
	if (status !== 'answered' || value === null) return [{ value: null, label: '' }];
	const { definition } = source.frame;
	if (!found)
		return [{ value: typeof value === 'string' ? value : JSON.stringify(value), label: '' }];
	const { question } = found;
	if (question.type === 'matrix') return matrixCells(source, question, value as MatrixValue);
	if (question.type === 'treaty') return treatyCells(source, question, value as TreatyValue);
	const label = describeAnswer(definition, question, { status, value }, source.language);
	if (question.type === 'number') {
		const figure = value as NumberValue;
		return [{ value: figure.value, label, unit: figure.unit, year: figure.year }];
	}
	if (typeof value === 'string') return [{ value: typedCell(question, value), label }];
	return [{ value: Array.isArray(value) ? value.join(' ') : JSON.stringify(value), label }];
}

function labelOf(source: Source, list: string | undefined, name: string): string {
	const { definition } = source.frame;
	const choice = choicesOf(definition, list).find((each) => each.name === name);
	return textIn(choice?.label, source.language, definition.default_language) || name;
}

function matrixCells(source: Source, question: Question, value: MatrixValue): Said[] {
	const { definition } = source.frame;
	const say = (text: Parameters<typeof textIn>[0]) =>
		textIn(text, source.language, definition.default_language);
	return inListOrder(definition, question.matrix?.rows, value).flatMap(([row, cells]) =>
		(question.matrix?.columns ?? [])
			.filter((column) => (cells[column.name] ?? '') !== '')
			.map((column) => {
				const cell = cells[column.name]!;
				return {
					row,
					rowLabel: labelOf(source, question.matrix?.rows, row),
					column: column.name,
					columnLabel: say(column.label),
					value: cell,
					label:
						column.type === 'choice' ? labelOf(source, column.list, String(cell)) : String(cell),
					unit: say(column.unit) || undefined
				};
			})
	);
}

function treatyCells(source: Source, question: Question, value: TreatyValue): Said[] {
	const words = treatyWords(source.language);
	return inListOrder(source.frame.definition, question.instruments, value).flatMap(([row, fact]) =>
		(['verdict', 'correction', 'source'] as const)
			.filter((column) => fact[column])
			.map((column) => ({
				row,
				rowLabel: labelOf(source, question.instruments, row),
				column,
				columnLabel: words[column],
				value: fact[column]!,
				label: column === 'verdict' ? words[fact.verdict] : fact[column]!
			}))
	);
}

/** jsonb forgets the order of keys; rows stand as the questionnaire lists them. */
function inListOrder<T>(
	definition: Definition,
	list: string | undefined,
	value: Record<string, T>
): [string, T][] {
	const names = choicesOf(definition, list).map((choice) => choice.name);
	const place = (name: string) => (names.includes(name) ? names.indexOf(name) : names.length);
	return Object.entries(value).sort(([a], [b]) => place(a) - place(b));
}
