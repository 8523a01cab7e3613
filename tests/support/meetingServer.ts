/**
 * A server with one meeting in it, for journeys that need words somebody said before there is a page to say
 * them on: the built application over a database in memory, with everybody of the tests signed in.
 * It prints where it serves and ends with the program that started it.
 */
import { randomUUID } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { pgliteOptions, wrapPglite } from '#lib/server/database/database.ts';
import { migrateToLatest } from '#lib/server/database/migrate.ts';
import { makeParticipantLink } from '#lib/server/focusgroups/participantLinks.ts';
import { serveApp } from './app.ts';
import { placeOf, withKey } from './consentWorld.ts';
import { addGroup, addParticipant, addTurn } from './groupWorld.ts';
import { type Person, buildWorld } from './world.ts';

/** What the journey is told. */
export interface Meeting {
	origin: string;
	/** The token of each person's session. */
	sessions: Record<Person, string>;
	studyId: string;
	/** Path of the meeting. */
	home: string;
	/** Those who take part by pseudonym: the path of their page and of their link. */
	people: Record<string, { page: string; link: string }>;
}

const database = wrapPglite(await PGlite.create('memory://', await pgliteOptions()));
await migrateToLatest(database.db);
const world = withKey(await buildWorld(database));
const groupId = await addGroup(world, { name: 'Jakarta, day 1' });
const home = `/rounds/${world.roundId}/focus-groups/${groupId}`;
const people: Meeting['people'] = {};
for (const [pseudonym, words] of [
	['P01', ['Sample words: the fee is 20 dolars.', 'Sample words: strike this.', 'Sample words.']],
	['P02', ['Sample words of somebody else.']],
	['P03', []]
] as const) {
	const id = await addParticipant(world, groupId, { pseudonym, kind: 'Sample union' });
	for (const [ordinal, body] of words.entries())
		await addTurn(world, groupId, { participantId: id, body, ordinal });
	const { link } = await makeParticipantLink(world.as('nadia'), {
		...placeOf(world, groupId, id),
		id: randomUUID(),
		days: 30
	});
	people[pseudonym] = { page: `${home}/participants/${id}`, link: new URL(link).pathname };
}
const app = await serveApp(world);
const sessions = Object.fromEntries(
	Object.entries(app.cookies).map(([person, cookie]) => [person, cookie.replace('session=', '')])
) as Meeting['sessions'];
const meeting: Meeting = { origin: app.origin, sessions, studyId: world.studyId, home, people };
process.stdout.write(`${JSON.stringify(meeting)}\n`);
process.stdin.on('end', () => process.exit()).resume();
