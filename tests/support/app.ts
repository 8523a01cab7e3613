import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { hashToken, newToken } from '#lib/server/accounts/tokens.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import { compressed } from '#lib/server/http/compress.ts';
import type { Instance } from '#lib/server/instance.ts';
import { readSealingKey } from '#lib/server/keys/sealing.ts';
import { createHub } from '#lib/server/realtime/hub.ts';
import { listEnded } from '#lib/server/responses/watching.ts';
import { PEOPLE, type Person, type World } from './world.ts';

export interface App {
	origin: string;
	/** The cookie header of each person's session. */
	cookies: Record<Person, string>;
	close(): Promise<void>;
}

/** Port of the first application this process served. */
let port = 0;

/**
 * Serves the built application over a test's own database, with everybody signed in.
 * One per test file: the build keeps its instance for as long as the process lives.
 */
export async function serveApp(world: World): Promise<App> {
	const server = createServer();
	// The build reads its address once. A process that serves one test file after another, as those
	// of journeys do, keeps to the port of the first, or forms would come from elsewhere.
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	const address = server.address();
	port = typeof address === 'object' && address ? address.port : 0;
	const origin = `http://127.0.0.1:${port}`;
	process.env.ORIGIN = origin;
	process.env.BODY_SIZE_LIMIT = '12M';
	const instance: Instance = {
		// In demo mode, where no second factor is asked: that has tests of its own.
		system: {
			...world.system,
			config: {
				...world.system.config,
				demo: true,
				sealingKey: world.system.config.sealingKey ?? readSealingKey('0'.repeat(64))
			}
		},
		database: world.database,
		onWake: undefined,
		onFault: undefined,
		hub: createHub(world.database, {
			listEnded: (watchers) => listEnded(world.system, watchers),
			most: 100
		}),
		close: async () => {}
	};
	(globalThis as { mufakat?: Promise<Instance> }).mufakat = Promise.resolve(instance);
	const built = pathToFileURL(join(process.cwd(), 'build/handler.js')).href;
	const { handler } = (await import(/* @vite-ignore */ built)) as {
		handler: Parameters<typeof compressed>[0];
	};
	server.on('request', compressed(handler));

	const cookies = {} as App['cookies'];
	for (const person of PEOPLE) {
		const token = newToken();
		await asSystem(world.database.db, (trx) =>
			trx
				.insertInto('sessions')
				.values({
					id: hashToken(token),
					account_id: world.accounts[person],
					expires_at: new Date(Date.now() + 3_600_000),
					second_factor_at: new Date()
				})
				.execute()
		);
		cookies[person] = `session=${token}`;
	}
	return {
		origin,
		cookies,
		close: async () => {
			await instance.hub.stop();
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		}
	};
}

/** A fingerprint of every table but sign-in bookkeeping: equal before and after, nothing changed. */
export async function fingerprint(world: World): Promise<Record<string, string>> {
	return asSystem(world.database.db, async (trx) => {
		const tables = await sql<{ name: string }>`select tablename as name from pg_tables
			where schemaname = 'public' and tablename not in ('sessions', 'throttles')
				and tablename not like 'kysely%'`.execute(trx);
		const prints: Record<string, string> = {};
		for (const { name } of tables.rows) {
			const row = await sql<{ print: string }>`select count(*) || ':' || coalesce(
				md5(string_agg(t::text, '|' order by t::text)), '') as print from ${sql.table(name)} t`.execute(
				trx
			);
			prints[name] = row.rows[0]!.print;
		}
		return prints;
	});
}
