/** What the number format of a cell makes of its number. */
export type NumberKind = 'number' | 'date' | 'duration';

/** The kind of a format code such as `yyyy-mm-dd`; only its part for positive numbers counts. */
export function kindOfFormat(code: string): NumberKind {
	const first = code.slice(0, 1000).split(';')[0] ?? '';
	if (/\[(?:hh?|mm?|ss?)\]/i.test(first)) return 'duration';
	const bare = first.replace(/"[^"]*"|\[[^\]]*\]|[_\\*]./g, '');
	if (/^general$|^standard$/i.test(bare.trim())) return 'number';
	return /[dmhys]/i.test(bare) ? 'date' : 'number';
}

/** The kind of a built-in format, ECMA-376 part 1, 18.8.30 (numFmt), by its number. */
export function kindOfBuiltIn(id: number): NumberKind {
	if (id === 46) return 'duration';
	const isDate =
		(id >= 14 && id <= 22) ||
		(id >= 27 && id <= 36) ||
		id === 45 ||
		id === 47 ||
		(id >= 50 && id <= 58);
	return isDate ? 'date' : 'number';
}
