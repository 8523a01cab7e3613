import type { RoomParticipant } from './roomView.ts';

/** Letters that stand for somebody who is no participant, before a colon. */
export const ROLE_LETTERS = {
	facilitator: 'f',
	observer: 'o',
	interpreter: 'i',
	unknown: 'u'
} as const;
export type RoomRole = keyof typeof ROLE_LETTERS;
export const ROOM_ROLES = Object.keys(ROLE_LETTERS) as RoomRole[];

/** What is typed before a colon to choose a participant: the number of a pseudonym like P07, else all of it. */
export function keyOfParticipant({ pseudonym }: Pick<RoomParticipant, 'pseudonym'>): string {
	const [, number] = /^[Pp]0*(\d+)$/.exec(pseudonym) ?? [];
	return number ?? pseudonym;
}

/**
 * Reads who speaks from the beginning of a note: `7: `, `P07: ` or `f: `. Gives the word of the
 * form for them and the rest; null where the text begins with nobody's key.
 */
export function readEntry(
	text: string,
	participants: readonly RoomParticipant[]
): { who: string; rest: string } | null {
	const [all, key] = /^\s*([^\s:]{1,40}):[ \t]/.exec(text) ?? [];
	if (!all || !key) return null;
	const asked = key.toLowerCase();
	const person = participants.find(
		(each) =>
			keyOfParticipant(each).toLowerCase() === asked || each.pseudonym.toLowerCase() === asked
	);
	const role = ROOM_ROLES.find((each) => ROLE_LETTERS[each] === asked);
	const who = person ? `participant:${person.id}` : role;
	return who ? { who, rest: text.slice(all.length) } : null;
}
