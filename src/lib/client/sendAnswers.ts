import { delayOf, isJson } from './delay.ts';
import type { Outcome, Save, SendResult } from './saves.ts';
import { writtenBy } from './writer.ts';

/** Browsers let requests outlive their page only up to 64 KiB altogether. */
const MOST_KEPT_ALIVE = 60_000;
/** A line that has died without saying so must not hold up the queue. */
const LONGEST_REQUEST = 30_000;

/** Where the answers of an area go, and whose they are. */
export interface AnswersOf {
	/** Address of the area, without a slash at the end. */
	here: string;
	response: string;
	/** The account that wrote them. */
	writer: string;
	/** The id under which the page that sends them listens. */
	page?: string;
}

/**
 * Sends a save of an area. Never throws: what may pass is `later`, what the server will not
 * take is `never`, with the server's own words.
 */
export async function sendAnswers(of: AnswersOf, save: Save): Promise<SendResult> {
	const { here, response, writer, page } = of;
	const body = JSON.stringify({ response, page, ...save });
	const isSmall = new TextEncoder().encode(body).length < MOST_KEPT_ALIVE;
	const aborting = new AbortController();
	const timer = setTimeout(() => aborting.abort(), LONGEST_REQUEST);
	try {
		const answer = await fetch(`${here}/answers`, {
			method: 'POST',
			headers: { ...writtenBy(writer), 'content-type': 'application/json' },
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
	const said = (isJson(answer) ? await answer.json() : undefined) as
		{ answers?: Outcome[]; title?: string; code?: string } | undefined;
	const why = delayOf(answer, said?.code);
	if (why) return { kind: 'later', why };
	if (answer.ok && Array.isArray(said?.answers)) return { kind: 'done', answers: said.answers };
	return { kind: 'never', reason: said?.title ?? String(answer.status) };
}
