/** Functions over numbers. */
import type { FunctionTable, Scope } from './functions.ts';
import { isNodes, toNumber, type Value } from './values.ts';

type Values = readonly Value[];

/** Every value as a number, nodes one by one. */
export function allNumbers(values: Values, { context }: Scope): number[] {
	return values.flatMap((value) =>
		isNodes(value)
			? value.map((node) => toNumber(node.value, context.timeZone))
			: [toNumber(value, context.timeZone)]
	);
}

/** ODK rounds halves away from zero, unlike XPath: round(-1.5) is -2. */
function round(value: number, places: number): number {
	if (!Number.isInteger(places)) return NaN;
	const factor = 10 ** places;
	const rounded = Math.round(Math.abs(value) * factor) / factor;
	// So many places that the factor is lost in the powers: nothing to round.
	return Number.isFinite(rounded) ? Math.sign(value) * rounded : value;
}

/** A function of numbers alone. */
const of = (least: number, most: number, apply: (...numbers: number[]) => number) =>
	[
		least,
		most,
		(values: Values, { context }: Scope) =>
			apply(...values.map((value) => toNumber(value, context.timeZone)))
	] as const;

function extreme(pick: (...numbers: number[]) => number) {
	return (values: Values, scope: Scope) => {
		const numbers = allNumbers(values, scope);
		return numbers.length === 0 ? NaN : numbers.reduce((one, other) => pick(one, other));
	};
}

export const NUMBER_FUNCTIONS: FunctionTable = {
	number: [
		0,
		1,
		(values, { context, node }) => toNumber(values[0] ?? node?.value ?? '', context.timeZone)
	],
	int: of(1, 1, Math.trunc),
	round: of(1, 2, (value, places = 0) => round(value!, places)),
	floor: of(1, 1, Math.floor),
	ceiling: of(1, 1, Math.ceil),
	abs: of(1, 1, Math.abs),
	pow: of(2, 2, (base, exponent) => base! ** exponent!),
	sqrt: of(1, 1, Math.sqrt),
	pi: of(0, 0, () => Math.PI),
	random: [0, 0, (_values, { context }) => context.random()],

	max: [1, Infinity, extreme(Math.max)],
	min: [1, Infinity, extreme(Math.min)]
};
