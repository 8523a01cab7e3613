/**
 * One area on paper: everything a file shows of it, in words of one language. The HTML file
 * and the DOCX are two ways to write the same Paper.
 */
import type { AnswerContent, AnswerValue } from '#lib/xlsform/answers.ts';
import type { When } from './condition.ts';

/** The interface's languages; a questionnaire may be in others. */
export type PaperLocale = 'en' | 'id';

/** The interface's words for a questionnaire's language: its own where there are any. */
export function paperLocale(language: string): PaperLocale {
	return language === 'id' ? 'id' : 'en';
}

export interface PaperChoice {
	name: string;
	label: string;
}

export interface PaperColumn extends PaperChoice {
	type: 'choice' | 'number' | 'text' | 'year';
	unit: string;
	choices: PaperChoice[];
}

/** What an answer is written into. */
export type PaperField =
	| { kind: 'one' | 'pick'; choices: PaperChoice[] }
	| { kind: 'many'; choices: PaperChoice[]; most: number | null }
	| { kind: 'rank'; choices: PaperChoice[]; places: number }
	| { kind: 'number'; units: PaperChoice[]; hasYear: boolean }
	| { kind: 'figure'; isWhole: boolean; ends: [number, number] | null }
	| { kind: 'date' | 'time' | 'datetime' | 'tick' | 'point' }
	| { kind: 'points'; isShape: boolean }
	| { kind: 'text'; isLong: boolean }
	| { kind: 'matrix'; rows: PaperChoice[]; columns: PaperColumn[] }
	| { kind: 'treaty'; instruments: (PaperChoice & { facts: string[] })[] }
	/** Answered with a file, which a file cannot hold. */
	| { kind: 'file' }
	/** Computed, or not to be changed: only shown. */
	| { kind: 'given'; words: string };

interface Worded {
	number: string;
	/** May hold markup, see markdown.ts. */
	label: string;
	hint: string;
	/** Only under a condition; null: always. */
	when: When | 'depends' | null;
}

export interface PaperQuestion extends Worded {
	kind: 'question';
	/** Answer key, see answerKey.ts. */
	key: string;
	name: string;
	guidance: string;
	isRequired: boolean;
	isIfKnown: boolean;
	wantsSource: boolean;
	field: PaperField;
	content: AnswerContent;
}

export interface PaperNote extends Worded {
	kind: 'note';
}

export interface PaperGroup extends Omit<Worded, 'number'> {
	kind: 'group';
	parts: PaperPart[];
}

export interface PaperRepeat extends Omit<Worded, 'number'> {
	kind: 'repeat';
	/** Its own key, under which its entries are kept. */
	key: string;
	/** Whether an expression says how many entries there are. */
	isCounted: boolean;
	entries: { id: string; parts: PaperPart[] }[];
	/** A further entry, its id a token the script replaces; null where none can be added. */
	blank: { id: string; parts: PaperPart[] } | null;
}

export type PaperPart = PaperQuestion | PaperNote | PaperGroup | PaperRepeat;

export interface Paper {
	/** BCP 47 tag of the questionnaire's words. */
	language: string;
	locale: PaperLocale;
	country: string;
	roundName: string;
	studyName: string;
	areaNumber: string;
	areaTitle: string;
	intro: string;
	isInvented: boolean;
	/** Whether it may be taken over as things stand. */
	isWritable: boolean;
	/** By whom and when the file was made. */
	madeBy: string;
	madeAt: Date;
	parts: PaperPart[];
}

/** The id of an entry that is not there yet, at a depth of repeats from 1. */
export const newEntryToken = (depth: number) => `_new${depth}_`;

/** Every question of a paper that takes an answer; `withBlank`: those of further entries too. */
export function fieldsOf(parts: readonly PaperPart[], withBlank = false): PaperQuestion[] {
	return parts.flatMap((part): PaperQuestion[] => {
		if (part.kind === 'note') return [];
		if (part.kind === 'question') return isFilledIn(part) ? [part] : [];
		if (part.kind === 'group') return fieldsOf(part.parts, withBlank);
		const blank = withBlank && part.blank ? [part.blank] : [];
		return [...part.entries, ...blank].flatMap((entry) => fieldsOf(entry.parts, withBlank));
	});
}

/** Whether a question has something to fill in. */
export function isFilledIn({ field }: PaperQuestion): boolean {
	return field.kind !== 'file' && field.kind !== 'given';
}

/** Every repeat of a paper whose entries people add, those inside entries too. */
export function repeatsIn(parts: readonly PaperPart[]): PaperRepeat[] {
	return parts.flatMap((part): PaperRepeat[] => {
		if (part.kind === 'group') return repeatsIn(part.parts);
		if (part.kind !== 'repeat') return [];
		const inside = part.entries.flatMap((entry) => repeatsIn(entry.parts));
		return part.isCounted ? inside : [part, ...inside];
	});
}

/** A figure in plain digits, never `1e-7`, so that it reads back as the same figure. */
export function plainDigits(value: number): string {
	return value.toLocaleString('en', { useGrouping: false, maximumSignificantDigits: 21 });
}

/** A string answer; '' where there is none. */
export const stringOf = (value: AnswerValue): string => (typeof value === 'string' ? value : '');
