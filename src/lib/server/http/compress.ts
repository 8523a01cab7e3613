import type { IncomingMessage, ServerResponse } from 'node:http';
import compression from 'compression';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A page that another site led here with words in its address, see `compressed`. */
function isLedHereWithWords(request: IncomingMessage): boolean {
	return request.headers['sec-fetch-site'] === 'cross-site' && (request.url ?? '').includes('?');
}

/**
 * Lets whoever waits for the response to drain do so through one listener. `compression` hands
 * listeners on to its own stream, from which `once` cannot take them off again: a long file
 * would gather one for every piece written.
 */
function gatherDrains(response: ServerResponse): void {
	const once = response.once.bind(response);
	let waiting: (() => void)[] | undefined;
	function drained(): void {
		const now = waiting ?? [];
		waiting = [];
		for (const listener of now) listener();
	}
	response.once = (event: string, listener: (...given: never[]) => void) => {
		if (event !== 'drain') return once(event, listener as () => void);
		if (!waiting) response.on('drain', drained);
		(waiting ??= []).push(listener as () => void);
		return response;
	};
}

/**
 * Wraps a handler: what it writes is compressed where the browser takes it and it is worth it.
 * Left as they are: streams of events, which must not wait for more; parts of a file; and what
 * is compressed already, by its type or because the build did it.
 *
 * Compression makes the length of a page tell whether a guessed text stands in it (BREACH). No
 * page of ours holds a secret of the session; so that the words of an answer cannot be guessed
 * either, a page is not compressed where another site chose words of its address.
 */
export function compressed(handler: Handler): Handler {
	const compress = compression({
		filter: (request, response) => {
			const type = String(response.getHeader('content-type') ?? '');
			if (type.startsWith('text/event-stream') || response.statusCode === 206) return false;
			return !isLedHereWithWords(request) && compression.filter(request, response);
		}
	});
	return (request, response) =>
		// Express's types; the function itself wants no more than Node's.
		compress(request as never, response as never, () => {
			gatherDrains(response);
			handler(request, response);
		});
}
