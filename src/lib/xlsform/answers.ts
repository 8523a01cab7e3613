/**
 * What an answer is. The value's shape follows from the question's type; the status is
 * either `answered` or one of the three codes every question accepts (rule R2).
 */
import type { Exposure } from './definition.ts';

/** Rule R2: each of the last three satisfies "required" and is counted and reported. */
export const ANSWER_STATUSES = [
	'empty',
	'answered',
	'dont_know',
	'not_applicable',
	'not_safe'
] as const;
export type AnswerStatus = (typeof ANSWER_STATUSES)[number];

/** `value` in the unit named; `year` is the year the figure is about. */
export interface NumberValue {
	value: number;
	unit?: string;
	year?: number;
}

/** Row name → column name → cell. */
export type MatrixValue = Record<string, Record<string, string | number>>;

/** Instrument → what the representative says of the fact shown. */
export type TreatyValue = Record<
	string,
	{ verdict: 'confirmed' | 'corrected' | 'unsure'; correction?: string; source?: string }
>;

/**
 * select_one, scale, date (YYYY-MM-DD), text, long_text, barcode: string ·
 * integer, decimal, range: the figure in plain digits · time (HH:MM), datetime, acknowledge
 * (`OK`): string · geopoint: `latitude longitude altitude accuracy`, the last two where known ·
 * geotrace, geoshape: points with `; ` between · image, audio, video, file: the id of a piece
 * of evidence · computed values: string ·
 * select_multiple, rank (best first): string[] · number: NumberValue ·
 * matrix: MatrixValue · treaty: TreatyValue · note and `empty`: null.
 *
 * Under a repeat's key: the ids of its entries in order, and [] where there are none.
 */
export type AnswerValue = string | string[] | NumberValue | MatrixValue | TreatyValue | null;

export interface AnswerContent {
	status: AnswerStatus;
	value: AnswerValue;
	/** Asked with `not_applicable` only. */
	reason: string | null;
	exposure: Exposure;
}

/** Answer key (see answerKey.ts) → content; a question that is not in it is `empty`. */
export type Answers = Readonly<Record<string, Pick<AnswerContent, 'status' | 'value'>>>;
