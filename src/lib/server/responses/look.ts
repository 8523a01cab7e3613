import type { Answers } from '#lib/xlsform/answers.ts';
import { type AreaState, type Counts, countArea, isComputed } from '#lib/xlsform/areaState.ts';
import type { Area, Definition } from '#lib/xlsform/definition.ts';
import { openSession } from '#lib/xlsform/engine/session.ts';
import { checkOf } from '#lib/xlsform/checkOf.ts';
import { readArea } from '#lib/xlsform/readArea.ts';
import { findAsked } from '#lib/xlsform/findAsked.ts';

export interface LookOptions {
	now: Date;
	/** The delegation: what random() gives depends on nothing else. */
	seed: string;
	/** Of the texts; the questionnaire's own where nobody reads them. */
	language?: string;
}

/** Answers without what was computed when an area was last handed in: that is computed anew. */
function givenOnly(definition: Definition, answers: Answers): Answers {
	return Object.fromEntries(
		Object.entries(answers).filter(([key]) => {
			const found = findAsked(definition, key);
			if (!found) return false;
			return found.kind === 'question'
				? !isComputed(found.question)
				: found.section.count === undefined;
		})
	);
}

/**
 * One look at all answers of a delegation: what each area asks, and how far it is. Areas are
 * looked at when they are asked for.
 */
export function lookAt(definition: Definition, answers: Answers, options: LookOptions) {
	const { now, seed, language = definition.default_language } = options;
	const session = openSession(definition, {
		answers: givenOnly(definition, answers),
		now: now.getTime(),
		timeZone: 'UTC',
		seed,
		language,
		check: checkOf(definition)
	});
	const seen = new Map<Area, AreaState>();

	function see(area: Area): AreaState {
		const known = seen.get(area) ?? readArea(session, definition, area, language);
		seen.set(area, known);
		return known;
	}

	return { session, see, count: (area: Area): Counts => countArea(area, see(area)) };
}

export type Look = ReturnType<typeof lookAt>;
