/** Functions that draw: an order, an identifier. */
import type { PathNode } from './context.ts';
import { digestOf } from './digest.ts';
import type { Scope } from './functions.ts';
import { nodesOf } from './functionsNodes.ts';
import { toNumber, toText, type NodeSet, type Value } from './values.ts';

type Values = readonly Value[];

const MODULUS = 2_147_483_647;

/** The first 64 bits of a text's SHA-256 as a signed whole number. */
function numberFromText(text: string): bigint {
	return BigInt.asIntN(64, BigInt(`0x${digestOf(text, 'SHA-256', 'hex').slice(0, 16)}`));
}

/** ODK's generator for randomize(): Park and Miller's, started as Java's (long) of the seed. */
function seededRandom(seed: Value, scope: Scope): () => number {
	const given = toNumber(seed, scope.context.timeZone);
	const text = toText(seed);
	let whole: bigint;
	if (Number.isNaN(given)) whole = text === '' ? 0n : numberFromText(text);
	else if (Number.isFinite(given)) whole = BigInt(Math.trunc(given));
	else whole = given > 0 ? 2n ** 63n - 1n : -(2n ** 63n);
	let state = Number(whole % BigInt(MODULUS));
	if (state <= 0) state += MODULUS - 1;
	return () => {
		state = (state * 16_807) % MODULUS;
		return (state - 1) / (MODULUS - 1);
	};
}

/** randomize(nodes, seed): the nodes in another order. */
export function randomize(values: Values, scope: Scope): NodeSet {
	const [, seed] = values;
	const random = seed === undefined ? scope.context.random : seededRandom(seed, scope);
	const shuffled: PathNode[] = [];
	for (const [at, node] of nodesOf(values[0]).entries()) {
		const place = Math.floor(random() * (at + 1));
		if (place !== at) shuffled[at] = shuffled[place]!;
		shuffled[place] = node;
	}
	return shuffled;
}

function hex(length: number, { context }: Scope): string {
	return Array.from({ length }, () => Math.floor(context.random() * 16).toString(16)).join('');
}

/** RFC 9562 version 4; or as many characters of such as asked for. */
export function uuid(values: Values, scope: Scope): string {
	const variant = '89ab'[Math.floor(scope.context.random() * 4)];
	const whole = `${hex(8, scope)}-${hex(4, scope)}-4${hex(3, scope)}-${variant}${hex(3, scope)}-${hex(12, scope)}`;
	if (values.length === 0) return whole;
	const length = Math.min(1000, Math.max(0, toNumber(values[0]!, scope.context.timeZone) || 0));
	return length <= whole.length ? whole.slice(0, length) : hex(length, scope);
}
