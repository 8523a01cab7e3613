import { type Socket, connect, createServer } from 'node:net';

/** How much fits into one packet. */
const PACKET = 1400;
/** How many packets of one connection may wait; more are left with whoever sends them. */
const WAITING = 4;

interface Line {
	bytesPerSecond: number;
	/** From one end to the other and back, in milliseconds. */
	roundTripMs: number;
}

export interface SlowProxy {
	origin: string;
	/** Bytes through the line so far, headers included. */
	bytes(): { down: number; up: number };
	/** Lets everything through at once, or not. */
	setSlow(isSlow: boolean): void;
	close(): Promise<void>;
}

interface Lane {
	packets: Buffer[];
	from: Socket;
	to: Socket;
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

/**
 * One direction of the line: packets of all connections take turns on it, each for as long as
 * its bytes need, and arrive half a round trip later.
 */
function createDirection(line: Line, isSlow: () => boolean) {
	const lanes: Lane[] = [];
	let total = 0;
	let isSending = false;
	let free = 0;

	async function send(): Promise<void> {
		if (isSending) return;
		isSending = true;
		for (let turn = 0; ; turn += 1) {
			const waiting = lanes.filter(({ packets }) => packets.length > 0);
			const lane = waiting[turn % Math.max(1, waiting.length)];
			if (!lane) break;
			const packet = lane.packets.shift()!;
			total += packet.length;
			if (lane.packets.length < WAITING) lane.from.resume();
			const arrive = () => void (lane.to.destroyed || lane.to.write(packet));
			if (!isSlow()) {
				arrive();
				continue;
			}
			free = Math.max(free, performance.now()) + (packet.length / line.bytesPerSecond) * 1000;
			await wait(Math.max(0, free - performance.now()));
			setTimeout(arrive, line.roundTripMs / 2);
		}
		isSending = false;
	}

	return {
		total: () => total,
		join(from: Socket, to: Socket): void {
			const lane: Lane = { packets: [], from, to };
			lanes.push(lane);
			from.on('data', (data: Buffer) => {
				for (let at = 0; at < data.length; at += PACKET)
					lane.packets.push(data.subarray(at, at + PACKET));
				if (lane.packets.length >= WAITING) from.pause();
				void send();
			});
			const leave = () => void lanes.splice(lanes.indexOf(lane), 1);
			from.once('close', () => setTimeout(() => (leave(), to.end()), line.roundTripMs));
			from.on('error', () => to.destroy());
		}
	};
}

/**
 * A slow line in front of a server on loopback. The browser's own throttling leaves out what a
 * service worker fetches; this one leaves out nothing, and a new connection costs a round trip.
 */
export async function openSlowProxy(origin: string, line: Line): Promise<SlowProxy> {
	let isSlow = true;
	const down = createDirection(line, () => isSlow);
	const up = createDirection(line, () => isSlow);
	const open = new Set<Socket>();
	const server = createServer({ pauseOnConnect: true }, (near) => {
		const far = connect(Number(new URL(origin).port), '127.0.0.1');
		for (const socket of [near, far]) {
			open.add(socket);
			socket.setNoDelay(true).once('close', () => open.delete(socket));
		}
		setTimeout(
			() => {
				up.join(near, far);
				down.join(far, near);
				near.resume();
			},
			isSlow ? line.roundTripMs : 0
		);
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const address = server.address();
	return {
		origin: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
		bytes: () => ({ down: down.total(), up: up.total() }),
		setSlow: (next) => (isSlow = next),
		close: () =>
			new Promise((done) => {
				server.close(() => done());
				for (const socket of open) socket.destroy();
			})
	};
}
