/**
 * What the page of one area is given: no more than it shows, because it travels on slow lines.
 * What never changes while the page is open comes as words of the page's language, so that
 * the words of all languages need not come along as code.
 */
import type { AnswerContent, Answers } from '#lib/xlsform/answers.ts';
import type { AreaState, Counts } from '#lib/xlsform/areaState.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import type { DiffBlock } from '#lib/xlsform/diffAnswer.ts';
import type { LaterKind } from '../fields.ts';
import type { TreatyFact } from '../treatyFact.ts';

export type ResponseState =
	'not_started' | 'draft' | 'submitted' | 'returned' | 'accepted' | 'reopened';

export interface AreaLink {
	name: string;
	number: number;
	title: string;
	state: ResponseState;
	/** The state in words. */
	stands: string;
	asked: number;
	answered: number;
}

/** Two texts of which neither was lost (rule R3). */
export interface ConflictView {
	question: string;
	/** The one kept beside. */
	revision: number;
	/** Who wrote it, and when. */
	by: string;
	/** The current one. */
	base: number;
	/** From the current answer to the other. */
	blocks: DiffBlock[];
	/** Both texts as one to begin editing from; null where they are none. */
	joined: string | null;
}

export interface EvidenceView {
	id: string;
	question: string;
	citation: string;
	link: string | null;
	kind: string;
	/** Who may see it. */
	exposure: string;
	isPublic: boolean;
	/** Type and size; null where there is no file. */
	file: string | null;
	/** Whether it is itself the answer, and not beside one. */
	isAnswer: boolean;
}

export interface QueryView {
	id: string;
	question: string;
	/** What it is about and how it stands. */
	heading: string;
	isOpen: boolean;
	/** Key of the next reply; null where none can be given. */
	replyId: string | null;
	messages: { by: string; body: string }[];
}

/** Somewhere to go from a question, in words: comments, proposals. */
export interface LinkView {
	href: string;
	words: string;
}

/** Something beside a question that asks for a decision, in words: the answer of the last round. */
export interface NoteView {
	/** Tells the notes of one question apart. */
	id: string;
	tone: 'info' | 'warn' | 'ok';
	title: string;
	/** Who or when. */
	by: string;
	body: string;
	/** Buttons; `value` is sent as `mark` to the action `mark`. */
	actions: { words: string; value: string }[];
}

/** Why an area came back, or why it cannot be written, and what happens next. */
export interface Standing {
	tone: 'info' | 'warn' | 'ok';
	title: string;
	reason: string | null;
	text: string;
}

export interface AreaView {
	/** Address of the delegation's pages, without a slash at the end. */
	home: string;
	countryName: string;
	roundName: string;
	isInvented: boolean;
	maySubmit: boolean;
	isWritable: boolean;
	areas: AreaLink[];
	area: string;
	responseId: string;
	state: ResponseState;
	/** Sign and words of the state. */
	glyph: string;
	stands: string;
	standing: Standing | null;
	/** The area first; behind it what its expressions look at elsewhere. */
	definition: Definition;
	/** What the server's engine makes of the answers; the page's goes on from there. */
	seen: AreaState;
	counts: Counts;
	/** Words for the codes in `seen` and in a report; later ones come with the engine. */
	wrongs: Record<string, string>;
	/** The answer fields the area may show, and what else stands on it now. */
	kinds: LaterKind[];
	/** Answers of this area by their keys, the entries of repeats too; what is empty is left out. */
	answers: Record<string, AnswerContent & { revision: number }>;
	elsewhere: Answers;
	conflicts: ConflictView[];
	evidence: EvidenceView[];
	queries: QueryView[];
	/** Where else one can go from a question; by answer key, '' is the area as a whole. */
	links: Record<string, LinkView[]>;
	/** What stands beside a question; by answer key. */
	notes: Record<string, NoteView[]>;
	/** The account that reads the page, and whom it may meet here. */
	me: string;
	people: { id: string; name: string }[];
	/** Highest number of a change to this area's answers that the page knows. */
	change: number;
	/** What is recorded of treaties, by instrument. */
	facts: Record<string, TreatyFact[]>;
	language: string;
	/** Milliseconds since 1970, for expressions. */
	now: number;
	/** What random() begins with, the same wherever this delegation's answers are looked at. */
	seed: string;
	/** Key of a save without JavaScript. */
	saveKey: string;
}

/** What a save without JavaScript came to, where there is something to say about it. */
export interface SaveReport {
	/** What was typed and is not saved, in words, by question number. */
	unsaved: { number: string; text: string }[];
	/** `words`: why it was not taken. */
	refused: { question: string; code: string; words: string; content: AnswerContent }[];
	/** Questions where a colleague's words were merged in. */
	merged: string[];
	/** What else to say, in words, with the questions it is about. */
	notices: { tone: 'warn' | 'danger'; title: string; text: string; questions: string[] }[];
}
