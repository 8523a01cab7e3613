/**
 * The engine of ODK Web Forms as an oracle: an XForm of ours opened in it, with the states of
 * its nodes in the words our own session uses. It expects a browser, so jsdom stands in.
 */
import { createRequire } from 'node:module';
import { JSDOM } from 'jsdom';
import type { ExternalTable } from '#lib/xlsform/definition.ts';

/** What both engines say of a question. Irrelevant questions have no value and count as valid. */
export interface NodeState {
	relevant: boolean;
	required: boolean;
	readonly: boolean;
	value: string;
	valid: boolean;
}

interface OracleNode {
	nodeType: string;
	currentState: {
		reference: string;
		relevant: boolean;
		required: boolean;
		readonly: boolean;
		instanceValue?: string;
		children: readonly OracleNode[] | null;
		valueOptions?: readonly { value: string }[] | null;
	};
	validationState?: { violation?: unknown };
	setValue?(value: unknown): void;
	selectValues?(values: readonly string[]): void;
	setValues?(values: readonly string[]): void;
	addInstances?(afterIndex?: number): void;
	removeInstances?(index: number): void;
}

export interface Oracle {
	/** States by reference without the root element, `/child[2]/name`; questions only. */
	states(): Map<string, NodeState>;
	/** Repeats people may add to: reference → number of entries. */
	repeats(): Map<string, number>;
	/** What people may change now. */
	settable(): { ref: string; nodeType: string }[];
	/** Names offered now, or null where the question is no select or rank. */
	options(ref: string): string[] | null;
	/** @throws what the oracle throws, for example for a value it does not take. */
	set(ref: string, value: string): void;
	add(repeat: string): void;
	/** @param position from 1 */
	remove(repeat: string, position: number): void;
}

const SETTABLE = ['input', 'select', 'rank', 'range', 'trigger'];

const BROWSER = [
	'window document DOMParser XMLSerializer XPathResult XPathEvaluator Node Element Document Text',
	'Attr Comment CDATASection NodeFilter XMLDocument ProcessingInstruction HTMLElement localStorage'
]
	.join(' ')
	.split(' ');

let browser: JSDOM | undefined;

async function engine() {
	if (!browser) {
		browser = new JSDOM('', { url: 'http://localhost/' });
		const scope = globalThis as Record<string, unknown>;
		for (const name of BROWSER)
			if (scope[name] === undefined)
				scope[name] = (browser.window as unknown as typeof scope)[name];
		scope.require ??= createRequire(import.meta.url);
		scope.__dirname ??= import.meta.dirname;
	}
	return import('@getodk/xforms-engine');
}

const csvCell = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

function csvOf(table: ExternalTable | undefined): string {
	// A file nobody supplied has the columns every list has, and no rows.
	const rows = table ? [table.columns, ...table.rows] : [['name', 'label']];
	return rows.map((row) => row.map(csvCell).join(',')).join('\n');
}

/** Opens a form. @throws when the oracle refuses it. */
export async function openOracle(
	xml: string,
	external: Readonly<Record<string, ExternalTable>> = {}
): Promise<Oracle> {
	const { createInstance } = await engine();
	const attachment = (url: URL) => {
		const name = decodeURIComponent(url.href.slice(url.href.lastIndexOf('/') + 1));
		const text = name.endsWith('.csv') ? csvOf(external[name]) : '<root/>';
		const type = name.endsWith('.csv') ? 'text/csv' : 'text/xml';
		return Promise.resolve(new Response(text, { headers: { 'content-type': type } }));
	};
	const instance = await createInstance(xml, {
		form: { fetchFormAttachment: attachment as never },
		instance: { preloadProperties: { deviceID: 'test' } }
	});
	const root = instance.root as unknown as OracleNode;
	const short = (reference: string): string => reference.replace(/^\/[^/]+/, '');
	const all = (node: OracleNode = root): OracleNode[] => [
		node,
		...(node.currentState.children ?? []).flatMap(all)
	];
	const find = (ref: string): OracleNode => {
		const found = all().find((node) => short(node.currentState.reference) === ref);
		if (!found) throw new Error(`The oracle has no ${ref}.`);
		return found;
	};
	const range = (ref: string): OracleNode => {
		const found = all().find(
			(node) =>
				node.nodeType.startsWith('repeat-range') && short(node.currentState.reference) === ref
		);
		if (!found) throw new Error(`The oracle has no repeat ${ref}.`);
		return found;
	};
	return {
		states: () =>
			new Map(
				all()
					.filter((node) => node.currentState.children === null)
					.map(({ currentState, validationState }) => [
						short(currentState.reference),
						{
							relevant: currentState.relevant,
							required: currentState.required,
							readonly: currentState.readonly,
							value: currentState.relevant ? (currentState.instanceValue ?? '') : '',
							valid: !currentState.relevant || !validationState?.violation
						}
					])
			),
		repeats: () =>
			new Map(
				all()
					.filter((node) => node.nodeType === 'repeat-range:uncontrolled')
					.map(({ currentState }) => [
						short(currentState.reference),
						currentState.children?.length ?? 0
					])
			),
		settable: () =>
			all()
				.filter(
					({ nodeType, currentState }) =>
						SETTABLE.includes(nodeType) && currentState.relevant && !currentState.readonly
				)
				.map(({ nodeType, currentState }) => ({ ref: short(currentState.reference), nodeType })),
		options: (ref) => {
			const offered = find(ref).currentState.valueOptions;
			return offered ? offered.map((option) => option.value) : null;
		},
		set: (ref, value) => setValue(find(ref), value),
		add: (repeat) => range(repeat).addInstances?.(),
		remove: (repeat, position) => range(repeat).removeInstances?.(position - 1)
	};
}

function setValue(node: OracleNode, value: string): void {
	const names = value === '' ? [] : value.split(' ');
	switch (node.nodeType) {
		case 'select':
			return node.selectValues?.(names);
		case 'rank':
			return node.setValues?.(names);
		case 'trigger':
			return node.setValue?.(value === 'OK');
		case 'input':
		case 'range':
			return node.setValue?.(value);
		default:
			throw new Error(`The oracle sets no value of a ${node.nodeType}.`);
	}
}
