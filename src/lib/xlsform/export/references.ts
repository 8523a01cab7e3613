/**
 * `${name}` as the reference converter writes it: inside a common repeat the way from the one
 * element to the other, so that it stays in the same entry; everywhere else the whole path.
 */
import { type FormNode, type FormTree, lineageOf, pathOf } from './formTree.ts';

const REFERENCE = /\$\{\s*(last-saved#)?\s*([^{}]*?)\s*\}/g;
const INDEXED_REPEAT = /indexed-repeat\s*\(([^)]*)\)/g;
/** Of the arguments of indexed-repeat() these are places in the whole form: node, group, group, group. */
const WHOLE_PATHS = [0, 1, 3, 5];

export const LAST_SAVED = '__last-saved';

/** Whether a text asks for an earlier response. */
export const asksLastSaved = (text: string): boolean => /\$\{\s*last-saved#/.test(text);

export interface WritePathOptions {
	/** Start at current(), as a choice filter must: `..` alone would mean the choice. */
	current?: boolean;
}

/** An expression of the sheet as XPath, seen from `node`. Unknown names stay as they are. */
export function writePaths(
	expression: string,
	node: FormNode,
	tree: FormTree,
	options: WritePathOptions = {}
): string {
	return expression.replace(
		REFERENCE,
		(whole, saved: string | undefined, name: string, at: number) => {
			const target = tree.find(name);
			if (!target) return whole;
			if (saved) return ` instance('${LAST_SAVED}')${pathOf(target)} `;
			const way = isWholeArgument(expression, at) ? null : wayFrom(node, target);
			if (way === null) return ` ${pathOf(target)} `;
			const current = options.current || isInInstancePredicate(expression, at);
			return ` ${current ? 'current()/' : ''}${way} `;
		}
	);
}

/** `../group/name`, where both stand in a common repeat and neither around the other; else null. */
export function wayFrom(node: FormNode, target: FormNode): string | null {
	const here = lineageOf(node);
	const there = lineageOf(target);
	let shared = 0;
	while (shared < here.length && shared < there.length && here[shared] === there[shared]) shared++;
	if (shared === here.length || shared === there.length) return ownWay(node, target);
	if (!here.slice(0, shared).some((each) => each.kind === 'repeat')) return null;
	return [
		...Array<string>(here.length - shared).fill('..'),
		...there.slice(shared).map((each) => each.element)
	].join('/');
}

/** From an element in a repeat to itself; a path over all entries would not be its own. */
function ownWay(node: FormNode, target: FormNode): string | null {
	if (node !== target || node.kind !== 'question') return null;
	const isRepeated = lineageOf(node).some((each) => each.kind === 'repeat');
	return isRepeated ? `../${node.element}` : null;
}

function isWholeArgument(expression: string, at: number): boolean {
	for (const call of expression.matchAll(INDEXED_REPEAT)) {
		const start = call.index;
		if (at < start || at >= start + call[0].length) continue;
		const before = expression.slice(start + call[0].indexOf('(') + 1, at);
		return WHOLE_PATHS.includes(before.split(',').length - 1);
	}
	return false;
}

/** Inside `[…]` of an expression that looks into a table, `..` would mean the table's row. */
function isInInstancePredicate(expression: string, at: number): boolean {
	if (!/instance\s*\(/.test(expression)) return false;
	let depth = 0;
	let quote = '';
	for (const sign of expression.slice(0, at)) {
		if (quote) quote = sign === quote ? '' : quote;
		else if (sign === '"' || sign === "'") quote = sign;
		else if (sign === '[') depth++;
		else if (sign === ']') depth--;
	}
	return depth > 0;
}
