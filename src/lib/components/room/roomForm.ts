import { m } from '#lib/paraglide/messages.js';
import { TURN_KINDS, TURN_MARKS } from '#lib/terms.ts';
import type { EntryFields } from './entry.svelte.ts';
import { readWho } from './readWho.ts';
import { type RoomView } from './roomView.ts';
import type { ShownNote } from './showNotes.ts';

/** What a page without a script begins with. */
export interface RoomForm {
	/** Id of the note or of the save, made by the page. */
	id: string;
	/** The form that came back, with what was typed. */
	sent?: {
		id: string;
		data: Record<string, unknown>;
		errors: Record<string, string[] | undefined>;
		message?: string;
	};
	/** The note the address asks to change. */
	edit: string | null;
	/** What the last note was begun with. */
	last: Record<string, string>;
	/** All notes are shown, not only the last. */
	isWhole: boolean;
}

const among = <T extends string>(all: readonly T[], asked: unknown, otherwise: T): T =>
	all.find((each) => each === asked) ?? otherwise;

/** What the bar begins with, and the note it changes. */
export function beginningOf(
	view: RoomView,
	{ sent, edit, last }: RoomForm
): { fields: EntryFields; edited: ShownNote | null } {
	const data: Record<string, unknown> = sent?.data ?? last;
	const text = (name: string) => (typeof data[name] === 'string' ? data[name] : '');
	const fields: EntryFields = {
		who: text('who') || 'unknown',
		kind: among(TURN_KINDS, data.kind, 'paraphrase'),
		mark: among(TURN_MARKS, data.mark, view.turnMark),
		block: text('block'),
		codes: Array.isArray(data.codes) ? data.codes.map(String) : [],
		body: sent ? text('body') : ''
	};
	const asked = sent?.id === 'change' ? text('turn') : sent ? null : edit;
	const note = view.notes.find(({ id, isRemoved }) => id === asked && !isRemoved);
	// The revision that was seen when the form was filled in, not the one that stands by now.
	const revision = sent ? Number(data.base) : note?.revision;
	return {
		fields,
		edited: note ? { ...note, revision: revision ?? 1, standing: 'stored' } : null
	};
}

/** What was wrong with a form that came back, in sentences; of a refusal who it is about. */
export function formFaults({ sent }: RoomForm, view: RoomView): string[] {
	if (!sent) return [];
	const who = readWho(typeof sent.data.who === 'string' ? sent.data.who : '');
	const person = view.participants.find(({ id }) => id === who.participantId);
	if (sent.message && person?.isRefused) return [m.room_refused_notes({ who: person.pseudonym })];
	const errors = Object.values(sent.errors).flatMap((each) => (Array.isArray(each) ? each : []));
	return [...(sent.message ? [sent.message] : []), ...errors];
}
