import { join } from 'node:path';
import type { Config } from './config.ts';
import type { SystemContext } from './context.ts';
import { type Database, openPglite, openPostgres } from './database/database.ts';
import { createStorage } from './storage/storage.ts';

/** One open Mufakat: its database and its files. The server adds jobs by setting `onWake`. */
export interface Instance {
	system: SystemContext;
	database: Database;
	onWake: SystemContext['wake'] | undefined;
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
		system: {
			db: database.db,
			config,
			storage: createStorage(join(config.dataDir, 'files')),
			now: () => new Date(),
			wake: (queue) => instance.onWake?.(queue)
		},
		close: () => database.close()
	};
	return instance;
}
