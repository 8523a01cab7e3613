import type { QuestionType } from '../definition.ts';

/** Values of these types hold hyphens of their own. */
const HYPHENATED: readonly QuestionType[] = [
	'date',
	'datetime',
	'geopoint',
	'geotrace',
	'geoshape'
];

/** What a text is made of: literals, times with a zone, figures, names and calls, signs. */
const TOKENS =
	/"[^"]*"|'[^']*'|T?\d\d:\d\d:\d\d(\.\s+)?([+-]\d\d:\d\d)?|-?(\d{4}-\d\d-\d\d|\d+\.?\d*|\.\d+)| (mod|div) |[\p{L}_][\p{L}\p{N}\p{M}_.-]*\(?|\$\{[\p{L}_]|[*+|-]/gu;

/**
 * Whether a default is an expression, worked out when a response begins, not a plain value: by
 * its first word that only expressions have. `a-b` is a name and `1-2` two figures, `a - b` is
 * none of these. The reference converter's rule; import/dynamicDefault.ts says it in full, a
 * test holds the two together.
 */
export function isDynamicDefault(text: string, type: QuestionType): boolean {
	for (const [token] of text.matchAll(TOKENS)) {
		if (token === '-') return !HYPHENATED.includes(type);
		if (/^([*+|]| (mod|div) |\$\{.)$|^[^"'].*\($/u.test(token)) return true;
	}
	return false;
}
