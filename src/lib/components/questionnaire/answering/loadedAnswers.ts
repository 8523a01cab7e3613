import type { Known } from '#lib/client/saves.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { type AreaState, contentWithout, questionOf, repeatsOf } from '#lib/xlsform/areaState.ts';
import type { AreaView } from './areaView.ts';

/** What stands under every key of the page as it came from the server. */
export function loadedAnswers(view: AreaView, state: AreaState): Record<string, Known> {
	const area = view.definition.areas[0]!;
	const stored = (key: string, empty: AnswerContent): [string, Known] => {
		const { revision = 0, ...content } = view.answers[key] ?? {};
		return [key, { revision, content: { ...empty, ...content } }];
	};
	const questions = Object.keys(state.questions).map((key) =>
		stored(key, contentWithout(questionOf(area, key)!, state.questions[key]))
	);
	const repeats = repeatsOf(state.outline).map(({ key }) =>
		stored(key, { status: 'empty', value: null, reason: null, exposure: 'public' })
	);
	return Object.fromEntries([...questions, ...repeats]);
}
