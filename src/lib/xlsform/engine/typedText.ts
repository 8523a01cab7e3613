/**
 * What a value reads as, given the type of its question: what does not fit reads as nothing.
 * The written forms are ODK's, which expressions of real questionnaires count on.
 *
 * @see https://getodk.github.io/xforms-spec/#data-types
 */
import type { Question } from '../definition.ts';
import { dayNumber, toText } from '../expression/values.ts';

const TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?([+-]\d\d:\d\d|Z)?$/;
const OFFSET = /^(?:[+-](?:0\d|1[0-4]):[0-5]\d|Z)$/;
const LARGEST = 2_147_483_648;

function decimal(text: string): string {
	const figure = text === '' ? NaN : Number(text);
	if (!Number.isFinite(figure)) return '';
	const written = toText(figure);
	return written.includes('.') ? written : `${written}.0`;
}

function integer(text: string): string {
	const figure = text === '' ? NaN : Math.trunc(Number(text));
	return figure >= -LARGEST && figure < LARGEST ? toText(figure) : '';
}

function time(text: string): string {
	const [, hours, minutes, seconds, offset] = TIME.exec(text) ?? [];
	if (!hours || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 60) return '';
	if (offset && !OFFSET.test(offset)) return '';
	// Browsers leave the seconds out.
	return seconds ? text : `${hours}:${minutes}:00${offset ?? ''}`;
}

function date(text: string): string {
	const [day = '', clock, ...more] = text.split('T');
	const isClock = clock === undefined || /^\d\d(:\d\d(:\d\d(\.\d+)?)?)?$/.test(clock);
	return more.length === 0 && isClock && dayNumber(day) !== undefined ? day : '';
}

function datetime(text: string): string {
	const [day = '', clock = '', ...more] = text.split('T');
	const checked = time(clock);
	return more.length > 0 || checked === '' || dayNumber(day) === undefined
		? ''
		: `${day}T${checked}`;
}

/** Latitude, longitude and, where known, altitude and accuracy. Nowhere (0 0) is no place. */
function place(text: string): string {
	const figures = text.trim() === '' ? [] : text.trim().split(/\s+/).map(Number);
	const [latitude = NaN, longitude = NaN] = figures;
	if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return '';
	const known = figures.slice(0, 4);
	if (known.some(Number.isNaN) || (latitude === 0 && longitude === 0)) return '';
	return known.map((figure) => decimal(String(figure))).join(' ');
}

function line(text: string, isClosed: boolean): string {
	const parts = text.split(';');
	if (parts.at(-1)?.trim() === '') parts.pop();
	const places = parts.map(place);
	const where = (at: number) => places.at(at)?.split(' ').slice(0, 2).join(' ');
	if (places.length < (isClosed ? 3 : 2) || places.includes('')) return '';
	return (where(0) === where(-1)) === isClosed ? places.join(';') : '';
}

function range(text: string, { parameters = {} }: Question): string {
	const { start = '1', end = '10', step = '1' } = parameters;
	const written = /\./.test(start + end + step) ? decimal(text) : integer(text);
	const isWithin = Number(written) >= Number(start) && Number(written) <= Number(end);
	return written !== '' && isWithin ? written : '';
}

/** A text as the value of a question: in its type's written form, '' where it does not fit. */
export function typedText(question: Question, text: string): string {
	switch (question.type) {
		case 'integer':
			return integer(text);
		case 'decimal':
			return decimal(text);
		case 'range':
			return range(text, question);
		case 'date':
			return date(text);
		case 'time':
			return time(text);
		case 'datetime':
			return datetime(text);
		case 'geopoint':
			return place(text);
		case 'geotrace':
			return line(text, false);
		case 'geoshape':
			return line(text, true);
		case 'acknowledge':
			return text.toLowerCase() === 'ok' ? 'OK' : '';
		case 'select_multiple':
		case 'rank':
			return text.split(/\s+/).filter(Boolean).join(' ');
		default:
			return text;
	}
}
