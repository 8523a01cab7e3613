/**
 * Thai in one byte per letter (TIS-620, which windows-874 contains) is told by how Thai is written:
 * a vowel or tone mark stands on a consonant or another mark, a leading vowel before a consonant.
 * That holds for three words as for three thousand, where counting letters needs a page.
 */
const isConsonant = (byte: number) => byte >= 0xa1 && byte <= 0xce;
const isMark = (byte: number) =>
	byte === 0xd1 || (byte >= 0xd4 && byte <= 0xda) || (byte >= 0xe7 && byte <= 0xee);
const isLeading = (byte: number) => byte >= 0xe0 && byte <= 0xe4;
/** Vowels that stand in the row, ะ า ำ. */
const isVowel = (byte: number) => byte === 0xd0 || byte === 0xd2 || byte === 0xd3;
/** Without ฃ and ฅ, which nobody has written for a hundred years. */
const isThai = (byte: number) =>
	((byte >= 0xa1 && byte <= 0xda) || (byte >= 0xdf && byte <= 0xfb)) &&
	byte !== 0xa3 &&
	byte !== 0xa5;
/** The quotation marks, dashes and dots that windows-874 adds. */
const isAdded = (byte: number) =>
	byte === 0x80 || byte === 0x85 || (byte >= 0x91 && byte <= 0x97) || byte === 0xa0;

/** Whether the bytes are Thai, one byte for each letter. */
export function looksLikeThai(bytes: Uint8Array): boolean {
	let letters = 0;
	let together = 0;
	let wrong = 0;
	let vowels = 0;
	for (let at = 0; at < bytes.byteLength; at += 1) {
		const byte = bytes[at]!;
		if (byte < 0x80 || isAdded(byte)) continue;
		const before = bytes[at - 1] ?? 0;
		const after = bytes[at + 1] ?? 0;
		letters += 1;
		if (isMark(byte) || isLeading(byte) || isVowel(byte)) vowels += 1;
		if (before >= 0x80 || after >= 0x80) together += 1;
		if (
			!isThai(byte) ||
			(isMark(byte) && !isConsonant(before) && !isMark(before)) ||
			(isLeading(byte) && !isConsonant(after))
		)
			wrong += 1;
	}
	// Every syllable of Thai has a consonant, and most have a vowel or a mark.
	const hasVowels = vowels >= letters * (letters < 20 ? 0.1 : 0.2);
	return letters > 0 && hasVowels && together >= letters * 0.8 && wrong <= letters * 0.05;
}
