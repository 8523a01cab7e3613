import { type Area, type Definition, type Question, type Section, bodyOf } from './definition.ts';

/** Where a question, or a repeat, stands. */
export interface Place {
	area: Area;
	/** Sections around it, outermost first. */
	within: readonly Section[];
}

export interface Places {
	questions: ReadonlyMap<string, Place & { question: Question }>;
	/** The entries of a repeat are an answer of their own, kept under its name. */
	repeats: ReadonlyMap<string, Place & { section: Section }>;
}

const kept = new WeakMap<Definition, Places>();

/** Every question and every repeat of a definition by name, with what stands around it. */
export function placesOf(definition: Definition): Places {
	const known = kept.get(definition);
	if (known) return known;
	const questions = new Map<string, Place & { question: Question }>();
	const repeats = new Map<string, Place & { section: Section }>();
	for (const area of definition.areas) {
		const byName = new Map(area.questions.map((question) => [question.name, question]));
		const walk = (parts: Area['body'] & object, within: readonly Section[]): void => {
			for (const part of parts) {
				if (typeof part === 'string') {
					const question = byName.get(part);
					if (question) questions.set(part, { area, within, question });
				} else {
					if (part.kind === 'repeat') repeats.set(part.name, { area, within, section: part });
					walk(part.body, [...within, part]);
				}
			}
		};
		walk(bodyOf(area), []);
	}
	const places = { questions, repeats };
	kept.set(definition, places);
	return places;
}

/** Names of the repeats a thing stands in, outermost first: what its answer's key has entries of. */
export function repeatsAround(place: Place): string[] {
	return place.within.filter(({ kind }) => kind === 'repeat').map(({ name }) => name);
}
