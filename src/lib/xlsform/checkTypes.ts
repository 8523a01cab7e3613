/** The types whose answer is a text of a certain form: figures, times, places. */
import { checkText, fits, wrong, type Checked } from './checkParts.ts';
import { numberFromText } from './cleanText.ts';
import type { Question } from './definition.ts';
import { dayNumber } from './expression/values.ts';

/** The most points a trace or shape may have. */
export const MOST_POINTS = 1_000;

/** A number in plain digits, never with an exponent, which expressions do not read. */
export function plainDigits(value: number): string {
	const text = String(value === 0 ? 0 : value);
	if (!text.includes('e')) return text;
	if (Math.abs(value) >= 1) return BigInt(Math.round(value)).toString();
	return value.toFixed(20).replace(/0+$/, '').replace(/\.$/, '');
}

function figureOf(value: unknown): number | undefined {
	const figure = typeof value === 'string' ? numberFromText(value) : value;
	return typeof figure === 'number' && Number.isFinite(figure) ? figure : undefined;
}

function isBlank(value: unknown): value is null | undefined | '' {
	return value === null || value === undefined || value === '';
}

/** A whole number up to 2^53, in plain digits. */
export function checkInteger(value: unknown): Checked<string> {
	if (isBlank(value)) return fits<string>(null);
	const figure = figureOf(value);
	return Number.isSafeInteger(figure) ? fits(plainDigits(figure!)) : wrong('integer');
}

/** A number, in plain digits. */
export function checkDecimal(value: unknown): Checked<string> {
	if (isBlank(value)) return fits<string>(null);
	const figure = figureOf(value);
	return figure === undefined ? wrong('decimal') : fits(plainDigits(figure));
}

/** Where a range begins and ends and how far apart its values are; as other tools, 1 to 10. */
export function rangeOf(question: Pick<Question, 'parameters'>): {
	start: number;
	end: number;
	step: number;
} {
	const part = (name: string, otherwise: number) => {
		const text = question.parameters?.[name];
		const figure = text === undefined ? undefined : numberFromText(text);
		return figure ?? otherwise;
	};
	return { start: part('start', 1), end: part('end', 10), step: Math.abs(part('step', 1)) || 1 };
}

/** A value between start and end (either may be the greater), a whole number of steps away. */
export function checkRange(question: Question, value: unknown): Checked<string> {
	if (isBlank(value)) return fits<string>(null);
	const figure = figureOf(value);
	if (figure === undefined) return wrong('range');
	const { start, end, step } = rangeOf(question);
	if (figure < Math.min(start, end) || figure > Math.max(start, end)) return wrong('range');
	const steps = (figure - start) / step;
	return Math.abs(steps - Math.round(steps)) > 1e-6 ? wrong('range') : fits(plainDigits(figure));
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)?$/;

/** A time of day, HH:MM with seconds and a zone where they were given. */
export function checkTime(value: unknown): Checked<string> {
	if (isBlank(value)) return fits<string>(null);
	return typeof value === 'string' && TIME.test(value) ? fits(value) : wrong('time');
}

/** A day that exists, T and a time of day. */
export function checkDateTime(value: unknown): Checked<string> {
	if (isBlank(value)) return fits<string>(null);
	if (typeof value !== 'string') return wrong('datetime');
	const [day = '', time = '', ...more] = value.split('T');
	const fitsWell = more.length === 0 && dayNumber(day) !== undefined && TIME.test(time);
	return fitsWell ? fits(value) : wrong('datetime');
}

function pointOf(text: string): string | undefined {
	const parts = text.trim().split(/\s+/).map(figureOf);
	const [latitude, longitude, altitude, accuracy] = parts;
	if (parts.length < 2 || parts.length > 4 || parts.includes(undefined)) return undefined;
	if (Math.abs(latitude!) > 90 || Math.abs(longitude!) > 180) return undefined;
	if ((accuracy ?? 0) < 0) return undefined;
	return [latitude, longitude, altitude, accuracy]
		.filter((part) => part !== undefined)
		.map(plainDigits)
		.join(' ');
}

/** Latitude and longitude in degrees, then altitude and accuracy in metres where known. */
export function checkGeopoint(value: unknown): Checked<string> {
	if (isBlank(value)) return fits<string>(null);
	const point = typeof value === 'string' && value.length < 200 ? pointOf(value) : undefined;
	return point === undefined ? wrong('geopoint') : fits(point);
}

/** Points with `;` between: at least two of a trace, three of a shape, which is closed for them. */
export function checkPoints(question: Question, value: unknown): Checked<string> {
	if (isBlank(value)) return fits<string>(null);
	if (typeof value !== 'string') return wrong('points');
	const texts = value.split(';').filter((text) => text.trim() !== '');
	if (texts.length === 0) return fits<string>(null);
	if (texts.length > MOST_POINTS) return wrong('too_long');
	const points = texts.map(pointOf);
	if (points.some((point) => point === undefined)) return wrong('points');
	if (question.type === 'geoshape') {
		if (points[0] !== points.at(-1)) points.push(points[0]);
		if (points.length < 4) return wrong('closed_shape');
	} else if (points.length < 2) return wrong('points');
	return fits(points.join('; '));
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id of a piece of evidence; whether there is one is for whoever stores it to say. */
export function checkFile(value: unknown): Checked<string> {
	if (isBlank(value)) return fits<string>(null);
	return typeof value === 'string' && UUID.test(value) ? fits(value) : wrong('file');
}

/** One box that is ticked or not. */
export function checkAcknowledge(value: unknown): Checked<string> {
	if (isBlank(value)) return fits<string>(null);
	return value === 'OK' ? fits<string>('OK') : wrong('shape');
}

/** What a scanner reads, which is a text. */
export const checkBarcode = checkText;
