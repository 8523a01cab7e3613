import type { Speaker, TranscriptFormat } from '../terms.ts';
import { cleanText } from '../xlsform/cleanText.ts';
import { LATEST_MS } from './clock.ts';
import type { Cue } from './cue.ts';

/** Who a label of the file is, as somebody said when importing. */
export interface MatchedSpeaker {
	speaker: Speaker;
	/** What tells participants apart: an id, or for a new one the pseudonym; null for all others. */
	participant: string | null;
	/** Tells those apart of whom nothing is known. */
	label: string;
}

/** A turn that could be made of pieces of a file; with the names still in it. */
export interface TurnToBe extends MatchedSpeaker {
	startsMs: number | null;
	endsMs: number | null;
	body: string;
	translation: string | null;
}

/** Room in a turn of at most 20,000 units for replacements that are longer than what they replace. */
const MOST = 16_000;
/** Longest body and translation of a turn. */
export const LONGEST_TURN = 20_000;

/**
 * Makes turns of what a file holds. `match` says who a label is; null says that it is nobody but a
 * part of what was said. `join` makes one turn of what one speaker says in a row, from the start of
 * the first piece to the end of the last.
 */
export function turnsOfCues(
	cues: readonly Cue[],
	format: TranscriptFormat,
	match: (label: string) => MatchedSpeaker | null,
	join: boolean
): TurnToBe[] {
	// Subtitles break lines to fit the picture; a paragraph's lines mean something.
	const isSubtitle = format === 'webvtt' || format === 'srt';
	const turns: TurnToBe[] = [];
	for (const piece of cues.flatMap(voicesOf)) {
		const matched = match(piece.speaker ?? '');
		const words = matched ? piece.text : `${piece.speaker ?? ''}: ${piece.text}`;
		const body = tidy(words, isSubtitle);
		const translation =
			piece.translation === undefined ? null : tidy(piece.translation, isSubtitle);
		if (body === '' && !translation) continue;
		const last = turns.at(-1);
		const turn: TurnToBe = {
			...(matched ?? last ?? { speaker: 'unknown', participant: null, label: '' }),
			...timesOf(piece),
			body,
			translation: translation || null
		};
		if (last && (matched === null || join) && isSame(last, turn) && fits(last, turn))
			addTo(last, turn, isSubtitle ? ' ' : '\n');
		else turns.push(turn);
	}
	return turns.flatMap((turn) => splitTurn(turn, MOST));
}

/** One piece for each voice; the times are those of the whole. */
function voicesOf(cue: Cue): Cue[] {
	if (!cue.voices) return [cue];
	return cue.voices.map(({ speaker, text }) => ({ ...cue, speaker, text }));
}

function timesOf({ start, end }: Cue): { startsMs: number | null; endsMs: number | null } {
	const startsMs = start !== null && start <= LATEST_MS ? start : null;
	// The database holds them as one piece of time: an end before the beginning is none.
	const isAfter = end !== null && end <= LATEST_MS && (startsMs === null || end >= startsMs);
	return { startsMs, endsMs: isAfter && startsMs !== null ? end : null };
}

const tidy = (text: string, isSubtitle: boolean) => {
	const clean = cleanText(text.replaceAll('\0', '\uFFFD').replaceAll('\uFEFF', ''));
	return isSubtitle
		? clean.replaceAll(/\s+/gu, ' ').trim()
		: clean.replaceAll(/[^\S\n]+/gu, ' ').trim();
};

const isSame = (a: MatchedSpeaker, b: MatchedSpeaker) =>
	a.speaker === b.speaker &&
	a.participant === b.participant &&
	(a.participant !== null || a.label === b.label);

const fits = (a: TurnToBe, b: TurnToBe) =>
	a.body.length + b.body.length < MOST &&
	(a.translation?.length ?? 0) + (b.translation?.length ?? 0) < MOST;

function addTo(last: TurnToBe, more: TurnToBe, between: string): void {
	const both = (a: string | null, b: string | null) => [a, b].filter(Boolean).join(between);
	last.body = both(last.body, more.body);
	last.translation = both(last.translation, more.translation) || null;
	last.startsMs ??= more.startsMs;
	// Pieces may overlap: the end is the latest of all.
	if (more.endsMs !== null && more.endsMs >= (last.startsMs ?? 0))
		last.endsMs = Math.max(last.endsMs ?? 0, more.endsMs);
}

/** A turn too long for one, cut where a sentence or a word ends. */
export function splitTurn<T extends Pick<TurnToBe, 'startsMs' | 'endsMs' | 'body' | 'translation'>>(
	turn: T,
	most: number
): T[] {
	if (turn.body.length <= most && (turn.translation?.length ?? 0) <= most) return [turn];
	const bodies = cutText(turn.body, most);
	const translations = cutText(turn.translation ?? '', most);
	return Array.from({ length: Math.max(bodies.length, translations.length) }, (_, at) => ({
		...turn,
		startsMs: at === 0 ? turn.startsMs : null,
		endsMs: null,
		body: bodies[at] ?? '',
		translation: translations[at] ?? null
	}));
}

const SENTENCE_ENDS = ['. ', '? ', '! ', '\n', '។', '။', '。'];

function cutText(text: string, most: number): string[] {
	const parts: string[] = [];
	let rest = text;
	while (rest.length > most) {
		const head = rest.slice(0, most);
		const sentence = Math.max(...SENTENCE_ENDS.map((end) => head.lastIndexOf(end)));
		const blank = head.lastIndexOf(' ');
		// A text without any blank is cut between letters, never inside of a pair.
		const isPair = /[\uD800-\uDBFF]/.test(head.at(-1)!);
		const at = sentence > most / 2 ? sentence + 1 : blank > 0 ? blank : most - (isPair ? 1 : 0);
		parts.push(rest.slice(0, at).trim());
		rest = rest.slice(at).trim();
	}
	return rest === '' && parts.length > 0 ? parts : [...parts, rest];
}
