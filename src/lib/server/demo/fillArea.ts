import type { AnswerContent } from '#lib/xlsform/answers.ts';
import type { Area, Definition, Question } from '#lib/xlsform/definition.ts';
import { evaluateArea } from '#lib/xlsform/evaluate.ts';
import { makeAnswer } from './answers.ts';
import { chance } from './chance.ts';
import type { Voice } from './sentences.ts';

/** Answers by question name. */
export type Filled = Record<string, AnswerContent>;

/**
 * Made-up answers to what one area asks of this delegation, in the questionnaire's order.
 * `known` holds the answers of its other areas, on which that depends.
 */
export function fillArea(
	definition: Definition,
	area: Area,
	voice: Voice,
	known: Readonly<Filled>,
	today: string
): Filled {
	const filled: Filled = {};
	// Answers make follow-ups be asked; these refer to earlier questions only, so this ends.
	for (let before = -1; before < Object.keys(filled).length;) {
		before = Object.keys(filled).length;
		const { questions } = evaluateArea(definition, area, { ...known, ...filled }, { today });
		for (const question of area.questions) {
			if (question.type === 'note' || filled[question.name]) continue;
			const judged = questions[question.name];
			if (!judged?.relevant) continue;
			if (!judged.required && isLeftOut(question, voice)) continue;
			const chosen = chosenBefore(area, question, filled);
			filled[question.name] = makeAnswer(definition, area, question, voice, chosen);
		}
	}
	const order = area.questions.map(({ name }) => name).filter((name) => filled[name]);
	return Object.fromEntries(order.map((name) => [name, filled[name]!]));
}

/** A few optional questions stay unanswered. */
function isLeftOut(question: Question, voice: Voice): boolean {
	return chance(`${voice.key}|${question.name}|${voice.year}|left out`) < 0.06;
}

/** A ranking ranks what was chosen before, where an earlier question has the same list. */
function chosenBefore(area: Area, question: Question, filled: Filled): string[] | undefined {
	if (question.type !== 'rank') return undefined;
	const earlier = area.questions.find(
		(one) => one.type === 'select_multiple' && one.list === question.list
	);
	const value = earlier && filled[earlier.name]?.value;
	return Array.isArray(value) ? value : undefined;
}
