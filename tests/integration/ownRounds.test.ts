import { afterAll, beforeAll, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { listOwnRounds } from '#lib/server/responses/ownRounds.ts';
import { openTestDatabase } from '../support/database.ts';
import { addEarlierRound } from '../support/earlierRound.ts';
import { type World, buildWorld } from '../support/world.ts';

/** What a device may keep without any of it having been opened. */
let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.close());

test('the open rounds somebody answers in, with all their areas in order', async () => {
	const [own, ...others] = await listOwnRounds(world.as('sokha'));
	expect(others).toEqual([]);
	expect(own).toMatchObject({ delegationId: world.delegations.KH, name: 'Cambodia' });
	expect(own!.areas).toEqual(world.definition.areas.map(({ name }) => name));
});

test('nothing of closed rounds, and nothing for those who answer for nobody', async () => {
	await addEarlierRound(world);
	expect((await listOwnRounds(world.as('dara'))).map(({ delegationId }) => delegationId)).toEqual([
		world.delegations.KH
	]);
	for (const person of ['rina', 'edi', 'rudi', 'ana', 'omar', 'citra'] as const)
		expect(await listOwnRounds(world.as(person)), person).toEqual([]);
	await asSystem(database.db, (trx) =>
		trx
			.updateTable('rounds')
			.set({ closed_at: new Date() })
			.where('id', '=', world.roundId)
			.execute()
	);
	expect(await listOwnRounds(world.as('sokha'))).toEqual([]);
});
