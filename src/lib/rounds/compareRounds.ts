/** Two rounds of a study side by side: every question of every country, and how many became what. */
import { isAsked, isComputed } from '#lib/xlsform/areaState.ts';
import type { Area, Definition, Question } from '#lib/xlsform/definition.ts';
import { findPlace } from '#lib/xlsform/findAsked.ts';
import {
	type Compared,
	OUTCOMES,
	type Outcome,
	type Said,
	type Side,
	compareAnswers
} from './compareAnswers.ts';

/** What a country handed in in one round: accepted public answers by key, and its accepted areas. */
export interface Handed {
	definition: Definition;
	answers: ReadonlyMap<string, Said>;
	accepted: ReadonlySet<string>;
}

export interface Pair {
	delegationId: string;
	/** null where the country took no part in an earlier round. */
	then: Handed | null;
	now: Handed;
}

export type ComparedRow = Compared & {
	delegationId: string;
	/** Where it is asked now; where it was asked, if it is not any more. */
	area: string;
	question: Question;
	then: { definition: Definition; question: Question; said: Said } | null;
	now: { definition: Definition; question: Question; said: Said } | null;
};

interface Place {
	area: Area;
	question: Question;
}

const placesOf = ({ areas }: Definition): Place[] =>
	areas.flatMap((area) =>
		area.questions
			.filter((question) => isAsked(question) && !isComputed(question))
			.map((question) => ({ area, question }))
	);

/**
 * Each question of now in its order, and behind them those asked only then, country by country.
 * Carried answers need no rule here: until somebody marked one it is no answer of this round (R12).
 */
export function compareRounds(pairs: readonly Pair[]): ComparedRow[] {
	return pairs.flatMap(({ delegationId, then, now }) => {
		const today = new Map(placesOf(now.definition).map((at) => [at.question.name, at]));
		const past = new Map(
			(then ? placesOf(then.definition) : []).map((at) => [at.question.name, at])
		);
		return [...new Set([...today.keys(), ...past.keys()])].map((name): ComparedRow => {
			const { area, question } = (today.get(name) ?? past.get(name))!;
			const sides = [sideOf(then, past.get(name)), sideOf(now, today.get(name))] as const;
			const compared: Compared =
				sides[0] && sides[1]
					? compareAnswers(sides[0], sides[1])
					: { outcome: 'not_comparable', reason: 'no_country_then' };
			const [before, after] = sides.map((side) =>
				side?.question && side.answer
					? { definition: side.definition, question: side.question, said: side.answer }
					: null
			);
			return {
				...compared,
				...{ delegationId, area: area.name, question },
				then: before ?? null,
				now: after ?? null
			};
		});
	});
}

function sideOf(handed: Handed | null, at: Place | undefined): Side | null {
	if (!handed) return null;
	const { definition, answers, accepted } = handed;
	const isAccepted = at !== undefined && accepted.has(at.area.name);
	return {
		definition,
		question: at?.question,
		// What is not accepted is no answer here, whoever hands it over.
		answer: isAccepted ? (answers.get(at.question.name) ?? null) : null,
		isAccepted,
		isRepeated: at ? (findPlace(definition, at.question.name)?.repeats ?? []).length > 0 : false
	};
}

/** How many there are of each outcome. */
export function countOutcomes(rows: readonly { outcome: Outcome }[]): Record<Outcome, number> {
	const counts = Object.fromEntries(OUTCOMES.map((each) => [each, 0])) as Record<Outcome, number>;
	for (const { outcome } of rows) counts[outcome] += 1;
	return counts;
}
