/**
 * What a live block of a report shows: a picture, a table or generated sentences, drawn from the
 * accepted public answers anew each time it is read.
 */
import * as v from 'valibot';

/**
 * `question`: how the answers to a question are spread. `strip`: the countries on the steps of a
 * scale. `tiles`: a map of tiles by answer, or by what is accepted. `coverage`: countries × areas.
 * `treaties`: instruments × countries. `change`: what became of the answers since the round before.
 * `respondents`: who answered. `overview`: sentences about each question. `answers`: the public answers
 * of a country. `questionnaire`: what was asked. `dataset`: the variables of the public dataset.
 */
export const LIVE_TYPES = [
	'question',
	'strip',
	'tiles',
	'coverage',
	'treaties',
	'change',
	'respondents',
	'overview',
	'answers',
	'questionnaire',
	'dataset'
] as const;
export type LiveType = (typeof LIVE_TYPES)[number];

export interface Live {
	type: LiveType;
	/** Name of a question; `question` and `strip` need it, `tiles`, `change` and `overview` may have it. */
	question?: string;
	/** Name of an area, where only that is shown. */
	area?: string;
	/** Code of a country, where only that is shown; `answers` needs it. */
	country?: string;
	/** Which sentences are drafted, where there are several kinds. */
	template?: string;
}

/** What a type cannot do without. */
export const LIVE_NEEDS: Partial<Record<LiveType, 'question' | 'country'>> = {
	question: 'question',
	strip: 'question',
	answers: 'country'
};

// A select of a form that is left open sends ''.
const name = (most: number) =>
	v.optional(v.pipe(v.string(), v.trim(), v.maxLength(most)), undefined);

const schema = v.object({
	type: v.picklist(LIVE_TYPES),
	question: name(400),
	area: name(200),
	country: name(20),
	template: name(100)
});

/** What is stored or was sent, as a live block; null where it is none or what it needs is missing. */
export function parseLive(given: unknown): Live | null {
	const parsed = v.safeParse(schema, given);
	if (!parsed.success) return null;
	const { type, ...named } = parsed.output;
	const needed = LIVE_NEEDS[type];
	if (needed && !named[needed]) return null;
	const filled = Object.entries(named).filter(([, value]) => value !== undefined && value !== '');
	return { type, ...Object.fromEntries(filled) };
}
