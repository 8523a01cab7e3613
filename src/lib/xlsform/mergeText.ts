/**
 * Two people changed the same answer since the revision both began from (rule R3). What they
 * did in different places is kept together; where they disagree nothing is chosen for them.
 */
import { diff3Merge } from 'node-diff3';
import type { AnswerContent, AnswerValue } from './answers.ts';
import { FIRST_ENTRY } from './answerKey.ts';
import { EXPOSURES, type Question } from './definition.ts';
import { entriesOf, sameValue } from './sameValue.ts';
import {
	commonEnd,
	commonStart,
	comparisonCost,
	COSTLIEST,
	sentencesOf,
	spacedWordsOf
} from './words.ts';

/** What is merged: an answer by its question's type, or the entries of a repeat. */
export type Mergeable = Pick<Question, 'type' | 'most'> | { type: 'entries' };

export type Merge<T> = { merged: T; conflict?: never } | { conflict: true; merged?: never };

const CONFLICT = { conflict: true } as const;

/** The side that changed, where only one did or both did the same; else undefined. */
function simplest<T>(base: T, mine: T, theirs: T): { merged: T } | undefined {
	if (sameValue(mine, theirs) || sameValue(base, mine)) return { merged: theirs };
	if (sameValue(base, theirs)) return { merged: mine };
	return undefined;
}

function mergePieces(base: string[], mine: string[], theirs: string[]): Merge<string> | undefined {
	const all = [mine, base, theirs];
	const start = commonStart(all);
	const end = commonEnd(all, start);
	const [left = [], origin = [], right = []] = all.map((list) =>
		list.slice(start, list.length - end)
	);
	if (comparisonCost(origin, left) + comparisonCost(origin, right) > COSTLIEST) return undefined;
	const middle: string[] = [];
	for (const region of diff3Merge(left, origin, right)) {
		if (!region.ok) return CONFLICT;
		for (const piece of region.ok) middle.push(piece);
	}
	const tail = base.slice(base.length - end);
	return { merged: [...base.slice(0, start), ...middle, ...tail].join('') };
}

/**
 * Three texts made one, by word: `base` as both found it. Edits in different places are both
 * kept, the same edit made twice is kept once, edits that touch are a conflict.
 */
export function mergeAnswerText(base: string, mine: string, theirs: string): Merge<string> {
	const simple = simplest(base, mine, theirs);
	if (simple) return simple;
	for (const cut of [spacedWordsOf, sentencesOf]) {
		const merged = mergePieces(cut(base), cut(mine), cut(theirs));
		if (merged) return merged;
	}
	return CONFLICT;
}

function listOf(value: AnswerValue): string[] {
	return Array.isArray(value) ? value : [];
}

/** A choice stays while both keep it, and comes when either adds it. */
function mergeChoices(question: Mergeable, base: string[], mine: string[], theirs: string[]) {
	const kept = theirs.filter((name) => mine.includes(name) || !base.includes(name));
	const added = mine.filter((name) => !base.includes(name) && !theirs.includes(name));
	const merged = [...kept, ...added];
	if ('most' in question && question.most !== undefined && merged.length > question.most)
		return CONFLICT;
	return { merged: merged.length === 0 ? null : merged };
}

/**
 * Entries added by either stay, those either removed go; what mine added comes behind what it
 * stands behind there.
 */
function mergeEntries(base: string[], mine: string[], theirs: string[]): string[] {
	const merged = theirs.filter((id) => mine.includes(id) || !base.includes(id));
	mine.forEach((id, at) => {
		if (base.includes(id) || merged.includes(id)) return;
		const before = mine.slice(0, at).findLast((each) => merged.includes(each));
		// Behind what a colleague added at the same place, so that theirs keeps its number.
		let place = before === undefined ? 0 : merged.indexOf(before) + 1;
		while (place < merged.length && !mine.includes(merged[place]!)) place++;
		merged.splice(place, 0, id);
	});
	return merged;
}

