import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { readConfig } from '#lib/server/config.ts';
import { openPostgres } from '#lib/server/database/database.ts';
import { startJobs } from '#lib/server/jobs/jobs.ts';
import { makeTestDatabase, openTestDatabase } from '../support/database.ts';

const MARK = 'the heron kept her passport';

test('a job that fails is told and tried again, and its words are kept nowhere', async () => {
	const url = await makeTestDatabase();
	const database = url ? await openPostgres(url) : await openTestDatabase();
	const config = readConfig({
		MUFAKAT_DEMO: '0',
		ORIGIN: 'http://127.0.0.1:3000',
		...(url && { DATABASE_URL: url })
	});
	const told: unknown[] = [];
	let done = 0;
	const jobs = await startJobs(
		config,
		database,
		{
			mail: async () => {
				// As a constraint would: a database quotes the row it refuses.
				await sql`select ${MARK}::int`.execute(database.db);
			},
			digest: async () => void (done += 1),
			dataset: async () => {},
			edition: async () => {}
		},
		(error) => told.push(error)
	);
	try {
		await expect.poll(() => told.length, { timeout: 20_000 }).toBeGreaterThan(0);
		expect(String(told[0])).toContain(MARK);
		await expect.poll(() => done, { timeout: 20_000 }).toBeGreaterThan(0);
		const failed = async () => {
			const found = await sql<{
				row: string;
				output: unknown;
			}>`select row_to_json(j)::text as row, output
				from pgboss.job j where name = 'mail' and output is not null`.execute(database.db);
			return found.rows;
		};
		await expect.poll(async () => (await failed()).length, { timeout: 20_000 }).toBeGreaterThan(0);
		for (const { row } of await failed()) expect(row).not.toContain(MARK);
	} finally {
		await jobs.stop();
		await database.close();
	}
}, 90_000);
