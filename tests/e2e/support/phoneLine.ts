import { type IncomingMessage, type Server, createServer, request } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** The line between a phone and the world, as an HTTP proxy on loopback. */
export interface PhoneLine {
	/** Address for the browser's proxy setting. */
	href: string;
	/** Cut: what is under way breaks off, and nothing gets through, whatever the browser believes. */
	setCut: (isCut: boolean) => void;
	/** Answers to what is asked at a path reach the phone so many milliseconds late. */
	delay: (path: string, milliseconds: number) => void;
	close: () => void;
}

/**
 * Opens a line. A browser that only believes it is offline sends what its pages leave behind the
 * moment it is closed; a phone without a line does not.
 */
export async function openLine(): Promise<PhoneLine> {
	let isCut = false;
	const delays = new Map<string, number>();
	const sockets = new Set<Socket>();
	const server: Server = createServer((asked, answered) => {
		const { method, url, headers } = asked;
		const late = delays.get(new URL(url!).pathname) ?? 0;
		const passing = request(url!, { method: method!, headers }, async (answer: IncomingMessage) => {
			if (late > 0) await new Promise((done) => setTimeout(done, late));
			answered.writeHead(answer.statusCode!, answer.rawHeaders);
			answer.pipe(answered);
			answer.on('error', () => answered.destroy());
		});
		passing.on('error', () => answered.destroy());
		answered.on('close', () => passing.destroy());
		asked.pipe(passing);
	});
	server.on('connection', (socket: Socket) => {
		if (isCut) return void socket.destroy();
		sockets.add(socket);
		socket.on('error', () => {}).on('close', () => sockets.delete(socket));
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const cutAll = () => sockets.forEach((socket) => socket.destroy());
	return {
		href: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		setCut(wanted) {
			isCut = wanted;
			if (isCut) cutAll();
		},
		delay: (path, milliseconds) => void delays.set(path, milliseconds),
		close() {
			server.close();
			cutAll();
		}
	};
}
