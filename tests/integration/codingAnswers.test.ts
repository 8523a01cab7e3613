import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addCodings } from '#lib/server/coding/addCodings.ts';
import { listCodings } from '#lib/server/coding/listCodings.ts';
import { getCodingOverview } from '#lib/server/coding/overview.ts';
import { getAreaCodingPage } from '#lib/server/coding/pages.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { acceptResponse, reopenResponse, returnResponse } from '#lib/server/review/decision.ts';
import { makeCode } from '../support/codingWorld.ts';
import { openTestDatabase } from '../support/database.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/** Codes on narrative answers: rules R1, R4 and R8 hold, and codes stay on their words. */
let database: Database;
let world: World;
let responseId: string;
let codeId: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	codeId = await makeCode(world, 'distance');
	responseId = await world.responseId('KH', 'justice');
	await save('background', 'side', 'both', 0, 'public');
	await save('justice', 'can_complain', 'yes', 0, 'public');
	await save('justice', 'obstacles', 'Distance and fees.', 0, 'study_team');
	await save('justice', 'detained', 'Passports are taken.', 0, 'coordinators');
});
afterAll(() => database.close());

const save = async (
	area: string,
	question: string,
	value: string,
	base: number,
	exposure: 'public' | 'study_team' | 'coordinators'
) =>
	saveAnswers(world.as('sokha'), {
		responseId: await world.responseId('KH', area),
		saveId: randomUUID(),
		answers: [{ question, base, status: 'answered', value, reason: null, exposure }]
	});
const page = (person: Person, filter = {}) =>
	getAreaCodingPage(world.as(person), { roundId: world.roundId, area: 'justice' }, filter, {
		from: 0,
		count: 50
	});
const textsOf = async (person: Person) =>
	(await page(person)).window.answers.map(({ text }) => text);
const put = (person: Person, question: string, start: number, end: number, textRevision = 1) =>
	addCodings(world.as(person), {
		roundId: world.roundId,
		codings: [
			{
				id: randomUUID(),
				codeId,
				place: { responseId, question },
				field: 'value',
				start,
				end,
				textRevision
			}
		]
	});
const wordsSeen = async (person: Person) =>
	(await page(person)).window.answers.flatMap(({ text, codings }) =>
		codings.map(({ start, end }) => text.slice(start, end))
	);

