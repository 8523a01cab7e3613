import { type Choice, choicesOf, type Question } from '../definition.ts';
import type { FormParts } from './formParts.ts';
import type { FormNode } from './formTree.ts';
import { wayFrom } from './references.ts';
import { listHasItext } from './writeSecondary.ts';
import { element, escapeText } from './xml.ts';

const FILE = /\.(csv|xml|geojson)$/i;
const LIST_FROM_ENTRIES = /^\s*\$\{\s*([^{}]*?)\s*\}\s*$/;

/** The choices of a select or rank: an itemset over a secondary instance or over entries. */
export function writeItems(question: Question, node: FormNode, parts: FormParts): string {
	const list = question.list ?? '';
	const entries = LIST_FROM_ENTRIES.exec(list);
	if (entries) return writeEntryItems(entries[1] ?? '', question, node, parts);
	const choices = choicesOf(parts.definition, list);
	if (/search\s*\(/.test(question.appearance ?? '')) return writeInlineItems(list, choices, parts);
	const isGeo = /\.geojson$/i.test(list);
	const isFile = FILE.test(list);
	const value = question.parameters?.value ?? (isGeo ? 'id' : 'name');
	const label = question.parameters?.label ?? (isGeo ? 'title' : 'label');
	const isCalled = !isFile && listHasItext(choices, parts.texts.isTranslated);
	const filter = parts.path(question.choice_filter, node, { current: true });
	const nodeset = `instance('${list.replace(FILE, '')}')/root/item${filter ? `[${filter}]` : ''}`;
	return itemset(
		randomized(nodeset, question, node, parts),
		value,
		isCalled ? 'jr:itext(itextId)' : label
	);
}

const itemset = (nodeset: string, value: string, label: string): string =>
	element(
		'itemset',
		{ nodeset },
		element('value', { ref: value }),
		element('label', { ref: label })
	);

function randomized(nodeset: string, question: Question, node: FormNode, parts: FormParts): string {
	const { randomize, seed } = question.parameters ?? {};
	if (randomize !== 'true') return nodeset;
	return seed ? `randomize(${nodeset}, ${parts.path(seed, node)})` : `randomize(${nodeset})`;
}

/** `select_one ${name}`: the answers to that question in the entries of its repeat. */
function writeEntryItems(
	name: string,
	question: Question,
	node: FormNode,
	parts: FormParts
): string {
	const target = parts.tree.find(name);
	if (!target?.parent) return '';
	const repeat = target.parent;
	const path = parts.path(`\${${name}}`, node) ?? '';
	const way = wayFrom(node, repeat);
	const nodeset = way ?? path.split('/').slice(0, -1).join('/');
	const filter = parts.path(question.choice_filter, node, { current: true });
	const own = filter
		? filter.replaceAll(`current()/${nodeset}`, '.').replaceAll(nodeset, '.')
		: `./${target.element} != ''`;
	return itemset(
		randomized(`${nodeset}[${own}]`, question, node, parts),
		target.element,
		target.element
	);
}

/** Choices that a search() looks up on the device must stand in the body. */
function writeInlineItems(
	list: string,
	choices: readonly Choice[],
	{ texts, tree }: FormParts
): string {
	const isCalled = listHasItext(choices, texts.isTranslated);
	return choices
		.map((choice, at) =>
			element(
				'item',
				{},
				isCalled
					? element('label', { ref: `jr:itext('${list}-${at}')` })
					: element('label', {}, texts.words(choice.label, tree.root)),
				element('value', {}, escapeText(choice.name))
			)
		)
		.join('');
}
