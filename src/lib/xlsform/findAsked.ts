/** What an answer's key stands for: a question in certain entries, or the entries of a repeat. */
import { readAnswerKey } from './answerKey.ts';
import {
	bodyOf,
	type Area,
	type Definition,
	type Part,
	type Question,
	type Section
} from './definition.ts';

export interface Place {
	area: Area;
	/** The sections around it, outermost first. */
	within: readonly Section[];
	/** Those of them that are repeats: a key holds one entry of each. */
	repeats: readonly Section[];
}

export interface AskedQuestion extends Place {
	kind: 'question';
	question: Question;
	/** Ids of the entries it stands in, outermost first. */
	entries: readonly string[];
}

export interface AskedEntries extends Place {
	kind: 'entries';
	/** The repeat whose entries these are. */
	section: Section;
	/** Ids of the entries around it, outermost first. */
	entries: readonly string[];
}

type Found = (Place & { question: Question }) | (Place & { section: Section });

const known = new WeakMap<Definition, Map<string, Found>>();

function indexOf(definition: Definition): Map<string, Found> {
	const before = known.get(definition);
	if (before) return before;
	const index = new Map<string, Found>();
	for (const area of definition.areas) {
		const questions = new Map(area.questions.map((question) => [question.name, question]));
		const walk = (parts: readonly Part[], within: readonly Section[]): void => {
			const repeats = within.filter(({ kind }) => kind === 'repeat');
			for (const part of parts) {
				if (typeof part === 'string') {
					const question = questions.get(part);
					if (question) index.set(part, { area, within, repeats, question });
					continue;
				}
				if (part.kind === 'repeat') index.set(part.name, { area, within, repeats, section: part });
				walk(part.body, [...within, part]);
			}
		};
		walk(bodyOf(area), []);
	}
	known.set(definition, index);
	return index;
}

/**
 * What a key names, or undefined where nothing of that name exists or the key holds too many
 * or too few entries for where it stands. Whether those entries exist is not looked at.
 */
export function findAsked(
	definition: Definition,
	key: string
): AskedQuestion | AskedEntries | undefined {
	const read = readAnswerKey(key);
	const found = read && indexOf(definition).get(read.name);
	if (!found || found.repeats.length !== read.entries.length) return undefined;
	return 'question' in found
		? { ...found, kind: 'question', entries: read.entries }
		: { ...found, kind: 'entries', entries: read.entries };
}

/** The question a key names; undefined for the entries of a repeat and for keys of nothing. */
export function findAskedQuestion(definition: Definition, key: string): AskedQuestion | undefined {
	const found = findAsked(definition, key);
	return found?.kind === 'question' ? found : undefined;
}

/** Where a question or repeat of this name stands, whatever its entries; undefined where there is none. */
export function findPlace(definition: Definition, name: string): Place | undefined {
	return indexOf(definition).get(name);
}
