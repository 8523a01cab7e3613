import { countryName } from '#lib/asean.ts';
import type { Chapter, EditionContent, EditionFacts, Figure, TakenCountry } from './content.ts';
import { type FigureWords, type OfCountry, clearCountry } from './countryFigure.ts';
import type { FrameLocale } from './html/words.ts';
import { withoutDelegation } from './sourceTitles.ts';

/**
 * The content without what its figures show of countries whose answers were taken back, and the
 * words these figures alone held: wherever a text repeats them they must go, too. What sentences
 * count stays as it was counted. Sources do not name the delegation any more.
 */
export function takeOutCountries(
	content: EditionContent,
	{ taken, removals }: Pick<EditionFacts, 'taken' | 'removals'>,
	words: FigureWords,
	locale: FrameLocale
): { content: EditionContent; said: string[] } {
	if (taken.length === 0) return { content, said: [] };
	const figures = figuresIn(content.chapters);
	const countries = taken.map((each) => ({ ...each, names: namesOf(each, content, figures) }));
	// Several delegations of a country are one in a figure.
	const once = [
		...new Map(countries.toReversed().map((of) => [`${of.code} ${of.part}`, of])).values()
	];
	const clear = (figure: Figure) =>
		once.reduce((left, of) => clearCountry(left, of, words, locale), figure);
	const left: EditionContent = {
		...content,
		chapters: content.chapters.map((chapter) => ({
			...chapter,
			pieces: chapter.pieces.map((piece) =>
				piece.kind === 'figure' ? { ...piece, figure: clear(piece.figure) } : piece
			)
		})),
		sources: content.sources.map((source) => ({
			...source,
			title: countries.reduce(withoutDelegation, source.title)
		}))
	};
	const gone = new Set(removals.flatMap(({ label, level }) => (level < 2 ? [label] : [])));
	const kept = [
		...figuresIn(left.chapters).flatMap(textsOf),
		...content.sources
			.filter(({ label }) => !gone.has(label))
			.flatMap((source) => [source.words, source.translation])
	];
	const said = new Set(figures.flatMap((figure) => countries.flatMap((of) => saidIn(figure, of))));
	// What others said in the same words, and what a question offers, is not theirs alone.
	return {
		content: left,
		said: [...said].filter((each) => !kept.some((text) => text.includes(each)))
	};
}

const figuresIn = (chapters: readonly Chapter[]): Figure[] =>
	chapters.flatMap(({ pieces }) =>
		pieces.flatMap((piece) => (piece.kind === 'figure' ? [piece.figure] : []))
	);

/** As the study calls it now, and as the edition called it. */
function namesOf(
	{ code, name }: TakenCountry,
	{ language }: EditionContent,
	figures: readonly Figure[]
): string[] {
	const labels = figures.flatMap(({ rows }) =>
		rows.flatMap((row) => (row.code === code ? [row.label] : []))
	);
	return [...new Set([countryName(code, name, language), name, ...labels])].filter(
		(each) => each !== ''
	);
}

const textsOf = ({ columns, rows, legend }: Figure): string[] => [
	...columns,
	...rows.flatMap(({ label, cells }) => [label, ...cells.map(({ text }) => text)]),
	...legend.map(({ text }) => text)
];

/** Words of the country's own answers in a figure. */
function saidIn({ name, rows }: Figure, { code, part }: OfCountry): string[] {
	const own = rows.filter((row) => row.code === code);
	const textsIn = (among: Figure['rows'], from: number, to?: number) =>
		among.flatMap(({ cells }) => cells.slice(from, to).map(({ text }) => text));
	// What became of an answer, what it was and what it is.
	if (part !== 'treaties' && name.startsWith('change-'))
		return textsIn(own, 1, part === 'answers' ? 3 : 2);
	if (part !== 'answers') return [];
	if (name.startsWith(`answers-${code.toLowerCase()}-`)) return textsIn(rows, 0);
	return name.startsWith('d-') ? textsIn(own, 0) : [];
}
