import type { Readable, Writable } from 'node:stream';

/** A command that Chromium answers, and the word when it sends something on its own. */
export interface Devtools {
	/** Sends a command and gives its result; rejects with Chromium's words where it refuses. */
	send(
		method: string,
		params?: Record<string, unknown>,
		session?: string
	): Promise<Record<string, unknown>>;
	/** Calls back for every event of that name. */
	on(method: string, heard: (params: Record<string, unknown>, session?: string) => void): void;
	/** Lets everything that waits fail: the browser is gone. */
	fail(reason: Error): void;
}

interface Message {
	id?: number;
	method?: string;
	params?: Record<string, unknown>;
	result?: Record<string, unknown>;
	error?: { message: string };
	sessionId?: string;
}

/**
 * Chromium's devtools protocol over its two pipes (--remote-debugging-pipe): JSON, each message
 * ended by a zero byte. https://chromedevtools.github.io/devtools-protocol/
 */
export function openDevtools(input: Writable, output: Readable): Devtools {
	const waiting = new Map<
		number,
		{ resolve: (result: Record<string, unknown>) => void; reject: (reason: Error) => void }
	>();
	const heard: [string, (params: Record<string, unknown>, session?: string) => void][] = [];
	let last = 0;
	let rest: Buffer[] = [];
	let gone: Error | undefined;

	const take = (message: Message) => {
		if (message.id === undefined) {
			for (const [method, call] of heard)
				if (method === message.method) call(message.params ?? {}, message.sessionId);
			return;
		}
		const asked = waiting.get(message.id);
		waiting.delete(message.id);
		if (message.error) asked?.reject(new Error(message.error.message));
		else asked?.resolve(message.result ?? {});
	};
	output.on('data', (chunk: Buffer) => {
		let from = 0;
		for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
			const text = Buffer.concat([...rest, chunk.subarray(from, end)]).toString('utf8');
			rest = [];
			from = end + 1;
			take(JSON.parse(text) as Message);
		}
		if (from < chunk.length) rest.push(chunk.subarray(from));
	});
	// A browser that was killed breaks its pipes; `fail` says so to whoever waits.
	for (const pipe of [input, output]) pipe.on('error', () => {});

	return {
		send: (method, params = {}, sessionId) =>
			new Promise((resolve, reject) => {
				if (gone) return reject(gone);
				const id = ++last;
				waiting.set(id, { resolve, reject });
				input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
			}),
		on: (method, call) => void heard.push([method, call]),
		fail: (reason) => {
			gone = reason;
			for (const { reject } of waiting.values()) reject(reason);
			waiting.clear();
		}
	};
}
