/**
 * A compiled study as it is frozen in an edition: everything that web pages, Word and PDF are made
 * of, and nothing else. It holds no ids of the database and no moment of its making, so that the
 * same material gives the same bytes. All words in it may be public.
 */
import type { Level } from '#lib/terms.ts';

/** A running piece of text. */
export type Inline =
	| { kind: 'text'; text: string }
	| { kind: 'strong' | 'emphasis'; content: Inline[] }
	/** https and mailto only. */
	| { kind: 'link'; href: string; content: Inline[] }
	/** A citation: the label of one of the edition's sources. */
	| { kind: 'cite'; label: string }
	/** A footnote of the chapter, by its place there from 1. */
	| { kind: 'footnote'; number: number }
	| { kind: 'break' };

/** What text is made of; headings are of level 3 or 4, the chapter's title being 1. */
export type TextBlock =
	| { kind: 'paragraph'; content: Inline[] }
	| { kind: 'heading'; level: 2 | 3 | 4; content: Inline[] }
	| { kind: 'list'; isOrdered: boolean; items: TextBlock[][] }
	| { kind: 'quote'; content: TextBlock[] }
	| { kind: 'table'; align: ('start' | 'center' | 'end')[]; head: Inline[][]; rows: Inline[][][] };

/** One mark of a picture, with the words that carry its meaning without colour. */
export interface Cell {
	text: string;
	/** Sign shown before the text. */
	sign?: string;
	/** Step of the colour ramp, 1 (lightest) to 5; absent for none. */
	step?: 1 | 2 | 3 | 4 | 5;
	/** Length of a bar, 0 to 1. */
	share?: number;
}

/**
 * A picture with the table behind it. Every figure can be drawn and can be read: `table` says all
 * that the drawing shows. `bars`: one bar a row, from the first cell with a share. `strip`: the rows
 * are steps of a scale, their cells the countries there. `tiles`: a map of tiles, one a country, from
 * the first cell. `matrix`: rows and columns of cells. `plain`: the table is the figure.
 */
export interface Figure {
	/** Unique in the edition and stable: `d-3.2`, `coverage`. Names files. */
	name: string;
	draw: 'bars' | 'strip' | 'tiles' | 'matrix' | 'plain';
	title: string;
	/** What the drawing shows in one or two sentences; its alternative text. */
	alt: string;
	/** Below it: who is counted, what is not. */
	note: string;
	columns: string[];
	rows: { label: string; code?: string; cells: Cell[] }[];
	/** Signs and steps with their words, for a legend; empty where the cells say it. */
	legend: Cell[];
}

/** A part of a chapter. */
export type Piece =
	| { kind: 'text'; blocks: TextBlock[] }
	| { kind: 'finding'; blocks: TextBlock[]; strength: Strength | null }
	| { kind: 'figure'; figure: Figure };

/** How well a finding stands, as its editors judge. */
export const STRENGTHS = ['well_supported', 'some_support', 'contested'] as const;
export type Strength = (typeof STRENGTHS)[number];

export const CHAPTER_KINDS = [
	'foreword',
	'method',
	'area',
	'country',
	'treaties',
	'recommendations',
	'questionnaire',
	'dataset',
	'custom'
] as const;
export type ChapterKind = (typeof CHAPTER_KINDS)[number];

export interface Chapter {
	/** Name of its page, unique in the edition: `access-to-justice`, `kh`. */
	slug: string;
	kind: ChapterKind;
	/** Name of the area or code of the country it is about. */
	key: string;
	title: string;
	pieces: Piece[];
	footnotes: TextBlock[][];
}

/** What a citation stands on, in words that may be public; numbered in the order of first use. */
export interface Source {
	label: string;
	kind: CitationKind;
	/** One line: “Cambodia, answer to 3.2, accepted 12 November 2026”. */
	title: string;
	/** The words cited; '' where there are none to print (figures, counts). */
	words: string;
	/** Translation of the words, where it may leave. */
	translation: string;
	/** BCP 47, where known. */
	language: string | null;
	/** Web address of a piece of evidence or treaty source. */
	link: string | null;
	/** For quotes: how the speaker is named at most, and the ways by level. */
	quote: { level: Level; attributions: Partial<Record<Level, string>> } | null;
}

/** Letters that begin a label: KH-3.2-v4, Q12, E5, D3.2, C3.2, TKH-CMW. */
export const CITATION_KINDS = ['answer', 'quote', 'evidence', 'data', 'change', 'treaty'] as const;
export type CitationKind = (typeof CITATION_KINDS)[number];

/** How many turns could not be quoted, by reason, as the method chapter prints it. */
export type Withheld = { reason: string; count: number }[];

export interface EditionContent {
	format: 1;
	language: string;
	study: { name: string; isInvented: boolean };
	round: { name: string };
	title: string;
	subtitle: string;
	publisher: string;
	chapters: Chapter[];
	sources: Source[];
	withheld: Withheld;
}

/** What of an edition is known only when it is released, and what has been taken out since. */
export interface EditionFacts {
	number: number;
	/** YYYY-MM-DD; null for a draft or a proposal. */
	releasedOn: string | null;
	/** SHA-256 of the content, and of the dataset that goes with it. */
	contentSha256: string;
	datasetSha256: string | null;
	/** Public address without a slash at the end; null where it has none. */
	address: string | null;
	/** What changed since the edition before, in sentences; empty for the first. */
	changes: string[];
	/** How far the words of a source may still go: below 2 they are gone. */
	removals: { label: string; level: Level; removedOn: string }[];
	/** Countries of which figures may not show everything any more. */
	taken: TakenCountry[];
	/** Since when nobody gets the dataset any more; null while everybody does. */
	datasetRemovedOn: string | null;
}

/**
 * What of a country figures may not show: all of it, what its answers were in the round before, or
 * what is known of its treaties.
 */
export type TakenPart = 'answers' | 'earlier' | 'treaties';

export interface TakenCountry {
	code: string;
	/** As the study calls it. */
	name: string;
	/** Name of the delegation, which sources may hold; '' for a country's only one. */
	delegation: string;
	part: TakenPart;
	removedOn: string;
}
