/** When a closed question counts as changed since, and how long one has been open (rule R5). */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { queryKinds } from '#lib/components/review/words.ts';
import { askSchema } from '#lib/schemas/review.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { returnResponse } from '#lib/server/review/decision.ts';
import { getReviewPage } from '#lib/server/review/pages.ts';
import { closeQuery, openQuery, replyToQuery } from '#lib/server/review/query.ts';
import { getQueryList } from '#lib/server/review/queryList.ts';
import { QUERY_KINDS } from '#lib/terms.ts';
import { openTestDatabase } from '../support/database.ts';
import { askAbout, submitJustice } from '../support/submittedWorld.ts';
import { type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
let justice: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	justice = await submitJustice(world);
});
afterAll(() => database.close());

/** A message in the language that is asked for. */
type Said = (named: object, options: { locale: 'en' | 'id' }) => string;

const ALL = { state: '', kind: '', country: '', assigned: '', age: '' };

async function save(question: string, value: unknown, area = 'justice'): Promise<void> {
	const page = await getAreaPage(world.as('sokha'), world.delegations.KH, area, 'en');
	const { answers } = await saveAnswers(world.as('sokha'), {
		responseId: page.response.id,
		saveId: randomUUID(),
		answers: [
			{
				question,
				base: page.answers[question]?.revision ?? 0,
				status: value === null ? 'empty' : 'answered',
				value,
				reason: null,
				exposure: 'coordinators'
			}
		]
	});
	expect(answers[0]!.result).toBe('saved');
}

/** The area goes back, is changed where `change` does something, and comes in again. */
async function submitAgain(change?: () => Promise<void>): Promise<void> {
	await returnResponse(world.as('rina'), justice, 'Once more, please.');
	await change?.();
	await submitResponse(world.as('sokha'), justice);
}

const close = (queryId: string) => closeQuery(world.as('rina'), { queryId, body: '' });
async function queryOf(id: string) {
	const { queries } = await getReviewPage(world.as('rina'), world.roundId, justice);
	return queries.find((query) => query.id === id)!;
}
const stateOf = async (id: string) => (await queryOf(id)).state;

test.each(QUERY_KINDS)(
	'a question of the kind “%s” is asked, listed and replied to',
	async (kind) => {
		const id = randomUUID();
		const asked = { id, responseId: justice, question: 'obstacles', kind, body: 'Marker: why?' };
		await openQuery(world.as('rina'), asked);
		expect(await queryOf(id)).toMatchObject({ kind, state: 'open' });
		const listed = await getQueryList(world.as('rina'), world.roundId, { ...ALL, kind });
		expect(listed.queries.map((query) => query.id)).toContain(id);
		expect(listed.queries.every((query) => query.kind === kind)).toBe(true);
		const page = await getAreaPage(world.as('dara'), world.delegations.KH, 'justice', 'en');
		expect(page.queries.find((query) => query.id === id)).toMatchObject({ kind });
		await replyToQuery(world.as('dara'), { queryId: id, body: 'Marker: because.' });
		expect(await stateOf(id)).toBe('replied');
		const words = (['en', 'id'] as const).map((locale) =>
			(queryKinds[kind] as Said)({}, { locale })
		);
		expect(words[0]).not.toBe(words[1]);
		expect(words.join()).not.toContain('_');
		await close(id);
	}
);

test('a kind there is not is refused', async () => {
	const sent = { id: randomUUID(), question: 'obstacles', kind: 'rumour', body: 'Marker: why?' };
	expect(v.safeParse(askSchema, sent).success).toBe(false);
	expect(v.safeParse(askSchema, { ...sent, kind: 'duplicate' }).success).toBe(true);
});

test('a question about an answer that was cleared stays closed while it stays cleared', async () => {
	await submitAgain(() => save('cases', { value: 3, unit: null, year: 2026 }));
	const id = await askAbout(world, justice, 'cases');
	await submitAgain(() => save('cases', null));
	await close(id);
	await submitAgain();
	expect(await stateOf(id)).toBe('closed');
	await submitAgain(() => save('obstacles', 'Marker: something else changes.'));
	expect(await stateOf(id)).toBe('closed');
	// And is asked about again where it is answered after all.
	await submitAgain(() => save('cases', { value: 4, unit: null, year: 2026 }));
	expect(await stateOf(id)).toBe('changed_after_closing');
});

test('an answer that is handed in no more, or again, is another one', async () => {
	await submitAgain(() => save('detained', 'Marker: nobody may call.'));
	const id = await askAbout(world, justice, 'detained');
	await close(id);
	await submitAgain();
	expect(await stateOf(id)).toBe('closed');
	await submitAgain(() => save('side', 'origin', 'background'));
	expect(await stateOf(id), 'it is not asked any more').toBe('changed_after_closing');
	await close(id);
	await submitAgain();
	expect(await stateOf(id)).toBe('closed');
	await submitAgain(() => save('side', 'both', 'background'));
	expect(await stateOf(id), 'it is there again, as it was').toBe('changed_after_closing');
	await close(id);
	await submitAgain(() => save('detained', null));
	expect(await stateOf(id), 'it was cleared').toBe('changed_after_closing');
});

test('what the questionnaire has dropped is not reopened by the answer that went with it', async () => {
	const id = await askAbout(world, justice, 'can_complain');
	await close(id);
	// As a move to a version without the question leaves it.
	await asSystem(database.db, (trx) =>
		sql`update queries set question = 'dropped' where id = ${id}::uuid`.execute(trx)
	);
	await submitAgain();
	const found = await asSystem(database.db, (trx) =>
		trx.selectFrom('queries').select('state').where('id', '=', id).executeTakeFirstOrThrow()
	);
	expect(found.state).toBe('closed');
});

test('one that changed after closing is open again, and its days go on', async () => {
	const long = await askAbout(world, justice, 'obstacles');
	const late = await askAbout(world, justice, 'obstacles');
	await close(long);
	await asSystem(database.db, (trx) =>
		sql`update queries set opened_at = now() - case id when ${long}::uuid then interval '20 days'
				else interval '5 days' end,
			closed_at = case when closed_at is not null then now() - interval '19 days' end
			where id = any (${[long, late]}::uuid[])`.execute(trx)
	);
	expect(await queryOf(long)).toMatchObject({ state: 'closed', days: 1 });
	await submitAgain(() => save('obstacles', 'Marker: rewritten after closing.'));
	expect(await queryOf(long)).toMatchObject({ state: 'changed_after_closing', days: 20 });
	const { queries } = await getQueryList(world.as('rina'), world.roundId, ALL);
	expect(queries[0]).toMatchObject({ id: long, days: 20 });
	const old = await getQueryList(world.as('rina'), world.roundId, { ...ALL, age: '14' });
	expect(old.queries.map(({ id }) => id)).toEqual([long]);
});
