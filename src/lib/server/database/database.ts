import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, type Transaction, sql } from 'kysely';
import { lockDirectory } from './lockDirectory.ts';
import type { Tables } from './tables.ts';

export type Db = Kysely<Tables>;
export type Trx = Transaction<Tables>;

/** One open database. Exactly one of `lite` and `pool` is set. */
export interface Database {
	db: Db;
	engine: 'pglite' | 'postgres';
	lite?: PGlite;
	pool?: import('pg').Pool;
	close(): Promise<void>;
}

const INT8 = 20;
const DATE = 1082;

/**
 * Opens PostgreSQL at `url`.
 * @throws Error where it cannot be reached, and where the login is a superuser or bypasses row-level security: it would see every draft
 */
export async function openPostgres(url: string, max = 10): Promise<Database> {
	const { default: pg } = await import('pg');
	const { PreparedClient } = await import('./preparedClient.ts');
	const pool = new pg.Pool({
		Client: PreparedClient,
		connectionString: url,
		max,
		types: {
			getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
				if (oid === INT8) return Number;
				if (oid === DATE) return (text: string) => text;
				return pg.types.getTypeParser(oid, format as 'text');
			}) as typeof pg.types.getTypeParser
		}
	});
	// A connection lost while idle is replaced by the pool; without a listener it would end the process.
	pool.on('error', () => {});
	const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
	const role = await sql<{ unbound: boolean }>`select rolsuper or rolbypassrls as unbound
		from pg_roles where rolname = current_user`
		.execute(db)
		.catch(async (error: { code?: string }) => {
			await db.destroy();
			// Never the address itself: it holds the password.
			throw new Error(
				`The database in DATABASE_URL cannot be reached (${error.code ?? 'no reason given'}). ` +
					'Check that it runs, and its host, port, name, user and password.',
				{ cause: error }
			);
		});
	if (role.rows[0]?.unbound) {
		await db.destroy();
		throw new Error(
			'DATABASE_URL signs in as a role that row-level security does not bind (superuser or BYPASSRLS). ' +
				'Create one of its own: CREATE ROLE mufakat LOGIN CREATEROLE PASSWORD …; CREATE DATABASE mufakat OWNER mufakat;'
		);
	}
	return { db, engine: 'postgres', pool, close: () => db.destroy() };
}

/** Options of PGlite: the types `pg` gives, and the extension by which words are found. */
export async function pgliteOptions() {
	const { pg_trgm } = await import('@electric-sql/pglite/contrib/pg_trgm');
	return {
		parsers: { [INT8]: Number, [DATE]: (text: string) => text },
		extensions: { pg_trgm }
	};
}

/**
 * Opens the embedded engine in `dataDir`/pglite, made where absent.
 * @throws Error naming the process that already has it open
 */
export async function openPglite(dataDir: string): Promise<Database> {
	mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	const unlock = lockDirectory(join(dataDir, 'pglite'));
	try {
		const { PGlite } = await import('@electric-sql/pglite');
		const lite = await PGlite.create(join(dataDir, 'pglite'), await pgliteOptions());
		return wrapPglite(lite, unlock);
	} catch (error) {
		unlock();
		throw error;
	}
}

/** Takes a running PGlite; gives it as a Database. `after` runs once it is closed. */
export function wrapPglite(lite: PGlite, after: () => void = () => {}): Database {
	const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite: lite }) });
	return {
		db,
		engine: 'pglite',
		lite,
		close: async () => {
			await db.destroy();
			after();
		}
	};
}
