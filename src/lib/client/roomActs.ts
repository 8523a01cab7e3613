import type { Speaker, TurnKind, TurnMark } from '#lib/terms.ts';
import { delayOf, isJson } from './delay.ts';
import type { Delay } from './saves.ts';
import { writtenBy } from './writer.ts';

/** All a note says. */
export interface NoteWords {
	speaker: Speaker;
	participantId: string | null;
	kind: TurnKind;
	mark: TurnMark;
	blockId: string | null;
	body: string;
	/** Codes to be put on it; ids are made by the page. */
	codes: { id: string; codeId: string }[];
}

/** One thing done to the notes of a room. `id` makes it happen once however often it is sent. */
export type RoomAct =
	/** A new note under this id; `at`: when it was begun, by the clock of the device. */
	| ({ act: 'take'; id: string; at: number } & NoteWords)
	/** `base` is the revision that was seen; 1 for a note that is on its way itself. */
	| ({ act: 'change'; id: string; turnId: string; base: number } & NoteWords)
	| { act: 'remove' | 'restore'; id: string; turnId: string };

/** What the server made of it. */
export interface RoomOutcome {
	id: string;
	result:
		| 'stored'
		| 'already'
		| 'saved'
		| 'merged'
		| 'both'
		| 'kept'
		| 'removed'
		| 'restored'
		| 'refused';
	revision?: number;
	/** Of what was refused: the code of the problem, and the server's words for it. */
	code?: string;
	reason?: string;
}

export type ActsResult =
	| { kind: 'done'; outcomes: RoomOutcome[] }
	| { kind: 'later'; why: Delay }
	/** The server takes none of them; `code` of its problem. */
	| { kind: 'never'; code: string; reason: string };

/** A line that has died without saying so must not hold up the notes. */
const LONGEST_REQUEST = 20_000;

/**
 * Sends what was done to the notes of a room, in order. `home`: address of the meeting; `page`: the
 * one that sends, which need not be told of it. Never throws.
 */
export async function sendActs(
	{ home, writer, page }: { home: string; writer: string; page?: string },
	acts: readonly RoomAct[]
): Promise<ActsResult> {
	try {
		const answer = await fetch(`${home}/room/notes`, {
			method: 'POST',
			headers: { ...writtenBy(writer), 'content-type': 'application/json' },
			body: JSON.stringify({ page, sentAt: Date.now(), acts }),
			signal: AbortSignal.timeout(LONGEST_REQUEST)
		});
		const said = (isJson(answer) ? await answer.json() : undefined) as
			{ outcomes?: RoomOutcome[]; title?: string; code?: string } | undefined;
		const why = delayOf(answer, said?.code);
		if (why) return { kind: 'later', why };
		if (answer.ok && Array.isArray(said?.outcomes))
			return { kind: 'done', outcomes: said.outcomes };
		return { kind: 'never', code: said?.code ?? '', reason: said?.title ?? String(answer.status) };
	} catch {
		return { kind: 'later', why: 'offline' };
	}
}
