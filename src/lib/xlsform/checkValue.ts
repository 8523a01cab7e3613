/**
 * Judges an answer that came from outside (form, interface, file, old device) against its
 * question. Nothing of the input is trusted, nothing of it is kept that was not looked at.
 */
import {
	ANSWER_STATUSES,
	type AnswerContent,
	type AnswerStatus,
	type AnswerValue,
	type NumberValue
} from './answers.ts';
import { checkMatrix, checkTreaty } from './checkCells.ts';
import { isEntryId, MOST_ENTRIES } from './answerKey.ts';
import {
	checkOffered,
	checkText,
	fits,
	isYear,
	wrong,
	type Checked,
	type ContentProblem
} from './checkParts.ts';
import {
	checkAcknowledge,
	checkDateTime,
	checkDecimal,
	checkFile,
	checkGeopoint,
	checkInteger,
	checkPoints,
	checkRange,
	checkTime
} from './checkTypes.ts';
import { LONGEST_REASON } from './cleanText.ts';
import {
	choicesOf,
	EXPOSURES,
	UNSEEN_TYPES,
	type Definition,
	type Exposure,
	type Question
} from './definition.ts';
import { dayNumber } from './expression/values.ts';
import { choicesOffered } from './offered.ts';
import { entriesOf } from './sameValue.ts';

export type CheckedContent =
	{ ok: true; content: AnswerContent } | { ok: false; code: ContentProblem };

function checkChoices(definition: Definition, question: Question, value: unknown) {
	if (value === null || value === undefined) return fits<string[]>(null);
	if (!Array.isArray(value)) return wrong('shape');
	const known = new Set(choicesOffered(definition, question).map((choice) => choice.name));
	// A longer list holds a name twice or an unknown one; it is not worth looking at.
	if (value.length > known.size) return wrong('too_many');
	if (!value.every((name) => typeof name === 'string')) return wrong('shape');
	if (!value.every((name) => known.has(name))) return wrong('unknown_choice');
	if (new Set(value).size !== value.length) return wrong('duplicate_choice');
	if (question.most !== undefined && value.length > question.most) return wrong('too_many');
	return fits<string[]>(value.length === 0 ? null : [...value]);
}

function checkNumber(definition: Definition, question: Question, value: unknown) {
	if (value === null || value === undefined) return fits<NumberValue>(null);
	const entries = entriesOf(value);
	if (!entries) return wrong('shape');
	const parts = new Map(entries);
	const figure = parts.get('value') ?? '';
	const year = parts.get('year') ?? '';
	const unit = parts.get('unit') ?? '';
	if (figure === '' && year === '') return fits<NumberValue>(null);
	if (typeof figure !== 'number' || !Number.isFinite(figure)) return wrong('number');
	// 0 instead of -0, which JSON would turn into 0 on the next trip.
	const checked: NumberValue = { value: figure === 0 ? 0 : figure };
	const units = choicesOf(definition, question.units);
	const found = unit === '' ? units[0] : units.find((each) => each.name === unit);
	if (unit !== '' && !found) return wrong('unit');
	if (found) checked.unit = found.name;
	if (year !== '' && (!question.year || !isYear(year))) return wrong('year');
	if (isYear(year)) checked.year = year;
	return fits(checked);
}

function checkDate(value: unknown): Checked<string> {
	if (value === null || value === undefined || value === '') return fits<string>(null);
	if (typeof value !== 'string') return wrong('shape');
	return dayNumber(value) === undefined ? wrong('date') : fits(value);
}

function checkByType(
	definition: Definition,
	question: Question,
	value: unknown
): Checked<AnswerValue> {
	switch (question.type) {
		case 'select_one':
		case 'scale':
			return checkOffered(definition, question, value);
		case 'select_multiple':
		case 'rank':
			return checkChoices(definition, question, value);
		case 'number':
			return checkNumber(definition, question, value);
		case 'date':
			return checkDate(value);
		case 'integer':
			return checkInteger(value);
		case 'decimal':
			return checkDecimal(value);
		case 'range':
			return checkRange(question, value);
		case 'time':
			return checkTime(value);
		case 'datetime':
			return checkDateTime(value);
		case 'geopoint':
			return checkGeopoint(value);
		case 'geotrace':
		case 'geoshape':
			return checkPoints(question, value);
		case 'image':
		case 'audio':
		case 'video':
		case 'file':
			return checkFile(value);
		case 'acknowledge':
			return checkAcknowledge(value);
		case 'text':
		case 'long_text':
		case 'barcode':
			return checkText(value);
		case 'matrix':
			return checkMatrix(definition, question, value);
		case 'treaty':
			return checkTreaty(definition, question, value);
		case 'note':
			return wrong('note');
		case 'calculate':
		case 'hidden':
		case 'metadata':
			return wrong('computed');
	}
}

function checkReason(status: AnswerStatus, reason: unknown): Checked<string> {
	if (status !== 'not_applicable' || reason === undefined) return fits<string>(null);
	const checked = checkText(reason);
	if (!checked.ok) return checked.code === 'shape' ? wrong('reason') : checked;
	return (checked.value ?? '').length > LONGEST_REASON ? wrong('too_long') : checked;
}

/**
 * The answer as it may be stored, or a code saying why not. Takes any JSON and never throws.
 * Texts are cleaned, a number without a unit gets the first of its list, a reason is kept
 * with `not_applicable` only, `answered` with nothing in it becomes `empty`.
 */
export function checkContent(
	definition: Definition,
	question: Question,
	content: unknown
): CheckedContent {
	const entries = entriesOf(content);
	if (!entries) return wrong('shape');
	const parts = new Map(entries);
	const status = ANSWER_STATUSES.find((each) => each === parts.get('status'));
	const exposure = EXPOSURES.find((each: Exposure) => each === parts.get('exposure'));
	if (!status) return wrong('status');
	if (!exposure) return wrong('exposure');
	if (question.type === 'note' && status !== 'empty') return wrong('note');
	if (UNSEEN_TYPES.includes(question.type) && status !== 'empty') return wrong('computed');
	const reason = checkReason(status, parts.get('reason'));
	if (!reason.ok) return reason;
	if (status !== 'answered')
		return { ok: true, content: { status, value: null, reason: reason.value, exposure } };
	const checked = checkByType(definition, question, parts.get('value'));
	if (!checked.ok) return checked;
	const { value } = checked;
	return {
		ok: true,
		content: { status: value === null ? 'empty' : 'answered', value, reason: null, exposure }
	};
}

/**
 * The entries of a repeat as they may be stored: ids in order, each once. Takes any JSON and
 * never throws. `exposure` is given by whoever stores them: how many entries there are is seen
 * wherever one of their answers is.
 */
export function checkEntryList(content: unknown, exposure: Exposure): CheckedContent {
	const parts = new Map(entriesOf(content));
	const value = parts.get('value');
	if (parts.get('status') !== 'answered' || !Array.isArray(value)) return wrong('entries');
	if (value.length > MOST_ENTRIES) return wrong('too_many_entries');
	if (!value.every((id): id is string => typeof id === 'string' && isEntryId(id)))
		return wrong('entries');
	if (new Set(value).size !== value.length) return wrong('entries');
	return { ok: true, content: { status: 'answered', value: [...value], reason: null, exposure } };
}
