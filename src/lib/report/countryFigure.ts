/** A figure without what it shows of a country: as if there had been no answer from there. */
import type { Cell, Figure, TakenCountry, TakenPart } from './content.ts';
import type { FrameLocale } from './html/words.ts';

/** What stands in a figure where something was. */
export interface FigureWords {
	/** In place of what a figure says of a country. */
	none: string;
	/** Below a figure that was about the country alone. */
	figure: (removedOn: string) => string;
	/** Below a figure that shows others still. */
	entries: (removedOn: string) => string;
}

export interface OfCountry extends Pick<TakenCountry, 'code' | 'part' | 'removedOn'> {
	/** Every way the edition writes its name. */
	names: readonly string[];
}

/** Which figures show what is to go: named as what they show. */
const SHOWS: Record<TakenPart, (name: string) => boolean> = {
	answers: (name) => !name.startsWith('treaties'),
	earlier: (name) => name.startsWith('change'),
	treaties: (name) => name.startsWith('treaties')
};

const isRow = (row: Figure['rows'][number], { code }: OfCountry) => row.code === code;

/** The figure without the country, the same one where it shows nothing of it. */
export function clearCountry(
	figure: Figure,
	of: OfCountry,
	words: FigureWords,
	locale: FrameLocale
): Figure {
	if (!SHOWS[of.part](figure.name)) return figure;
	if (isAbout(figure, of.code)) return emptied(figure, of, words);
	const cleared = /^[ds]-/.test(figure.name)
		? withoutNames(clearRows(figure, of, words), of, locale)
		: clearRows(figure, of, words);
	if (cleared === figure) return figure;
	const said = words.entries(of.removedOn);
	// Totals of changes, and what they say in words, would tell what the others leave over.
	const isCount = figure.name.startsWith('change');
	const isListed = ['bars', 'strip', 'tiles'].includes(figure.draw);
	return {
		...cleared,
		alt: isListed ? altOf(cleared) : said,
		note: isCount || figure.note === '' ? said : withSentence(figure.note, said)
	};
}

/** Once, however much was taken out on a day. */
const withSentence = (note: string, said: string) =>
	note.includes(said) ? note : `${note} ${said}`;

/** Whether a figure is of one country alone: what it answered, its treaties, its changes. */
export function isAbout({ name }: Figure, code: string): boolean {
	const slug = code.toLowerCase();
	// The same picture in another place has a number behind its name.
	const bare = name.replace(/-\d+$/, '');
	return (
		name.startsWith(`answers-${slug}-`) ||
		bare === `treaties-${slug}` ||
		(bare.startsWith('change-') && bare.endsWith(`-${slug}`))
	);
}

/** It keeps its place and number: texts name figures by those. */
function emptied(figure: Figure, { removedOn }: OfCountry, words: FigureWords): Figure {
	return {
		...figure,
		draw: 'plain',
		alt: words.figure(removedOn),
		note: words.figure(removedOn),
		rows: [{ label: words.none, cells: figure.columns.slice(1).map(() => ({ text: words.none })) }],
		legend: []
	};
}

/** Rows of the country, its column, and sums of a table it is part of. */
function clearRows(figure: Figure, of: OfCountry, { none }: FigureWords): Figure {
	const columns = new Set(
		figure.columns.flatMap((name, at) => (at > 0 && of.names.includes(name) ? [at - 1] : []))
	);
	const isIn = figure.rows.some((row) => isRow(row, of));
	const isSum = (row: Figure['rows'][number]) =>
		isIn && figure.draw === 'matrix' && row.code === undefined;
	if (!isIn && columns.size === 0) return figure;
	return {
		...figure,
		rows: figure.rows.map((row) => ({
			...row,
			cells: row.cells.map((cell, at) =>
				isRow(row, of) || isSum(row) || columns.has(at) ? { text: none } : cell
			)
		}))
	};
}

/** Rows that list countries: the name goes without a sign, or its answer would be told by the gap. */
function withoutNames(figure: Figure, of: OfCountry, locale: FrameLocale): Figure {
	let isCut = false;
	const rows = figure.rows.flatMap((row) => {
		if (row.code !== undefined) return [row];
		const named = row.cells.map((cell) => {
			const text = of.names.reduce((left, name) => withoutName(left, name, locale), cell.text);
			return text === cell.text ? cell : { ...cell, text };
		});
		if (named.every((cell, at) => cell === row.cells[at])) return [row];
		isCut = true;
		if (figure.draw === 'strip')
			return [{ ...row, cells: named.filter(({ text }) => text !== '') }];
		const cells = named[0]?.share === undefined ? named : [oneLess(named[0]), ...named.slice(1)];
		return cells.every(({ text }) => text === '') ? [] : [{ ...row, cells }];
	});
	return isCut ? { ...figure, rows } : figure;
}

/** A bar of one country less. */
function oneLess(cell: Cell): Cell {
	const count = Number(cell.text);
	if (!Number.isInteger(count) || count < 1) return cell;
	return { ...cell, text: String(count - 1), share: ((cell.share ?? 0) * (count - 1)) / count };
}

/** A list of names in words without one of them, with what stood between it and its neighbour. */
export function withoutName(list: string, name: string, locale: FrameLocale): string {
	if (name === '') return list;
	if (list === name) return '';
	const between = betweenNames(locale);
	for (const each of between)
		if (list.startsWith(name + each)) return list.slice(name.length + each.length);
	for (const each of between)
		if (list.endsWith(each + name)) return list.slice(0, -(each + name).length);
	for (const before of between)
		for (const after of between) {
			const at = list.indexOf(before + name + after);
			if (at >= 0) return list.slice(0, at) + list.slice(at + (before + name).length);
		}
	return list;
}

/** What stands between names: “, ” and “ and ”, the longest first. */
function betweenNames(locale: FrameLocale): string[] {
	const format = new Intl.ListFormat(locale === 'en' ? 'en-GB' : locale, { type: 'conjunction' });
	const parts = [
		['a', 'b'],
		['a', 'b', 'c', 'd']
	].flatMap((names) => format.formatToParts(names));
	const between = parts.flatMap(({ type, value }) => (type === 'literal' ? [value] : []));
	return [...new Set(between)].sort((a, b) => b.length - a.length);
}

const altOf = ({ rows }: Figure): string =>
	`${rows
		.map(({ label, cells }) => {
			const said = cells.map(({ text }) => text).filter((text) => text !== '');
			return `${label}: ${said.join(', ') || '–'}`;
		})
		.join('; ')}.`;
