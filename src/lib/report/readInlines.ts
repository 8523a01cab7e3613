import type { Nodes } from 'mdast';
import type { Inline } from './content.ts';
import type { Reading } from './readText.ts';

/** `[@KH-3.2-v4]` in a text; a label is what the table of citations takes. */
const CITE = /\[@([A-Za-z0-9][A-Za-z0-9.-]{0,59})\]/g;

/** Addresses a text may lead to. */
const MAY_LINK = /^(https:\/\/|mailto:)/i;

/** Running text; notes which labels it cites and which footnotes it refers to. */
export function readInlines(nodes: readonly Nodes[], reading: Reading): Inline[] {
	return joinTexts(nodes.flatMap((node) => readInline(node, reading)));
}

function readInline(node: Nodes, reading: Reading): Inline[] {
	switch (node.type) {
		case 'text':
			return readWords(node.value, reading);
		case 'inlineCode':
			return [{ kind: 'text', text: node.value }];
		case 'strong':
		case 'emphasis':
			return [{ kind: node.type, content: readInlines(node.children, reading) }];
		case 'link': {
			const content = readInlines(node.children, reading);
			return MAY_LINK.test(node.url) ? [{ kind: 'link', href: node.url, content }] : content;
		}
		case 'break':
			return [{ kind: 'break' }];
		case 'footnoteReference': {
			const { numbers } = reading;
			const number = numbers.get(node.identifier) ?? numbers.size + 1;
			numbers.set(node.identifier, number);
			return [{ kind: 'footnote', number }];
		}
		default:
			return [];
	}
}

function readWords(text: string, { labels }: Reading): Inline[] {
	const found: Inline[] = [];
	let from = 0;
	for (const cite of text.matchAll(CITE)) {
		found.push({ kind: 'text', text: text.slice(from, cite.index) });
		found.push({ kind: 'cite', label: cite[1]! });
		labels.add(cite[1]!);
		from = cite.index + cite[0].length;
	}
	return [...found, { kind: 'text', text: text.slice(from) }];
}

function joinTexts(inlines: Inline[]): Inline[] {
	const joined: Inline[] = [];
	for (const inline of inlines) {
		const last = joined.at(-1);
		if (inline.kind !== 'text') joined.push(inline);
		else if (last?.kind === 'text')
			joined[joined.length - 1] = { kind: 'text', text: last.text + inline.text };
		else if (inline.text !== '') joined.push(inline);
	}
	return joined;
}
