/** Which choices a question offers now, and what of its value they leave. */
import type { Choice, Question } from '../definition.ts';
import { isNodes, toText, type NodeSet } from '../expression/values.ts';
import type { FormNode } from './formNode.ts';
import type { Engine } from './openEngine.ts';

/** `select_one ${name}`: the answers a question has in the entries of a repeat are the choices. */
const FROM_ANSWERS = /^\$\{\s*(.*?)\s*\}$/;

/** Whether the choices depend on answers or chance. */
export function hasChangingChoices({ list, choice_filter, parameters }: Question): boolean {
	if (!list) return false;
	return Boolean(choice_filter) || parameters?.['randomize'] === 'true' || FROM_ANSWERS.test(list);
}

function ask(engine: Engine, node: FormNode, nodes: string): NodeSet {
	const { choice_filter: filter, parameters = {} } = node.plan.question!;
	const wanted = filter ? `${nodes}[${filter}]` : nodes;
	const seed = parameters['seed'] ? `, ${parameters['seed']}` : '';
	const isRandom = parameters['randomize'] === 'true';
	const found = engine.ask(node, isRandom ? `randomize(${wanted}${seed})` : wanted);
	return isNodes(found) ? found : [];
}

/** The choices on offer; undefined where the question has no list that is known. */
export function changingChoices(engine: Engine, node: FormNode): readonly Choice[] | undefined {
	const { list = '', parameters } = node.plan.question!;
	const [, name] = FROM_ANSWERS.exec(list) ?? [];
	if (name !== undefined) {
		const offered = ask(engine, node, `\${${name}}[. != '']`);
		const { language = engine.definition.default_language } = engine.options;
		return offered.map(({ value }) => ({ name: value, label: { [language]: value } }));
	}
	const all = engine.lists.all(list, parameters);
	if (!all) return undefined;
	const rows = () => ask(engine, node, `instance("${engine.lists.idOf(list)}")/root/item`);
	const found = engine.softly<NodeSet | null>(rows, null);
	return found?.flatMap((row) => all[engine.lists.placeOf(row) ?? -1] ?? []) ?? all;
}

/** The choices on offer now, whether they change or not. */
export function offeredChoices(engine: Engine, node: FormNode): readonly Choice[] | undefined {
	const { question } = node.plan;
	if (node.choices) return engine.cells.read(node.choices);
	return question?.list ? engine.lists.all(question.list, question.parameters) : undefined;
}

const namesIn = new WeakMap<readonly Choice[], ReadonlySet<string>>();

function namesOf(choices: readonly Choice[]): ReadonlySet<string> {
	let names = namesIn.get(choices);
	if (!names) namesIn.set(choices, (names = new Set(choices.map(({ name }) => name))));
	return names;
}

/** Choices from a sheet of their own are looked up in it as text is typed: what is said stays. */
export const isLookedUp = ({ xlsform_type }: Question) => xlsform_type === 'select_one_external';

/** The part of a node's value that is on offer, in the order ODK keeps it. */
export function offeredPart(engine: Engine, node: FormNode, text: string): string {
	const { type, choice_filter, most } = node.plan.question!;
	if (text === '' || isLookedUp(node.plan.question!) || !/^(select_|scale|rank)/.test(type))
		return text;
	const choices = offeredChoices(engine, node);
	if (!choices) return text;
	const names = namesOf(choices);
	if (type === 'select_one' || type === 'scale') return names.has(text) ? text : '';
	const chosen = text.split(/\s+/);
	// Given answers stand in the order of the list, calculated ones as they were calculated.
	if (type === 'select_multiple' && node.isGiven)
		return [...names].filter((name) => chosen.includes(name)).join(' ');
	const kept = chosen.filter((name) => names.has(name));
	// A choice the filter brings back goes to the end of a ranking of all.
	const isWhole = type === 'rank' && Boolean(choice_filter) && most === undefined;
	return [...new Set(isWhole ? [...kept, ...names] : kept)].join(' ');
}

/** jr:choice-name(): the label of a choice the question offers. */
export function choiceName(engine: Engine, value: string, node: FormNode): string {
	const found = offeredChoices(engine, node)?.find(({ name }) => name === toText(value));
	return found ? engine.lists.labelOf(found) : '';
}
