/**
 * What Java's regular expressions write otherwise than JavaScript's: `\Q…\E`, `\p{Alpha}`,
 * `\A`, `[a-z&&[^x]]`, possessive quantifiers and atomic groups.
 */
const POSIX: Readonly<Record<string, string>> = {
	Alpha: 'a-zA-Z',
	Digit: '0-9',
	Alnum: 'a-zA-Z0-9',
	Upper: 'A-Z',
	Lower: 'a-z',
	Punct: '!-\\/:-@\\[-`{-~',
	XDigit: '0-9a-fA-F',
	Space: '\\s',
	Blank: ' \\t'
};

/** An escape in JavaScript's spelling; `inside` a class no brackets may be put around it. */
function translateEscape(escape: string, inside: boolean): string {
	const [, letter, name = ''] = /^\\([pP])\{(\w+)\}$/.exec(escape) ?? [];
	const range = POSIX[name] ?? (escape === '\\h' ? ' \\t\\xa0' : undefined);
	if (range !== undefined && inside && letter !== 'P') return range;
	if (range !== undefined) return `[${letter === 'P' ? '^' : ''}${range}]`;
	if (name.startsWith('Is') && name.length > 2)
		return `\\${letter}{${name.length < 5 ? name.slice(2) : `Script=${name.slice(2)}`}}`;
	if (escape === '\\A') return '^';
	return /^\\[zZ]$/.test(escape) ? '$' : escape;
}

const PIECE = new RegExp(
	[
		'\\\\Q(?<literal>.*?)(?:\\\\E|$)',
		'(?<escape>\\\\[pP]\\{\\w+\\}|\\\\.)',
		'(?<open>\\[\\^?\\]?)(?<inner>(?:\\\\.|\\[[^\\]]*\\]|[^\\]\\\\])*)\\]',
		'(?<quantifier>[*+?]|\\{\\d+(?:,\\d*)?\\})\\+',
		'(?<atomic>\\(\\?>)'
	].join('|'),
	'gs'
);

/** A pattern of Java in JavaScript's spelling, for the flags `u` or, with `&&`, `v`. */
export function translateJava(pattern: string): string {
	return pattern.replace(PIECE, (whole, ...rest) => {
		const groups = rest.at(-1) as Record<string, string | undefined>;
		if (groups['literal'] !== undefined)
			return groups['literal'].replace(/[\\^$*+?.()|[\]{}/-]/g, '\\$&');
		if (groups['escape']) return translateEscape(groups['escape'], false);
		if (groups['quantifier']) return groups['quantifier'];
		if (groups['atomic']) return '(?:';
		// Escapes and classes are taken whole, so that `\++` stays "one or more plus signs".
		const inner = groups['inner']!.replace(/\\[pP]\{\w+\}|\\./gs, (escape) =>
			translateEscape(escape, true)
		);
		// JavaScript intersects classes only, no bare ranges.
		const sets = inner.split('&&').map((set) => (set.startsWith('[') ? set : `[${set}]`));
		const opening = groups['open']!.replace(']', '\\]');
		return whole.startsWith('[')
			? `${opening}${sets.length > 1 ? sets.join('&&') : inner}]`
			: whole;
	});
}
