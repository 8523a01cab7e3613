/** Longest text an answer may hold, in UTF-16 units after cleaning. */
export const LONGEST_TEXT = 20_000;

/** Longest reason behind "not applicable". */
export const LONGEST_REASON = 500;

/**
 * A text as it is stored: Unicode NFC, lines ended by \n (a form sends \r\n), halves of
 * broken surrogate pairs replaced, because PostgreSQL takes none. Only blanks is no text.
 */
export function cleanText(text: string): string {
	const clean = text
		.replace(/\r\n?/g, '\n')
		.replace(/\p{Surrogate}/gu, '\uFFFD')
		.normalize('NFC');
	return clean.trim() === '' ? '' : clean;
}

/** Zero of the decimal digits representatives type: Arabic, Thai, Lao, Burmese, Khmer, full width. */
const ZEROS = [0x0660, 0x06f0, 0x0e50, 0x0ed0, 0x1040, 0x1090, 0x17e0, 0xff10];

function asciiDigit(digit: string): string {
	const code = digit.codePointAt(0) ?? 0;
	const zero = ZEROS.find((first) => code >= first && code <= first + 9);
	return zero === undefined ? digit : String(code - zero);
}

/**
 * The number a person typed, in digits of any script of the region, blanks between thousands
 * allowed; undefined when it is none. Commas are refused: `1,200` is twelve hundred in
 * English and a little over one in Indonesian, and a wrong figure is worse than a question.
 */
export function numberFromText(text: string): number | undefined {
	const plain = text.replace(/\p{Nd}/gu, asciiDigit).replace(/[\s\u00A0\u202F]/g, '');
	return /^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(plain) ? Number(plain) : undefined;
}
