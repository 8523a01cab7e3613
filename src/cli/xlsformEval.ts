import { createInterface } from 'node:readline';
import type { PathNode } from '../lib/xlsform/expression/context.ts';
import { evaluateExpression } from '../lib/xlsform/expression/evaluator.ts';
import { parseLeniently } from '../lib/xlsform/expression/parser.ts';
import { walk } from '../lib/xlsform/expression/tree.ts';
import { isNodes, toText, type Value } from '../lib/xlsform/expression/values.ts';
import { type Command, UsageError, print } from './command.ts';

interface Request {
	expr: string;
	values: Record<string, unknown>;
	self: unknown;
	context: string | undefined;
	instances: Record<string, unknown>;
	now: number;
	timeZone: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function textOf(value: unknown): string {
	if (value === null || value === undefined) return '';
	return typeof value === 'number' ? toText(value) : String(value);
}

/** One node with all below it; an array under a name is several nodes of that name. */
function nodeOf(name: string, parent: PathNode | null, content: unknown): PathNode {
	const children: PathNode[] = [];
	const node: PathNode = {
		name,
		parent,
		children,
		get value() {
			return isObject(content) ? children.map((child) => child.value).join('') : textOf(content);
		}
	};
	if (isObject(content))
		for (const [key, value] of Object.entries(content))
			for (const each of Array.isArray(value) ? value : [value])
				children.push(nodeOf(key, node, each));
	return node;
}

function addNamed(name: string, node: PathNode, found: PathNode[]): PathNode[] {
	for (const child of node.children) {
		if (child.name === name) found.push(child);
		addNamed(name, child, found);
	}
	return found;
}

/** Seen from inside a repeat, `${name}` is the one of the same entry; from outside, all. */
function named(name: string, from: PathNode | null): PathNode[] {
	for (let outer = from; outer; outer = outer.parent) {
		const found = addNamed(name, outer, []);
		if (found.length > 0) return found;
	}
	return [];
}

function readTimeZone(given: unknown): string {
	if (given === undefined || given === null) return 'UTC';
	try {
		return new Intl.DateTimeFormat('en', { timeZone: String(given) }).resolvedOptions().timeZone;
	} catch {
		throw new Error(`There is no time zone ${String(given)}`);
	}
}

function readNow(given: unknown): number {
	if (given === undefined || given === null) return Date.now();
	const time = typeof given === 'number' ? given : Date.parse(String(given));
	if (Number.isNaN(time)) throw new Error(`“${String(given)}” is not a time`);
	return time;
}

function readRequest(line: string): Request {
	let given: unknown;
	try {
		given = JSON.parse(line);
	} catch {
		throw new Error('The line is not JSON');
	}
	if (!isObject(given) || typeof given['expr'] !== 'string')
		throw new Error('The line has no text “expr”');
	const { expr, values, self, context, instances, now, tz } = given;
	return {
		expr,
		values: isObject(values) ? values : {},
		self,
		context: typeof context === 'string' ? context : undefined,
		instances: isObject(instances) ? instances : {},
		now: readNow(now),
		timeZone: readTimeZone(tz)
	};
}

/** What the outermost element is called: as the first path from the root says. */
function rootName(expression: string): string {
	const names: string[] = [];
	walk(parseLeniently(expression), (part) => {
		const first = part.kind === 'path' && part.start === 'root' ? part.steps[0] : undefined;
		if (first?.axis === 'child' && !/[*()]/.test(first.test)) names.push(first.test);
	});
	return names[0] ?? 'data';
}

function evaluate(request: Request): Value {
	const { expr, values, self, instances } = request;
	// Throws for what cannot be read before any node is made.
	const outermost = rootName(expr);
	// The values may be given with the outermost element around them, too.
	const isWhole = isObject(values[outermost]) && Object.keys(values).length === 1;
	const root = nodeOf('', null, isWhole ? values : { [outermost]: values });
	const element = root.children[0]!;
	const shared = {
		root,
		instance: (id: string) =>
			Object.hasOwn(instances, id) ? nodeOf('', null, { root: { item: instances[id] } }) : null,
		now: () => request.now,
		timeZone: request.timeZone,
		random: () => Math.random(),
		choiceName: (value: string) => value,
		itext: (id: string) => id
	};
	const within = (node: PathNode) => ({
		...shared,
		node,
		named: (name: string) => named(name, node.parent ?? node)
	});
	let place: PathNode | undefined;
	if (request.context !== undefined) {
		const found = evaluateExpression(request.context, within(element));
		if (isNodes(found)) [place] = found;
	}
	const isPlaced = place && self === undefined;
	const here = isPlaced ? place! : nodeOf(place?.name ?? 'self', place?.parent ?? element, self);
	return evaluateExpression(expr, within(here));
}

/** JSON knows no NaN and no Infinity: they go as texts. */
function forJson(value: Value): string | number | boolean {
	if (isNodes(value)) return toText(value);
	return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

export const xlsformEvalCommand: Command = {
	usage: `Usage: mufakat xlsform eval

Reads JSON lines from standard input and prints one for each: {"value"} or {"error"}.
  expr       the expression
  values     what is answered by name: text, number, boolean; an array is several nodes, an object
             a group. The outermost element is called data, or as the expression's paths call it
  self       the value of .
  context    where the expression stands, as a path: /data/child[2]/name
  instances  tables by id: lists of objects, each an item
  now, tz    the moment (ISO) and the time zone (IANA); the clock's and UTC when left out
Exit code 1 when a line had an error.`,
	options: {},
	async run(_values, words) {
		if (words.length > 0) throw new UsageError('xlsform eval reads from standard input only.');
		let hadError = false;
		for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
			if (line.trim() === '') continue;
			try {
				print(JSON.stringify({ value: forJson(evaluate(readRequest(line))) }));
			} catch (thrown) {
				hadError = true;
				const error = thrown instanceof Error ? thrown.message : String(thrown);
				print(JSON.stringify({ error }));
			}
		}
		return hadError ? 1 : 0;
	}
};
