import type { Outcome, Save, SendResult } from './saves.ts';

/** Browsers let requests outlive their page only up to 64 KiB altogether. */
const MOST_KEPT_ALIVE = 60_000;
/** A line that has died without saying so must not hold up the queue. */
const LONGEST_REQUEST = 30_000;

/**
 * Sends a save to the address of a page's answers; `page` is the id under which it listens. Never throws: what may pass is `later`,
 * what the server will not take is `never`, with the server's own words.
 */
export async function sendAnswers(
	href: string,
	response: string,
	save: Save,
	page?: string
): Promise<SendResult> {
	const body = JSON.stringify({ response, page, ...save });
	const isSmall = new TextEncoder().encode(body).length < MOST_KEPT_ALIVE;
	const aborting = new AbortController();
	const timer = setTimeout(() => aborting.abort(), LONGEST_REQUEST);
	try {
		const answer = await fetch(href, {
			method: 'POST',
			headers: { 'content-type': 'application/json', accept: 'application/json' },
			body,
			keepalive: isSmall,
			signal: aborting.signal
		});
		return await read(answer);
	} catch {
		return { kind: 'later', why: 'offline' };
	} finally {
		clearTimeout(timer);
	}
}

async function read(answer: Response): Promise<SendResult> {
	if (answer.status === 401) return { kind: 'later', why: 'signed_out' };
	if (answer.status === 429 || answer.status >= 500) return { kind: 'later', why: 'busy' };
	// A sign-in page of a café's network is no answer of ours; JSON that cannot be read throws.
	const isOurs = answer.headers.get('content-type')?.includes('json');
	if (!isOurs) return { kind: 'later', why: 'offline' };
	const said = (await answer.json()) as { answers?: Outcome[]; title?: string };
	if (answer.ok && Array.isArray(said.answers)) return { kind: 'done', answers: said.answers };
	return { kind: 'never', reason: said.title ?? String(answer.status) };
}
