/**
 * The columns of the survey sheet that say what XLSForm has no words for. Other tools ignore
 * them, so a questionnaire of ours still opens there; here they make reading what was written
 * the identity. The cells of these columns are read as typed (no quotes or blanks changed).
 *
 * A question's own columns:
 *   mufakat_type         our type where the row's type is only the nearest plain one: scale
 *                        (select_one, appearance likert), number (decimal), long_text (text,
 *                        appearance multiline), matrix and treaty (text, appearance multiline);
 *                        text or select_one where the appearance alone would say otherwise
 *   mufakat_number       3.4 (left out: area.position)
 *   mufakat_topics       topics with blanks between: C4.contract C5.remedy
 *   mufakat_exposure     public, study_team (also when left out) or coordinators
 *   mufakat_evidence     yes or nothing; so are mufakat_core and mufakat_year
 *   mufakat_most         a whole number
 *   mufakat_units        list_name
 *   mufakat_matrix       the Matrix as JSON: {"rows":"list","columns":[{"name":…,"label":{…},"type":…}]}
 *   mufakat_instruments  list_name
 *   mufakat_better       higher or lower: which end of a scale, of choices or of a figure is better
 *
 * On the first row of an area (its begin_group row where the area is a group):
 *   mufakat_area         `kind number name`, for example `issue 3 land`; with a fourth word `open`
 *                        where the area is no group itself. Such a row always begins an area.
 *   mufakat_title::Language, mufakat_short::Language, mufakat_intro::Language
 *                        title only where the area is open (else the group's label is the title)
 */
import {
	type Area,
	DIRECTIONS,
	type Direction,
	EXPOSURES,
	type Exposure,
	type Matrix,
	QUESTION_TYPES,
	type Question,
	type QuestionType
} from '../definition.ts';
import { matrixFrom } from './matrixCell.ts';

/** Cells of one row by column, for the columns of this file that are not empty. */
export type ExtraCells = Readonly<Record<string, string>>;

export const QUESTION_COLUMNS = [
	'mufakat_type',
	'mufakat_number',
	'mufakat_topics',
	'mufakat_exposure',
	'mufakat_evidence',
	'mufakat_core',
	'mufakat_most',
	'mufakat_units',
	'mufakat_year',
	'mufakat_matrix',
	'mufakat_instruments',
	'mufakat_better'
] as const;

export const AREA_COLUMN = 'mufakat_area';

/** Columns with one column per language, as labels have. */
export const AREA_TEXT_COLUMNS = ['mufakat_title', 'mufakat_short', 'mufakat_intro'] as const;

/** What a row's extra columns say about its question. */
export interface QuestionFacts {
	type?: QuestionType;
	number?: string;
	topics?: readonly string[];
	exposure?: Exposure;
	evidence?: boolean;
	core?: boolean;
	most?: number;
	units?: string;
	year?: boolean;
	matrix?: Matrix;
	instruments?: string;
	better?: Direction;
}

/** What a row's extra columns say about the area that begins with it. */
export interface AreaFacts {
	kind: Area['kind'];
	number: number;
	name: string;
	open: boolean;
}

const YES = /^(yes|true|true\(\)|1)$/i;
const NO = /^(no|false|false\(\)|0)?$/i;
const WHOLE = /^\d{1,4}$/;

/** The facts in a row's cells, and the columns whose cell says nothing we know. */
export function readQuestionColumns(cells: ExtraCells): { facts: QuestionFacts; wrong: string[] } {
	const facts: QuestionFacts = {};
	const wrong: string[] = [];
	const take = <K extends keyof QuestionFacts>(
		column: (typeof QUESTION_COLUMNS)[number],
		key: K,
		read: (cell: string) => QuestionFacts[K]
	): void => {
		const cell = (cells[column] ?? '').trim();
		if (cell === '') return;
		const value = read(cell);
		if (value === undefined) wrong.push(column);
		else facts[key] = value;
	};
	const text = (cell: string): string => cell;
	const yes = (cell: string): boolean | undefined =>
		YES.test(cell) ? true : NO.test(cell) ? false : undefined;
	take('mufakat_type', 'type', (cell) => QUESTION_TYPES.find((type) => type === cell));
	take('mufakat_number', 'number', text);
	take('mufakat_topics', 'topics', (cell) => cell.split(/[\s,]+/).filter((each) => each !== ''));
	take('mufakat_exposure', 'exposure', (cell) => EXPOSURES.find((each) => each === cell));
	take('mufakat_evidence', 'evidence', yes);
	take('mufakat_core', 'core', yes);
	take('mufakat_most', 'most', (cell) => (WHOLE.test(cell) ? Number(cell) : undefined));
	take('mufakat_units', 'units', text);
	take('mufakat_year', 'year', yes);
	take('mufakat_matrix', 'matrix', matrixFrom);
	take('mufakat_instruments', 'instruments', text);
	take('mufakat_better', 'better', (cell) => DIRECTIONS.find((each) => each === cell));
	return { facts, wrong };
}

/**
 * The cells to write for a question; columns with nothing to say are left out. The caller adds
 * `mufakat_type` (only it knows which plain type it wrote) and may drop a derived number.
 */
export function writeQuestionColumns(question: Question): Record<string, string> {
	const cells: Record<string, string> = { mufakat_number: question.number };
	if (question.topics?.length) cells.mufakat_topics = question.topics.join(' ');
	if (question.exposure !== 'study_team') cells.mufakat_exposure = question.exposure;
	if (question.evidence !== undefined) cells.mufakat_evidence = question.evidence ? 'yes' : 'no';
	if (question.core !== undefined) cells.mufakat_core = question.core ? 'yes' : 'no';
	if (question.most !== undefined) cells.mufakat_most = String(question.most);
	if (question.units) cells.mufakat_units = question.units;
	if (question.year !== undefined) cells.mufakat_year = question.year ? 'yes' : 'no';
	if (question.matrix) cells.mufakat_matrix = JSON.stringify(question.matrix);
	if (question.instruments) cells.mufakat_instruments = question.instruments;
	if (question.better) cells.mufakat_better = question.better;
	return cells;
}

/** The area a `mufakat_area` cell announces; null for an empty or wrong cell. */
export function readAreaColumn(cell: string): AreaFacts | null {
	const [kind, number, name, open, ...more] = cell.trim().split(/\s+/);
	if (kind !== 'issue' && kind !== 'background') return null;
	if (!number || !WHOLE.test(number) || !name || more.length > 0) return null;
	if (open !== undefined && open !== 'open') return null;
	return { kind, number: Number(number), name, open: open === 'open' };
}

/** The `mufakat_area` cell of an area. */
export function writeAreaColumn(area: Area): string {
	const words = [area.kind, String(area.number), area.name];
	return (area.is_group === false ? [...words, 'open'] : words).join(' ');
}
