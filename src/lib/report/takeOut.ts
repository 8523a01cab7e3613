/**
 * What may no longer be published leaves an edition before anything is made of it (R10). The frozen
 * content is not changed: this gives another one, from which every page, file and index is made.
 */
import type { Level } from '#lib/terms.ts';
import { QUOTABLE, attributionAt } from './attribution.ts';
import type { Chapter, EditionContent, EditionFacts, Figure, Piece, Source } from './content.ts';
import type { Inline, TextBlock } from './content.ts';
import type { FigureWords } from './countryFigure.ts';
import { cutWords, type Cut } from './cutWords.ts';
import { frameLocale } from './html/words.ts';
import { takeOutCountries } from './takeOutCountries.ts';

/** “Yes” is the words of many answers: shorter ones than this are taken out of no sentence. */
const TELLING = 24;

/** What stands where something was. */
export interface TakenWords extends FigureWords {
	/** In place of words in a sentence. */
	words: string;
	/** In place of a whole quotation that was removed on a day. */
	quote: (removedOn: string) => string;
	/** In place of how a piece of evidence is called: that is all its words. */
	evidence: string;
	/** In the chapter on the dataset. */
	dataset: (removedOn: string) => string;
}

type Removal = EditionFacts['removals'][number];

/**
 * The content without what was taken back. Below level 2 the words and their translation go from the
 * list of sources and wherever a text, a note, a table or a picture repeats them, and quotations that
 * cite the source go whole; above it, how the speaker was named more closely goes everywhere. Titles
 * of sources stay, but for evidence: they name no person. Figures do not show a country any more whose
 * answers are gone. Takes the content, what was removed, and words for the gaps.
 */
export function takeOut(
	given: EditionContent,
	facts: Pick<EditionFacts, 'removals' | 'taken' | 'datasetRemovedOn'>,
	taken: TakenWords
): EditionContent {
	if (facts.removals.length + facts.taken.length === 0) return given;
	const { content, said } = takeOutCountries(given, facts, taken, frameLocale(given.language));
	const removals = lowestOf(facts.removals);
	const cuts = [
		...content.sources.flatMap((source) => cutsFor(source, removals, taken)),
		...said.filter(isTelling).map((words) => ({ words, instead: taken.words }))
	];
	const cut = (text: string) => cutWords([text], cuts)[0]!;
	const walk: Walk = { removals, cuts, cut, taken, links: goneLinks(content.sources, removals) };
	const { datasetRemovedOn } = facts;
	const dataset = datasetRemovedOn === null ? [] : [sayingOf(taken.dataset(datasetRemovedOn))];
	return {
		...content,
		title: cut(content.title),
		subtitle: cut(content.subtitle),
		chapters: content.chapters
			.map((chapter) => walkChapter(chapter, walk))
			.map((chapter) =>
				chapter.kind === 'dataset'
					? { ...chapter, pieces: [...dataset, ...chapter.pieces] }
					: chapter
			),
		sources: content.sources.map((source) => walkSource(source, walk))
	};
}

const isTelling = (words: string) => words.trim().length >= TELLING;

const sayingOf = (text: string): Piece => ({
	kind: 'text',
	blocks: [
		{ kind: 'paragraph', content: [{ kind: 'emphasis', content: [{ kind: 'text', text }] }] }
	]
});

/** Addresses of evidence that was taken out: no text leads there any more. */
function goneLinks(sources: readonly Source[], removals: ReadonlyMap<string, Removal>) {
	return new Set(
		sources.flatMap(({ label, kind, link }) =>
			kind === 'evidence' && link && (removals.get(label)?.level ?? QUOTABLE) < QUOTABLE
				? [link]
				: []
		)
	);
}

/** The last word on a source is the lowest one. */
function lowestOf(removals: readonly Removal[]): Map<string, Removal> {
	const lowest = new Map<string, Removal>();
	for (const removal of removals) {
		const known = lowest.get(removal.label);
		if (!known || removal.level < known.level) lowest.set(removal.label, removal);
	}
	return lowest;
}

/** What was taken back of a source, null where nothing was. */
export function removalOf(facts: Pick<EditionFacts, 'removals'>, label: string): Removal | null {
	return lowestOf(facts.removals).get(label) ?? null;
}

function cutsFor(source: Source, removals: ReadonlyMap<string, Removal>, taken: TakenWords): Cut[] {
	const removal = removals.get(source.label);
	if (!removal) return [];
	const isGone = removal.level < QUOTABLE;
	const least = source.kind === 'quote' ? 6 : TELLING;
	const title = source.kind === 'evidence' ? [source.title] : [];
	const words = (isGone ? [source.words, source.translation, ...title] : []).filter(
		(each) => each.trim().length >= least
	);
	const names = Object.entries(source.quote?.attributions ?? {})
		.filter(([level]) => Number(level) > removal.level)
		.map(([, name]) => name);
	const instead = source.quote && !isGone ? attributionAt(source.quote, removal.level) : '';
	return [
		...words.map((each) => ({ words: each, instead: taken.words })),
		...names
			.filter((name) => name !== instead)
			.map((name) => ({ words: name, instead: instead || taken.words }))
	].filter((each) => each.words.trim() !== '');
}

