import type { MatrixValue, NumberValue, TreatyValue } from '#lib/xlsform/answers.ts';
import { answerKey } from '#lib/xlsform/answerKey.ts';
import { type Definition, type Question, choicesOf, sectionsOf } from '#lib/xlsform/definition.ts';
import { POINT_PARTS } from '#lib/xlsform/formFields.ts';
import { listKeys } from '#lib/xlsform/listKeys.ts';
import { choicesOffered } from '#lib/xlsform/offered.ts';
import { entriesWith, isKept } from '#lib/xlsform/placedAnswers.ts';
import { type AnswerRecord, listEntryKeys } from './readAnswers.ts';
import { type DelegationAnswers, type Source, eachDelegation } from './source.ts';
import {
	type Cell,
	type Table,
	leadingCells,
	leadingColumns,
	typedCell,
	noteCell,
	noteColumn
} from './table.ts';

/** A column of one question: its name, and its cell for an answer that has a value. */
interface Column {
	name: string;
	cell: (value: NonNullable<AnswerRecord['value']>) => Cell;
}

interface QuestionColumns {
	/** Key of the question, entries by their place from 1: `name[2]`. */
	question: string;
	/** As the columns are called: `name[2]`, `toy[2][1]`. */
	title: string;
	columns: Column[];
}

/** A list longer than this has no column for each of its choices. */
const MOST_CHOICES = 200;

/** Entries of one repeat that have columns of their own; the long table has them all. */
const MOST_WIDE = 50;

/** How many entries each repeat has at most in any delegation of the dataset. */
async function countEntries(source: Source): Promise<ReadonlyMap<string, number>> {
	const { definition } = source.frame;
	const repeats = definition.areas.flatMap((area) =>
		sectionsOf(area).flatMap(({ section }) => (section.kind === 'repeat' ? [section.name] : []))
	);
	const most = new Map<string, number>();
	const rows = await source.read((trx) => listEntryKeys(trx, source, repeats));
	const byDelegation = Map.groupBy(rows, (row) => row.delegation_id);
	for (const answers of byDelegation.values()) {
		const entries = entriesWith(definition, answers);
		for (const area of definition.areas)
			for (const listed of listKeys(area, entries)) {
				if (listed.kind !== 'entries') continue;
				const { name } = listed.section;
				const count = Math.min(entries(listed.key)?.length ?? 0, MOST_WIDE);
				most.set(name, Math.max(most.get(name) ?? 0, count));
			}
	}
	return most;
}

function columnsOfAll(
	definition: Definition,
	most: ReadonlyMap<string, number>
): QuestionColumns[] {
	const places = (repeat: string) =>
		Array.from({ length: most.get(repeat.split('[')[0]!) ?? 0 }, (_, at) => String(at + 1));
	return definition.areas
		.flatMap((area) => listKeys(area, places))
		.flatMap((listed): QuestionColumns[] => {
			if (listed.kind === 'entries' || !isKept(listed.question)) return [];
			const { key, question, steps } = listed;
			const title = [question.name, ...steps.map(({ position }) => `[${position}]`)].join('');
			return [
				{ question: key, title, columns: columnsOf(definition, { ...question, name: title }) }
			];
		});
}

/**
 * One row per delegation, columns per question: `name`, `name/choice` (0 or 1) as Kobo writes
 * it, `name.1` (rank), `name.unit`, `name.year`, `name.row.column` (matrix),
 * `name.instrument.verdict` (treaty), `name.latitude`, and `name.status` behind each; in
 * repeats `name[2]` for the second entry. An empty status means that there is no answer here,
 * whatever the reason.
 */
export async function wideTable(source: Source): Promise<Table> {
	const { definition } = source.frame;
	const questions = columnsOfAll(definition, await countEntries(source));
	// Rule R8: a delegation's areas can stand at different points, so each says its own.
	const areas = source.kind === 'working' ? definition.areas.map((area) => area.name) : [];
	return {
		header: [
			...leadingColumns(source),
			...areas.map((area) => `response_state.${area}`),
			...questions.flatMap(({ title, columns }) => [
				...columns.map((column) => column.name),
				`${title}.status`
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
	const byQuestion = new Map(
		of.answers.map((answer) => {
			const place = of.places.get(answer.question);
			if (place?.kind !== 'question') return [answer.question, answer];
			const positions = place.steps.map(({ position }) => String(position));
			return [answerKey(place.question.name, positions), answer];
		})
	);
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
		cell: (value) => (Array.isArray(value) ? value.join(' ') : typedCell(question, value as string))
	};
	switch (question.type) {
		case 'select_multiple':
			return [
				codes,
				...choicesOffered(definition, question)
					.slice(0, MOST_CHOICES)
					.map(({ name: choice }) => ({
						name: `${name}/${choice}`,
						cell: (value: unknown) => ((value as string[]).includes(choice) ? 1 : 0)
					}))
			];
		case 'rank': {
			const places = question.most ?? choicesOffered(definition, question).length;
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
		case 'geopoint':
			return [
				codes,
				...POINT_PARTS.map((part, at) => ({
					name: `${name}.${part}`,
					cell: (value: unknown): Cell => {
						const figure = String(value).split(' ')[at];
						return figure === undefined ? null : typedCell({ type: 'decimal' }, figure);
					}
				}))
			];
		default:
			return [codes];
	}
}
