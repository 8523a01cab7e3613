import type { NoteWords, RoomAct } from '#lib/client/roomActs.ts';
import type { NoteView } from './roomView.ts';

/** What a note says, without its codes, as a list takes it. */
export function wordsOf({ speaker, participantId, kind, mark, blockId, body }: NoteWords) {
	return { speaker, participantId, kind, mark, blockId, body };
}

/** A new note as the server will have it, by this account. */
export function noteOf(act: Extract<RoomAct, { act: 'take' }>, me: string): NoteView {
	return {
		...wordsOf(act),
		id: act.id,
		at: act.at,
		language: null,
		revision: 1,
		change: 0,
		isRemoved: false,
		authorId: me,
		author: null,
		codes: act.codes.map(({ codeId }) => codeId)
	};
}