function mergeRow(base: unknown, mine: unknown, theirs: unknown): Merge<unknown> {
	const rows = [base, mine, theirs].map((row) => new Map(entriesOf(row)));
	const [before = new Map(), left = new Map(), right = new Map()] = rows;
	const cells: [string, unknown][] = [];
	for (const name of new Set([...right.keys(), ...left.keys()])) {
		const cell = simplest(before.get(name), left.get(name), right.get(name));
		if (!cell) return CONFLICT;
		if (cell.merged !== undefined) cells.push([name, cell.merged]);
	}
	return { merged: cells.length === 0 ? undefined : Object.fromEntries(cells) };
}

function mergeTable(question: Mergeable, base: unknown, mine: unknown, theirs: unknown) {
	const tables = [base, mine, theirs].map((table) => new Map(entriesOf(table)));
	const [before = new Map(), left = new Map(), right = new Map()] = tables;
	const rows: [string, unknown][] = [];
	for (const name of new Set([...right.keys(), ...left.keys()])) {
		const row = mergeRow(before.get(name), left.get(name), right.get(name));
		if (row.conflict) return CONFLICT;
		if (row.merged === undefined) continue;
		// One took the verdict back, the other added a source: half a fact is none.
		if (question.type === 'treaty' && !Object.hasOwn(row.merged as object, 'verdict'))
			return CONFLICT;
		rows.push([name, row.merged]);
	}
	return { merged: rows.length === 0 ? null : (Object.fromEntries(rows) as AnswerValue) };
}

/**
 * Three values of one question made one: texts by word, several choices as sets, tables by
 * cell, all else whole. null is no value, and the result when nothing is left.
 */
export function mergeValue(
	question: Mergeable,
	base: AnswerValue,
	mine: AnswerValue,
	theirs: AnswerValue
): Merge<AnswerValue> {
	const simple = simplest(base, mine, theirs);
	if (simple) return simple;
	switch (question.type) {
		case 'entries': {
			// Nothing stored is the one entry every repeat begins with.
			const [before, left, right] = [base, mine, theirs].map((each) =>
				each === null ? [FIRST_ENTRY] : listOf(each)
			);
			return { merged: mergeEntries(before!, left!, right!) };
		}
		case 'text':
		case 'long_text': {
			const texts = [base, mine, theirs].map((each) => (typeof each === 'string' ? each : ''));
			const [before = '', left = '', right = ''] = texts;
			// Emptying a text and adding to it is a disagreement, not an edit elsewhere.
			if (left === '' || right === '') return CONFLICT;
			return mergeAnswerText(before, left, right);
		}
		case 'select_multiple':
			return mergeChoices(question, listOf(base), listOf(mine), listOf(theirs));
		case 'matrix':
		case 'treaty':
			return mergeTable(question, base, mine, theirs);
		default:
			return CONFLICT;
	}
}

function narrower(left: AnswerContent, right: AnswerContent): AnswerContent['exposure'] {
	return EXPOSURES[
		Math.max(EXPOSURES.indexOf(left.exposure), EXPOSURES.indexOf(right.exposure))
	] as AnswerContent['exposure'];
}

/**
 * Three whole answers made one. Of two changed exposures the narrower holds (rule R4). A code
 * on one side and a changed value on the other is a conflict.
 */
export function mergeContent(
	question: Mergeable,
	base: AnswerContent,
	mine: AnswerContent,
	theirs: AnswerContent
): Merge<AnswerContent> {
	const exposure =
		simplest(base.exposure, mine.exposure, theirs.exposure)?.merged ?? narrower(mine, theirs);
	const said = [base, mine, theirs].map(({ status, value, reason }) => ({ status, value, reason }));
	const simple = simplest(said[0]!, said[1]!, said[2]!);
	if (simple) return { merged: { ...simple.merged, exposure } };
	const isCode = [mine, theirs].some(({ status }) => status !== 'answered' && status !== 'empty');
	if (isCode) return CONFLICT;
	const value = mergeValue(question, base.value, mine.value, theirs.value);
	if (value.conflict) return CONFLICT;
	const status = value.merged === null ? 'empty' : 'answered';
	return { merged: { status, value: value.merged, reason: null, exposure } };
}
