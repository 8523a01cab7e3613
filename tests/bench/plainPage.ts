/**
 * What Svelte alone is given to write the page of an edition: its words and the places of its marks,
 * taken from the page itself. Everything that makes the two pages differ is found by comparing them.
 */
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';
import type { Component } from 'svelte';
import { compile } from 'svelte/compiler';

type Given<Name extends string> = Record<Name, string>;
type May<Name extends string> = Record<Name, string | null>;

export type PlainInline =
	| ({ tag: 'sup' } & Given<'class' | 'href' | 'label' | 'text'> & May<'id'>)
	| ({ tag: 'a' } & Given<'href' | 'text'> & May<'rel'>)
	| ({ tag: 'span' } & Given<'class' | 'text'>)
	| ({ tag: 'strong' | 'em' | 'text' } & Given<'text'>)
	| { tag: 'br' };
export type PlainMark =
	| ({ tag: 'g'; marks: PlainMark[] } & Given<'transform'>)
	| ({ tag: 'rect' } & Given<'class' | 'x' | 'y' | 'width' | 'height' | 'rx'>)
	| ({ tag: 'line' } & Given<'class' | 'x1' | 'y1' | 'x2' | 'y2'>)
	| ({ tag: 'text'; spans: Given<'x' | 'y' | 'text'>[] } & Given<'class'>);
export type PlainTable = {
	head: string[];
	rows: { head: string | null; cells: string[] }[];
} & May<'role' | 'tabindex' | 'label' | 'caption'>;
export type PlainDrawing = { marks: PlainMark[] } & Given<
	| 'class'
	| 'lang'
	| 'width'
	| 'height'
	| 'viewBox'
	| 'labelledby'
	| 'titleId'
	| 'title'
	| 'descId'
	| 'desc'
>;
export type PlainPart =
	| ({ tag: 'p'; inlines: PlainInline[] } & May<'class' | 'lang'>)
	| ({ tag: 'h3' | 'h4'; inlines: PlainInline[] } & May<'id'>)
	| { tag: 'ul'; items: PlainPart[][] }
	| { tag: 'blockquote'; parts: PlainPart[] }
	| { tag: 'text'; inlines: PlainInline[] }
	| ({
			tag: 'figure';
			drawings: PlainDrawing[];
			table: PlainTable;
			legend: PlainPart[];
			under: PlainPart[];
	  } & Given<'name' | 'title'> &
			May<'id' | 'summary'>);
export interface PlainPage {
	chapters: ({ parts: PlainPart[] } & Given<'id' | 'titleId' | 'title'>)[];
	sources: {
		items: ({ parts: PlainPart[] } & Given<'id' | 'value'>)[];
	} & Given<'title' | 'intro'>;
}

const wordsOf = (node: Node | null) => node?.textContent ?? '';
const attribute = (node: Element, name: string) => node.getAttribute(name) ?? '';
const all = <Name extends string>(node: Element, ...names: Name[]) =>
	Object.fromEntries(names.map((name) => [name, attribute(node, name)])) as Given<Name>;
const children = (node: Element, selector: string) => [
	...node.querySelectorAll(`:scope > ${selector}`)
];

function inlineOf(node: ChildNode): PlainInline {
	const text = wordsOf(node);
	if (node.nodeName === '#text') return { tag: 'text', text };
	const element = node as Element;
	const tag = element.localName;
	switch (tag) {
		case 'sup': {
			const link = element.firstElementChild!;
			const label = attribute(link, 'aria-label');
			const own = { ...all(element, 'class'), ...all(link, 'href') };
			return { tag, ...own, id: element.getAttribute('id'), label, text };
		}
		case 'a':
			return { tag, ...all(element, 'href'), rel: element.getAttribute('rel'), text };
		case 'span':
			return { tag, ...all(element, 'class'), text };
		case 'strong':
		case 'em':
			return { tag, text };
		case 'br':
			return { tag };
		default:
			throw new Error(`the reference cannot write <${tag}>`);
	}
}
const inlinesOf = (node: Element) => [...node.childNodes].map(inlineOf);

function markOf(node: Element): PlainMark {
	switch (node.localName) {
		case 'g':
			return { tag: 'g', ...all(node, 'transform'), marks: [...node.children].map(markOf) };
		case 'rect':
			return { tag: 'rect', ...all(node, 'class', 'x', 'y', 'width', 'height', 'rx') };
		case 'line':
			return { tag: 'line', ...all(node, 'class', 'x1', 'y1', 'x2', 'y2') };
		default: {
			const spans = [...node.children].map((span) => ({
				...all(span, 'x', 'y'),
				text: wordsOf(span)
			}));
			return { tag: 'text', ...all(node, 'class'), spans };
		}
	}
}