interface Walk {
	removals: ReadonlyMap<string, Removal>;
	cuts: readonly Cut[];
	cut: (text: string) => string;
	taken: TakenWords;
	links: ReadonlySet<string>;
}

function walkSource(source: Source, { removals, cut, taken }: Walk): Source {
	const removal = removals.get(source.label);
	const isGone = removal !== undefined && removal.level < QUOTABLE;
	const title = isGone && source.kind === 'evidence' ? taken.evidence : cut(source.title);
	const lowered = { ...source, title };
	if (!removal)
		return { ...lowered, words: cut(source.words), translation: cut(source.translation) };
	const quote = source.quote && {
		level: Math.min(source.quote.level, removal.level) as Level,
		attributions: Object.fromEntries(
			Object.entries(source.quote.attributions).filter(
				([level]) => !isGone && Number(level) <= removal.level
			)
		)
	};
	return isGone
		? { ...lowered, words: '', translation: '', link: null, quote }
		: { ...lowered, words: cut(source.words), translation: cut(source.translation), quote };
}

function walkChapter(chapter: Chapter, walk: Walk): Chapter {
	return {
		...chapter,
		title: walk.cut(chapter.title),
		pieces: chapter.pieces.map((piece) => walkPiece(piece, walk)),
		footnotes: chapter.footnotes.map((blocks) => blocks.map((each) => walkBlock(each, walk)))
	};
}

function walkPiece(piece: Piece, walk: Walk): Piece {
	return piece.kind === 'figure'
		? { ...piece, figure: walkFigure(piece.figure, walk) }
		: { ...piece, blocks: piece.blocks.map((each) => walkBlock(each, walk)) };
}

function walkFigure(figure: Figure, { cut }: Walk): Figure {
	const cell = (each: Figure['legend'][number]) => ({ ...each, text: cut(each.text) });
	return {
		...figure,
		title: cut(figure.title),
		alt: cut(figure.alt),
		note: cut(figure.note),
		columns: figure.columns.map(cut),
		rows: figure.rows.map((row) => ({
			...row,
			label: cut(row.label),
			cells: row.cells.map(cell)
		})),
		legend: figure.legend.map(cell)
	};
}

/** Labels cited anywhere in a block. */
function citedIn(block: TextBlock): string[] {
	const inline = (content: readonly Inline[]): string[] =>
		content.flatMap((part) =>
			part.kind === 'cite' ? [part.label] : 'content' in part ? inline(part.content) : []
		);
	if (block.kind === 'list') return block.items.flat().flatMap(citedIn);
	if (block.kind === 'quote') return block.content.flatMap(citedIn);
	if (block.kind === 'table') return [...block.head, ...block.rows.flat()].flatMap(inline);
	return inline(block.content);
}

function walkBlock(block: TextBlock, walk: Walk): TextBlock {
	const { removals, taken } = walk;
	switch (block.kind) {
		case 'quote': {
			const gone = citedIn(block)
				.map((label) => removals.get(label))
				.find((removal) => removal && removal.level < QUOTABLE);
			if (!gone) return { ...block, content: block.content.map((each) => walkBlock(each, walk)) };
			const content: Inline[] = [
				{ kind: 'emphasis', content: [{ kind: 'text', text: taken.quote(gone.removedOn) }] },
				{ kind: 'cite', label: gone.label }
			];
			return { kind: 'paragraph', content };
		}
		case 'list':
			return {
				...block,
				items: block.items.map((item) => item.map((each) => walkBlock(each, walk)))
			};
		case 'table':
			return {
				...block,
				head: block.head.map((cell) => walkInline(cell, walk)),
				rows: block.rows.map((row) => row.map((cell) => walkInline(cell, walk)))
			};
		default:
			return { ...block, content: walkInline(block.content, walk) };
	}
}

/** Words are looked for across bold, links and citations: a quotation may hold any of them. */
function walkInline(content: Inline[], { cuts, links }: Walk): Inline[] {
	const texts: string[] = [];
	const gather = (parts: readonly Inline[]) => {
		for (const part of parts)
			if (part.kind === 'text') texts.push(part.text);
			else if (part.kind === 'break') texts.push('\n');
			else if ('content' in part) gather(part.content);
	};
	gather(content);
	const left = cutWords(texts, cuts);
	let at = 0;
	const rebuild = (parts: readonly Inline[]): Inline[] =>
		parts.flatMap((part): Inline[] => {
			if (part.kind === 'text') return [{ kind: 'text', text: left[at++]! }];
			if (part.kind === 'break') return left[at++] === '\n' ? [part] : [];
			if (part.kind === 'link' && links.has(part.href)) return rebuild(part.content);
			return 'content' in part ? [{ ...part, content: rebuild(part.content) }] : [part];
		});
	return rebuild(content);
}
