import type { LookName } from '#lib/codes/palette.ts';
import type { Speaker, TurnKind, TurnMark } from '#lib/terms.ts';

/** A note as its page shows it. */
export interface NoteView {
	id: string;
	/** When it was begun, in milliseconds since 1970. */
	at: number;
	speaker: Speaker;
	participantId: string | null;
	kind: TurnKind;
	mark: TurnMark;
	blockId: string | null;
	body: string;
	language: string | null;
	revision: number;
	/** Number of its last change: what is older is not taken on. */
	change: number;
	isRemoved: boolean;
	authorId: string | null;
	author: string | null;
	/** Ids of the codes on it. */
	codes: string[];
}

export interface RoomCode {
	id: string;
	name: string;
	look: LookName;
	sign: string;
}

export interface RoomParticipant {
	id: string;
	pseudonym: string;
	/** Said no to notes, or took everything back: nothing they say is written down. */
	isRefused: boolean;
	/** Has not been asked yet, or not answered. */
	isUnasked: boolean;
}

/** What others saved, as it is told to a page. */
export interface RoomNews {
	notes: NoteView[];
	change: number;
}

/** All that the page of notes in a room shows; a device keeps it as it is. */
export interface RoomView extends RoomNews {
	/** Address of the meeting, without a slash at the end; the page is `${home}/room`. */
	home: string;
	/** The account that reads it. */
	me: string;
	group: { id: string; name: string; isClosed: boolean };
	round: { id: string; name: string };
	study: { id: string; name: string; isInvented: boolean };
	/** The mark a note begins with. */
	turnMark: TurnMark;
	participants: RoomParticipant[];
	blocks: { id: string; title: string }[];
	codes: RoomCode[];
	noteTakers: { id: string; name: string }[];
	/** How many notes there are; the page begins with the last of them. */
	total: number;
}

/** Who speaks as one word of a form: `participant:` and an id, or a role. */
export const whoOf = (speaker: Speaker, participantId: string | null): string =>
	participantId ? `participant:${participantId}` : speaker;
