import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { resolveConflict, restoreRevision, getHistory } from '#lib/server/responses/history.ts';
import { getAreaPage, getDelegationPage } from '#lib/server/responses/pages.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { openTestDatabase } from '../support/database.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.close());

const save = async (
	person: Person,
	country: 'KH' | 'ID',
	area: string,
	question: string,
	value: unknown,
	options: { base?: number; status?: string; saveId?: string; exposure?: string } = {}
) =>
	saveAnswers(world.as(person), {
		responseId: await world.responseId(country, area),
		saveId: options.saveId ?? randomUUID(),
		answers: [
			{
				question,
				base: options.base ?? 0,
				status: options.status ?? 'answered',
				value,
				reason: null,
				exposure: options.exposure ?? 'public'
			}
		]
	});

const countRows = (table: 'answer_revisions' | 'answers' | 'audit_entries' | 'saves') =>
	asSystem(database.db, async (trx) =>
		Number(
			(
				await trx
					.selectFrom(table)
					.select((eb) => eb.fn.countAll<number>().as('n'))
					.executeTakeFirstOrThrow()
			).n
		)
	);

describe('a save (rule R3)', () => {
	test('becomes the answer, with a revision, an audit entry and new counts', async () => {
		const saved = await save('sokha', 'KH', 'justice', 'can_complain', 'yes');
		expect(saved.answers).toEqual([{ question: 'can_complain', result: 'saved', revision: 1 }]);
		expect(saved.progress).toMatchObject({ asked: 3, answered: 1, requiredMissing: 1 });
		const page = await getAreaPage(world.as('dara'), world.delegations.KH, 'justice', 'en');
		expect(page.answers.can_complain).toMatchObject({ value: 'yes', revision: 1 });
		expect(page.response).toMatchObject({ state: 'draft', answered: 1 });
		const entry = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('audit_entries')
				.selectAll()
				.where('action', '=', 'answer.save')
				.executeTakeFirstOrThrow()
		);
		expect(entry).toMatchObject({
			actor_id: world.accounts.sokha,
			delegation_id: world.delegations.KH
		});
		expect(JSON.stringify(entry.detail)).not.toContain('yes');
	});

	test('sent twice with one key is stored once and answered the same', async () => {
		const saveId = randomUUID();
		const first = await save(
			'sokha',
			'KH',
			'justice',
			'cases',
			{ value: 12, year: 2025 },
			{ saveId }
		);
		const before = await countRows('answer_revisions');
		const again = await save('sokha', 'KH', 'justice', 'cases', { value: 99 }, { saveId });
		expect(again).toEqual(first);
		expect(await countRows('answer_revisions')).toBe(before);
	});

	test('of edits to different parts of a text merges', async () => {
		await save(
			'sokha',
			'KH',
			'justice',
			'obstacles',
			'Distance is a barrier. Fees are high. Few speak Thai.'
		);
		const theirs = await save(
			'dara',
			'KH',
			'justice',
			'obstacles',
			'Distance is the main barrier. Fees are high. Few speak Thai.',
			{ base: 1 }
		);
		expect(theirs.answers[0]).toMatchObject({ result: 'saved', revision: 2 });
		const mine = await save(
			'sokha',
			'KH',
			'justice',
			'obstacles',
			'Distance is a barrier. Fees are high. Very few speak Thai well.',
			{ base: 1 }
		);
		expect(mine.answers[0]).toMatchObject({
			result: 'merged',
			content: { value: 'Distance is the main barrier. Fees are high. Very few speak Thai well.' }
		});
	});

	test('that truly conflicts keeps both texts, shows both and blocks submitting until settled', async () => {
		const page = () => getAreaPage(world.as('sokha'), world.delegations.KH, 'justice', 'en');
		const { revision } = (await page()).answers.obstacles!;
		await save('dara', 'KH', 'justice', 'obstacles', 'Employers hold the passports.', {
			base: revision
		});
		const late = await save('sokha', 'KH', 'justice', 'obstacles', 'Brokers hold the passports.', {
			base: revision
		});
		expect(late.answers[0]).toMatchObject({
			result: 'conflict',
			content: { value: 'Employers hold the passports.' }
		});
		const shown = await page();
		expect(shown.conflicts).toMatchObject([
			{ question: 'obstacles', value: 'Brokers hold the passports.' }
		]);
		expect(shown.obstacles).toContainEqual(expect.objectContaining({ code: 'conflict' }));
		await resolveConflict(world.as('dara'), {
			responseId: shown.response.id,
			question: 'obstacles',
			revision: shown.conflicts[0]!.revision,
			keep: 'both'
		});
		const settled = await page();
		expect(settled.conflicts).toEqual([]);
		expect(settled.answers.obstacles!.value).toBe(
			'Employers hold the passports.\n\nBrokers hold the passports.'
		);
	});

	test('can be taken back to an earlier text, which is a new revision', async () => {
		const responseId = await world.responseId('KH', 'justice');
		await restoreRevision(world.as('sokha'), { responseId, question: 'obstacles', revision: 1 });
		const history = await getHistory(world.as('sokha'), world.delegations.KH, 'obstacles');
		expect(history.revisions[0]).toMatchObject({
			standing: 'restored',
			value: 'Distance is a barrier. Fees are high. Few speak Thai.',
			savedBy: 'Sokha'
		});
		expect(history.revisions.length).toBeGreaterThan(5);
	});

	test('of nonsense is refused with a code, question by question, and never throws', async () => {
		const result = await saveAnswers(world.as('sokha'), {
			responseId: await world.responseId('KH', 'justice'),
			saveId: randomUUID(),
			answers: [
				{
					question: 'can_complain',
					base: 1,
					status: 'answered',
					value: 'maybe',
					reason: null,
					exposure: 'public'
				},
				{
					question: 'no_such',
					base: 0,
					status: 'answered',
					value: 'x',
					reason: null,
					exposure: 'public'
				},
				{
					question: 'helped',
					base: 0,
					status: 'answered',
					value: 'yes',
					reason: null,
					exposure: 'public'
				},
				{
					question: 'cases',
					base: 9,
					status: 'answered',
					value: { value: '1; drop' },
					reason: null,
					exposure: 'everyone'
				}
			]
		});
		expect(result.answers.map((answer) => answer.result)).toEqual([
			'refused',
			'refused',
			'refused',
			'refused'
		]);
	});

	test('in one area changes what another asks', async () => {
		const before = await getDelegationPage(world.as('sokha'), world.delegations.KH);
		expect(before.areas.find((area) => area.area === 'justice')!.asked).toBe(3);
		await save('sokha', 'KH', 'background', 'side', 'both');
		const after = await getDelegationPage(world.as('sokha'), world.delegations.KH);
		expect(after.areas.find((area) => area.area === 'justice')!.asked).toBe(4);
	});
});

