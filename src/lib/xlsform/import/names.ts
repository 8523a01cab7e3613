/** The shapes of names and references, as XML and the reference converter have them. */

const START =
	'A-Z_a-z\\xd8-\\xf6\\xf8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}';
const PART = `[${START}][${START}\\-.0-9\\xb7\\u0300-\\u036f\\u203f\\u2040]*`;

/** Source of a regular expression for a name without prefix. */
export const NAME_SOURCE = PART;

const NAME = new RegExp(`^${PART}(?::${PART})?$`, 'u');
const REFERENCE_OR_OPEN = /\$\{([^}]+)\}|\$\{[^}]*$/g;
const INSIDE_REFERENCE = new RegExp(`^(last-saved#)?(${PART})$`, 'u');
/** A reference that is written well, wherever it stands. */
export const REFERENCE = new RegExp(`\\$\\{(?:last-saved#)?${PART}\\}`, 'u');
const ONLY_REFERENCE = new RegExp(`^\\$\\{(?:last-saved#)?(${PART})\\}$`, 'u');

/** Whether a text may be the name of a question, group or repeat. */
export function isName(text: string): boolean {
	return NAME.test(text);
}

export interface Reference {
	name: string;
	isLastSaved: boolean;
}

/** The `${name}` of a text in order; null where one is not written as it must be. */
export function findReferences(text: string): Reference[] | null {
	if (text.length < 3 || !text.includes('${')) return [];
	const found: Reference[] = [];
	for (const match of text.matchAll(REFERENCE_OR_OPEN)) {
		const inside = INSIDE_REFERENCE.exec(match[1] ?? '');
		if (!inside) return null;
		found.push({ name: inside[2]!, isLastSaved: inside[1] !== undefined });
	}
	return found;
}

/** Whether a text holds a reference that is written well. */
export function hasReference(text: string): boolean {
	return text.includes('${') && (findReferences(text)?.length ?? 0) > 0;
}

/** The name of a text that is one reference and nothing else; null for any other text. */
export function onlyReference(text: string): string | null {
	return ONLY_REFERENCE.exec(text)?.[1] ?? null;
}
