import type { Level } from '#lib/terms.ts';
import type { Source } from './content.ts';

/** Words leave the room of a meeting from here on. */
export const QUOTABLE: Level = 2;

/** How a speaker may be named at a level: as at the nearest one that is not above it. */
export function attributionAt(quote: NonNullable<Source['quote']>, level: Level): string {
	for (let at = Math.min(level, quote.level); at >= QUOTABLE; at--) {
		const name = quote.attributions[at as Level];
		if (name !== undefined) return name;
	}
	return '';
}
