import { PGlite } from '@electric-sql/pglite';
import { pgliteOptions, wrapPglite } from '#lib/server/database/database.ts';
import { migrateToLatest } from '#lib/server/database/migrate.ts';
import { type App, serveApp } from '../../support/app.ts';
import { type World, buildWorld } from '../../support/world.ts';

/** The built application over a database of its own, filled by the test itself. */
export interface OwnApp extends App {
	world: World;
}

/**
 * Serves the application with the people of the tests, for journeys through what the demo does not
 * have. One for a test file.
 */
export async function openOwnApp(fill: (world: World) => Promise<void>): Promise<OwnApp> {
	const database = wrapPglite(await PGlite.create('memory://', await pgliteOptions()));
	await migrateToLatest(database.db);
	const world = await buildWorld(database);
	await fill(world);
	const app = await serveApp(world);
	return {
		...app,
		world,
		close: async () => {
			await app.close();
			await database.close();
		}
	};
}
