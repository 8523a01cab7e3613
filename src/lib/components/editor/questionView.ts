/** What the page of one question needs: little enough to be sent along for a page that comes alive. */
import { getLocale } from '#lib/paraglide/runtime.js';
import type { DefinitionProblem } from '#lib/xlsform/checkDefinition.ts';
import { findQuestion, textIn, type Definition } from '#lib/xlsform/definition.ts';
import { getPart } from '#lib/xlsform/edit/body.ts';
import { placeWord } from '#lib/xlsform/edit/fields/asked.ts';
import { questionFields } from '#lib/xlsform/edit/fields/questionFields.ts';
import { locate, type Location } from '#lib/xlsform/edit/locate.ts';
import { usesOf } from '#lib/xlsform/edit/words.ts';
import { placeOptions, usableNames } from './names.ts';
import { definitionProblemText } from './problemWords.ts';

interface Draft {
	definition: Definition;
	problems: readonly DefinitionProblem[];
}

/** Problems of one thing in words, by the property they are shown beside. */
export function problemsOf(
	{ definition, problems }: Draft,
	kind: Location['kind'],
	name: string
): Record<string, string[]> {
	const words: Record<string, string[]> = {};
	for (const problem of problems) {
		const at = locate(definition, problem.path);
		if (at.kind !== kind || at.name !== name) continue;
		(words[at.property.split('.')[0]!] ??= []).push(definitionProblemText(problem));
	}
	return words;
}

/** The view of a question, or undefined where there is none of that name. */
export function questionView(draft: Draft, name: string) {
	const { definition } = draft;
	const found = findQuestion(definition, name);
	if (!found) return undefined;
	const { area, question } = found;
	const language = getLocale();
	const at = area.questions.indexOf(question);
	return {
		type: question.type,
		label: textIn(question.label, language, definition.default_language),
		name,
		number: question.number,
		area: { name: area.name, title: textIn(area.title, language, definition.default_language) },
		before: area.questions[at - 1]?.name,
		after: area.questions[at + 1]?.name,
		fields: questionFields(definition, question),
		problems: problemsOf(draft, 'question', name),
		lists: Object.entries(definition.choices).map(([list, choices]) => ({
			name: list,
			count: choices.length
		})),
		files: Object.keys(definition.external ?? {}),
		names: usableNames(definition, language),
		places: placeOptions(definition, language),
		place: placeWord(getPart(definition, name).place),
		uses: usesOf(definition, name)
	};
}
