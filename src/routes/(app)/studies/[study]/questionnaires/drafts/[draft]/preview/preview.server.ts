import { getLocale } from '#lib/paraglide/runtime.js';
import { contentWithout, countArea, questionOf } from '#lib/xlsform/areaState.ts';
import { readArea } from '#lib/xlsform/readArea.ts';
import { type Definition, textIn } from '#lib/xlsform/definition.ts';
import { sessionOf } from '#lib/xlsform/evaluate.ts';
import {
	type PreviewAnswers,
	answersOfPreview,
	changePreviewEntries,
	readPreview,
	readPreviewForm
} from '#lib/xlsform/preview.ts';

export interface PreviewInput {
	area: string;
	language: string;
	answers: PreviewAnswers;
	refused?: ReturnType<typeof readPreviewForm>['refused'];
}

const open = (definition: Definition, answers: PreviewAnswers, now: number) =>
	sessionOf(definition, answersOfPreview(answers), { now, seed: 'preview' });

/** What the page shows of one area with these answers. */
export function previewOf(definition: Definition, input: PreviewInput, now: number) {
	const { answers, refused = {} } = input;
	const area = definition.areas.find(({ name }) => name === input.area) ?? definition.areas[0]!;
	const language = definition.languages.includes(input.language)
		? input.language
		: definition.default_language;
	const session = open(definition, answers, now);
	const state = readArea(session, definition, area, language);
	const say = (text: Parameters<typeof textIn>[0]) =>
		textIn(text, language, definition.default_language);
	return {
		area: { name: area.name, title: say(area.title), intro: say(area.intro) },
		areas: definition.areas
			.filter(({ name }) => session.isAreaRelevant(name))
			.map(({ name, number, title }) => ({ name, number, title: say(title) })),
		language,
		state,
		counts: countArea(area, state),
		questions: Object.fromEntries(
			Object.entries(state.questions).map(([key, judged]) => {
				const question = questionOf(area, key)!;
				const content = refused[key]?.content ?? answers[key] ?? contentWithout(question, judged);
				return [key, { question, content, problem: refused[key]?.code ?? '' }];
			})
		),
		answers: JSON.stringify(answers)
	};
}

/** The language a preview begins in: the reader's where the questionnaire has it. */
export function firstLanguage(definition: Definition): string {
	const locale = getLocale();
	return definition.languages.includes(locale) ? locale : definition.default_language;
}

/** What a form of the page says: the answers, and which area and language to show next. */
export function readPost(definition: Definition, form: FormData, now: number): PreviewInput {
	const then = String(form.get('then') ?? '');
	const language = String(form.get('language') ?? '');
	const before = readPreview(definition, String(form.get('answers') ?? ''));
	const name = String(form.get('area') ?? '');
	const area = definition.areas.find((each) => each.name === name);
	if (!area) return { area: '', language, answers: before };
	const session = open(definition, before, now);
	const { answers, refused } = readPreviewForm(definition, area, session, before, form);
	if (then.startsWith('area ')) return { area: then.slice(5), language, answers };
	const state = readArea(open(definition, answers, now), definition, area, language);
	return { area: name, language, answers: changePreviewEntries(answers, state, then), refused };
}
