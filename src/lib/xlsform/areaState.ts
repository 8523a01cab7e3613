/**
 * What the page of one area shows of the engine's view: plain data, so that the server can
 * send it and the page need not compute anything before somebody answers.
 */
import { readAnswerKey } from './answerKey.ts';
import type { AnswerContent } from './answers.ts';
import { UNSEEN_TYPES, type Area, type Question } from './definition.ts';
import type { EntriesOf } from './listKeys.ts';
import { valueOfText } from './valueOfText.ts';

/** What is left out is false, or as the questionnaire has it. */
export interface QuestionState {
	relevant?: true;
	required?: true;
	/** There is an answer, a code of rule R2, or a value by default or calculation. */
	answered?: true;
	missing?: true;
	/** Why the answer cannot stand: a code, for the page to word. */
	invalid?: string;
	/** The questionnaire's own words about it. */
	invalidMessage?: string;
	readonly?: true;
	/** What expressions make of it: a default or a calculation. */
	value?: string;
	/** Names of the choices offered now, in order, where that is not all of them. */
	choices?: string[];
	/** Texts that show other answers, filled in. */
	label?: string;
	hint?: string;
	guidance?: string;
}

export interface SectionState {
	relevant?: true;
	label?: string;
	hint?: string;
	/** A class for how its questions are laid out. */
	look?: 'grid';
}

export interface Repeat {
	kind: 'repeat';
	key: string;
	/** Whether an expression says how many entries there are. */
	isCounted: boolean;
	entries: { id: string; parts: OutlinePart[] }[];
}

/** The key of a question, or a section with what is in it. */
export type OutlinePart = string | { kind: 'group'; key: string; parts: OutlinePart[] } | Repeat;

export interface AreaState {
	outline: OutlinePart[];
	questions: Record<string, QuestionState>;
	sections: Record<string, SectionState>;
}

/** Counts as the area's response keeps them. */
export interface Counts {
	asked: number;
	answered: number;
	requiredMissing: number;
}

/** The repeats of an outline, those inside entries too. */
export function repeatsOf(outline: readonly OutlinePart[]): Repeat[] {
	return outline.flatMap((part) => {
		if (typeof part === 'string') return [];
		if (part.kind === 'group') return repeatsOf(part.parts);
		return [part, ...part.entries.flatMap(({ parts }) => repeatsOf(parts))];
	});
}

/** The entries of an outline's repeats, for listKeys. */
export function entriesIn(outline: readonly OutlinePart[]): EntriesOf {
	const lists = new Map(
		repeatsOf(outline).map(({ key, entries }) => [key, entries.map(({ id }) => id)])
	);
	return (key) => lists.get(key);
}

/** The question a key of this area names. */
export function questionOf(area: Area, key: string): Question | undefined {
	const name = readAnswerKey(key)?.name;
	return area.questions.find((question) => question.name === name);
}

/** A question's answer where none is stored: its default or what is computed, else empty. */
export function contentWithout(
	question: Question,
	state: QuestionState | undefined
): AnswerContent {
	const value = state?.value === undefined ? null : valueOfText(question, state.value);
	const status = value === null ? 'empty' : 'answered';
	return { status, value, reason: null, exposure: question.exposure };
}

/** Whether a question's value comes from the questionnaire alone and never from a person. */
export function isComputed(question: Question): boolean {
	if (UNSEEN_TYPES.includes(question.type)) return true;
	return question.calculation !== undefined && question.trigger === undefined;
}

/** Whether somebody can be asked it: notes, heads of tables and what nobody sees are not counted. */
export function isAsked(question: Question): boolean {
	if (question.type === 'note' || UNSEEN_TYPES.includes(question.type)) return false;
	return !question.appearance?.split(/\s+/).includes('label');
}

/** How far an area is. */
export function countArea(area: Area, state: Pick<AreaState, 'questions'>): Counts {
	const counts = { asked: 0, answered: 0, requiredMissing: 0 };
	const questions = new Map(area.questions.map((question) => [question.name, question]));
	for (const [key, judged] of Object.entries(state.questions)) {
		const question = questions.get(readAnswerKey(key)?.name ?? '');
		if (!judged.relevant || !question || !isAsked(question)) continue;
		counts.asked++;
		if (judged.answered) counts.answered++;
		if (judged.missing) counts.requiredMissing++;
	}
	return counts;
}
