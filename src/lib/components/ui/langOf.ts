/**
 * A questionnaire's language as an attribute `lang`: workbooks hold any tag, and one that
 * nobody knows says nothing to a screen reader.
 */
export function langOf(tag: string): string | undefined {
	try {
		const known = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
		return tag !== 'default' && known.of(tag) ? tag : undefined;
	} catch {
		return undefined;
	}
}
