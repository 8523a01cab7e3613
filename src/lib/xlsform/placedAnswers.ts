/** Answers of one delegation by where they stand: in which entries, in which order. */
import { answerKey, readAnswerKey } from './answerKey.ts';
import { type Definition, type Question, sectionsOf } from './definition.ts';
import { isAsked } from './areaState.ts';
import { findPlace } from './findAsked.ts';
import { type EntriesOf, type ListedKey, listKeys } from './listKeys.ts';

type Answer = { question: string; value: unknown };

/** Whether a questionnaire asks anything more than once of one delegation. */
export function hasRepeats(definition: Definition): boolean {
	const known = repeated.get(definition) ?? findRepeats(definition);
	repeated.set(definition, known);
	return known;
}

const repeated = new WeakMap<Definition, boolean>();

function findRepeats(definition: Definition): boolean {
	return definition.areas.some((area) =>
		sectionsOf(area).some(({ section }) => section.kind === 'repeat')
	);
}

/** What a dataset has a place for: what is asked, and what was computed from it. */
export function isKept(question: Question): boolean {
	return question.type === 'calculate' || question.type === 'hidden' || isAsked(question);
}

/**
 * The entries of every repeat of one delegation. Where the list itself is kept from this
 * dataset (rule R4), the entries are those its answers are about.
 */
export function entriesWith(definition: Definition, answers: readonly Answer[]): EntriesOf {
	const lists = new Map<string, string[]>();
	for (const { question, value } of answers)
		if (Array.isArray(value) && isEntries(definition, question))
			lists.set(question, [...(value as string[])]);
	for (const { question } of answers) {
		const read = readAnswerKey(question);
		if (!read || read.entries.length === 0) continue;
		const repeats = findPlace(definition, read.name)?.repeats ?? [];
		repeats.forEach((repeat, depth) => {
			const key = answerKey(repeat.name, read.entries.slice(0, depth));
			const id = read.entries[depth];
			if (id === undefined) return;
			const list = lists.get(key) ?? [];
			if (!list.includes(id)) lists.set(key, [...list, id]);
		});
	}
	return (key) => lists.get(key) ?? [];
}

/** Whether a key is a repeat's, whose value is its entries. */
export function isEntries(definition: Definition, key: string): boolean {
	const name = readAnswerKey(key)?.name ?? '';
	const place = findPlace(definition, name);
	return place !== undefined && 'section' in place;
}

/** Every key of a delegation's answers with its place, in the questionnaire's order. */
export function placesIn(
	definition: Definition,
	answers: readonly Answer[]
): Map<string, ListedKey & { order: number }> {
	const entries = entriesWith(definition, answers);
	return new Map(
		definition.areas
			.flatMap((area) => listKeys(area, entries))
			.map((listed, order) => [listed.key, { ...listed, order }])
	);
}
