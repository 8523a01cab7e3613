import type { RoomAct } from '#lib/client/roomActs.ts';
import type { EvidenceKind } from '#lib/terms.ts';
import type { Exposure } from '#lib/xlsform/definition.ts';

/** Where something belongs: an area of a delegation. */
export interface Place {
	/** Address of the delegation's pages, without a slash at the end. */
	home: string;
	area: string;
}

/** A piece of evidence, written down without a network; the bytes of its file are kept beside it. */
export interface EvidenceItem extends Place {
	kind: 'evidence';
	/** UUID; the same piece sent again adds nothing. */
	id: string;
	/** The answer's key, and the question's number and words for the list. */
	question: string;
	label: string;
	evidence: { kind: EvidenceKind; citation: string; link: string; exposure: Exposure };
	/** Name and type of the file as chosen; the server keeps neither. */
	file: { name: string; type: string } | null;
	/** Why the server did not take it. */
	refused?: string;
}

/** An area somebody calls finished. */
export interface ReadyItem extends Place {
	kind: 'ready';
	id: string;
	ready: boolean;
	refused?: string;
}

/** Where the notes of a meeting belong; `home` is the address of the meeting then. */
export const ROOM = 'room';

/** Something done to the notes of a meeting, under the id of the act. */
export interface NoteItem extends Place {
	kind: 'note';
	id: string;
	act: RoomAct;
	/** The page that did it; it sends it itself while it is open. */
	page: string;
	/** Why the server did not take it, in words and as the code of its problem. */
	refused?: string;
	code?: string;
}

/** What waits to be sent beside answers. */
export type OutboxItem = EvidenceItem | ReadyItem | NoteItem;
