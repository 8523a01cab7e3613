/** The functions few questionnaires call, and what else only they need: see extraFunctions.ts. */
import { formatTime } from './dateFormat.ts';
import { midnightOf, timeOf, DAY } from './dates.ts';
import { digestOf } from './digest.ts';
import type { ExpressionFunction, Scope } from './functions.ts';
import { momentOf } from './functionsDate.ts';
import { area, distance, geofence } from './functionsGeo.ts';
import { allNumbers } from './functionsNumber.ts';
import { randomize, uuid } from './functionsRandom.ts';
import { isNodes, toBoolean, toNumber, toText, type Value } from './values.ts';

export { translateJava } from './javaPattern.ts';
export { alongFar } from './pathsExtra.ts';

type Values = readonly Value[];

const text = (values: Values, at: number) => toText(values[at] ?? '');

function translate(value: string, from: string, to: string): string {
	const [sources, targets] = [[...from], [...to]];
	return [...value]
		.map((character) => {
			const at = sources.indexOf(character);
			return at < 0 ? character : (targets[at] ?? '');
		})
		.join('');
}

function decodeBase64(value: string): string {
	try {
		return new TextDecoder().decode(Uint8Array.from(atob(value), (each) => each.charCodeAt(0)));
	} catch {
		return '';
	}
}

const isWithin = (count: number, least: number, most: number) =>
	(least < 0 || count >= least) && (most < 0 || count <= most);

const truths = (value: Value): boolean[] =>
	isNodes(value) ? value.map((node) => node.value.trim() !== '') : [toBoolean(value)];

function weighted(values: Values, scope: Scope): boolean {
	const [least = NaN, most = NaN] = allNumbers(values.slice(0, 2), scope);
	let sum = 0;
	for (let at = 2; at + 1 < values.length; at += 2) {
		const weights = allNumbers([values[at + 1]!], scope);
		truths(values[at]!).forEach((isTrue, place) => {
			if (isTrue) sum += weights[place] ?? 0;
		});
	}
	return isWithin(sum, least, most);
}

function checklist(values: Values, scope: Scope): boolean {
	const [least = NaN, most = NaN] = allNumbers(values.slice(0, 2), scope);
	return isWithin(values.slice(2).flatMap(truths).filter(Boolean).length, least, most);
}

const TIME = /^\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/;

/** The part of a day that has passed at a time, as the clocks of the zone show it. */
function decimalTime(values: readonly Value[], { context }: Scope): number {
	const text = toText(values[0]!);
	if (!TIME.test(text)) return NaN;
	const moment = timeOf(`1970-01-01T${text}`, context.timeZone);
	return (moment - midnightOf(moment, context.timeZone)) / DAY;
}

const format: ExpressionFunction = [
	2,
	2,
	(values, scope) =>
		formatTime(momentOf(values[0]!, scope), text(values, 1), scope.context.timeZone)
];

/** A function of one number. */
const of = (apply: (number: number) => number): ExpressionFunction => [
	1,
	1,
	([value], { context }) => apply(toNumber(value!, context.timeZone))
];

export const EXTRA_FUNCTIONS: ReadonlyMap<string, ExpressionFunction> = new Map(
	Object.entries<ExpressionFunction>({
		digest: [
			2,
			3,
			(values) => digestOf(text(values, 0), text(values, 1), values[2] ? text(values, 2) : 'base64')
		],
		'base64-decode': [1, 1, (values) => decodeBase64(text(values, 0))],
		translate: [3, 3, (values) => translate(text(values, 0), text(values, 1), text(values, 2))],
		uuid: [0, 1, uuid],
		randomize: [1, 2, randomize],
		distance: [1, Infinity, distance],
		area: [1, Infinity, area],
		geofence: [2, 2, geofence],
		checklist: [2, Infinity, checklist],
		'weighted-checklist': [2, Infinity, weighted],
		sin: of(Math.sin),
		cos: of(Math.cos),
		tan: of(Math.tan),
		asin: of(Math.asin),
		acos: of(Math.acos),
		atan: of(Math.atan),
		atan2: [
			2,
			2,
			([y, x], { context }) =>
				Math.atan2(toNumber(y!, context.timeZone), toNumber(x!, context.timeZone))
		],
		exp: of(Math.exp),
		exp10: of((value) => 10 ** value),
		log: of(Math.log),
		log10: of(Math.log10),
		'format-date': format,
		'format-date-time': format,
		'decimal-date-time': [1, 1, ([value], scope) => momentOf(value!, scope) / DAY],
		'decimal-time': [1, 1, decimalTime],
		// A form's nodes are in no namespace, have no identifier and no language of their own.
		'namespace-uri': [0, 1, () => ''],
		id: [1, 1, () => []],
		lang: [1, 1, () => false]
	})
);