describe('before and after submitting', () => {
	test('a draft is nobody’s to code (R1)', async () => {
		expect(await textsOf('rina')).toEqual([]);
		await expect(put('rina', 'obstacles', 0, 8)).rejects.toMatchObject({ code: 'not_found' });
	});

	test('what is submitted coordinators code, others once it is accepted, as far as they may (R4, R8)', async () => {
		await submitResponse(world.as('sokha'), responseId);
		expect(await textsOf('rina')).toEqual(['Distance and fees.', 'Passports are taken.']);
		for (const person of ['edi', 'nadia'] as const) expect(await textsOf(person)).toEqual([]);
		await put('rina', 'obstacles', 0, 8);
		await put('rina', 'detained', 0, 9);
		await expect(put('edi', 'obstacles', 13, 17)).rejects.toMatchObject({ code: 'not_found' });
		const audit = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('audit_entries')
				.select('detail')
				.where('action', '=', 'response.read')
				.execute()
		);
		expect(audit.length).toBeGreaterThan(0);
		await acceptResponse(world.as('rina'), responseId);
		for (const person of ['edi', 'nadia'] as const) {
			expect(await textsOf(person)).toEqual(['Distance and fees.']);
			expect(await wordsSeen(person)).toEqual(['Distance']);
			await expect(put(person, 'detained', 0, 9)).rejects.toMatchObject({ code: 'not_found' });
		}
		expect(await wordsSeen('rina')).toEqual(['Distance', 'Passports']);
		await put('edi', 'obstacles', 13, 17);
		expect(await wordsSeen('nadia')).toEqual(['Distance', 'fees']);
	});

	test('counts are of what one may read', async () => {
		const of = async (person: Person) =>
			(await getCodingOverview(world.as(person), world.roundId)).areas.find(
				({ name }) => name === 'justice'
			);
		expect(await of('rina')).toMatchObject({ units: 2, coded: 2, codings: 3 });
		expect(await of('edi')).toMatchObject({ units: 1, coded: 1, codings: 2 });
	});

	test('readers and representatives get nothing', async () => {
		for (const person of ['rudi', 'sokha', 'budi', 'omar', 'citra'] as const)
			await expect(page(person)).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('when another text is submitted', () => {
	test('codes lie on their words again for whoever reads first, and never on others', async () => {
		await reopenResponse(world.as('rina'), responseId, 'More is known.');
		await save('justice', 'obstacles', 'First of all Distance.', 1, 'study_team');
		// The draft changes nothing.
		expect(await wordsSeen('rina')).toEqual(['Distance', 'fees', 'Passports']);
		await submitResponse(world.as('sokha'), responseId);
		// A code on the text before is no code on this one, until it has followed.
		const stale = await asActor(database.db, { accountId: world.accounts.rina }, (trx) =>
			sql<{
				words: string;
			}>`select substr(s.value #>> '{}', c.starts + 1, c.ends - c.starts) as words
				from codings c join submitted_answers s on s.response_id = c.response_id
					and s.question = c.question and s.is_latest and s.revision = c.text_revision
				where c.question = 'obstacles' and c.removed_at is null`.execute(trx)
		);
		expect(stale.rows).toEqual([]);
		const seen = await wordsSeen('rina');
		expect(seen).toContain('Distance');
		expect(seen).not.toContain('fees');
		await acceptResponse(world.as('rina'), responseId);
		expect(await wordsSeen('edi')).toEqual(['Distance']);
	});

	test('an editor who reads first brings along codes on texts they may not read', async () => {
		await reopenResponse(world.as('rina'), responseId, 'More is known.');
		await save('justice', 'detained', 'Nearly all Passports are taken.', 1, 'coordinators');
		await submitResponse(world.as('sokha'), responseId);
		await acceptResponse(world.as('rina'), responseId);
		await page('edi');
		const codings = await asActor(database.db, { accountId: world.accounts.rina }, (trx) =>
			listCodings(trx, { roundId: world.roundId, responseIds: [responseId] })
		);
		const detained = codings.find(
			({ place }) => 'question' in place && place.question === 'detained'
		);
		expect(detained).toMatchObject({ start: 11, end: 20, textRevision: 2 });
	});

	test('a question that gets another key takes its codes along; a new one of its name has none', async () => {
		await asSystem(database.db, async (trx) => {
			for (const [from, to] of [
				['obstacles', 'obstacles@1'],
				['detained', 'obstacles']
			])
				await sql`update submitted_answers set question = ${to}, is_latest = is_latest and ${to} <> 'obstacles@1'
					where response_id = ${responseId}::uuid and question = ${from}`.execute(trx);
		});
		const rows = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('codings')
				.select(['question', 'starts'])
				.where('response_id', '=', responseId)
				.where('removed_at', 'is', null)
				.orderBy('question')
				.execute()
		);
		expect(new Set(rows.map(({ question }) => question))).toEqual(
			new Set(['obstacles@1', 'obstacles'])
		);
		expect(rows.find(({ question }) => question === 'obstacles')).toMatchObject({ starts: 11 });
	});

	test('a returned area keeps its codes', async () => {
		const other = await world.responseId('KH', 'return');
		await save('return', 'helped', 'yes', 0, 'public');
		await save('return', 'how', 'By a hotline.', 0, 'public');
		await submitResponse(world.as('sokha'), other);
		await addCodings(world.as('rina'), {
			roundId: world.roundId,
			codings: [
				{
					id: randomUUID(),
					codeId,
					place: { responseId: other, question: 'how' },
					field: 'value',
					start: 5,
					end: 12,
					textRevision: 1
				}
			]
		});
		await returnResponse(world.as('rina'), other, 'Say more.');
		const codings = await asActor(database.db, { accountId: world.accounts.rina }, (trx) =>
			listCodings(trx, { roundId: world.roundId, responseIds: [other] })
		);
		expect(codings).toHaveLength(1);
	});
});
