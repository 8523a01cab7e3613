/** What goes between a page, its device and the server when answers are saved. */
import type { AnswerContent } from '#lib/xlsform/answers.ts';

/** An answer on its way, with the revision it was based on. */
export interface GivenAnswer extends AnswerContent {
	question: string;
	base: number;
}

export interface Save {
	/** UUID; the same save sent again stores nothing twice. */
	saveId: string;
	answers: GivenAnswer[];
}

/** What became of one answer, as the server says it. */
export interface Outcome {
	question: string;
	result: 'saved' | 'merged' | 'unchanged' | 'conflict' | 'refused';
	revision: number;
	content?: AnswerContent;
	code?: string;
}

/** Why a save did not get through and is tried again. */
export type Delay = 'offline' | 'busy' | 'signed_out' | 'other_account';

export type SendResult =
	| { kind: 'done'; answers: Outcome[] }
	| { kind: 'later'; why: Delay }
	| { kind: 'never'; reason: string };

export type SaveStatus =
	| { kind: 'saved'; at: Date | null }
	| { kind: 'changed' }
	| { kind: 'saving' }
	/** `count`: answers that are not through. */
	| { kind: 'waiting'; why: Delay; count: number }
	| { kind: 'refused'; reason: string; texts: { question: string; content: AnswerContent }[] };

/** A text that is not on the server, with the revision it was based on. */
export interface Unsent {
	base: number;
	content: AnswerContent;
}

/** What is not through, as a device keeps it while the page is closed. Plain JSON. */
export interface Pending {
	/** On its way, or waiting to be sent again exactly as it was. */
	save: Save | null;
	/** To be sent before `unsent`, after `save`: texts of an earlier visit to fields in use. */
	later?: Save[];
	/** By save, the questions whose fields were not typed on what it says. */
	foreign?: Record<string, string[]>;
	unsent: Record<string, Unsent>;
	refused: Record<string, Unsent & { reason: string }>;
}

/** A text as the server knows it. */
export interface Known {
	revision: number;
	content: AnswerContent;
}

/** Three contents made one, or undefined where they disagree. */
export type MergeContents = (
	question: string,
	base: AnswerContent,
	mine: AnswerContent,
	theirs: AnswerContent
) => AnswerContent | undefined;
