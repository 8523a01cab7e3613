/** The pieces every check of an answer is made of. */
import { cleanText, LONGEST_TEXT } from './cleanText.ts';
import { choicesOf, type Definition, type Question } from './definition.ts';
import { choicesOffered } from './offered.ts';

/** What can be wrong with an answer; the page words each. */
export const CONTENT_PROBLEMS = [
	'shape',
	'status',
	'exposure',
	'reason',
	'note',
	'unknown_choice',
	'duplicate_choice',
	'too_many',
	'number',
	'unit',
	'year',
	'date',
	'too_long',
	'nul',
	'unknown_row',
	'unknown_column',
	'unknown_instrument',
	'verdict',
	'integer',
	'decimal',
	'range',
	'time',
	'datetime',
	'geopoint',
	'points',
	'closed_shape',
	'file',
	'computed',
	'entries',
	'too_many_entries'
] as const;
export type ContentProblem = (typeof CONTENT_PROBLEMS)[number];

/** A value that fits (null when there is nothing in it), or what is wrong with it. */
export type Checked<T> = { ok: true; value: T | null } | { ok: false; code: ContentProblem };

/** A fitting value. */
export function fits<T>(value: T | null): Checked<T> {
	return { ok: true, value };
}

/** A value that does not fit, and why. */
export function wrong(code: ContentProblem): { ok: false; code: ContentProblem } {
	return { ok: false, code };
}

/** A text of at most LONGEST_TEXT characters, cleaned; null when blank or absent. */
export function checkText(value: unknown): Checked<string> {
	if (value === null || value === undefined) return fits<string>(null);
	if (typeof value !== 'string') return wrong('shape');
	if (value.includes('\0')) return wrong('nul');
	// Before the costly cleaning, which shortens a text to no less than a third of it.
	if (value.length > LONGEST_TEXT * 3) return wrong('too_long');
	const text = cleanText(value);
	return text.length > LONGEST_TEXT ? wrong('too_long') : fits(text === '' ? null : text);
}

/** One name out of the list of a question; null when blank or absent. */
export function checkOffered(
	definition: Definition,
	question: Pick<Question, 'list' | 'parameters'>,
	value: unknown
): Checked<string> {
	if (value === null || value === undefined || value === '') return fits<string>(null);
	if (typeof value !== 'string') return wrong('shape');
	const known = choicesOffered(definition, question).some((choice) => choice.name === value);
	return known ? fits(value) : wrong('unknown_choice');
}

/** One name out of a list of choices; null when blank or absent. */
export function checkChoice(
	definition: Definition,
	list: string | undefined,
	value: unknown
): Checked<string> {
	if (value === null || value === undefined || value === '') return fits<string>(null);
	if (typeof value !== 'string') return wrong('shape');
	const known = choicesOf(definition, list).some((choice) => choice.name === value);
	return known ? fits(value) : wrong('unknown_choice');
}

/** A whole year from 1900 to 2100. */
export function isYear(value: unknown): value is number {
	return Number.isInteger(value) && (value as number) >= 1900 && (value as number) <= 2100;
}
