import { randomId } from '#lib/client/randomId.ts';
import type { NoteWords } from '#lib/client/roomActs.ts';
import { TURN_KINDS, TURN_MARKS, type TurnKind, type TurnMark } from '#lib/terms.ts';
import { readEntry } from './readEntry.ts';
import { readWho } from './readWho.ts';
import { type RoomView, whoOf } from './roomView.ts';
import type { ShownNote } from './showNotes.ts';

/** What the form holds: as it was sent without a script, or as it begins. */
export interface EntryFields {
	who: string;
	kind: TurnKind;
	mark: TurnMark;
	block: string;
	codes: string[];
	body: string;
}

/** What is being written in the bar: a new note, or a change of one. */
export function createEntry(view: () => RoomView, first: EntryFields) {
	let fields = $state<EntryFields>({ ...first });
	/** The note that is changed, as it was when that began. */
	let edited = $state.raw<ShownNote | null>(null);
	/** What was being written before that. */
	let stash: { fields: EntryFields; begunAt: number | null } | null = null;
	let begunAt: number | null = null;

	const speakers = () => [
		...view()
			.participants.filter(({ isRefused }) => !isRefused)
			.map(({ id }) => whoOf('participant', id)),
		...['facilitator', 'observer', 'interpreter', 'unknown']
	];
	const next = <T>(all: readonly T[], now: T, by: number): T =>
		all[(all.indexOf(now) + by + all.length) % all.length]!;

	return {
		get fields() {
			return fields;
		},
		get edited() {
			return edited;
		},
		/** Takes on what is typed; who speaks may stand before it. Gives whether that was so. */
		type(text: string): boolean {
			if (fields.body === '' && text !== '') begunAt = Date.now();
			const read = readEntry(text, view().participants);
			const isFree = read !== null && speakers().includes(read.who);
			fields.body = isFree ? read.rest : text;
			if (isFree) fields.who = read.who;
			return isFree;
		},
		set<K extends keyof EntryFields>(name: K, value: EntryFields[K]): void {
			fields[name] = value;
		},
		toggleCode(id: string): void {
			fields.codes = fields.codes.includes(id)
				? fields.codes.filter((each) => each !== id)
				: [...fields.codes, id];
		},
		turnSpeaker: (by: number) => (fields.who = next(speakers(), fields.who, by)),
		turnKind: () => (fields.kind = next(TURN_KINDS, fields.kind, 1)),
		turnMark: () => (fields.mark = next(TURN_MARKS, fields.mark, 1)),
		turnOff: () => (fields.mark = fields.mark === 'off_record' ? view().turnMark : 'off_record'),
		turnBlock: (by: number) =>
			(fields.block = next(['', ...view().blocks.map(({ id }) => id)], fields.block, by)),
		/** Opens a note to be changed; what was being written waits. */
		edit(note: ShownNote): void {
			stash ??= { fields: { ...fields }, begunAt };
			edited = note;
			const { speaker, participantId, kind, mark, blockId, body } = note;
			const who = whoOf(speaker, participantId);
			fields = { who, kind, mark, block: blockId ?? '', body, codes: [] };
		},
		/** Goes back to what was being written before. */
		leave(): void {
			edited = null;
			if (stash) ({ fields, begunAt } = stash);
			stash = null;
		},
		/** What stands here as it is sent, and when it was begun; then the next note begins. */
		take(): { words: NoteWords; at: number } {
			const { who, kind, mark, block, codes, body } = fields;
			const words = {
				...{ ...readWho(who), kind, mark, blockId: block || null, body: body.trim() },
				codes: codes.map((codeId) => ({ id: randomId(), codeId }))
			};
			const at = begunAt ?? Date.now();
			if (edited) this.leave();
			else {
				// Who spoke and the mark stay: what is off the record stays so until somebody says otherwise.
				fields = { ...fields, body: '', codes: [] };
				begunAt = null;
			}
			return { words, at };
		}
	};
}
export type Entry = ReturnType<typeof createEntry>;
