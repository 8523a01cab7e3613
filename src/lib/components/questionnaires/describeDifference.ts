import { labelWords } from '#lib/components/review/labelWords.ts';
import { type Definition, textIn } from '#lib/xlsform/definition.ts';
import type { Change, Difference } from '#lib/xlsform/difference.ts';
import { placesOf } from '#lib/xlsform/places.ts';

/** A question as a list of changes names it. */
export interface NamedQuestion {
	name: string;
	number: string;
	label: string;
}

/** A difference in words: titles and labels in the reader's language where there are some. */
export interface DescribedDifference {
	areas: { added: string[]; removed: string[]; changed: string[] };
	languages: Difference['languages'];
	added: NamedQuestion[];
	removed: NamedQuestion[];
	changed: (NamedQuestion & { what: Change[] })[];
	/** Title of each area of both versions, by name. */
	titles: Record<string, string>;
	/** Every question and repeat of the old version, by name. */
	before: Record<string, NamedQuestion>;
	isSame: boolean;
}

/** Takes two versions and what differs; gives it with titles, numbers and labels. */
export function describeDifference(
	before: Definition,
	after: Definition,
	difference: Difference,
	language: string
): DescribedDifference {
	const name = (definition: Definition) => {
		const { questions, repeats } = placesOf(definition);
		const say = (text: Parameters<typeof textIn>[0]) =>
			textIn(text, language, definition.default_language);
		return (name: string): NamedQuestion => {
			const question = questions.get(name)?.question;
			const label = say(question?.label ?? repeats.get(name)?.section.label);
			return { name, number: question?.number ?? '', label: labelWords(label) || name };
		};
	};
	const [old, now] = [name(before), name(after)];
	const titles = Object.fromEntries(
		[before, after].flatMap((definition) =>
			definition.areas.map((area) => [
				area.name,
				textIn(area.title, language, definition.default_language) || area.name
			])
		)
	);
	const titled = (names: string[]) => names.map((each) => titles[each] ?? each);
	const { areas, languages } = difference;
	const { questions, repeats } = placesOf(before);
	return {
		areas: {
			added: titled(areas.added),
			removed: titled(areas.removed),
			changed: titled(areas.changed)
		},
		languages,
		added: difference.added.map(now),
		removed: difference.removed.map(old),
		changed: difference.changed.map((each) => ({ ...now(each.name), what: each.what })),
		titles,
		before: Object.fromEntries(
			[...questions.keys(), ...repeats.keys()].map((each) => [each, old(each)])
		),
		isSame:
			difference.added.length + difference.removed.length + difference.changed.length === 0 &&
			[areas, languages].every((group) => Object.values(group).every((list) => list.length === 0))
	};
}