describe('saves at the same moment', () => {
	test('with one key are stored once, and each is told the same', async () => {
		const saveId = randomUUID();
		const before = await countRows('answer_revisions');
		const told = await Promise.all(
			Array.from({ length: 6 }, () =>
				save('budi', 'ID', 'justice', 'obstacles', 'Fees are high.', { saveId })
			)
		);
		for (const each of told) expect(each).toEqual(told[0]);
		expect(await countRows('answer_revisions')).toBe(before + 1);
	});

	test('of different texts on one base: all are in the history, none silently replaced', async () => {
		const texts = Array.from({ length: 6 }, (_, at) => `Text number ${at} about something else.`);
		const told = await Promise.all(texts.map((text) => save('budi', 'ID', 'return', 'how', text)));
		expect(told.filter((each) => each.answers[0]!.result === 'saved')).toHaveLength(1);
		expect(told.filter((each) => each.answers[0]!.result === 'conflict')).toHaveLength(5);
		const { revisions } = await getHistory(world.as('budi'), world.delegations.ID, 'how');
		expect(revisions.map(({ value }) => value).sort()).toEqual(texts.sort());
		const page = await getAreaPage(world.as('budi'), world.delegations.ID, 'return', 'en');
		expect(page.conflicts).toHaveLength(5);
	});
});

