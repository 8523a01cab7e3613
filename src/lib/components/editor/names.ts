/** Names that expressions may use, and places a part may go to, as a page shows them. */
import {
	elementOf,
	findArea,
	sectionsOf,
	textIn,
	type Definition
} from '#lib/xlsform/definition.ts';
import { placesOf, placeWord } from '#lib/xlsform/edit/fields/asked.ts';

export interface UsableName {
	/** Written `${name}`. */
	name: string;
	/** The beginning of its label. */
	label: string;
	area: string;
}

const LONGEST_LABEL = 70;

function short(label: string): string {
	const line = label.replace(/\s+/g, ' ').trim();
	return line.length > LONGEST_LABEL ? `${line.slice(0, LONGEST_LABEL - 1)}…` : line;
}

/** Every question, by area. */
export function usableNames(definition: Definition, language: string): UsableName[] {
	const say = (text: Parameters<typeof textIn>[0]) =>
		short(textIn(text, language, definition.default_language));
	return definition.areas.flatMap((area) =>
		area.questions
			.filter((question) => question.type !== 'note')
			.map((question) => ({
				name: elementOf(question),
				label: say(question.label),
				area: say(area.title)
			}))
	);
}

/** A menu of places: areas, and indented below each the sections in it. */
export function placeOptions(
	definition: Definition,
	language: string,
	without?: string
): { value: string; label: string }[] {
	return placesOf(definition, without).map((place) => {
		const area = findArea(definition, place.area)!;
		const say = (text: Parameters<typeof textIn>[0]) =>
			short(textIn(text, language, definition.default_language));
		const value = placeWord(place);
		if (place.section === undefined)
			return { value, label: `${area.number} ${say(area.title) || area.name}` };
		const found = sectionsOf(area).find(({ section }) => section.name === place.section)!;
		const path = [...found.within, found.section];
		const words = path.map((section) => say(section.label) || section.name).join(' › ');
		return { value, label: `\u2003${words}` };
	});
}
