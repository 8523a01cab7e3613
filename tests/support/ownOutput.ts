import fs from 'node:fs';

/** Everything this process writes to its own output, until `stop`. */
export interface OwnOutput {
	text(): string;
	stop(): void;
}

/**
 * Listens to what the application in this process says. The log writes to the file descriptor
 * itself and the console to the streams, so both are listened to; all goes on to where it went.
 */
export function listenToOutput(): OwnOutput {
	const said: string[] = [];
	const keep = (chunk: unknown) =>
		said.push(chunk instanceof Uint8Array ? Buffer.from(chunk).toString('utf8') : String(chunk));
	const before = {
		writeSync: fs.writeSync,
		write: fs.write,
		out: process.stdout.write,
		err: process.stderr.write,
		console: { ...console }
	};
	const tapped = <Call extends (...given: never[]) => unknown>(call: Call): Call =>
		((...given: never[]) => {
			const [descriptor, chunk] = given as unknown[];
			if (descriptor === 1 || descriptor === 2) keep(chunk);
			return call.apply(fs, given);
		}) as Call;
	fs.writeSync = tapped(before.writeSync as never);
	fs.write = tapped(before.write as never);
	for (const name of ['out', 'err'] as const) {
		const stream = name === 'out' ? process.stdout : process.stderr;
		stream.write = ((...given: Parameters<typeof stream.write>) => {
			keep(given[0]);
			return before[name].apply(stream, given);
		}) as typeof stream.write;
	}
	// A test runner has a console of its own, which need not end in the streams.
	for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const)
		console[name] = (...given: unknown[]) => {
			keep(given.map(String).join(' '));
			before.console[name](...given);
		};
	return {
		text: () => said.join('\n'),
		stop: () => {
			fs.writeSync = before.writeSync;
			fs.write = before.write;
			process.stdout.write = before.out;
			process.stderr.write = before.err;
			Object.assign(console, before.console);
		}
	};
}
