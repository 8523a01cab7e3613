import type { MatrixValue, NumberValue, TreatyValue } from '#lib/xlsform/answers.ts';
import { type Definition, type Question, choicesOf } from '#lib/xlsform/definition.ts';
import type { AnswerRecord } from './readAnswers.ts';
import { type DelegationAnswers, type Source, eachDelegation } from './source.ts';
import {
	type Cell,
	type Table,
	leadingCells,
	leadingColumns,
	noteCell,
	noteColumn
} from './table.ts';

/** A column of one question: its name, and its cell for an answer that has a value. */
interface Column {
	name: string;
	cell: (value: NonNullable<AnswerRecord['value']>) => Cell;
}

interface QuestionColumns {
	question: string;
	columns: Column[];
}

/**
 * One row per delegation, columns per question: `name`, `name/choice` (0 or 1) as Kobo writes
 * it, `name.1` (rank), `name.unit`, `name.year`, `name.row.column` (matrix),
 * `name.instrument.verdict` (treaty), and `name.status` behind each. An empty status means that
 * there is no answer here, whatever the reason.
 */
export function wideTable(source: Source): Table {
	const { definition } = source.frame;
	const questions = definition.areas
		.flatMap((area) => area.questions)
		.filter((question) => question.type !== 'note')
		.map((question) => ({ question: question.name, columns: columnsOf(definition, question) }));
	// Rule R8: a delegation's areas can stand at different points, so each says its own.
	const areas = source.kind === 'working' ? definition.areas.map((area) => area.name) : [];
	return {
		header: [
			...leadingColumns(source),
			...areas.map((area) => `response_state.${area}`),
			...questions.flatMap(({ question, columns }) => [
				...columns.map((column) => column.name),
				`${question}.status`
			]),
			...noteColumn(source)
		],
		blocks: wideBlocks(source, areas, questions)
	};
}

async function* wideBlocks(
	source: Source,
	areas: string[],
	questions: QuestionColumns[]
): AsyncGenerator<Cell[][]> {
	for await (const of of eachDelegation(source)) yield [wideRow(source, areas, questions, of)];
}

function wideRow(
	source: Source,
	areas: string[],
	questions: QuestionColumns[],
	of: DelegationAnswers
): Cell[] {
	const byQuestion = new Map(of.answers.map((answer) => [answer.question, answer]));
	const states = new Map(of.answers.map((answer) => [answer.area, answer.response_state]));
	return [
		...leadingCells(source, of),
		...areas.map((area) => states.get(area) ?? null),
		...questions.flatMap(({ question, columns }) => {
			const answer = byQuestion.get(question);
			const value = answer?.status === 'answered' ? answer.value : null;
			return [
				...columns.map((column) => (value === null ? null : column.cell(value))),
				answer?.status ?? null
			];
		}),
		...noteCell(source)
	];
}

function columnsOf(definition: Definition, question: Question): Column[] {
	const { name } = question;
	const names = (list: string | undefined) =>
		choicesOf(definition, list).map((choice) => choice.name);
	const codes: Column = {
		name,
		cell: (value) => (Array.isArray(value) ? value.join(' ') : String(value))
	};
	switch (question.type) {
		case 'select_multiple':
			return [
				codes,
				...names(question.list).map((choice) => ({
					name: `${name}/${choice}`,
					cell: (value: unknown) => ((value as string[]).includes(choice) ? 1 : 0)
				}))
			];
		case 'rank': {
			const places = question.most ?? names(question.list).length;
			return [
				codes,
				...Array.from({ length: places }, (_, at) => ({
					name: `${name}.${at + 1}`,
					cell: (value: unknown) => (value as string[])[at] ?? null
				}))
			];
		}
		case 'number': {
			const part = (key: keyof NumberValue, column: string): Column => ({
				name: column,
				cell: (value) => (value as NumberValue)[key] ?? null
			});
			return [
				part('value', name),
				...(question.units ? [part('unit', `${name}.unit`)] : []),
				...(question.year ? [part('year', `${name}.year`)] : [])
			];
		}
		case 'matrix':
			return names(question.matrix?.rows).flatMap((row) =>
				(question.matrix?.columns ?? []).map((column) => ({
					name: `${name}.${row}.${column.name}`,
					cell: (value: unknown) => (value as MatrixValue)[row]?.[column.name] ?? null
				}))
			);
		case 'treaty':
			return names(question.instruments).flatMap((instrument) =>
				(['verdict', 'correction', 'source'] as const).map((part) => ({
					name: `${name}.${instrument}.${part}`,
					cell: (value: unknown) => (value as TreatyValue)[instrument]?.[part] ?? null
				}))
			);
		default:
			return [codes];
	}
}
