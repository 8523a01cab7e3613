import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memberStates } from '#lib/asean.ts';
import { aseanBaseline } from '#lib/questionnaires/aseanBaseline.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '#lib/server/accounts/demoAccounts.ts';
import { verifyPassword } from '#lib/server/accounts/password.ts';
import { readConfig } from '#lib/server/config.ts';
import type { SystemContext } from '#lib/server/context.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { DELEGATION_STATUSES, EVIDENCE_KINDS, QUERY_KINDS, RESPONSE_STATES } from '#lib/terms.ts';
import { seedDemo } from '#lib/server/demo/seed.ts';
import { getEditionsPage, openEdition, previewReport } from '#lib/server/editions/pages.ts';
import { openPublishedPage } from '#lib/server/editions/published.ts';
import { openEvidence } from '#lib/server/responses/evidence.ts';
import { createStorage } from '#lib/server/storage/storage.ts';
import { getOverview } from '#lib/server/studies/overview.ts';
import { checkContent } from '#lib/xlsform/checkValue.ts';
import { EXPOSURES, findQuestion } from '#lib/xlsform/definition.ts';
import { evaluateAreas } from '#lib/xlsform/evaluate.ts';
import { openTestDatabase } from '../support/database.ts';

let database: Database;
let system: SystemContext;
const woken: string[] = [];

beforeAll(async () => {
	database = await openTestDatabase();
	const dir = mkdtempSync(join(tmpdir(), 'mufakat-demo-'));
	system = {
		db: database.db,
		config: readConfig({ MUFAKAT_DATA: dir, LOG_LEVEL: 'silent' }),
		storage: createStorage(join(dir, 'files')),
		now: () => new Date(),
		wake: (queue) => void woken.push(queue)
	};
	await seedDemo(system);
});
afterAll(() => database.close());

/** Rows as the system sees them. */
const rows = async <T>(query: ReturnType<typeof sql<T>>): Promise<T[]> =>
	(await asSystem(database.db, (trx) => query.execute(trx))).rows;

