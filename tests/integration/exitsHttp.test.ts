import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { logFault } from '#lib/server/http/log.ts';
import { type ActionAccess, type Ids, ROUTES } from '../support/accessTable.ts';
import { prepareWorld } from '../support/accessWorld.ts';
import { type App, serveApp } from '../support/app.ts';
import { openTestDatabase } from '../support/database.ts';
import { listenToOutput } from '../support/ownOutput.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/**
 * Two ways out that nobody reads as text: the names of files offered for download, and the
 * application's own log. Words of people are planted wherever they are kept, every address is
 * opened, and every form is sent into a database that fails and quotes what it was given.
 */
let database: Database;
let world: World;
let app: App;
let ids: Ids;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	ids = {
		...(await prepareWorld(world)),
		roundId: world.roundId,
		studyId: world.studyId,
		delegationId: world.delegations.KH,
		otherDelegationId: world.delegations.ID,
		accounts: world.accounts
	};
	app = await serveApp(world);
});
afterAll(async () => {
	await app?.close();
	await database.close();
});

/** Where words are kept that belong to somebody, and must be in no name of a file. */
const PLACES: readonly [table: string, column: string][] = [
	['turns', 'body'],
	['turns', 'translation'],
	['participants', 'organisation_kind'],
	['focus_groups', 'name'],
	['focus_group_people', 'label'],
	['guide_blocks', 'title'],
	['transcripts', 'title'],
	['recordings', 'title'],
	['statements', 'body'],
	['memos', 'body'],
	['codes', 'definition'],
	['comparisons', 'name'],
	['blocks', 'body'],
	['accounts', 'name']
];

/** Words begin with a mark that is looked for; what follows may break a header or a line. */
const noise = fc
	.string({ unit: 'grapheme', maxLength: 12 })
	.map((text) => text.replaceAll('\0', ''));
const trick = fc.constantFrom('"; filename="x', '\r\nx-planted: yes', '\n    at home', '/../', ' ');
const mark = (run: number) => `plantedword${run}x`;

