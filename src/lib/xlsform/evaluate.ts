/**
 * What is asked, required, missing and wrong, given the answers so far: a look at areas as a
 * whole. Who goes on changing answers uses a session (engine/session.ts), which is what stands
 * behind this.
 *
 * A definition is checked before it is published (checkDefinition). Should one with a broken
 * expression still get here, a person's work comes first: the question is asked, not
 * required, and its answer counts as valid.
 */
import type { Answers } from './answers.ts';
import type { ContentProblem } from './checkParts.ts';
import { checkOf } from './checkOf.ts';
import { isAsked } from './areaState.ts';
import type { Area, Definition, Text } from './definition.ts';
import { openSession, type QuestionState, type Session } from './engine/session.ts';
import { readAnswerKey } from './answerKey.ts';

export { checkOf } from './checkOf.ts';
export { isAnswered, textOfAnswer } from './engine/answerText.ts';

export interface QuestionEvaluation {
	/** Asked at all. */
	relevant: boolean;
	required: boolean;
	/** Asked, required and without an answer or code. */
	missing: boolean;
	/** Asked and answered with something its type or constraint refuses. */
	invalid: boolean;
	/** Why: `constraint`, or what the type check says. */
	invalidCode?: ContentProblem | 'constraint';
	/** The questionnaire's own words about a failed constraint, where it has some. */
	invalidMessage?: Text;
}

/** Notes, heads of tables, values nobody sees and what is not relevant are in none of these. */
export interface AreaCounts {
	asked: number;
	/** With an answer, or one of the three codes of rule R2. */
	answered: number;
	requiredAsked: number;
	requiredMissing: number;
	invalid: number;
}

export interface AreaEvaluation {
	/** By answer key: outside repeats the name of the question, inside one for each entry. */
	questions: Readonly<Record<string, QuestionEvaluation>>;
	counts: AreaCounts;
}

/**
 * When it is: `now` in milliseconds since 1970, or the day of today() as YYYY-MM-DD. Nothing
 * here reads a clock.
 */
export type When = { now: number } | { today: string };

export type EvaluateOptions = When & {
	/** IANA name; UTC when absent. */
	timeZone?: string;
	/** What random() is drawn from, for example the id of the delegation. */
	seed?: string;
};

/** A session as evaluateArea() looks at it. */
export function sessionOf(
	definition: Definition,
	answers: Answers,
	options: EvaluateOptions
): Session {
	const { timeZone, seed } = options;
	// Noon, so that the day is the same wherever the zone of a date is not looked at.
	const now = 'now' in options ? options.now : Date.parse(`${options.today}T12:00:00Z`);
	return openSession(definition, {
		answers,
		now,
		check: checkOf(definition),
		...(timeZone !== undefined && { timeZone }),
		...(seed !== undefined && { seed })
	});
}

/** The part of a question's state that decides whether an area is done. */
function evaluationOf(state: QuestionState): QuestionEvaluation {
	const { relevant, required, missing, invalid, invalidCode, invalidMessage } = state;
	return {
		relevant,
		required,
		missing,
		invalid,
		...(invalidCode && { invalidCode }),
		...(invalidMessage && { invalidMessage })
	};
}

/** One area as a session has it now. */
export function evaluateInSession(session: Session, area: Area): AreaEvaluation {
	const counts = { asked: 0, answered: 0, requiredAsked: 0, requiredMissing: 0, invalid: 0 };
	const asked = new Set(area.questions.filter(isAsked).map(({ name }) => name));
	const questions: [string, QuestionEvaluation][] = [];
	for (const key of session.keysOf(area.name)) {
		const state = session.question(key)!;
		questions.push([key, evaluationOf(state)]);
		if (!state.relevant || !asked.has(readAnswerKey(key)?.name ?? '')) continue;
		counts.asked++;
		if (state.answered) counts.answered++;
		if (state.required) counts.requiredAsked++;
		if (state.missing) counts.requiredMissing++;
		if (state.invalid) counts.invalid++;
	}
	return { questions: Object.fromEntries(questions), counts };
}

/**
 * One area's questions and counts. `answers` holds those of all areas of the delegation,
 * because an expression may look across areas.
 */
export function evaluateArea(
	definition: Definition,
	area: Area,
	answers: Answers,
	options: EvaluateOptions
): AreaEvaluation {
	return evaluateInSession(sessionOf(definition, answers, options), area);
}

/** Every area at once, by area name: one look for overviews of a whole delegation. */
export function evaluateAreas(
	definition: Definition,
	answers: Answers,
	options: EvaluateOptions
): Map<string, AreaEvaluation> {
	const session = sessionOf(definition, answers, options);
	return new Map(definition.areas.map((area) => [area.name, evaluateInSession(session, area)]));
}
