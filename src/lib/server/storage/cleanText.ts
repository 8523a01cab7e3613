// Markup that a browser or a mail program might run, wherever in the file it stands.
const MARKUP =
	/<(?:!doctype|\?xml|html|head|body|script|iframe|frame|svg|math|object|embed|form|meta|link|style|base|img|template)\b/i;
// Formats that are written in letters and are yet no plain text.
const OTHER_FORMAT = /^\s*(?:<[!?/a-z]|\{\\rtf|%!PS|%PDF)/i;
// Tabulator, line feed, form feed and carriage return are text; other control characters are not.
const CONTROL = /[\0-\x08\x0b\x0e-\x1f\x7f]/;

/** True for valid UTF-8 without control characters and without markup. */
export function isPlainText(bytes: Uint8Array): boolean {
	try {
		const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return !CONTROL.test(text) && !OTHER_FORMAT.test(text) && !MARKUP.test(text);
	} catch {
		return false;
	}
}

/** Plain text has no room for metadata: the bytes stay as they are. */
export function cleanText(bytes: Uint8Array): Uint8Array {
	return bytes;
}