describe('a draft is its delegation’s own (rules R1, R6, R14)', () => {
	const strangers: Person[] = ['budi', 'rina', 'edi', 'nadia', 'rudi', 'ana', 'omar', 'citra'];

	test.each(strangers)(
		'%s can neither read nor write it, and is told it is not there',
		async (person) => {
			const revisions = await countRows('answer_revisions');
			await expect(
				getAreaPage(world.as(person), world.delegations.KH, 'justice', 'en')
			).rejects.toMatchObject({ code: 'not_found' });
			await expect(getDelegationPage(world.as(person), world.delegations.KH)).rejects.toMatchObject(
				{ code: 'not_found' }
			);
			await expect(
				getHistory(world.as(person), world.delegations.KH, 'obstacles')
			).rejects.toMatchObject({ code: 'not_found' });
			await expect(
				save(person, 'KH', 'justice', 'can_complain', 'no', { base: 1 })
			).rejects.toMatchObject({ code: 'not_found' });
			await expect(
				submitResponse(world.as(person), await world.responseId('KH', 'justice'))
			).rejects.toMatchObject({ code: 'not_found' });
			expect(await countRows('answer_revisions')).toBe(revisions);
		}
	);

	test.each(strangers)('%s finds no row of it in the database itself', async (person) => {
		const seen = await asActor(database.db, { accountId: world.accounts[person] }, async (trx) => {
			const kh = world.delegations.KH;
			const answers = await trx
				.selectFrom('answers')
				.select('id')
				.where('delegation_id', '=', kh)
				.execute();
			const revisions = await trx
				.selectFrom('answer_revisions')
				.select('answer_id')
				.where('delegation_id', '=', kh)
				.execute();
			return answers.length + revisions.length;
		});
		expect(seen).toBe(0);
	});

	test('its own people find it', async () => {
		const seen = await asActor(database.db, { accountId: world.accounts.dara }, (trx) =>
			trx.selectFrom('answers').select('id').execute()
		);
		expect(seen.length).toBeGreaterThan(2);
	});

	test('a coordinator sees how far it is, and no more', async () => {
		const row = await asActor(database.db, { accountId: world.accounts.rina }, (trx) =>
			trx
				.selectFrom('responses')
				.select(['answered', 'asked', 'state'])
				.where('area', '=', 'justice')
				.where('delegation_id', '=', world.delegations.KH)
				.executeTakeFirst()
		);
		expect(row).toMatchObject({ state: 'draft', asked: 4 });
		expect(row!.answered).toBeGreaterThan(1);
	});

	test('a forged row for another delegation is refused by the database', async () => {
		await expect(
			asActor(database.db, { accountId: world.accounts.budi }, async (trx) =>
				trx
					.insertInto('answers')
					.values({
						response_id: await responseOf('KH'),
						delegation_id: world.delegations.KH,
						question: 'can_complain',
						revision: 9,
						status: 'empty',
						exposure: 'public',
						saved_by: world.accounts.budi,
						value: null,
						reason: null
					})
					.execute()
			)
		).rejects.toThrow();
	});
	let known: string;
	beforeAll(async () => {
		known = await world.responseId('KH', 'return');
	});
	const responseOf = async (_: string) => known;
});

describe('transactions', () => {
	test('never mix people, however they interleave', async () => {
		const people: Person[] = ['sokha', 'budi', 'rina', 'omar'];
		const own: Partial<Record<Person, string>> = {
			sokha: world.delegations.KH,
			budi: world.delegations.ID
		};
		const seen = await Promise.all(
			Array.from({ length: 80 }, (_, at) => {
				const person = people[at % people.length]!;
				return asActor(database.db, { accountId: world.accounts[person] }, async (trx) => {
					const me = await sql<{ id: string }>`select actor_id() as id`.execute(trx);
					const answers = await trx.selectFrom('answers').select('delegation_id').execute();
					return {
						person,
						me: me.rows[0]!.id,
						foreign: answers.filter(({ delegation_id }) => delegation_id !== own[person]).length
					};
				});
			})
		);
		for (const each of seen) {
			expect(each.me).toBe(world.accounts[each.person]);
			expect(each.foreign).toBe(0);
		}
	});

	test('inside one another are refused instead of waiting for ever', async () => {
		await expect(
			asActor(database.db, { accountId: world.accounts.sokha }, () =>
				asActor(database.db, { accountId: world.accounts.sokha }, async () => 1)
			)
		).rejects.toThrow(/already open/);
	});
});
