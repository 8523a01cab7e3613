/**
 * Runs the test files of openrosa-xpath-evaluator against our evaluator. Nothing is copied:
 * they are read from node_modules when the test runs, with helpers of the same names that write
 * down what came of every assertion instead of throwing.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { JSDOM } from 'jsdom';
import type { ExpressionContext, PathNode } from '#lib/xlsform/expression/context.ts';
import { evaluateExpression } from '#lib/xlsform/expression/evaluator.ts';
import {
	isNodes,
	toBoolean,
	toNumber,
	toText,
	type Value
} from '#lib/xlsform/expression/values.ts';

/** The zone that suite expects to run in. */
export const SUITE_ZONE = 'America/Phoenix';

export interface Outcome {
	file: string;
	title: string;
	expression: string;
	passed: boolean;
	/** Looks at nothing but literals and the clock. */
	isScalar: boolean;
	detail: string;
}

const folder = join(
	dirname(createRequire(import.meta.url).resolve('openrosa-xpath-evaluator/package.json')),
	'test/integration'
);

const dom = new JSDOM('');
const { DOMParser, Node, XPathResult } = dom.window;

const nodes = new WeakMap<object, PathNode>();
const elements = new WeakMap<PathNode, Element>();

const XHTML = 'http://www.w3.org/1999/xhtml';

function nameOf(from: Element | Document): string {
	if (!('localName' in from)) return '';
	return from.namespaceURI === XHTML ? `xhtml:${from.localName}` : from.nodeName;
}

function pathNodeOf(from: Element | Document): PathNode {
	const known = nodes.get(from);
	if (known) return known;
	const node: PathNode = {
		name: nameOf(from),
		get parent() {
			return from.parentNode ? pathNodeOf(from.parentNode as Element) : null;
		},
		get children() {
			return [...from.children].map(pathNodeOf);
		},
		get value() {
			return (
				(from.nodeType === Node.DOCUMENT_NODE ? from.firstElementChild : from)?.textContent ?? ''
			);
		}
	};
	nodes.set(from, node);
	elements.set(node, from as Element);
	return node;
}

function contextAt(at: Element | Document): ExpressionContext {
	return {
		node: pathNodeOf(at),
		root: pathNodeOf(at.ownerDocument ?? (at as Document)),
		named: () => [],
		instance: () => null,
		now: () => Date.now(),
		timeZone: SUITE_ZONE,
		random: () => Math.random(),
		choiceName: () => '',
		itext: () => ''
	};
}

type Suite = Record<string, (...given: never[]) => unknown>;

