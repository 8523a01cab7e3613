import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';

export interface SentEvent {
	event: string;
	data: unknown;
}

/** A page's end of a stream of events. */
export interface Events {
	status: number;
	headers: IncomingHttpHeaders;
	/** All that came so far. */
	all(): SentEvent[];
	/** The first event like this, come or to come. @throws after ten seconds */
	next(is: (event: SentEvent) => boolean): Promise<SentEvent>;
	/** Resolves when the server has ended the stream. */
	ended: Promise<void>;
	close(): Promise<void>;
}

/** Opens a stream of server-sent events as a browser would; `onEvent` is called for each. */
export async function readEvents(
	url: string,
	cookie: string,
	onEvent: (event: SentEvent) => void = () => {}
): Promise<Events> {
	const answer = await new Promise<IncomingMessage>((resolve, reject) => {
		const asked = request(url, {
			agent: false,
			headers: { cookie, accept: 'text/event-stream', 'accept-encoding': 'gzip, br' }
		});
		asked.on('response', resolve).on('error', reject).end();
	});
	const came: SentEvent[] = [];
	const waiting = new Set<() => void>();
	let text = '';
	answer.setEncoding('utf8');
	answer.on('data', (chunk: string) => {
		text += chunk;
		const blocks = text.split('\n\n');
		text = blocks.pop() ?? '';
		for (const block of blocks) {
			const event = /^event: (.*)$/m.exec(block)?.[1];
			const data = /^data: (.*)$/m.exec(block)?.[1];
			if (!event || !data) continue;
			const sent = { event, data: JSON.parse(data) as unknown };
			came.push(sent);
			onEvent(sent);
		}
		for (const look of waiting) look();
	});
	const ended = new Promise<void>((resolve) => {
		answer.on('close', resolve);
		answer.on('error', () => resolve());
	});
	return {
		status: answer.statusCode ?? 0,
		headers: answer.headers,
		all: () => [...came],
		next: (is) =>
			new Promise((resolve, reject) => {
				const late = setTimeout(() => {
					waiting.delete(look);
					reject(new Error(`It did not come; what came: ${JSON.stringify(came)}`));
				}, 10_000);
				const look = () => {
					const found = came.find(is);
					if (!found) return;
					clearTimeout(late);
					waiting.delete(look);
					resolve(found);
				};
				waiting.add(look);
				look();
			}),
		ended,
		close: async () => {
			answer.destroy();
			await ended;
		}
	};
}
