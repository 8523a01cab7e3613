import { type ChildProcess, spawn } from 'node:child_process';
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
	pgliteParsers,
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
			parsers: pgliteParsers
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
	let child: ChildProcess | undefined;
	let port = 0;
	let killed = 0;

	async function start(): Promise<void> {
		child = spawn(process.execPath, ['tests/support/crashServer.ts'], {
			env: {
				PATH: process.env.PATH,
				NODE_NO_WARNINGS: '1',
				MUFAKAT_DATA: dir,
				...(url ? { DATABASE_URL: url } : {})
			},
			stdio: ['pipe', 'pipe', 'inherit']
		});
		const lines = createInterface({ input: child.stdout! });
		const [line] = (await Promise.race([once(lines, 'line'), once(child, 'exit')])) as [unknown];
		if (typeof line !== 'string') throw new Error('The server of this test did not start.');
		port = Number(line);
	}

	/** The child has died or is dying: waits for it, so that the next finds the data free. */
	async function bury(): Promise<void> {
		if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
		child = undefined;
		killed += 1;
	}

	let starting: Promise<void> | undefined;
	return {
		world,
		deaths: () => killed,
		async order<T>(order: Order): Promise<T | undefined> {
			if (!child) await (starting ??= start().finally(() => (starting = undefined)));
			const reply = await post(port, JSON.stringify(order));
			if (!reply) {
				await bury();
				return undefined;
			}
			const body = JSON.parse(reply.text) as T & { stack?: string };
			if (reply.status !== 200) throw new Error(`The server failed: ${body.stack}`);
			return body;
		},
		async close() {
			if (child) {
				child.stdin!.end();
				await once(child, 'exit');
			}
			rmSync(dir, { recursive: true, force: true });
		}
	};
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