/** What became of every assertion of the suite, in order. */
export function runSuite(): Outcome[] {
	const outcomes: Outcome[] = [];
	let file = '';
	let title: string[] = [];
	let expression = '';
	let isScalar = true;
	let document = new DOMParser().parseFromString('<x/>', 'application/xml') as Document;

	const note = (passed: boolean, detail = '') =>
		void outcomes.push({ file, title: title.join(' › '), expression, passed, isScalar, detail });

	function evaluateAt(text: string, at?: Element | Document | null): Value {
		expression = text;
		isScalar = !at || at.nodeType === Node.DOCUMENT_NODE;
		// A path outside of the texts means that a document is looked at.
		isScalar &&=
			!/(^|[^.\d])\.(?![\d])|\/|\*(?!\s*[\d(])|::|@|\[|\b(?:id|lang|name|local-name|namespace-uri|position|last)\(/.test(
				text.replace(/"[^"]*"|'[^']*'/g, "''")
			);
		return evaluateExpression(String(text), contextAt(at ?? document));
	}

	/** The result as a browser's evaluator hands it out; worked out when it is looked at. */
	function resultOf(text: string, at?: Element | Document | null) {
		const value = evaluateAt(text, at);
		const found = isNodes(value) ? value.map((node) => elements.get(node)!) : [];
		let next = 0;
		return {
			booleanValue: toBoolean(value),
			numberValue: toNumber(value, SUITE_ZONE),
			stringValue: toText(value),
			snapshotLength: found.length,
			snapshotItem: (at: number) => found[at],
			iterateNext: () => found[next++] ?? null,
			singleNodeValue: found[0] ?? null
		};
	}

	function openDocument(xml: string) {
		document = new DOMParser().parseFromString(
			String(xml ?? '').trim() || '<x/>',
			'application/xml'
		) as Document;
		const own = document;
		const evaluate = (text: string, at?: Element) => resultOf(text, at ?? own);
		return Object.assign(own, { evaluate, xEval: evaluate });
	}
	const simpleValueIs = (value: string) =>
		openDocument(`<simple><xpath><to><node>${value}</node></to></xpath><empty/></simple>`);

	function guarded(work: () => void) {
		const before = outcomes.length;
		try {
			work();
		} catch (thrown) {
			if (outcomes.length === before) note(false, String(thrown));
		}
	}

	const same = (got: unknown, expected: unknown) =>
		Object.is(got, expected) || String(got) === String(expected);
	/** (node?, value of the simple document?, expression, expected) as that suite passes them. */
	const check =
		(read: (value: Value) => unknown, agree: (got: unknown, expected: unknown) => boolean) =>
		(...given: unknown[]) =>
			guarded(() => {
				const [expected, text, simple, at] = given.toReversed();
				if (simple) simpleValueIs(String(simple));
				const got = read(evaluateAt(String(text), at as Element));
				note(agree(got, expected), `${String(got)} instead of ${String(expected)}`);
			});
	const truth =
		(expected: boolean) =>
		(...given: unknown[]) =>
			check(toBoolean, same)(...given, expected);
	const numbers = (value: Value) => toNumber(value, SUITE_ZONE);
	const texts = check(toText, same);
	const nodeList = (text: string, at: Element | null, expected: ArrayLike<Element>) =>
		guarded(() => {
			const { snapshotLength, snapshotItem } = resultOf(text, at);
			const wanted = [...Array.from(expected)];
			const agree =
				wanted.length === snapshotLength && wanted.every((each, at) => snapshotItem(at) === each);
			note(agree, `${snapshotLength} nodes instead of ${wanted.length}`);
		});
	const throws = (work: unknown) => {
		try {
			if (typeof work === 'function') work();
			else evaluateAt(String(work));
			note(false, 'no error');
		} catch {
			note(true);
		}
	};
	const assert = {
		equal: (got: unknown, expected: unknown) =>
			note(same(got, expected), `${String(got)} instead of ${String(expected)}`),
		deepEqual: (got: unknown, expected: unknown) =>
			note(JSON.stringify(got) === JSON.stringify(expected)),
		ok: (got: unknown) => note(Boolean(got)),
		notOk: (got: unknown) => note(!got),
		isTrue: (got: unknown) => note(got === true),
		isFalse: (got: unknown) => note(got === false),
		isNaN: (got: unknown) => note(Number.isNaN(got)),
		isNull: (got: unknown) => note(got === null),
		isNotNull: (got: unknown) => note(got !== null),
		typeOf: (got: unknown, type: string) => note(typeof got === type),
		instanceOf: () => note(true),
		match: (got: string, pattern: RegExp) => note(pattern.test(got)),
		throw: throws,
		throws
	};

	const helpers = {
		assert,
		initDoc: openDocument,
		nsResolver: null,
		simpleValueIs,
		assertThrow: throws,
		assertTrue: truth(true),
		assertFalse: truth(false),
		assertBoolean: check(toBoolean, same),
		assertString: texts,
		assertStringValue: texts,
		assertStringLength: check((value) => toText(value).length, same),
		assertMatch: check(toText, (got, pattern) => (pattern as RegExp).test(String(got))),
		assertNumber: check(numbers, same),
		assertNumberValue: check(numbers, same),
		assertNumberRounded: (text: string, expected: number, factor: number, at?: Element) =>
			guarded(() => {
				const got = Math.round(numbers(evaluateAt(text, at)) * factor) / factor;
				note(same(got, expected), `${got} instead of ${expected}`);
			}),
		assertNodes: nodeList,
		assertUnorderedNodes: nodeList,
		getNextChildElementNode: (parent: Element) => parent.firstElementChild,
		setAttribute: (at: Element, namespace: string, name: string, value: string) =>
			at.setAttributeNS(namespace, name, value),
		getAllNodes: (at: Element) => [at, ...at.querySelectorAll('*')],
		filterAttributes: (attributes: NamedNodeMap) =>
			[...attributes].filter(({ nodeName }) => !nodeName.startsWith('xmlns')),
		snapshotToArray: () => []
	};

	const hooks: (() => void)[][] = [[() => simpleValueIs('')]];
	const describe = (name: string, work: () => void) => {
		title.push(name);
		hooks.push([]);
		guarded(work);
		// Cases run where they stand, so what a block prepares is prepared again for the next.
		hooks.pop();
		title = title.slice(0, -1);
	};
	const it = (name: string, work: () => void) => {
		title.push(name);
		for (const hook of hooks.flat()) hook();
		guarded(work);
		title = title.slice(0, -1);
	};
	const prepare = (work: () => void) => void hooks.at(-1)!.push(work);
	const lodash = {
		forEach: (all: object, work: (value: unknown, key: string) => void) =>
			Object.entries(all).forEach(([key, value]) => work(value, key)),
		times: (count: number, work: (at: number) => void) =>
			Array.from({ length: count }, (_each, at) => work(at))
	};
	const require = (name: string) => {
		if (name.endsWith('helpers')) return helpers as unknown as Suite;
		if (name === 'chai') return { assert };
		if (name === 'lodash') return lodash;
		throw new Error(`Nothing stands in for ${name}`);
	};

	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((each) => each.endsWith('.spec.js'))
		.sort();
	for (const each of files) {
		file = relative(folder, join(folder, each));
		title = [];
		expression = '';
		const names = [
			'require',
			'describe',
			'it',
			'before',
			'beforeEach',
			'document',
			'window',
			'XPathResult',
			'DOMParser',
			'Node'
		];
		const run = new Function(...names, readFileSync(join(folder, each), 'utf8'));
		guarded(() =>
			run(
				require,
				describe,
				it,
				prepare,
				prepare,
				dom.window.document,
				dom.window,
				XPathResult,
				DOMParser,
				Node
			)
		);
	}
	return outcomes;
}
