import { SPEAKERS, type Speaker } from '#lib/terms.ts';

/** Reads what `whoOf` wrote; an unknown word is an unknown speaker. */
export function readWho(who: string): { speaker: Speaker; participantId: string | null } {
	const [, participantId] = /^participant:(.+)$/.exec(who) ?? [];
	if (participantId) return { speaker: 'participant', participantId };
	const role = SPEAKERS.find((speaker) => speaker === who && speaker !== 'participant');
	return { speaker: role ?? 'unknown', participantId: null };
}
