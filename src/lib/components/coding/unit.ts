import type { LookName } from '#lib/codes/palette.ts';
import type { CodedField, CodingOrigin } from '#lib/terms.ts';

/** A code as pages show it. */
export interface CodeView {
	id: string;
	name: string;
	/** Names from the top of the codebook down, its own last. */
	path: string[];
	depth: number;
	isCodable: boolean;
	look: LookName;
	sign: string;
	definition: string;
	includeWhen: string;
	excludeWhen: string;
	/** How often it stands in what the page is about. */
	count: number;
}

/** What is coded: a turn, or an answer by its answer key. */
export type UnitPlace = { turnId: string } | { responseId: string; question: string };

/** One text of a unit: original, translation, or an answer with its cells. */
export interface UnitText {
	field: CodedField;
	/** BCP 47, where it is known. */
	language: string | null;
	/** Says which of two it is; null where there is but one. */
	label: string | null;
	/** The whole text offsets of codes count in. */
	text: string;
	/** What of it is shown, each with a label of its own in a table. */
	parts: { label: string | null; start: number; end: number }[];
}

export interface UnitCoding {
	id: string;
	codeId: string;
	field: CodedField;
	start: number;
	end: number;
	/** Who put it on and when, in words. */
	who: string;
	origin: CodingOrigin;
	/** On its way to the server. */
	isSending?: boolean;
}

export interface UnitMemo {
	id: string;
	/** The code it is about, where it is about a passage. */
	codingId: string | null;
	body: string;
	isOwn: boolean;
	visibility: 'private' | 'team';
	revision: number;
	/** Who wrote it and when, in words. */
	who: string;
}

/** One turn or answer with what lies on it. */
export interface Unit {
	/** A turn's id, or response and question with a colon between. */
	id: string;
	/** Where it stands in the list, from 0. */
	place: number;
	at: UnitPlace;
	revision: number;
	/** Headings that begin with it. */
	part: string | null;
	heading: string | null;
	time: string;
	who: string;
	/** Where they come from; said beside the list where there is room for it. */
	about: string;
	/** What kind of words these are, where they are not simply what was said. */
	kind: string;
	/** How far its words may go, or who may see them. */
	note: { tone: 'ok' | 'plain' | 'no'; words: string };
	texts: UnitText[];
	codings: UnitCoding[];
	memos: UnitMemo[];
}

/** A stretch of the list. */
export interface UnitWindow {
	total: number;
	units: Unit[];
}

/** All a coding page shows. */
export interface CodingView {
	title: string;
	/** Its own address without a query, and where its script reads and sends. */
	address: string;
	windowPath: string;
	roundPath: string;
	studyPath: string;
	/** What narrows the list, as it stands in the address; '' where nothing does. */
	query: string;
	codes: CodeView[];
	/** Codes the person put on last. */
	recent: string[];
	window: UnitWindow;
	/** Where the first page of units begins, and the unit the address asks for. */
	from: number;
	at: string | null;
	/** What is opened: `code:<unit>`, `coding:<id>` or `memos:<unit>`. */
	open: string | null;
	/** Who is here, as their own codes will say. */
	ownName: string;
	/** Id of what a form without a script makes. */
	formId: string;
}

/** How many units a page without a script shows, and a script fetches at once. */
export const PAGE_SIZE = 50;

/** Id of a unit's element. */
export const elementId = (unitId: string) => `u-${unitId}`;

/** An address of the same page with something else opened or somewhere else begun. */
export function hrefOf(
	view: Pick<CodingView, 'address' | 'query' | 'from'>,
	change: { open?: string | null; from?: number; unit?: string }
): string {
	const query = new URLSearchParams(view.query);
	const from = change.from ?? view.from;
	if (from > 0) query.set('from', String(from));
	if (change.open) query.set('open', change.open);
	const said = query.toString();
	const unit = change.unit ? `#${elementId(encodeURIComponent(change.unit))}` : '';
	return `${view.address}${said ? `?${said}` : ''}${unit}`;
}