const countAll = async () => {
	const tables = [
		'studies',
		'accounts',
		'answers',
		'queries',
		'evidence',
		'mails',
		'audit_entries'
	];
	const counts: Record<string, number> = {};
	for (const table of tables) {
		const [row] = await rows(
			sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`
		);
		counts[table] = row!.n;
	}
	return counts;
};

const statesOf = async (round: string, country: string) => {
	const found = await rows(sql<{ area: string; state: string; answered: number; asked: number }>`
		select r.area, r.state, r.answered, r.asked from responses r
		join delegations d on d.id = r.delegation_id join rounds o on o.id = r.round_id
		where o.name = ${round} and d.country = ${country} and d.name = ''`);
	return Object.fromEntries(found.map((row) => [row.area, row]));
};

async function accountId(login: string): Promise<string> {
	const [row] = await rows(
		sql<{ id: string }>`select id from accounts where email = ${`${login}@demo.example`}`
	);
	return row!.id;
}

describe('once it is seeded', () => {
	test('seeding again changes nothing, and five mails are left', async () => {
		const before = await countAll();
		await seedDemo(system);
		expect(await countAll()).toEqual(before);
		expect(before.mails).toBe(5);
		expect(woken).toEqual([]);
	});

	test('a meeting was held, with words at every level, and was coded twice', async () => {
		const found = await rows(sql<{ name: string; turns: number; levels: number[] }>`
			select g.name, count(t.id)::int as turns,
				array_agg(distinct l.level order by l.level) filter (where t.id is not null) as levels
			from focus_groups g left join turns t on t.group_id = g.id
			left join turn_levels l on l.turn_id = t.id group by g.id order by turns desc`);
		expect(found).toMatchObject([
			{ name: 'Sample focus group, Jakarta', turns: 10 },
			{ name: 'Sample follow-up, online', turns: 0 }
		]);
		expect(found[0]!.levels.length).toBeGreaterThanOrEqual(3);
		const [coded] = await rows(sql<{ coders: number; state: string }>`
			select count(distinct c.coder_id)::int as coders, min(k.state) as state
			from codings c join comparisons k on k.study_id = c.study_id`);
		expect(coded).toEqual({ coders: 2, state: 'comparing' });
	});

	test('the closed round has a published edition, the open one a report with a gap', async () => {
		const [edition] = await rows(sql<{ id: string; round: string; slug: string; sources: number }>`
			select e.id, e.round_id as round, r.slug, (select count(*)::int from edition_citations c
				where c.edition_id = e.id) as sources
			from editions e join reports r on r.round_id = e.round_id where e.state = 'released'`);
		expect(edition).toMatchObject({ slug: 'sample-baseline-study-2018' });
		expect(edition!.sources).toBeGreaterThan(10);
		const at = { slug: edition!.slug, number: '1' };
		const open = async (path: string) =>
			new TextDecoder().decode((await openPublishedPage(system, { ...at, path })).bytes);
		expect(await open('index.html')).toContain('Sample, invented');
		expect(await open('sources.html')).toContain('Sample answer: ');
		const editor = { ...system, actor: { accountId: await accountId('editor') } };
		const place = { roundId: edition!.round, editionId: edition!.id };
		const { content } = await openEdition(editor, place);
		const pieces = content.chapters.flatMap((chapter) => chapter.pieces);
		expect(pieces.filter(({ kind }) => kind === 'figure').length).toBeGreaterThan(5);
		for (const { kind, pieces: own } of content.chapters)
			if (kind === 'area') expect(own.map((piece) => piece.kind)).toContain('finding');
		const [open2026] = await rows(sql<{ id: string }>`select id from rounds
			where closed_at is null`);
		const page = await getEditionsPage(editor, open2026!.id);
		expect(page).toMatchObject({ open: 1, editions: [] });
		const draft = await previewReport(editor, open2026!.id);
		expect(draft.content.sources.map(({ kind }) => kind)).toContain('quote');
	});

	test('every account the sign-in page offers is there, with the password it shows', async () => {
		const found = await rows(sql<{ email: string; password_hash: string; language: string }>`
			select email, password_hash, language from accounts`);
		const emails = found.map(({ email }) => email);
		expect(emails).toEqual(expect.arrayContaining(DEMO_ACCOUNTS.map(({ email }) => email)));
		expect(await verifyPassword(found[0]!.password_hash, DEMO_PASSWORD)).toBe(true);
		expect(found.filter(({ language }) => language === 'id')).toHaveLength(2);
	});

	test('the rounds of an invented study ask the member states of their year', async () => {
		expect(await rows(sql`select is_invented from studies`)).toEqual([{ is_invented: true }]);
		const rounds = await rows(sql<{
			name: string;
			closed: boolean;
			countries: number;
			closes: string;
		}>`
			select name, closed_at is not null as closed, closes_on as closes,
				(select count(*)::int from round_countries c where c.round_id = r.id) as countries
			from rounds r order by opens_on`);
		const closes = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
		expect(rounds).toMatchObject([
			{ name: 'Baseline 2018', closed: true, countries: 10, closes: '2018-06-30' },
			{ name: 'Baseline 2026', closed: false, countries: memberStates.length, closes }
		]);
	});

	test('every state of a response, of a delegation and of a query occurs', async () => {
		const all = async (text: string) =>
			(await rows(sql<{ x: string }>`${sql.raw(text)}`)).map(({ x }) => x).sort();
		expect(
			await all(`select distinct r.state as x from responses r
				join rounds o on o.id = r.round_id where o.closed_at is null`)
		).toEqual([...RESPONSE_STATES].sort());
		const statuses = await all('select distinct status as x from delegations');
		expect(statuses).toEqual([...DELEGATION_STATUSES].sort());
		const states = await all('select distinct state as x from queries');
		expect(states).toEqual(['changed_after_closing', 'closed', 'open', 'replied']);
		const kinds = await all('select distinct kind as x from queries');
		expect(kinds).toEqual([...QUERY_KINDS].sort());
	});

	test('whoever took part in 2018 was accepted', async () => {
		const found = await rows(sql<{ status: string; state: string }>`
			select distinct d.status, r.state from responses r
			join delegations d on d.id = r.delegation_id join rounds o on o.id = r.round_id
			where o.name = 'Baseline 2018' order by d.status`);
		expect(found).toEqual([
			{ status: 'active', state: 'accepted' },
			{ status: 'declined', state: 'not_started' },
			{ status: 'no_respondent', state: 'not_started' }
		]);
	});
});

describe('the answers', () => {
	interface Row {
		delegation: string;
		question: string;
		status: 'answered';
		value: null;
		reason: string | null;
		exposure: string;
		country: string;
	}
	let stored: Row[];
	beforeAll(async () => {
		stored = await rows(sql<Row>`select a.delegation_id as delegation, a.question, a.status,
			a.value, a.reason, a.exposure, d.country from answers a join delegations d on d.id = a.delegation_id`);
	});

	test('are such as their questions take, and asked', () => {
		expect(stored.length).toBeGreaterThan(1400);
		for (const row of stored) {
			const { question } = findQuestion(aseanBaseline, row.question)!;
			const { status, value, reason, exposure } = row;
			expect(checkContent(aseanBaseline, question, row), row.question).toEqual({
				ok: true,
				content: { status, value, reason, exposure }
			});
		}
		for (const delegation of new Set(stored.map((row) => row.delegation))) {
			const own = stored.filter((row) => row.delegation === delegation);
			const answers = Object.fromEntries(own.map((row) => [row.question, row]));
			const judged = [...evaluateAreas(aseanBaseline, answers, { today: '2026-11-23' }).values()];
			for (const { question } of own) {
				const found = judged.find((area) => area.questions[question])!.questions[question]!;
				expect([question, found.relevant, found.invalid]).toEqual([question, true, false]);
			}
		}
	});

	test('say that they are samples, Indonesia’s in Bahasa Indonesia', () => {
		const texts = stored.filter((row) => typeof row.value === 'string' && /\s/.test(row.value));
		expect(texts.length).toBeGreaterThan(200);
		for (const { country, value, question } of texts)
			expect(String(value), question).toMatch(
				country === 'ID' ? /^Contoh jawaban: / : /^Sample answer: /
			);
	});

	test('use the codes and the narrower exposures', () => {
		const share = (status: string) =>
			stored.filter((row) => row.status === status).length / stored.length;
		expect(share('dont_know')).toBeGreaterThan(0.03);
		expect(share('dont_know')).toBeLessThan(0.1);
		expect(share('not_applicable')).toBeGreaterThan(0.01);
		expect(share('not_safe')).toBeGreaterThan(0.005);
		expect(share('answered')).toBeGreaterThan(0.8);
		expect(new Set(stored.map((row) => row.exposure))).toEqual(new Set(EXPOSURES));
	});
});

describe('Cambodia, which the tour follows', () => {
	test('is in the states the tour needs', async () => {
		const states = await statesOf('Baseline 2026', 'KH');
		expect(
			Object.fromEntries(Object.values(states).map(({ area, state }) => [area, state]))
		).toEqual({
			background: 'accepted',
			decent_work: 'accepted',
			undocumented: 'submitted',
			access_to_justice: 'returned',
			information_recruitment: 'draft',
			repatriation: 'not_started',
			cooperation: 'not_started',
			standards: 'draft'
		});
		const fullness = (area: string) => states[area]!.answered / states[area]!.asked;
		expect(fullness('information_recruitment')).toBeGreaterThan(0.2);
		expect(fullness('information_recruitment')).toBeLessThan(0.45);
		expect(fullness('standards')).toBeGreaterThan(0.7);
		expect(fullness('standards')).toBeLessThan(1);
	});

	test('has an open and a replied query on the returned area, and one open conflict', async () => {
		const queries = await rows(sql<{ state: string }>`select q.state from queries q
			join delegations d on d.id = q.delegation_id join responses r on r.id = q.response_id
			where d.country = 'KH' and r.area = 'access_to_justice' order by q.state`);
		expect(queries).toEqual([{ state: 'open' }, { state: 'replied' }]);
		// Nothing stands in the way of accepting the submitted one.
		const others =
			await rows(sql`select q.id from queries q join delegations d on d.id = q.delegation_id
			join responses r on r.id = q.response_id
			where d.country = 'KH' and r.state = 'submitted' and q.state <> 'closed'`);
		expect(others).toEqual([]);
		const conflicts = await rows(sql<{ email: string }>`select a.email from answer_conflicts c
			join answer_revisions v on v.answer_id = c.answer_id and v.revision = c.revision
			join accounts a on a.id = v.saved_by where c.resolved_at is null`);
		expect(conflicts).toEqual([{ email: 'kh@demo.example' }]);
	});
});

describe('around the answers', () => {
	test('sources of every kind, two of them files that open', async () => {
		const found = await rows(sql<{
			id: string;
			kind: string;
			file_type: string | null;
			country: string;
		}>`
			select e.id, e.kind, e.file_type, d.country from evidence e
			join delegations d on d.id = e.delegation_id`);
		expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(EVIDENCE_KINDS));
		const files = found.filter(({ file_type }) => file_type);
		expect(files.map(({ file_type }) => file_type).sort()).toEqual([
			'application/pdf',
			'image/png'
		]);
		for (const { id, country } of files) {
			const actor = { accountId: await accountId(country.toLowerCase()) };
			const { stream } = await openEvidence({ ...system, actor }, id);
			const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
			expect(bytes.byteLength).toBeGreaterThan(300);
		}
	});

	test('nothing lies in the future, and the overview has something to tell', async () => {
		const late = await rows(sql<{ what: string }>`
			select 'response' as what from responses where greatest(saved_at, submitted_at, decided_at) > now()
			union all select 'query' from queries where greatest(opened_at, closed_at) > now()
			union all select 'message' from query_messages where created_at > now()
			union all select 'source' from evidence where added_at > now()
			union all select 'response of 2018' from responses r join rounds o on o.id = r.round_id
				where o.closed_at is not null and r.saved_at > o.closed_at`);
		expect(late).toEqual([]);
		const [round] = await rows(sql<{ id: string }>`select id from rounds where closed_at is null`);
		const actor = { accountId: await accountId('coordinator') };
		const overview = await getOverview({ ...system, actor }, round!.id);
		expect(overview.facts.medianDays).toBeGreaterThan(0.5);
		expect(overview.facts.medianDays).toBeLessThan(5);
		expect(overview.facts.accepted).toBeGreaterThan(30);
		expect(overview.latest.length).toBeGreaterThan(5);
		expect(overview.attention.length).toBeGreaterThan(2);
	});
});

// Last, because it makes everything anew.
test('a seeding that was broken off is begun anew', async () => {
	const before = await countAll();
	await rows(sql`delete from accounts where email = 'admin@demo.example'`);
	await rows(sql`update studies set is_invented = false`);
	await seedDemo(system);
	const expected = { ...before, audit_entries: expect.any(Number) };
	expect(await countAll()).toEqual(expected);
});
