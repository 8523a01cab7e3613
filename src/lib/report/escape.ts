const CHARACTERS: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};

/** What XML 1.0 allows in no form, and HTML refuses: control characters, halves of surrogate pairs. */
const IMPOSSIBLE = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu;

/** Signs, control characters and anything that may be half a pair: other texts are as they are. */
const TO_CHANGE = /[&<>"'\0-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]/;

/** A text as HTML or XML, in an attribute too; what neither can hold is left out. */
export function escape(text: string): string {
	if (!TO_CHANGE.test(text)) return text;
	return text
		.toWellFormed()
		.replace(IMPOSSIBLE, '')
		.replace(/[&<>"']/g, (character) => CHARACTERS[character]!);
}

/** A name as it can stand in an id, an address or a file name: letters, digits, dots and dashes. */
export function nameOf(text: string): string {
	return (
		text
			.normalize('NFKD')
			.replace(/[^A-Za-z0-9.-]+/g, '-')
			.replace(/^[-.]+|[-.]+$/g, '')
			.replace(/\.{2,}/g, '.') || 'x'
	);
}

/** A name as an id: what style sheets and addresses take without escaping. */
export function idOf(text: string): string {
	return nameOf(text).replaceAll('.', '-');
}
