import { join } from 'node:path';
import type { Config } from './config.ts';
import type { SystemContext } from './context.ts';
import { type Database, openPglite, openPostgres } from './database/database.ts';
import { type Hub, createHub } from './realtime/hub.ts';
import { listEnded } from './responses/watching.ts';
import { createStorage } from './storage/storage.ts';

/** One open Mufakat: its database and its files. The server adds jobs by setting `onWake`. */
export interface Instance {
	system: SystemContext;
	database: Database;
	onWake: SystemContext['wake'] | undefined;
	/** Told of what failed in the background; the server logs it. */
	onFault: ((error: unknown) => void) | undefined;
	/** Streams to open pages. Listens from the first one on, so the command line never does. */
	hub: Hub;
	close(): Promise<void>;
}

/** Opens the database and the files that `config` names. */
export async function openInstance(config: Config): Promise<Instance> {
	const database = config.databaseUrl
		? await openPostgres(config.databaseUrl)
		: await openPglite(config.dataDir);
	const instance: Instance = {
		database,
		onWake: undefined,
		onFault: undefined,
		system: {
			db: database.db,
			config,
			storage: createStorage(join(config.dataDir, 'files')),
			now: () => new Date(),
			wake: (queue) => instance.onWake?.(queue)
		},
		hub: createHub(database, {
			listEnded: (watchers) => listEnded(instance.system, watchers),
			most: config.mostStreams,
			report: (error) => instance.onFault?.(error)
		}),
		close: async () => {
			await instance.hub.stop();
			await database.close();
		}
	};
	return instance;
}
