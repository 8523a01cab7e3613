import type { AnswerContent } from '#lib/xlsform/answers.ts';
import type { AreaState } from '#lib/xlsform/areaState.ts';
import type { Definition, Question } from '#lib/xlsform/definition.ts';
import type { CarryMark } from '#lib/terms.ts';
import type { Trx } from '../database/database.ts';
import type { AreaAt } from './beside.ts';
import { type WhyShown, marksFor, matchEarlier } from './carryMatch.ts';
import { type Marked, byQuestion, listMarks } from './carryMarks.ts';
import { findEarlier, listEarlierAnswers } from './earlier.ts';

/** What the country answered to one question in the round before. */
export interface EarlierNote {
	/** Key of the question, then and now. */
	key: string;
	/** As it was asked then. */
	question: Question;
	content: AnswerContent;
	why: WhyShown | null;
	/** What may be said of it; empty where it can only be shown. */
	marks: CarryMark[];
	marked: Marked | null;
}

export interface EarlierBeside {
	roundName: string;
	/** The questionnaire of that round. */
	definition: Definition;
	notes: EarlierNote[];
}

/**
 * What the country answered in the round before, and how it was marked; null where there was
 * none, and for those who only propose.
 */
export async function readEarlierBeside(trx: Trx, at: AreaAt): Promise<EarlierBeside | null> {
	if (!at.delegation.mayWrite) return null;
	const earlier = await findEarlier(trx, at.delegation.id);
	if (!earlier) return null;
	const answers = await listEarlierAnswers(trx, earlier, at.keys);
	const marks = byQuestion(
		answers.length > 0 ? await listMarks(trx, [at.delegation.id], at.keys) : []
	);
	const notes = answers.flatMap((answer): EarlierNote[] => {
		const match = matchEarlier(earlier.definition, at.definition, answer);
		if (!match?.now) return [];
		const marked = marks.get(answer.question);
		return [
			{
				key: answer.question,
				question: match.was.question,
				content: answer,
				why: match.why,
				marks: match.why ? [] : marksFor(answer),
				marked: marked?.earlierRoundId === earlier.roundId ? marked : null
			}
		];
	});
	return { roundName: earlier.roundName, definition: earlier.definition, notes };
}

/** Keys of asked questions with an earlier answer that nobody has looked at, and no answer yet. */
export function listUntouched(page: {
	earlier: EarlierBeside | null;
	answers: Record<string, Pick<AnswerContent, 'status'>>;
	seen: AreaState;
}): string[] {
	return (page.earlier?.notes ?? [])
		.filter(({ key, why, marked }) => {
			const isOpen = !why && !marked && page.seen.questions[key]?.relevant;
			return isOpen && (page.answers[key]?.status ?? 'empty') === 'empty';
		})
		.map(({ key }) => key);
}
