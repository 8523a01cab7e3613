/** Makes the nodes of a response and the cells that compute what is true of them. */
import type { Choice } from '../definition.ts';
import { answerKey, FIRST_ENTRY } from '../answerKey.ts';
import { toAnswer, toBoolean, toNumber } from '../expression/values.ts';
import { textOfAnswer } from './answerText.ts';
import type { Cell } from './cells.ts';
import { changingChoices, hasChangingChoices, offeredPart } from './choices.ts';
import { nodesBelow, type FormNode } from './formNode.ts';
import type { Engine } from './openEngine.ts';
import { triggersOf, type Plan } from './plan.ts';
import { isDynamicDefault } from './presets.ts';
import { typedText } from './typedText.ts';

/** Entries of one repeat, and elements of all: an answer of 812345678 must not stop the server. */
export const MOST_ENTRIES = 1000;
const MOST_NODES = 20_000;

export const sameItems = <T>(left: readonly T[], right: readonly T[]) =>
	left.length === right.length && left.every((item, at) => item === right[at]);

/** Nodes whose relevance an expression or what is around them decides. */
export function isRelevant(engine: Engine, node: FormNode): boolean {
	if (node.relevance) return engine.cells.read(node.relevance);
	return !node.around || isRelevant(engine, node.around);
}

/** Shown, but not to be changed: itself or by what is around it. */
export function isReadOnly(engine: Engine, node: FormNode): boolean {
	if (node.plan.question?.type === 'note') return true;
	if (node.readOnly) return engine.cells.read(node.readOnly);
	return Boolean(node.around && isReadOnly(engine, node.around));
}

/** Whether an expression holds for a node; `otherwise` where it cannot be read. */
function holds(engine: Engine, node: FormNode, expression: string, otherwise: boolean): boolean {
	return engine.softly(() => toBoolean(engine.ask(node, expression)), otherwise);
}

/** A calculation as the question keeps it. */
export function calculate(engine: Engine, node: FormNode, expression: string): string {
	const { question } = node.plan;
	return engine.softly(() => typedText(question!, toAnswer(engine.ask(node, expression))), '');
}

function makeNode(
	engine: Engine,
	kind: FormNode['kind'],
	plan: Plan,
	parent: FormNode | null,
	around: FormNode | null,
	ids: readonly string[]
): FormNode {
	const { cells } = engine;
	const node: FormNode = {
		kind,
		plan,
		key: answerKey(plan.name, kind === 'entry' ? ids.slice(0, -1) : ids),
		ids,
		name: kind === 'top' ? '' : plan.element,
		parent,
		around,
		parts: [],
		get children() {
			return node.childList ? cells.read(node.childList) : node.parts;
		},
		get value() {
			if (!node.text) return node.children.map((child) => child.value).join('');
			// While its own calculation looks at it: once() keeps what is there.
			if (node.text.isBusy || node.calculated?.isBusy) return node.base;
			return cells.read(node.text);
		},
		cells: [],
		base: '',
		isGiven: false,
		applied: -1
	};
	return node;
}

/** A cell that goes when its node goes. */
export function cellOf<T>(
	engine: Engine,
	node: FormNode,
	compute: () => T,
	initial: T,
	isSame?: (left: T, right: T) => boolean
): Cell<T> {
	const made = engine.cells.cell(compute, initial, isSame);
	node.cells.push(made);
	return made;
}

/** Relevance and read only, which every kind of node may say something about. */
function addState(engine: Engine, node: FormNode): void {
	const { relevant, readOnly } = node.plan;
	const { around } = node;
	if (relevant)
		node.relevance = cellOf(
			engine,
			node,
			() => (!around || isRelevant(engine, around)) && holds(engine, node, relevant, true),
			true
		);
	if (readOnly)
		node.readOnly = cellOf(
			engine,
			node,
			() =>
				Boolean(around && isReadOnly(engine, around)) ||
				readOnly === true ||
				holds(engine, node, String(readOnly), false),
			false
		);
}

function textNow(engine: Engine, node: FormNode): string {
	if (!isRelevant(engine, node)) {
		node.applied = -1;
		return '';
	}
	if (node.calculated) {
		const calculated = engine.cells.read(node.calculated);
		if (node.applied !== node.calculated.version) {
			node.applied = node.calculated.version;
			node.base = calculated;
			node.isGiven = false;
		}
	}
	return offeredPart(engine, node, node.base);
}

function addQuestion(engine: Engine, node: FormNode): void {
	const question = node.plan.question!;
	const { required, constraint, calculation, trigger } = question;
	node.text = cellOf(engine, node, () => textNow(engine, node), '');
	if (typeof required === 'string' && required !== '')
		node.required = cellOf(engine, node, () => holds(engine, node, required, false), false);
	if (constraint)
		node.fits = cellOf(
			engine,
			node,
			() => node.value === '' || holds(engine, node, constraint, true),
			true
		);
	if (trigger && triggersOf(question).length > 0)
		node.trigger = cellOf(
			engine,
			node,
			() =>
				triggersOf(question)
					.map((name) => engine.named(node, name)[0]?.value ?? '')
					.join('\n'),
			''
		);
	else if (calculation)
		node.calculated = cellOf(engine, node, () => calculate(engine, node, calculation), '');
	if (hasChangingChoices(question))
		node.choices = cellOf<readonly Choice[]>(
			engine,
			node,
			() => changingChoices(engine, node) ?? [],
			[],
			sameItems
		);
	begin(engine, node);
}

