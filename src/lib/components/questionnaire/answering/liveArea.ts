/** The engine behind the page of one area; fetched when somebody begins to answer. */
import type { AnswerContent, Answers } from '#lib/xlsform/answers.ts';
import { type AreaState, questionOf } from '#lib/xlsform/areaState.ts';
import type { Area, Definition } from '#lib/xlsform/definition.ts';
import { questionState, readArea } from '#lib/xlsform/readArea.ts';
import { openSession } from '#lib/xlsform/engine/session.ts';
import { checkOf } from '#lib/xlsform/checkOf.ts';

export interface LiveOptions {
	definition: Definition;
	area: Area;
	language: string;
	/** Of this area and of what it looks at elsewhere. */
	answers: Answers;
	now: number;
	seed: string;
}

/** Opens the engine; every act gives what the page is to show from then on. */
export function openLiveArea({ definition, area, language, answers, now, seed }: LiveOptions) {
	const session = openSession(definition, {
		answers,
		now,
		timeZone: 'UTC',
		seed,
		language,
		check: checkOf(definition)
	});
	const all = (): AreaState => readArea(session, definition, area, language);

	/** Puts an answer in; gives the questions that look different now, or everything. */
	function set(
		key: string,
		content: Pick<AnswerContent, 'status' | 'value'>
	): AreaState | { questions: AreaState['questions'] } {
		const changed = session.setAnswer(key, content);
		const named = [key, ...changed].map((each) => [each, questionOf(area, each)] as const);
		// A section came, went or has other entries.
		if (named.some(([each, question]) => !question && isOwn(each))) return all();
		return {
			questions: Object.fromEntries(
				named.flatMap(([each, question]) =>
					question ? [[each, questionState(session, definition, language, each, question)]] : []
				)
			)
		};
	}

	/** Whether a key that is no question's belongs to this area rather than to another. */
	function isOwn(key: string): boolean {
		const elsewhere = definition.areas.slice(1);
		return !elsewhere.some((other) => questionOf(other, key));
	}

	return { all, set };
}

export { loadRareFunctions } from '#lib/xlsform/engine/loadRare.ts';
export { problemWords } from './problemWords.ts';

export type LiveArea = ReturnType<typeof openLiveArea>;
