const known = new Map<string, boolean>();
/** More than any questionnaire has languages; past it nothing is remembered. */
const MOST_KNOWN = 1_000;

/**
 * A questionnaire's language as an attribute `lang`: workbooks hold any tag, and one that
 * nobody knows says nothing to a screen reader.
 */
export function langOf(tag: string): string | undefined {
	const isKnown = known.get(tag) ?? isLanguage(tag);
	if (known.size < MOST_KNOWN) known.set(tag, isKnown);
	return isKnown ? tag : undefined;
}

function isLanguage(tag: string): boolean {
	try {
		const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
		return tag !== 'default' && Boolean(names.of(tag));
	} catch {
		return false;
	}
}
