/** A text as it leaves, and how places in it answer to places in the text that is kept. */
export interface FlatText {
	text: string;
	/** How many signs were replaced. */
	replaced: number;
	/** Takes an offset of the kept text, gives that of this one. */
	to(offset: number): number;
	/** Takes an offset of this text, gives that of the kept one. */
	from(offset: number): number;
}

const CHANGED = /[^\t\n\u0020-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]/;

/**
 * A text as REFI-QDA carries it without harm: lines end with LF, and what lies outside the BMP or is
 * no sign becomes U+FFFD. Then code points, as the standard counts, and UTF-16 units, as NVivo
 * does, are the same, and every passage is the same whoever reads it.
 */
export function flatten(kept: string): FlatText {
	const same = (offset: number) => offset;
	if (!CHANGED.test(kept)) return { text: kept, replaced: 0, to: same, from: same };
	const parts: string[] = [];
	/** For each offset of the kept text that of the flat one, and the other way round. */
	const to: number[] = [];
	const from: number[] = [];
	let replaced = 0;
	for (let at = 0; at < kept.length;) {
		const sign = kept.codePointAt(at)!;
		const isPair = sign === 13 && kept.charCodeAt(at + 1) === 10;
		const length = sign > 0xffff || isPair ? 2 : 1;
		const whole = kept.slice(at, at + length);
		let written = whole;
		if (sign === 13) written = '\n';
		else if (CHANGED.test(whole)) {
			written = '\uFFFD';
			replaced += 1;
		}
		for (let index = 0; index < length; index += 1) to.push(from.length + (index > 0 ? 1 : 0));
		from.push(at);
		parts.push(written);
		at += length;
	}
	to.push(from.length);
	from.push(kept.length);
	return {
		text: parts.join(''),
		replaced,
		to: (offset) => to[Math.max(0, Math.min(offset, kept.length))]!,
		from: (offset) => from[Math.max(0, Math.min(offset, from.length - 1))]!
	};
}
