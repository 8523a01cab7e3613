import type { Speaker } from '../terms.ts';
import type { Cue } from './cue.ts';

/** One who speaks in a file, as the file calls them. */
export interface SpeakerLabel {
	/** Empty: pieces for which the file names nobody. */
	label: string;
	/** How many pieces they say. */
	pieces: number;
	/** Letters of all of them. */
	length: number;
}

/** Everybody who speaks in these cues, in the order in which they first do; the unnamed last. */
export function listSpeakerLabels(cues: readonly Cue[]): SpeakerLabel[] {
	const found = new Map<string, SpeakerLabel>();
	for (const { speaker, text } of cues.flatMap((cue) => cue.voices ?? [cue])) {
		if (text.trim() === '') continue;
		const label = speaker ?? '';
		const known = found.get(label) ?? { label, pieces: 0, length: 0 };
		known.pieces += 1;
		known.length += text.length;
		found.set(label, known);
	}
	const listed = [...found.values()];
	return [
		...listed.filter(({ label }) => label !== ''),
		...listed.filter(({ label }) => label === '')
	];
}

const ROLES: Record<Exclude<Speaker, 'participant'>, string> = {
	facilitator:
		'facilitator facilitators moderator interviewer host chair chairperson fasilitator pewawancara pemandu pemandu-diskusi int mod fac q',
	interpreter: 'interpreter translator penerjemah juru-bahasa interpreter/translator tr',
	note_taker: 'note-taker notetaker rapporteur notulis pencatat notulen',
	observer: 'observer pengamat peninjau',
	unknown:
		'unknown unidentified speaker participant respondent voice several all everybody tidak-dikenal pembicara peserta responden semua beberapa narasumber anonymous someone'
};
const ROLE_OF = new Map(
	Object.entries(ROLES).flatMap(([role, words]) =>
		words.split(' ').map((word) => [word, role as Exclude<Speaker, 'participant'>])
	)
);

/**
 * The role a label names instead of a person (`Moderator`, `Speaker 2`, `Peserta`, `P3`, `A`);
 * undefined where it may be somebody's name.
 */
export function roleOfLabel(label: string): Exclude<Speaker, 'participant'> | undefined {
	if (label === '') return 'unknown';
	const plain = label.toLowerCase().replaceAll(/[\s_.-]+/g, '-');
	// With the number or letter that tells them apart: Speaker 2, Peserta B.
	const role = ROLE_OF.get(plain) ?? ROLE_OF.get(plain.replace(/(?:-?#?\d{1,3}|-[a-z])$/, ''));
	if (role) return role;
	// One letter, perhaps with a number, is nobody's name.
	return /^(?:\p{L}\p{M}?|[A-Z]{1,3}[-\s]?\d{1,3}|\d+)$/u.test(label) ? 'unknown' : undefined;
}

/** The next free pseudonyms of a meeting: P01, P02 … */
export function nextPseudonyms(taken: readonly string[], count: number): string[] {
	const used = new Set(taken.map((each) => each.toLowerCase()));
	const found: string[] = [];
	for (let number = 1; found.length < count; number += 1) {
		const pseudonym = `P${String(number).padStart(2, '0')}`;
		if (!used.has(pseudonym.toLowerCase())) found.push(pseudonym);
	}
	return found;
}
