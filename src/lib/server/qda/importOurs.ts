import { type VariableKey, variableGuid } from './exportMeeting.ts';
import { flatten } from './flatText.ts';
import type { KnownUnit } from './importTypes.ts';
import type { QdaProject, QdaSource } from './model.ts';

/** Words of this study where they lie in a source of a file. */
export interface PlacedUnit {
	unit: KnownUnit;
	start: number;
	end: number;
	/** Takes an offset of the source, gives that of the unit. */
	back: (offset: number) => number;
}

/** Whether this application wrote a file. */
export const isOurs = ({ origin }: Pick<QdaProject, 'origin'>) => /^Mufakat\b/.test(origin);

/** What a source says for one of our variables. */
export function valueGiven(source: QdaSource, key: VariableKey): string | null {
	return source.values.find(({ variable }) => variable === variableGuid(key))?.value || null;
}

/**
 * Finds words of this study in a source that is about them: by the passages our export put around
 * them, else by the words themselves, in their order. Words that stand there more or less often
 * than here are not guessed at: a code must not come to lie on what somebody else said.
 */
export function placeKnown(source: QdaSource, units: readonly KnownUnit[]): PlacedUnit[] {
	const text = source.text ?? '';
	const passages = new Map(source.selections.map((selection) => [selection.guid, selection]));
	const places: PlacedUnit[] = [];
	const open: KnownUnit[] = [];
	for (const unit of units) {
		const flat = flatten(unit.text);
		const passage = passages.get(unit.guid);
		const at = passage ? text.lastIndexOf(flat.text, passage.end - flat.text.length) : -1;
		if (passage && at >= passage.start && flat.text !== '')
			places.push({ unit, start: at, end: at + flat.text.length, back: (o) => flat.from(o - at) });
		else if (flat.text.trim() !== '') open.push(unit);
	}
	if (places.length > 0) return places.sort((a, b) => a.start - b.start);
	return placeByWords(text, open);
}

function placeByWords(text: string, units: readonly KnownUnit[]): PlacedUnit[] {
	const lines = new Map<string, number[]>();
	let start = 0;
	for (const line of text.split('\n')) {
		// The line itself, and what stands behind a label.
		for (const from of new Set([0, line.indexOf(': ') + 2]))
			if (from === 0 || from > 1) {
				const key = line.slice(from).trimEnd();
				lines.set(key, [...(lines.get(key) ?? []), start + from]);
			}
		start += line.length + 1;
	}
	const same = Map.groupBy(units, (unit) => flatten(unit.text).text.trimEnd());
	return [...same]
		.flatMap(([words, of]) => {
			const first = words.split('\n', 1)[0]!.trimEnd();
			const places = (lines.get(first) ?? []).filter(
				(at) =>
					text.startsWith(words, at) &&
					/^[ \t]*(\n|$)/.test(text.slice(at + words.length, at + words.length + 50))
			);
			if (places.length !== of.length) return [];
			return of.map((unit, index): PlacedUnit => {
				const at = places[index]!;
				const flat = flatten(unit.text);
				return { unit, start: at, end: at + words.length, back: (o) => flat.from(o - at) };
			});
		})
		.sort((a, b) => a.start - b.start);
}