async function plant(run: number, after: string): Promise<void> {
	await asSystem(database.db, async (trx) => {
		for (const [place, [table, column]] of PLACES.entries())
			await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${mark(run) + place + after}
				where ${sql.ref(column)} is not null`.execute(trx);
		await sql`update studies set name = ${`Mayshow${run} ${after}`}
			where id = ${world.studyId}::uuid`.execute(trx);
	});
}

/** Every file offered to somebody who may have it, with the header that names it. */
async function openFiles() {
	const files: { route: string; name: string; text: string }[] = [];
	for (const [route, { see, address }] of ROUTES) {
		if (!Array.isArray(see) && see !== 'public') continue;
		const person: Person = see === 'public' ? 'rina' : (see as Person[])[0]!;
		// Streams go on for ever, and what is left is no file.
		if (route.endsWith('/live') || route.endsWith('/sign-out')) continue;
		const response = await fetch(app.origin + address(ids), {
			headers: { cookie: app.cookies[person] },
			redirect: 'manual'
		});
		const name = response.headers.get('content-disposition');
		expect(response.headers.get('x-planted'), route).toBeNull();
		const text = await response.text();
		if (name !== null) files.push({ route, name, text });
	}
	return files;
}

let run = 0;
test('names of files hold nobody’s words, whatever they are; the files do', async () => {
	const offered = new Set<string>();
	let [named, told] = [0, 0];
	await fc.assert(
		fc.asyncProperty(noise, trick, async (some, cunning) => {
			const own = ++run;
			await plant(own, cunning + some);
			for (const { route, name, text } of await openFiles()) {
				offered.add(route);
				expect(name, route).not.toContain('plantedword');
				expect(name, route).toMatch(/^(attachment|inline); filename="[A-Za-z0-9._-]+"$/);
				if (name.includes(`mayshow${own}`)) named += 1;
				if (text.includes(mark(own))) told += 1;
			}
		}),
		{ numRuns: 3, endOnFailure: true }
	);
	// Or all of this would prove nothing: names do say the study, and files do hold words.
	expect([...offered]).toEqual(
		expect.arrayContaining([
			'/evidence/[id]/file',
			'/rounds/[round]/quotes/file',
			'/rounds/[round]/dataset/[dataset]/file',
			'/studies/[study]/exchange/file',
			'/studies/[study]/memos/file'
		])
	);
	expect(named).toBeGreaterThan(0);
	expect(told).toBeGreaterThan(0);
}, 300_000);

/** From now on the database refuses to keep anything and says what it was given. */
async function breakDatabase(): Promise<void> {
	await sql`create function quote_row() returns trigger language plpgsql as
		$$ begin raise exception 'no room for %', new::text; end $$`.execute(database.db);
	const tables = await sql<{ name: string }>`select tablename as name from pg_tables
		where schemaname = 'public' and tablename not like 'kysely%'
			and tablename not in ('sessions', 'throttles', 'accounts')`.execute(database.db);
	for (const { name } of tables.rows)
		await sql`create trigger a_fault before insert or update on ${sql.table(name)}
			for each row execute function quote_row()`.execute(database.db);
}

/** The form of an action with a planted word in each of its texts. */
function send(
	path: string,
	name: string,
	{ form, may, file, isJson }: ActionAccess,
	words: string
) {
	const given = Object.fromEntries(
		Object.entries(form(ids)).map(([key, value]) => [
			key,
			typeof value === 'string' && /sample/i.test(value) ? `${value} ${words}` : value
		])
	);
	const isMethod = /^[A-Z]+$/.test(name);
	const body = new FormData();
	for (const [key, value] of Object.entries(given)) body.append(key, value);
	if (file) body.append(file.field, new File([`${file.text} ${words}`], `${words}.txt`));
	return fetch(app.origin + path + (isMethod || name === 'default' ? '' : `?/${name}`), {
		method: isMethod ? name : 'POST',
		headers: {
			cookie: app.cookies[may[0]!],
			origin: app.origin,
			accept: 'application/json',
			...(isJson ? { 'content-type': 'application/json' } : {})
		},
		body: isJson ? JSON.stringify(given) : body,
		redirect: 'manual'
	});
}

test('the log tells of faults by place and code, without a word of what was sent', async () => {
	const words = `${mark(++run)} said`;
	await plant(run, ' said');
	await breakDatabase();
	// The row that is quoted holds the words, so a log of messages would as well.
	await expect(
		asSystem(database.db, (trx) => sql`update turns set ordinal = ordinal`.execute(trx))
	).rejects.toThrow(mark(run));
	const output = listenToOutput();
	let faults = 0;
	try {
		for (const { see, address, actions = {} } of ROUTES.values()) {
			if (see === 'everyone') continue;
			for (const [name, action] of Object.entries(actions)) {
				if (action.may.length === 0 || name === 'leave') continue;
				const response = await send(address(ids), name, action, words);
				const text = await response.text();
				if (response.status < 500 && !text.includes('"status":500')) continue;
				faults += 1;
				expect(text).not.toContain('no room for');
			}
		}
		// Jobs and pages that are told of changes fail outside of any request.
		await asSystem(database.db, (trx) =>
			sql`update turns set ordinal = ordinal`.execute(trx)
		).catch((error: unknown) => logFault(error, 'a job failed'));
	} finally {
		output.stop();
	}
	const log = output.text();
	expect(log).not.toContain('plantedword');
	expect(log).not.toContain('no room for');
	// It does tell of each, with what helps to find it.
	const lines = log.split('\n').filter((line) => line.includes('"code":"P0001"'));
	expect(faults).toBeGreaterThan(10);
	expect(lines.length).toBeGreaterThan(faults / 2);
	expect(log).toContain('/rounds/[round]/');
	expect(log).toContain('a job failed');
}, 300_000);
