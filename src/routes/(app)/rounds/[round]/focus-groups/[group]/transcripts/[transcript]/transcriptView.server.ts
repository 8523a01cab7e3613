import type { TurnSpeaker } from '#lib/server/focusgroups/changeTurn.ts';
import type { ListedRecording } from '#lib/server/focusgroups/recordings.ts';
import type { getTranscriptPage } from '#lib/server/focusgroups/transcriptPage.ts';
import { MEETING_ROLES, type Speaker } from '#lib/terms.ts';

type Page = Awaited<ReturnType<typeof getTranscriptPage>>;

/** A transcript as its page shows it. */
export function viewTranscript(page: Page, asked: { play: string | null; edit: string | null }) {
	const { group, transcript, mayWrite, participants, recordings } = page;
	const home = `/rounds/${group.round.id}/focus-groups/${group.id}`;
	const pseudonyms = new Map(participants.map(({ id, pseudonym }) => [id, pseudonym]));
	const turns = page.turns.map((turn) => ({
		...turn,
		pseudonym: turn.participantId ? pseudonyms.get(turn.participantId) : undefined,
		canPlay: turn.startsMs !== null && recordingAt(recordings, turn.startsMs) !== undefined,
		isEdited: mayWrite && turn.removedAt === null && turn.id === asked.edit
	}));
	const played = turns.find(({ id, canPlay }) => canPlay && id === asked.play);
	return {
		group: { id: group.id, name: group.name, round: group.round, study: group.study },
		home,
		here: `${home}/transcripts/${transcript.id}`,
		transcript,
		mayWrite,
		page: page.page,
		pages: page.pages,
		turns,
		speakers: participants
			.filter(({ notesRefused }) => !notesRefused)
			.map(({ id, pseudonym }) => ({ value: `participant:${id}`, label: pseudonym })),
		player: played ? playerOf(home, recordings, played.startsMs!) : null
	};
}
export type TranscriptView = ReturnType<typeof viewTranscript>;

/** The recording in which a moment of the transcript lies: the last one that has begun by then. */
function recordingAt(recordings: readonly ListedRecording[], ms: number) {
	return recordings.findLast(({ offsetMs }) => offsetMs <= ms);
}

/** Sound from a moment on; a media fragment starts it there without a script. */
function playerOf(home: string, recordings: readonly ListedRecording[], ms: number) {
	const { id, title, offsetMs } = recordingAt(recordings, ms)!;
	const seconds = (ms - offsetMs) / 1000;
	return { title, startsMs: ms, src: `${home}/recordings/${id}/file#t=${seconds}` };
}

/** Takes `participant:` and an id, or a role. */
export function speakerOf(who: string): TurnSpeaker {
	const [, participantId] = /^participant:(.+)$/.exec(who) ?? [];
	if (participantId) return { speaker: 'participant', participantId };
	const roles: readonly string[] = MEETING_ROLES;
	return { speaker: roles.includes(who) ? (who as Speaker) : 'unknown', participantId: null };
}
