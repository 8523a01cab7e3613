import type { Presence } from './presences.ts';

/** Told by the triggers of migration 14: something that belongs to a delegation was written. */
export const CHANGES = 'mufakat_changes';
/** Told by processes to each other: who has which page open. */
export const PRESENCE = 'mufakat_presence';

/** `response` is null where it concerns all of a delegation's areas. */
export interface Change {
	delegation: string;
	response: string | null;
	/** answers, conflicts, evidence, queries, state, people, … */
	what: string;
	/** `account page` of the page that wrote, where one said so. */
	by?: string | null;
}

/** here: still there. at: went to a question. gone: closed the page. who: say who is there. */
export type PresenceMessage =
	| { say: 'here' | 'at'; people: Presence[] }
	| { say: 'gone'; people: Pick<Presence, 'account' | 'page'>[] }
	| { say: 'who'; people: [] };

/** PostgreSQL takes less than 8,000 bytes. */
const MOST_BYTES = 7_000;

/** As many messages as it takes to tell of everybody. */
export function packMessages({ say, people }: PresenceMessage): string[] {
	const texts: string[] = [];
	let part: unknown[] = [];
	let size = 0;
	const close = () => {
		texts.push(JSON.stringify({ say, people: part }));
		part = [];
		size = 0;
	};
	for (const person of people) {
		const bytes = Buffer.byteLength(JSON.stringify(person)) + 1;
		if (size + bytes > MOST_BYTES) close();
		part.push(person);
		size += bytes;
	}
	if (part.length > 0 || say === 'who') close();
	return texts;
}

/** Reads what was told; undefined where it is not a message of ours. */
export function readMessage<T extends Change | PresenceMessage>(payload: string): T | undefined {
	try {
		const read: unknown = JSON.parse(payload);
		return typeof read === 'object' && read !== null ? (read as T) : undefined;
	} catch {
		return undefined;
	}
}