function tableOf(scroll: Element): PlainTable {
	const [role, tabindex, label] = ['role', 'tabindex', 'aria-label'].map((name) =>
		scroll.getAttribute(name)
	) as [string | null, string | null, string | null];
	const table = scroll.firstElementChild!;
	const caption = table.querySelector('caption');
	return {
		...{ role, tabindex, label, caption: caption && wordsOf(caption) },
		head: [...table.querySelectorAll('thead th, thead td')].map(wordsOf),
		rows: [...table.querySelectorAll('tbody tr')].map((row) => {
			const head = row.querySelector('th');
			return {
				head: head && wordsOf(head),
				cells: [...row.querySelectorAll('td')].map(wordsOf)
			};
		})
	};
}

function drawingOf(frame: Element): PlainDrawing {
	const svg = frame.firstElementChild!;
	const [title, desc, ...marks] = [...svg.children] as [Element, Element, ...Element[]];
	return {
		...all(frame, 'class'),
		...all(svg, 'lang', 'width', 'height', 'viewBox'),
		...{ labelledby: attribute(svg, 'aria-labelledby'), titleId: title.id, descId: desc.id },
		...{ title: wordsOf(title), desc: wordsOf(desc), marks: marks.map(markOf) }
	};
}

function figureOf(figure: Element): PlainPart {
	const caption = figure.querySelector('figcaption')!;
	const behind = figure.querySelector('details');
	return {
		...{ tag: 'figure', id: figure.getAttribute('id') },
		...{ name: wordsOf(caption.firstChild), title: wordsOf(caption.lastChild) },
		drawings: children(figure, 'div:not(.scroll)').map(drawingOf),
		summary: behind && wordsOf(behind.firstElementChild),
		table: tableOf(figure.querySelector('.scroll')!),
		legend: behind ? children(behind, 'p').map(partOf) : [],
		under: children(figure, 'p').map(partOf)
	};
}

function partOf(node: Element): PlainPart {
	const tag = node.localName;
	switch (tag) {
		case 'p': {
			const [look, lang] = [node.getAttribute('class'), node.getAttribute('lang')];
			return { tag, class: look, lang, inlines: inlinesOf(node) };
		}
		case 'h3':
		case 'h4':
			return { tag, id: node.getAttribute('id'), inlines: inlinesOf(node) };
		case 'ul':
			return { tag, items: [...node.children].map(partsOf) };
		case 'blockquote':
			return { tag, parts: partsOf(node) };
		case 'figure':
			return figureOf(node);
		default:
			throw new Error(`the reference cannot write <${tag}>`);
	}
}

/** Blocks, or the words of an item that has none. */
function partsOf(node: Element): PlainPart[] {
	const isWords = [...node.childNodes].some(
		({ nodeName }) => nodeName === '#text' || nodeName === 'SUP'
	);
	return isWords ? [{ tag: 'text', inlines: inlinesOf(node) }] : [...node.children].map(partOf);
}

/** The chapters and sources of a page made by `renderEdition`. Throws where it holds something unknown. */
export function readPlainPage(html: string): PlainPage {
	const { document } = new JSDOM(html).window;
	const sources = document.querySelector('#sources')!;
	return {
		chapters: [...document.querySelectorAll('article.chapter')].map((article) => {
			const [title, ...rest] = [...article.children] as [Element, ...Element[]];
			return {
				...{ id: article.id, titleId: title.id, title: wordsOf(title) },
				parts: rest.map(partOf)
			};
		}),
		sources: {
			title: wordsOf(sources.querySelector('h2')),
			intro: wordsOf(sources.querySelector('p')),
			items: [...sources.querySelectorAll('li')].map((item) => ({
				...{ id: item.id, value: attribute(item, 'value') },
				parts: partsOf(item)
			}))
		}
	};
}

/** The component, made by Svelte as a page would be. */
export async function plainComponent(): Promise<Component<{ page: PlainPage }>> {
	const file = new URL('PlainEdition.svelte', import.meta.url);
	const { js } = compile(readFileSync(file, 'utf8'), {
		generate: 'server',
		filename: 'PlainEdition.svelte'
	});
	const code = js.code.replaceAll(
		/from '(svelte[^']*)'/g,
		(_, name: string) => `from '${import.meta.resolve(name)}'`
	);
	return (await import(`data:text/javascript,${encodeURIComponent(code)}`)).default;
}

/** Elements, attributes and words of the chapters and sources of a page, in their order. */
export function contentOf(html: string): string {
	const main = new JSDOM(html).window.document.querySelector('main')!;
	main.querySelector('#about')?.remove();
	const walk = (node: Node): string => {
		if (node.nodeType === 3) return wordsOf(node).replaceAll(/\s+/g, ' ').trim();
		if (node.nodeType !== 1) return '';
		const { localName, attributes } = node as Element;
		const own = [...attributes].map(({ name, value }) => `${name}=${value}`).sort();
		return `<${[localName, ...own].join(' ')}>${[...node.childNodes].map(walk).join('')}`;
	};
	return walk(main);
}
