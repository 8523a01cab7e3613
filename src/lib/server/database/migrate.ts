import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import type { Db } from './database.ts';

const folder = () => join(process.cwd(), 'migrations');

const provider: MigrationProvider = {
	async getMigrations() {
		const migrations: Record<string, Migration> = {};
		for (const file of readdirSync(folder())
			.filter((name) => name.endsWith('.ts'))
			.sort())
			migrations[file.slice(0, -3)] = await import(
				/* @vite-ignore */ pathToFileURL(join(folder(), file)).href
			);
		return migrations;
	}
};

const migrator = (db: Db) => new Migrator({ db, provider });

/**
 * Applies every migration that is missing, in order; gives their names.
 * @throws Error naming the migration that failed, with the database's message
 */
export async function migrateToLatest(db: Db): Promise<string[]> {
	const { error, results = [] } = await migrator(db).migrateToLatest();
	if (error) {
		const failed = results.find((result) => result.status === 'Error')?.migrationName ?? 'none';
		throw new Error(
			`Migration ${failed} failed: ${error instanceof Error ? error.message : error}`,
			{
				cause: error
			}
		);
	}
	return results.map((result) => result.migrationName);
}

/** Takes back the newest `steps` migrations; gives their names. */
export async function migrateDown(db: Db, steps: number): Promise<string[]> {
	const undone: string[] = [];
	for (let step = 0; step < steps; step += 1) {
		const { error, results = [] } = await migrator(db).migrateDown();
		if (error) throw error;
		undone.push(...results.map((result) => result.migrationName));
	}
	return undone;
}

/** Names of the migrations that are not applied yet. */
export async function listPendingMigrations(db: Db): Promise<string[]> {
	const all = await migrator(db).getMigrations();
	return all.filter((migration) => !migration.executedAt).map((migration) => migration.name);
}
