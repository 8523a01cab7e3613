import { m } from '#lib/paraglide/messages.js';
import type { Speaker, TurnKind, TurnMark } from '#lib/terms.ts';

const speakers: Record<Exclude<Speaker, 'participant'>, () => string> = {
	facilitator: m.transcripts_who_facilitator,
	interpreter: m.transcripts_who_interpreter,
	note_taker: m.transcripts_who_note_taker,
	observer: m.transcripts_who_observer,
	unknown: m.transcripts_who_unknown
};
/** Who speaks: a participant's pseudonym, or what somebody else does in the meeting. */
export const speakerWords = (speaker: Speaker, pseudonym: string | undefined): string =>
	speaker === 'participant' ? (pseudonym ?? '–') : speakers[speaker]();

const marks: Record<TurnMark, () => string> = {
	off_record: m.transcripts_mark_off_record,
	background: m.transcripts_mark_background,
	quotable: m.transcripts_mark_quotable
};
export const markWords = (mark: TurnMark): string => marks[mark]();
/** Beside the word, so that a mark is seen before it is read. */
export const MARK_GLYPHS: Record<TurnMark, string> = {
	off_record: '×',
	background: '○',
	quotable: '”'
};

const kinds: Record<TurnKind, () => string> = {
	verbatim: m.transcripts_kind_verbatim,
	paraphrase: m.transcripts_kind_paraphrase,
	observation: m.transcripts_kind_observation
};
export const kindWords = (kind: TurnKind): string => kinds[kind]();

const levels = [
	m.transcripts_level_0,
	m.transcripts_level_1,
	m.transcripts_level_2,
	m.transcripts_level_3,
	m.transcripts_level_4,
	m.transcripts_level_5
];
/** How far the words of a turn may go, see LEVELS. */
export const levelWords = (level: number): string => levels[level]?.() ?? '';
