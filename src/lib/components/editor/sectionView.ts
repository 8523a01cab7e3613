/** What the page of one section needs. */
import { getLocale } from '#lib/paraglide/runtime.js';
import type { DefinitionProblem } from '#lib/xlsform/checkDefinition.ts';
import { textIn, type Definition } from '#lib/xlsform/definition.ts';
import { findPart, questionsIn } from '#lib/xlsform/edit/body.ts';
import { placeWord } from '#lib/xlsform/edit/fields/asked.ts';
import { sectionFields } from '#lib/xlsform/edit/fields/sectionFields.ts';
import { usesOf } from '#lib/xlsform/edit/words.ts';
import { placeOptions, usableNames } from './names.ts';
import { problemsOf } from './questionView.ts';

interface Draft {
	definition: Definition;
	problems: readonly DefinitionProblem[];
}

/** The view of a section, or undefined where there is none of that name. */
export function sectionView(draft: Draft, name: string) {
	const { definition } = draft;
	const found = findPart(definition, name);
	if (!found || typeof found.part === 'string') return undefined;
	const language = getLocale();
	const { area, part } = found;
	const inside = questionsIn([part]);
	return {
		name,
		label: textIn(part.label, language, definition.default_language) || name,
		kind: part.kind,
		area: { name: area.name, title: textIn(area.title, language, definition.default_language) },
		fields: sectionFields(definition, part),
		problems: problemsOf(draft, 'section', name),
		names: usableNames(definition, language),
		places: placeOptions(definition, language, name),
		place: placeWord(found.place),
		count: inside.length,
		// What speaks of the section or of anything in it from outside.
		uses: [name, ...inside]
			.flatMap((each) => usesOf(definition, each))
			.filter((use) => !inside.includes(use.name) && use.name !== name)
	};
}
