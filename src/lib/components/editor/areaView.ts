/** What the page of one area needs. */
import { getLocale } from '#lib/paraglide/runtime.js';
import type { DefinitionProblem } from '#lib/xlsform/checkDefinition.ts';
import { findArea, textIn, type Definition } from '#lib/xlsform/definition.ts';
import { areaFields } from '#lib/xlsform/edit/fields/sectionFields.ts';
import { usesOf } from '#lib/xlsform/edit/words.ts';
import { usableNames } from './names.ts';
import { problemsOf } from './questionView.ts';

interface Draft {
	definition: Definition;
	problems: readonly DefinitionProblem[];
}

/** The view of an area, or undefined where there is none of that name. */
export function areaView(draft: Draft, name: string) {
	const { definition } = draft;
	const area = findArea(definition, name);
	if (!area) return undefined;
	const language = getLocale();
	const inside = new Set(area.questions.map((question) => question.name));
	return {
		name,
		number: area.number,
		isGroup: area.is_group !== false,
		isLast: definition.areas.length === 1,
		title: textIn(area.title, language, definition.default_language) || name,
		fields: areaFields(definition, area),
		problems: problemsOf(draft, 'area', name),
		names: usableNames(definition, language),
		count: inside.size,
		// What speaks of a question of this area from outside.
		uses: [...inside]
			.flatMap((each) => usesOf(definition, each))
			.filter((use) => !inside.has(use.name))
	};
}
