import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { getHistory, resolveConflict, restoreRevision } from '#lib/server/responses/history.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import { openTestDatabase } from '../support/database.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
let responseId: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	responseId = await world.responseId('KH', 'justice');
});
afterAll(() => database.close());

const question = 'obstacles';

async function save(person: Person, value: string, base: number) {
	const answer = { question, base, status: 'answered', value, reason: null, exposure: 'public' };
	const given = { responseId, saveId: randomUUID(), answers: [answer] };
	return (await saveAnswers(world.as(person), given)).answers[0]!;
}

const page = () => getAreaPage(world.as('sokha'), world.delegations.KH, 'justice', 'en');
const now = async () => (await page()).answers[question]!;
const revisions = async () =>
	(await getHistory(world.as('sokha'), world.delegations.KH, question)).revisions;

/** Two texts of which one is kept beside; gives what a person who looks now sees. */
async function disagree() {
	const { revision } = await now();
	await save('dara', 'Seven visits were made.', revision);
	await save('sokha', 'Eleven visits were made.', revision);
	const { conflicts, answers } = await page();
	return {
		responseId,
		question,
		revision: conflicts[0]!.revision,
		base: answers[question]!.revision
	};
}

beforeEach(async () => {
	for (const { revision } of (await page()).conflicts)
		await resolveConflict(world.as('sokha'), { responseId, question, revision, keep: 'current' });
	await save('sokha', 'Visits were made.', (await now()).revision);
});

describe('a conflict', () => {
	test('can be settled with a text made of both', async () => {
		const seen = await disagree();
		await resolveConflict(world.as('dara'), {
			...seen,
			keep: 'combined',
			text: 'Between seven and eleven\r\nvisits were made.'
		});
		expect(await now()).toMatchObject({ value: 'Between seven and eleven\nvisits were made.' });
		expect((await page()).conflicts).toEqual([]);
		const [newest, beside] = await revisions();
		expect(newest).toMatchObject({ standing: 'current', savedBy: 'Dara' });
		expect(beside).toMatchObject({ standing: 'beside', savedBy: 'Sokha', resolvedBy: 'Dara' });
	});

	test('settled on two devices at once is settled by the first; the other is told', async () => {
		const seen = await disagree();
		const settle = (person: Person, text: string) =>
			resolveConflict(world.as(person), { ...seen, keep: 'combined', text });
		const results = await Promise.allSettled([
			settle('sokha', 'Sokha puts it so.'),
			settle('dara', 'Dara puts it so.')
		]);
		expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { code: 'conflict_settled' }
		});
		const winner = results[0]!.status === 'fulfilled' ? 'Sokha' : 'Dara';
		expect((await now()).value).toBe(`${winner} puts it so.`);
	});

	test.each(['current', 'beside', 'both', 'combined'] as const)(
		'settled twice in the same way (%s) is settled once',
		async (keep) => {
			const seen = await disagree();
			const choice = { ...seen, keep, text: 'Some visits.' };
			await resolveConflict(world.as('sokha'), choice);
			const { revision } = await now();
			await resolveConflict(world.as('sokha'), choice);
			expect((await now()).revision).toBe(revision);
		}
	);

	test('does not replace unseen what a colleague saved since somebody looked', async () => {
		const seen = await disagree();
		await save('dara', 'Seven visits were made. Nobody was told.', seen.base);
		await resolveConflict(world.as('sokha'), { ...seen, keep: 'beside' });
		expect((await now()).value).toBe('Eleven visits were made. Nobody was told.');
		await save('sokha', 'Visits were made.', (await now()).revision);
		const again = await disagree();
		await save('dara', 'Nine visits were made.', again.base);
		await resolveConflict(world.as('sokha'), { ...again, keep: 'combined', text: 'Ten visits.' });
		expect((await now()).value).toBe('Nine visits were made.');
		expect((await page()).conflicts).toMatchObject([{ value: 'Ten visits.' }]);
	});

	test('is settled by nobody who may not write the answer', async () => {
		const seen = await disagree();
		for (const person of ['budi', 'rina', 'omar'] as const)
			await expect(
				resolveConflict(world.as(person), { ...seen, keep: 'combined', text: 'Ours.' })
			).rejects.toMatchObject({ code: 'not_found' });
		expect((await page()).conflicts).toHaveLength(1);
	});

	test('is not settled with a text that no answer can be', async () => {
		const seen = await disagree();
		const text = 'x'.repeat(30_000);
		await expect(
			resolveConflict(world.as('sokha'), { ...seen, keep: 'combined', text })
		).rejects.toMatchObject({ code: 'invalid' });
		expect((await page()).conflicts).toHaveLength(1);
	});
});

describe('taking an answer back to an earlier text', () => {
	test('twice by a double click makes one revision', async () => {
		const { revision: base } = await now();
		await save('dara', 'Something else.', base);
		const wish = { responseId, question, revision: base, base: (await now()).revision };
		expect(await restoreRevision(world.as('sokha'), wish)).toBe('saved');
		const { revision } = await now();
		expect(await restoreRevision(world.as('sokha'), wish)).toBe('unchanged');
		expect(await now()).toMatchObject({ revision, value: 'Visits were made.' });
		expect((await revisions())[0]).toMatchObject({ standing: 'restored', savedBy: 'Sokha' });
	});

	test('keeps what a colleague saved since the history was looked at', async () => {
		const { revision: first } = await now();
		await save('sokha', 'Visits were never made.', first);
		const { revision: base } = await now();
		await save('dara', 'Visits were hardly ever made.', base);
		const result = await restoreRevision(world.as('sokha'), {
			responseId,
			question,
			revision: first,
			base
		});
		expect(result).toBe('conflict');
		expect((await now()).value).toBe('Visits were hardly ever made.');
		expect((await page()).conflicts).toMatchObject([{ value: 'Visits were made.' }]);
	});
});

test('a long history comes in pages that miss no text', async () => {
	for (let at = 0; at < 55; at++) await save('sokha', `Text ${at}`, (await now()).revision);
	const read = (upTo?: number) =>
		getHistory(world.as('sokha'), world.delegations.KH, question, upTo);
	const first = await read();
	const second = await read(first.older);
	const all = [...first.revisions.slice(0, 50), ...second.revisions];
	const stored = await asSystem(database.db, (trx) =>
		trx
			.selectFrom('answer_revisions as v')
			.innerJoin('answers as a', 'a.id', 'v.answer_id')
			.select('v.revision')
			.where('a.response_id', '=', responseId)
			.where('a.question', '=', question)
			.orderBy('v.revision', 'desc')
			.execute()
	);
	expect(all.map(({ revision }) => revision).slice(0, 60)).toEqual(
		stored.map(({ revision }) => revision).slice(0, 60)
	);
});
