import type { WrappedKey } from './seal.ts';

/** What the server says of who is signed in here; also tells whether there is a line at all. */
export type KeyAnswer =
	| { kind: 'key'; account: string; name: string; key: string; wrapped: WrappedKey | null }
	| { kind: 'signed_out' }
	| { kind: 'offline' };

/** Longer than this and a line is no line, in milliseconds. */
const PATIENCE = 20_000;

/** Asks for the device key of whoever is signed in. Never throws. */
export async function fetchKey(): Promise<KeyAnswer> {
	try {
		const answer = await fetch('/device/key', {
			headers: { accept: 'application/json' },
			cache: 'no-store',
			signal: AbortSignal.timeout(PATIENCE)
		});
		if (answer.status === 401) return { kind: 'signed_out' };
		// A sign-in page of a café's network is no answer of ours; JSON that cannot be read throws.
		if (!answer.ok || !answer.headers.get('content-type')?.includes('json'))
			return { kind: 'offline' };
		return { kind: 'key', ...((await answer.json()) as Omit<KeyAnswer & { kind: 'key' }, 'kind'>) };
	} catch {
		return { kind: 'offline' };
	}
}
