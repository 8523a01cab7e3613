import type { Queued } from '#lib/client/noteQueue.ts';
import { noteOf, wordsOf } from './noteOf.ts';
import type { NoteView, RoomView } from './roomView.ts';

/** A note as the list shows it: as the server has it, or as it will be. */
export interface ShownNote extends NoteView {
	standing: 'stored' | 'waiting' | 'refused';
	/** What was refused, to be settled by a person. */
	refused?: { id: string; code: string; reason: string };
}

/**
 * The notes in their order, with what is not through laid over them: by the moment they were
 * begun, and of one moment by their ids, as the server has it.
 */
export function showNotes(
	known: Iterable<NoteView>,
	queued: readonly Queued[],
	{ me }: Pick<RoomView, 'me'>
): ShownNote[] {
	const shown = new Map<string, ShownNote>();
	for (const note of known) shown.set(note.id, { ...note, standing: 'stored' });
	for (const { act, refused } of queued) {
		const standing = refused ? ('refused' as const) : ('waiting' as const);
		const fault = refused && { refused: { id: act.id, ...refused } };
		if (act.act === 'take') {
			// It may be there already, and its answer lost on the way back.
			const note = shown.get(act.id) ?? noteOf(act, me);
			shown.set(act.id, { ...note, standing, ...fault });
			continue;
		}
		const before = shown.get(act.turnId);
		if (!before) continue;
		if (act.act === 'change') {
			const codes = [...new Set([...before.codes, ...act.codes.map(({ codeId }) => codeId)])];
			shown.set(before.id, { ...before, ...wordsOf(act), codes, standing, ...fault });
		} else shown.set(before.id, { ...before, isRemoved: act.act === 'remove', standing, ...fault });
	}
	return [...shown.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}
