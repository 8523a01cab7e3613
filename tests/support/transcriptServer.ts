// Started by journeys about meetings: the built application in a process of its own, over a world
// in memory in which one meeting has been held, with everybody signed in. Prints one line of JSON
// when it answers, and ends with its parent.
import { PGlite } from '@electric-sql/pglite';
import { pgliteOptions, wrapPglite } from '#lib/server/database/database.ts';
import { migrateToLatest } from '#lib/server/database/migrate.ts';
import { serveApp } from './app.ts';
import { AGREES_TO_ALL, addGroup, addParticipant } from './groupWorld.ts';
import { KEY } from './transcriptWorld.ts';
import { buildWorld } from './world.ts';

const database = wrapPglite(await PGlite.create('memory://', await pgliteOptions()));
await migrateToLatest(database.db);
const world = await buildWorld(database);
world.system.config.sealingKey = KEY;
const groupId = await addGroup(world);
const participants = {
	P01: await addParticipant(world, groupId, { pseudonym: 'P01', agrees: AGREES_TO_ALL }),
	P02: await addParticipant(world, groupId, {
		pseudonym: 'P02',
		country: 'ID',
		agrees: AGREES_TO_ALL
	})
};
const { origin, cookies } = await serveApp(world);
process.stdout.write(
	`${JSON.stringify({ origin, cookies, participants, path: `/rounds/${world.roundId}/focus-groups/${groupId}` })}\n`
);
process.stdin.on('end', () => process.exit(0)).resume();
