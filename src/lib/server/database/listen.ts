import { AsyncResource } from 'node:async_hooks';
import type { Database } from './database.ts';

/** What to call for a message on a channel. */
export type Channels = Readonly<Record<string, (payload: string) => void>>;

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;
/** A line that is dead without having been closed is found by asking. */
const ASK_EVERY_MS = 30_000;
const ANSWER_WITHIN_MS = 10_000;

/**
 * Listens for what the database tells on the channels named, until the function it gives is
 * called. Where the connection was lost and is there again, `onGap` is called: what was told
 * meanwhile nobody heard.
 * @throws Error where the database cannot be reached now
 */
export function listen(
	database: Database,
	channels: Channels,
	onGap: () => void
): Promise<() => Promise<void>> {
	return database.lite
		? listenInside(database, channels)
		: listenOutside(database, channels, onGap);
}

/** The embedded engine: same process, so no connection to lose. */
async function listenInside(
	{ db, lite }: Database,
	channels: Channels
): Promise<() => Promise<void>> {
	// Holding the connection: a LISTEN inside somebody's transaction would be rolled back with it.
	const stops = await db.connection().execute(async () => {
		const each: (() => Promise<void>)[] = [];
		for (const [channel, heard] of Object.entries(channels))
			// It is called within whatever wrote, which may be inside a transaction; what is heard is not.
			each.push(await lite!.listen(channel, AsyncResource.bind(heard)));
		return each;
	});
	return async () => {
		for (const stop of stops) await stop();
	};
}

/** PostgreSQL: one connection of its own, because those of the pool come and go. */
async function listenOutside(
	database: Database,
	channels: Channels,
	onGap: () => void
): Promise<() => Promise<void>> {
	const { default: pg } = await import('pg');
	let isStopped = false;
	let hangUp: () => void = () => {};
	let timer: NodeJS.Timeout | undefined;

	async function connect(): Promise<void> {
		const client = new pg.Client({
			connectionString: database.pool!.options.connectionString,
			application_name: 'mufakat listening',
			keepAlive: true,
			connectionTimeoutMillis: ANSWER_WITHIN_MS,
			query_timeout: ANSWER_WITHIN_MS
		});
		let isLost = false;
		const lose = () => {
			if (isLost) return;
			isLost = true;
			clearInterval(asking);
			// Says good-bye where the line still carries it; nobody waits for an answer.
			void client.end().catch(() => {});
			if (hangUp === lose) again(FIRST_WAIT_MS);
		};
		const asking = setInterval(() => void client.query('select 1').catch(lose), ASK_EVERY_MS);
		asking.unref();
		client.on('error', lose);
		client.on('end', lose);
		client.on('notification', ({ channel, payload }) => channels[channel]?.(payload ?? ''));
		try {
			await client.connect();
			for (const channel of Object.keys(channels))
				await client.query(`listen ${pg.escapeIdentifier(channel)}`);
		} catch (error) {
			lose();
			throw error;
		}
		// Lost again before we got here: then nobody has been told to try anew.
		if (isLost) throw new Error('The connection was lost.');
		hangUp = lose;
		if (isStopped) lose();
	}

	function again(wait: number): void {
		if (isStopped) return;
		timer = setTimeout(
			() => connect().then(onGap, () => again(Math.min(wait * 2, LONGEST_WAIT_MS))),
			// Not all processes at once, when it was the database that went.
			wait * (0.5 + Math.random())
		);
	}

	await connect();
	return async () => {
		isStopped = true;
		clearTimeout(timer);
		hangUp();
	};
}
