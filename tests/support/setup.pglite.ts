import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { PGlite } from '@electric-sql/pglite';
import { pgliteOptions, wrapPglite } from '../../src/lib/server/database/database.ts';
import { migrateToLatest } from '../../src/lib/server/database/migrate.ts';

/** Migrates one embedded database and dumps it; each test file starts from the dump. */
export default async function setup(project: TestProject): Promise<void> {
	const lite = await PGlite.create('memory://', await pgliteOptions());
	const database = wrapPglite(lite);
	await migrateToLatest(database.db);
	const dump = await lite.dumpDataDir('none');
	await database.close();
	const file = join(tmpdir(), `mufakat-template-${process.pid}`, 'template.tar');
	mkdirSync(join(file, '..'), { recursive: true });
	writeFileSync(file, new Uint8Array(await dump.arrayBuffer()));
	project.provide('template', { engine: 'pglite', file });
}
