import type { Span } from '../../passages/span.ts';
import type { Convention, FoundConvention } from './model.ts';

/** A text as the file has it, and passages in the units of the file. */
export interface RawText {
	/** Decoded, without a byte order mark, its line ends untouched. */
	raw: string;
	passages: readonly { start: number; end: number; name: string }[];
}

/**
 * A text as it is kept: lines end with LF, and the one sign a database cannot hold becomes U+FFFD.
 */
export function keepText(raw: string): string {
	return raw.replace(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD');
}

const COUNTS: readonly Convention[] = [
	{ unit: 'codepoint', lineEnds: 'as_written' },
	{ unit: 'utf16', lineEnds: 'as_written' },
	{ unit: 'codepoint', lineEnds: 'one' },
	{ unit: 'utf16', lineEnds: 'one' },
	{ unit: 'codepoint', lineEnds: 'two' },
	{ unit: 'utf16', lineEnds: 'two' }
];

/**
 * Where the passages of a file lie in its texts as they are kept. The standard counts code points
 * (REFI-QDA 1.5, section 10.2), NVivo for Windows UTF-16 units with CR and LF each as one. The two
 * differ only after a sign outside the BMP; then, and where line ends can be counted in two ways,
 * it is told by where words begin and end, and by the words that some programs put into the name
 * of a passage. Null where nothing of a passage lies in the text.
 */
export function placePassages(
	texts: readonly RawText[],
	origin: string
): { convention: FoundConvention; spans: (Span | null)[][] } {
	const counts = /nvivo/i.test(origin)
		? [...COUNTS].sort((a, b) => Number(b.unit === 'utf16') - Number(a.unit === 'utf16'))
		: COUNTS;
	const readings: Reading[] = [];
	for (const convention of counts) {
		const places = texts.map(({ raw, passages }) => placeIn(raw, convention, passages));
		const isStandard = convention.unit === 'codepoint' && convention.lineEnds === 'as_written';
		const same = readings.find((other) => isSame(other.places, places));
		if (same) same.isStandard ||= isStandard;
		else readings.push({ convention, places, isStandard, ...judge(texts, places) });
	}
	const [usual] = readings;
	const best = readings.reduce((a, b) => (isClearlyBetter(b, a) ? b : a), usual!);
	// Of a program that is known, its own way of counting is no guess.
	const isKnown = counts !== COUNTS && best === usual;
	const isGuessed = readings.some(
		(other) =>
			!isKnown &&
			other !== best &&
			other.convention.lineEnds !== 'two' &&
			(best.asked < 6 || best.points - other.points < best.asked / 4)
	);
	return {
		convention: { ...best.convention, isGuessed, isStandard: best.isStandard },
		spans: best.places.map((places) => places.map(spanOf))
	};
}

/** Where a passage lies in the kept text; the flags say that an end is no place of the text. */
interface Place {
	start: number;
	end: number;
	isInside: boolean;
	isOutside: boolean;
}

interface Reading {
	convention: Convention;
	places: Place[][];
	/** Whether counting as the standard says gives these places. */
	isStandard: boolean;
	points: number;
	/** How many points there could be. */
	asked: number;
}

/** Some programs count one line end more than there is. */
const SLACK = 2;

function spanOf({ start, end, isOutside }: Place): Span | null {
	return isOutside || start >= end ? null : { start, end };
}

function isSame(a: readonly Place[][], b: readonly Place[][]): boolean {
	return a.every((places, text) =>
		places.every((place, at) => {
			const other = b[text]![at]!;
			return (
				place.start === other.start &&
				place.end === other.end &&
				place.isInside === other.isInside &&
				place.isOutside === other.isOutside
			);
		})
	);
}

/** Line ends that are all counted twice are rare: only plain evidence speaks for them. */
function isClearlyBetter(other: Reading, best: Reading): boolean {
	if (other.convention.lineEnds !== 'two') return other.points > best.points;
	return (
		other.asked >= 10 &&
		other.points > other.asked * 0.6 &&
		other.points > best.points + other.asked * 0.3
	);
}

function placeIn(raw: string, convention: Convention, passages: RawText['passages']): Place[] {
	const asked = passages.flatMap(({ start, end }) => [start, end]);
	const found = locate(raw, convention, asked);
	return passages.map((_passage, at) => {
		const start = found[at * 2]!;
		const end = found[at * 2 + 1]!;
		return {
			start: start.at,
			end: end.at,
			isInside: start.isInside || end.isInside,
			isOutside: start.beyond > 0 || end.beyond > SLACK
		};
	});
}

interface Located {
	at: number;
	/** The position lies within a line end or between the halves of a surrogate pair. */
	isInside: boolean;
	/** How far it lies behind the end, or before the beginning. */
	beyond: number;
}

/** Positions of a file as offsets of the kept text, in one walk through the text. */
function locate(raw: string, { unit, lineEnds }: Convention, asked: readonly number[]): Located[] {
	const order = asked.map((_position, at) => at).sort((a, b) => asked[a]! - asked[b]!);
	const found: Located[] = [];
	let counted = 0;
	let kept = 0;
	let next = 0;
	const settle = (size: number) => {
		while (next < order.length && asked[order[next]!]! < counted + size) {
			const position = asked[order[next]!]!;
			found[order[next]!] = {
				at: kept,
				isInside: position > counted,
				beyond: Math.max(0, -position)
			};
			next += 1;
		}
	};
	for (let at = 0; at < raw.length && next < order.length;) {
		const sign = raw.charCodeAt(at);
		const isPair = sign === 13 && raw.charCodeAt(at + 1) === 10;
		const isEnd = sign === 10 || sign === 13;
		const isAstral = sign >= 0xd800 && sign < 0xdc00 && at + 1 < raw.length;
		const length = isPair || isAstral ? 2 : 1;
		const size = isEnd
			? { as_written: length, one: 1, two: 2 }[lineEnds]
			: isAstral && unit === 'codepoint'
				? 1
				: length;
		settle(size);
		at += length;
		counted += size;
		kept += isEnd ? 1 : length;
	}
	for (; next < order.length; next += 1)
		found[order[next]!] = {
			at: kept,
			isInside: false,
			beyond: Math.max(0, asked[order[next]!]! - counted)
		};
	return found;
}

const MOST_JUDGED = 4000;

/** How well passages fit the words of their texts: the more points, the better. */
function judge(
	texts: readonly RawText[],
	places: readonly Place[][]
): { points: number; asked: number } {
	let points = 0;
	let asked = 0;
	for (const [at, { raw, passages }] of texts.entries()) {
		if (asked > MOST_JUDGED) break;
		const text = keepText(raw);
		for (const [index, place] of places[at]!.entries()) {
			if (asked > MOST_JUDGED) break;
			asked += 2;
			if (place.isOutside || place.isInside) {
				points -= 4;
				continue;
			}
			points += beginsWord(text, place.start) + endsWord(text, place.end);
			if (isNamedAfter(passages[index]!.name, text.slice(place.start, place.end))) points += 4;
		}
	}
	return { points, asked };
}

const WORD = /[\p{L}\p{M}\p{N}]/u;
/** Scripts that put no space between words say nothing of where one begins. */
const UNSPACED =
	/[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

const signAt = (text: string, at: number) => String.fromCodePoint(text.codePointAt(at) ?? 32);
function signBefore(text: string, at: number): string {
	const half = text.charCodeAt(at - 1);
	return at <= 0 ? ' ' : signAt(text, half >= 0xdc00 && half < 0xe000 ? at - 2 : at - 1);
}

function beginsWord(text: string, at: number): number {
	const [before, first] = [signBefore(text, at), signAt(text, at)];
	if (UNSPACED.test(before) && UNSPACED.test(first)) return 0;
	return !WORD.test(before) && first.trim() !== '' ? 1 : 0;
}

function endsWord(text: string, at: number): number {
	const [last, after] = [signBefore(text, at), signAt(text, at)];
	if (UNSPACED.test(last) && UNSPACED.test(after)) return 0;
	return last.trim() !== '' && !(WORD.test(last) && WORD.test(after)) ? 1 : 0;
}

/** Whether a name is the beginning of a passage, as some programs name them. */
function isNamedAfter(name: string, words: string): boolean {
	const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
	const given = plain(name).replace(/(…|\.\.\.)$/, '');
	if (given.length < 8) return false;
	// Half of it will do: programs shorten names in ways of their own.
	return plain(words).startsWith(given.slice(0, Math.ceil(given.length / 2)));
}
