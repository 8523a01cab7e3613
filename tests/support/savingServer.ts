import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inject } from 'vitest';
import {
	type Database,
	openPostgres,
	pgliteOptions,
	wrapPglite
} from '#lib/server/database/database.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import type { Order } from './crashServer.ts';
import { makeTestDatabase } from './database.ts';
import { type World, buildWorld } from './world.ts';

/** The process that saves, on the engine of this run, and the world it works in. */
export interface SavingServer {
	world: Pick<World, 'accounts' | 'studyId' | 'roundId'>;
	/**
	 * Sends an order over loopback and gives the reply; undefined where the server died of it.
	 * A dead one is started again first, on the same data.
	 * @throws Error with what the server says of a failure
	 */
	order<T>(order: Order): Promise<T | undefined>;
	/** How often it was killed. */
	deaths(): number;
	close(): Promise<void>;
}

/** Where the child finds its data: a directory of the embedded engine, or a database's address. */
async function makeData(dir: string, definition: Definition) {
	const template = inject('template');
	const url = await makeTestDatabase();
	let database: Database;
	if (url) database = await openPostgres(url);
	else {
		const { PGlite } = await import('@electric-sql/pglite');
		const file = template.engine === 'pglite' ? template.file : '';
		const lite = await PGlite.create({
			dataDir: join(dir, 'pglite'),
			loadDataDir: new Blob([readFileSync(file)]),
			...(await pgliteOptions())
		});
		database = wrapPglite(lite);
	}
	const { accounts, studyId, roundId } = await buildWorld(database, definition);
	await database.close();
	return { world: { accounts, studyId, roundId }, url };
}

/** Makes a world for `definition` and starts the server over it. */
export async function openSavingServer(definition: Definition): Promise<SavingServer> {
	const dir = mkdtempSync(join(tmpdir(), 'mufakat-crash-'));
	const { world, url } = await makeData(dir, definition);
	let running: Promise<Child> | undefined;
	let killed = 0;

	async function start(): Promise<Child> {
		const child = spawn(process.execPath, ['tests/support/crashServer.ts'], {
			env: {
				PATH: process.env.PATH,
				NODE_NO_WARNINGS: '1',
				MUFAKAT_DATA: dir,
				...(url ? { DATABASE_URL: url } : {})
			},
			stdio: ['pipe', 'pipe', 'inherit']
		});
		const gone = new Promise<void>((done) => child.once('exit', () => done()));
		const lines = createInterface({ input: child.stdout });
		const line = await Promise.race([once(lines, 'line'), gone]);
		if (!line) throw new Error('The server of this test did not start.');
		return { port: Number(line[0]), end: () => child.stdin.end(), gone };
	}

	return {
		world,
		deaths: () => killed,
		async order<T>(order: Order): Promise<T | undefined> {
			const mine = (running ??= start());
			const child = await mine;
			const reply = await post(child.port, JSON.stringify(order));
			if (!reply) {
				// The next one must find the data free.
				await child.gone;
				if (running === mine) killed += 1;
				if (running === mine) running = undefined;
				return undefined;
			}
			const body = JSON.parse(reply.text) as T & { stack?: string };
			if (reply.status !== 200) throw new Error(`The server failed: ${body.stack}`);
			return body;
		},
		async close() {
			const child = await running?.catch(() => undefined);
			child?.end();
			await child?.gone;
			rmSync(dir, { recursive: true, force: true });
		}
	};
}

/** One life of the process; `gone` ends when it does. */
interface Child {
	port: number;
	end: () => void;
	gone: Promise<void>;
}

/** undefined where the line broke. */
function post(port: number, body: string): Promise<{ status: number; text: string } | undefined> {
	return new Promise((resolve) => {
		const asked = request({ host: '127.0.0.1', port, method: 'POST', agent: false }, (reply) => {
			const chunks: Buffer[] = [];
			reply.on('data', (chunk: Buffer) => chunks.push(chunk));
			reply.on('error', () => resolve(undefined));
			reply.on('end', () =>
				resolve({ status: reply.statusCode ?? 0, text: Buffer.concat(chunks).toString() })
			);
		});
		asked.on('error', () => resolve(undefined));
		asked.end(body);
	});
}
