import { readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { inject } from 'vitest';
import {
	type Database,
	openPostgres,
	pgliteOptions,
	wrapPglite
} from '#lib/server/database/database.ts';
import { migrateToLatest } from '#lib/server/database/migrate.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/**
		 * PGlite: path of the dumped template. PostgreSQL: URL of the server as the owner and as
		 * whoever made that, template's name.
		 */
		template:
			| { engine: 'pglite'; file: string }
			| { engine: 'postgres'; url: string; adminUrl: string; name: string };
	}
}

/** A migrated, empty database of this run's engine, for one test file. */
export async function openTestDatabase(): Promise<Database> {
	const template = inject('template');
	if (template.engine === 'pglite') {
		const { PGlite } = await import('@electric-sql/pglite');
		const lite = await PGlite.create({
			loadDataDir: new Blob([readFileSync(template.file)]),
			...(await pgliteOptions())
		});
		return wrapPglite(lite);
	}
	return openPostgres((await makeTestDatabase())!);
}

/**
 * The same on the embedded engine, kept in a directory as a server keeps it; for looking at its files or
 * for a server that opens it once it is closed here.
 */
export async function openTestDirectory(dir: string): Promise<Database> {
	const template = inject('template');
	if (template.engine !== 'pglite') throw new Error('only the embedded engine has a directory');
	const { PGlite } = await import('@electric-sql/pglite');
	const lite = await PGlite.create(join(dir, 'pglite'), {
		loadDataDir: new Blob([readFileSync(template.file)]),
		...(await pgliteOptions())
	});
	return wrapPglite(lite);
}

/**
 * A second world beside the first: a migrated, empty database of the embedded engine, whatever engine
 * this run is on.
 */
export async function openEmbeddedDatabase(): Promise<Database> {
	if (inject('template').engine === 'pglite') return openTestDatabase();
	const { PGlite } = await import('@electric-sql/pglite');
	const database = wrapPglite(await PGlite.create('memory://', await pgliteOptions()));
	await migrateToLatest(database.db);
	return database;
}

/**
 * For programs that open their database themselves: the address of a migrated, empty one on
 * PostgreSQL; undefined on the embedded engine, where they make their own.
 */
export async function makeTestDatabase(): Promise<string | undefined> {
	const template = inject('template');
	if (template.engine === 'pglite') return undefined;
	const name = `mufakat_${randomBytes(6).toString('hex')}`;
	const { default: pg } = await import('pg');
	const admin = new pg.Client(template.url);
	await admin.connect();
	await admin.query(`create database ${name} template ${template.name}`);
	await admin.end();
	const url = new URL(template.url);
	url.pathname = `/${name}`;
	return url.href;
}
