import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openPostgres } from '../../src/lib/server/database/database.ts';
import { migrateToLatest } from '../../src/lib/server/database/migrate.ts';
import { startCluster } from './postgres.ts';

const OWNER = 'mufakat_test_owner';
const TEMPLATE = 'mufakat_test_template';

/** A migrated template database; each test file is given a copy. */
export default async function setup(project: TestProject): Promise<() => void> {
	const given = process.env.TEST_DATABASE_URL;
	const cluster = given
		? undefined
		: await startCluster(['-c fsync=off', '-c synchronous_commit=off', '-c max_connections=200']);
	const adminUrl = given ?? cluster!.adminUrl;
	const admin = new pg.Client(adminUrl);
	await admin.connect();
	await admin.query(`do $$ begin
		if not exists (select from pg_roles where rolname = '${OWNER}')
		then create role ${OWNER} login createrole createdb password 'mufakat'; end if; end $$`);
	await admin.query(`drop database if exists ${TEMPLATE}`);
	await admin.query(`create database ${TEMPLATE} owner ${OWNER}`);
	await admin.end();
	const url = new URL(adminUrl);
	url.username = OWNER;
	url.password = 'mufakat';
	url.pathname = `/${TEMPLATE}`;
	const database = await openPostgres(url.href);
	await migrateToLatest(database.db);
	await database.close();
	url.pathname = '/postgres';
	project.provide('template', { engine: 'postgres', url: url.href, adminUrl, name: TEMPLATE });
	return () => cluster?.stop();
}
