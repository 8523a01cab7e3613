/** So long a page waits before it comes back on a line that broke. */
const RETRY_MS = 2_000;
/** A page that has not read so many events does not keep up. */
const MOST_WAITING = 256;

/** The server's end of one stream. */
export interface EventSender {
	/** false where the page does not keep up, or is gone. */
	tell: (event: string, data: unknown) => boolean;
	beat: () => void;
	end: () => void;
}

/**
 * Answers with a stream of server-sent events. `open` is given the sender and gives what to do
 * once the stream is closed, from whichever side; what it throws is thrown before anything is sent.
 */
export async function streamEvents(
	open: (sender: EventSender) => Promise<() => void>
): Promise<Response> {
	const encoder = new TextEncoder();
	let leave: (() => void) | undefined;
	let isClosed = false;
	let controller!: ReadableStreamDefaultController<Uint8Array>;
	const close = () => {
		isClosed = true;
		leave?.();
		leave = undefined;
	};
	const write = (text: string): boolean => {
		if (isClosed || (controller.desiredSize ?? 0) < -MOST_WAITING) return false;
		controller.enqueue(encoder.encode(text));
		return true;
	};
	const body = new ReadableStream<Uint8Array>({
		start: (given) => void (controller = given),
		cancel: close
	});
	write(`retry: ${RETRY_MS}\n\n`);
	leave = await open({
		tell: (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
		// An event and not a comment, so that a page can tell a quiet line from one that carries nothing.
		beat: () => void write('event: beat\ndata: {}\n\n'),
		end: () => {
			if (isClosed) return;
			controller.close();
			close();
		}
	});
	// Ended while it was being opened.
	if (isClosed) close();
	return new Response(body, {
		headers: {
			'content-type': 'text/event-stream; charset=utf-8',
			'cache-control': 'no-store, no-transform',
			// Proxies would wait for more before they pass anything on.
			'x-accel-buffering': 'no'
		}
	});
}
