import { type SpeakerPrefix, acceptedSpeakers, speakerPrefix } from './speakers.ts';
import type { Cue, Voice } from './cue.ts';

/**
 * Subtitles have no field for who speaks, so people write `Name:` before the words. Gives the
 * cues with those names taken out of the text; a cue in which several speak holds their voices.
 * `share` is the least part of all cues that has to begin with a name before any is believed.
 */
export function nameSpeakers(cues: readonly Cue[], share: number): Cue[] {
	const lines = cues.map((cue) =>
		cue.speaker === null
			? cue.text.split('\n').map((text) => ({ text, prefix: prefixOf(text) }))
			: []
	);
	const found = lines.flat().flatMap(({ prefix }) => (prefix ? [prefix.speaker] : []));
	const accepted = acceptedSpeakers(found);
	const named = lines.filter((each) => each.some(({ prefix }) => isAccepted(prefix, accepted)));
	if (named.length === 0 || named.length < cues.length * share || (share > 0 && named.length < 2))
		return [...cues];
	return cues.map((cue, at) => withVoices(cue, lines[at]!, accepted));
}

interface Line {
	text: string;
	prefix: SpeakerPrefix | null;
}

/** A dialogue in one subtitle begins its lines with dashes. */
const prefixOf = (line: string) => speakerPrefix(line.replace(/^\s*[-–—]\s*/, ''));

const isAccepted = (prefix: SpeakerPrefix | null, accepted: Set<string>) =>
	prefix !== null && accepted.has(prefix.speaker);

function withVoices(cue: Cue, lines: readonly Line[], accepted: Set<string>): Cue {
	if (!lines.some(({ prefix }) => isAccepted(prefix, accepted))) return cue;
	const voices: Voice[] = [];
	for (const { text, prefix } of lines) {
		const last = voices.at(-1);
		if (prefix && isAccepted(prefix, accepted))
			voices.push({ speaker: prefix.speaker, text: prefix.rest });
		else if (last) last.text += `\n${text}`;
		else voices.push({ speaker: null, text });
	}
	const [first] = voices;
	const named = voices.find(({ speaker }) => speaker !== null)!;
	if (voices.length === 1) return { ...cue, speaker: named.speaker, text: first!.text };
	// The first name leaves the text; the later ones stay, since one field holds one speaker.
	const text =
		first!.speaker === null
			? cue.text
			: [first!.text, ...lines.slice(first!.text.split('\n').length).map((line) => line.text)].join(
					'\n'
				);
	return { ...cue, speaker: named.speaker, text, voices };
}

/**
 * Some programs write the speaker on a line of its own above the words of each piece. Believed
 * where nearly all pieces have such a line and its words come again and again.
 */
export function nameAbove(cues: readonly Cue[]): Cue[] {
	const heads = cues.map(({ speaker, text }) => {
		const end = text.indexOf('\n');
		const head = end === -1 ? '' : text.slice(0, end).trim();
		return speaker === null && /\p{L}/u.test(head) && !/[.?!,;:"]/u.test(head) ? head : '';
	});
	const given = heads.filter(Boolean);
	const kinds = new Set(given);
	if (given.length < 3 || given.length < cues.length * 0.8 || kinds.size > given.length / 2)
		return [...cues];
	return cues.map((cue, at) =>
		heads[at]
			? { ...cue, speaker: heads[at], text: cue.text.slice(cue.text.indexOf('\n') + 1) }
			: cue
	);
}
