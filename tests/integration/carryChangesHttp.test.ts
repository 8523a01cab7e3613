import { randomUUID } from 'node:crypto';
import { JSDOM } from 'jsdom';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#lib/server/database/database.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { markEarlier } from '#lib/server/responses/carry.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { CHANGE_KINDS } from '#lib/terms.ts';
import { type App, serveApp } from '../support/app.ts';
import { openTestDatabase } from '../support/database.ts';
import { IN_2018, addEarlierRound } from '../support/earlierRound.ts';
import { type World, buildWorld } from '../support/world.ts';

/** The page of what changed since the last round, per country and area. */
let database: Database;
let world: World;
let app: App;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	await addEarlierRound(world, IN_2018);
	const responseId = await world.responseId('KH', 'justice');
	const mark = (question: string, said: 'still_true' | 'changed' | 'no_longer_known') =>
		markEarlier(world.as('sokha'), { responseId, question, mark: said });
	await mark('can_complain', 'still_true');
	await mark('obstacles', 'changed');
	await mark('cases', 'no_longer_known');
	await saveAnswers(world.as('sokha'), {
		responseId,
		saveId: randomUUID(),
		answers: [
			{
				question: 'obstacles',
				base: 1,
				status: 'answered',
				value: 'Fees are gone.',
				reason: null,
				exposure: 'public'
			}
		]
	});
	await submitResponse(world.as('sokha'), responseId);
	app = await serveApp(world);
});
afterAll(async () => {
	await app?.close();
	await database.close();
});

/** The table as it stands: its column heads, and the cells of each country. */
async function readTable(query: string) {
	const answer = await fetch(`${app.origin}/rounds/${world.roundId}/changes?${query}`, {
		headers: { cookie: app.cookies.rina }
	});
	expect(answer.status).toBe(200);
	const { document } = new JSDOM(await answer.text()).window;
	for (const label of document.querySelectorAll('td .label')) label.remove();
	const words = (element: Element | null) => element?.textContent.replace(/\s+/g, ' ').trim() ?? '';
	const table = document.querySelector('main table')!;
	const heads = [...table.querySelectorAll('thead th')].map(words);
	const rows = [...table.querySelectorAll('tbody tr')].map(
		(row) =>
			[
				words(row.querySelector('th')),
				[...row.querySelectorAll('td')].map((cell) => words(cell).match(/\d+/)?.[0] ?? '')
			] as const
	);
	return { heads, rows: Object.fromEntries(rows) };
}

test('with one kind chosen it is countries by areas', async () => {
	for (const [kind, count] of [
		['changed', '1'],
		['still_true', '1'],
		['new', '0']
	] as const) {
		const { heads, rows } = await readTable(`kind=${kind}`);
		const places = heads.slice(1).map((head) => head.replace(/^\d+\. /, ''));
		expect(places).toEqual(world.definition.areas.map(({ short }) => short.en));
		const country = Object.keys(rows).find((name) => name.startsWith('Cambodia'))!;
		const at = world.definition.areas.findIndex(({ name }) => name === 'justice');
		expect(rows[country]![at], kind).toBe(count);
		// Only what was submitted is counted.
		expect(rows[country]!.filter((cell) => cell !== '' && cell !== '0').length).toBe(
			count === '0' ? 0 : 1
		);
	}
});

test('without one it is countries by kinds, with all of a country', async () => {
	const { heads, rows } = await readTable('');
	expect(heads.slice(1)).toHaveLength(CHANGE_KINDS.length);
	const country = Object.keys(rows).find((name) => name.startsWith('Cambodia'))!;
	const counts = Object.fromEntries(CHANGE_KINDS.map((kind, at) => [kind, rows[country]![at]]));
	// What happens in detention was said in 2018 and is not now.
	expect(counts).toEqual({
		...Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, '0'])),
		still_true: '1',
		changed: '1',
		no_longer_known: '1',
		not_answered: '1'
	});
});
