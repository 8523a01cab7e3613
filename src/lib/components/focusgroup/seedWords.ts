import { countryName } from '#lib/asean.ts';
import { labelWords } from '#lib/components/review/labelWords.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { SeedKind } from '#lib/terms.ts';
import { type Question, type Text, textIn } from '#lib/xlsform/definition.ts';

/** Why something is brought up; `talk` where the reader does not see why. */
export const seedKinds: Record<SeedKind | 'talk', { glyph: string; words: () => string }> = {
	corridor: { glyph: '⇄', words: m.groups_seed_corridor },
	spread: { glyph: '↔', words: m.groups_seed_spread },
	query: { glyph: '?', words: m.groups_seed_query },
	talk: { glyph: '·', words: m.groups_seed_talk }
};

/** Names of countries by their codes, in the page's language. */
export function countryNames(
	codes: readonly string[],
	countries: readonly { code: string; name: string }[]
): string[] {
	return codes.map((code) =>
		countryName(code, countries.find((each) => each.code === code)?.name ?? code, getLocale())
	);
}

/** A question as it is cited: its number and label. */
export function questionWords(question: Question, fallback: string): string {
	return `${question.number} ${say(question.label, fallback)}`;
}

/** A text of the questionnaire in the page's language, without markup. */
export function say(text: Text, fallback: string): string {
	return labelWords(textIn(text, getLocale(), fallback));
}