/** The value a node begins with: the answer given, else a default that is plainly written. */
function begin(engine: Engine, node: FormNode): void {
	const question = node.plan.question!;
	const given = engine.answers.get(node.key);
	node.isGiven = given !== undefined;
	if (given) node.base = typedText(question, textOfAnswer(question, given));
	else if (question.default && !isDynamicDefault(question.default, question.type))
		node.base = typedText(question, question.default);
}

function listedIds(engine: Engine, range: FormNode): readonly string[] {
	const given = engine.answers.get(range.key);
	// What the form opens with has one entry of everything; what is added to it starts empty.
	if (!given) return range.ids.every((id) => id === FIRST_ENTRY) ? [FIRST_ENTRY] : [];
	const ids = Array.isArray(given.value) ? given.value : [];
	return [...new Set(ids)].slice(0, MOST_ENTRIES);
}

function countedIds(engine: Engine, range: FormNode, count: string): readonly string[] {
	const known = range.entries!.value;
	const asked = engine.softly(() => toNumber(engine.ask(range, count)), NaN);
	// A count that is not known (yet) leaves what is there.
	if (Number.isNaN(asked)) return known.map(({ ids }) => ids.at(-1)!);
	const length = Math.floor(Math.min(Math.max(asked, 0), MOST_ENTRIES));
	return Array.from({ length }, (_, at) => String(at + 1));
}

function addRange(engine: Engine, range: FormNode): void {
	const { count } = range.plan.section!;
	const known = new Map<string, FormNode>();
	range.entries = cellOf<readonly FormNode[]>(
		engine,
		range,
		() => {
			const ids = count ? countedIds(engine, range, count) : listedIds(engine, range);
			for (const [id, entry] of known)
				if (!ids.includes(id)) {
					known.delete(id);
					fell(engine, entry, Boolean(count));
				}
			for (const id of ids)
				if (!known.has(id) && engine.nodes.size < MOST_NODES)
					known.set(id, growEntry(engine, range, id));
			return ids.flatMap((id) => known.get(id) ?? []);
		},
		[],
		sameItems
	);
}

function growEntry(engine: Engine, range: FormNode, id: string): FormNode {
	const ids = [...range.ids, id];
	const entry = makeNode(engine, 'entry', range.plan, range.parent, range.around, ids);
	addState(engine, entry);
	growParts(engine, entry, entry);
	return entry;
}

/** Takes an entry and everything in it out. */
function fell(engine: Engine, entry: FormNode, isCounted: boolean): void {
	const { cells, nodes, answers, options } = engine;
	for (const node of [entry, ...nodesBelow(entry)]) {
		for (const cell of node.cells) cells.drop(cell);
		if (node === entry) continue;
		engine.changed.add(node.key);
		if (nodes.get(node.key) === node) nodes.delete(node.key);
		if (isCounted && options.forgets) answers.delete(node.key);
	}
}

function growPart(engine: Engine, plan: Plan, parent: FormNode, around: FormNode): FormNode {
	const kind = plan.kind === 'repeat' ? 'range' : plan.kind;
	const node = makeNode(engine, kind, plan, parent, around, around.ids);
	addState(engine, node);
	if (!plan.area) engine.nodes.set(node.key, node);
	if (kind === 'question') addQuestion(engine, node);
	else if (kind === 'range') addRange(engine, node);
	else growParts(engine, node, kind === 'area' ? parent : node);
	if (kind === 'question' || kind === 'range') engine.grown.push(node);
	return node;
}

function growParts(engine: Engine, node: FormNode, parent: FormNode): void {
	node.parts = node.plan.parts.map((part) => growPart(engine, part, parent, node));
	if (!node.parts.some(({ kind }) => kind === 'range' || kind === 'area')) return;
	const list = (parts: readonly FormNode[]): readonly FormNode[] =>
		parts.flatMap((part) => {
			if (part.kind === 'area') return list(part.parts);
			return part.kind === 'range' ? engine.entriesOf(part) : [part];
		});
	node.childList = cellOf(engine, node, () => list(node.parts), [], sameItems);
}

/** The whole tree: gives the outermost element; its parent is the root above it. */
export function growTree(engine: Engine): FormNode {
	const top = makeNode(engine, 'top', engine.plan.root, null, null, []);
	const root = makeNode(engine, 'root', engine.plan.root, top, null, []);
	top.parts = [root];
	engine.setRoot(root);
	growParts(engine, root, root);
	return root;
}
