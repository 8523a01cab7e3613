import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNoteQueue } from '#lib/client/noteQueue.ts';
import type { ActsResult } from '#lib/client/roomActs.ts';
import { getRoom, listRoomChanges } from '#lib/server/coding/room.ts';
import { type RoomAct, doRoomActs, moveNote } from '#lib/server/coding/roomActs.ts';
import { type NewNote, changeNote, takeNote } from '#lib/server/coding/takeNote.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { makeCode, seenOn } from '../support/codingWorld.ts';
import { openTestDatabase } from '../support/database.ts';
import { AGREES_TO_ALL, addGroup, addParticipant, agree } from '../support/groupWorld.ts';
import { codeOf } from '../support/transcriptWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
let groupId: string;
let personId: string;
let place: { roundId: string; groupId: string };
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	groupId = await addGroup(world);
	place = { roundId: world.roundId, groupId };
	personId = await addParticipant(world, groupId, { pseudonym: 'P01', agrees: AGREES_TO_ALL });
});
afterAll(() => database.close());

const SAID = 'The heron asks for a letter before opening a file.';
const note = (given: Partial<NewNote> = {}): NewNote => ({
	...{ id: randomUUID(), at: Date.now(), speaker: 'participant', participantId: personId },
	...{ kind: 'paraphrase', mark: 'background', blockId: null, body: SAID, codes: [], ...given }
});
const take = (person: Person, given: NewNote) => takeNote(world.as(person), place, given);
const act = (given: NewNote): RoomAct => ({ act: 'take', ...given });
const stored = (ids: string[]) =>
	asSystem(database.db, (trx) =>
		trx
			.selectFrom('turns')
			.select(['id', 'body', 'revision', 'ordinal', 'author_id as author', 'transcript_id as from'])
			.where('id', 'in', ids)
			.execute()
	);
const auditOf = (subject: string) =>
	asSystem(database.db, (trx) =>
		trx.selectFrom('audit_entries').selectAll().where('subject_id', '=', subject).execute()
	);

describe('taking a note', () => {
	test('stores it once however often it is sent, also at the same moment', async () => {
		const given = note();
		const both = await Promise.all([take('nadia', given), take('nadia', given)]);
		expect(both.map(({ result }) => result).sort()).toEqual(['already', 'stored']);
		expect(await take('nadia', { ...given, body: 'Something else.' })).toMatchObject({
			result: 'already'
		});
		expect(await stored([given.id])).toMatchObject([
			{ body: SAID, revision: 1, author: world.accounts.nadia, from: null }
		]);
	});

	test('is audited without its words', async () => {
		const given = note();
		await take('nadia', given);
		const entries = await auditOf(given.id);
		expect(entries.map(({ action }) => action)).toEqual(['turn.save']);
		expect(JSON.stringify(entries)).not.toContain('heron');
	});

	test('of somebody who refused notes is refused; of others, and once they agree, it is stored', async () => {
		const refuser = await addParticipant(world, groupId, {
			pseudonym: 'P07',
			agrees: ['take_part']
		});
		const unasked = await addParticipant(world, groupId, { pseudonym: 'P08' });
		const given = note({ participantId: refuser });
		expect(await codeOf(take('nadia', given))).toBe('notes_refused');
		expect(await stored([given.id])).toEqual([]);
		expect(await take('nadia', note({ participantId: unasked }))).toMatchObject({
			result: 'stored'
		});
		await agree(world, groupId, refuser, AGREES_TO_ALL);
		expect(await take('nadia', given)).toMatchObject({ result: 'stored' });
	});

	test('that was stored before its speaker refused is there when it is sent again', async () => {
		const leaver = await addParticipant(world, groupId, {
			pseudonym: 'P09',
			agrees: AGREES_TO_ALL
		});
		const given = note({ participantId: leaver });
		await take('nadia', given);
		await agree(world, groupId, leaver, ['take_part']);
		expect(await take('nadia', given)).toMatchObject({ result: 'already' });
		expect(await codeOf(take('nadia', note({ participantId: leaver })))).toBe('notes_refused');
	});

	test('is for coordinators and note-takers of this study and this round', async () => {
		for (const person of ['edi', 'rudi', 'sokha', 'budi', 'ana'] as const) {
			expect(await codeOf(take(person, note())), person).toBe('not_found');
			expect(await codeOf(getRoom(world.as(person), place, { isWhole: false })), person).toBe(
				'not_found'
			);
			expect(await codeOf(listRoomChanges(world.as(person), place, 0)), person).toBe('not_found');
			expect(await codeOf(doRoomActs(world.as(person), place, [act(note())], 0)), person).toBe(
				'not_found'
			);
		}
		for (const person of ['rina', 'nadia'] as const)
			expect(await take(person, note()), person).toMatchObject({ result: 'stored' });
		const elsewhere = { ...place, roundId: randomUUID() };
		expect(await codeOf(takeNote(world.as('nadia'), elsewhere, note()))).toBe('not_found');
	});

	test('takes nobody of another meeting, no foreign block, no foreign id, no empty words', async () => {
		const other = await addGroup(world, { name: 'Other' });
		const stranger = await addParticipant(world, other, { pseudonym: 'P01' });
		const there = note({ participantId: stranger });
		expect(await codeOf(take('nadia', there))).toBe('not_found');
		await takeNote(world.as('nadia'), { ...place, groupId: other }, there);
		expect(await codeOf(take('nadia', note({ id: there.id })))).toBe('invalid');
		expect(await codeOf(take('nadia', note({ blockId: randomUUID() })))).toBe('not_found');
		expect(await codeOf(take('nadia', note({ body: ' \n ' })))).toBe('invalid');
		expect(await codeOf(take('nadia', note({ speaker: 'observer' })))).toBe('invalid');
	});

	test('puts codes on with it, and leaves off one that is out of use', async () => {
		const [one, old] = [await makeCode(world, 'employer'), await makeCode(world, 'old')];
		await asSystem(database.db, (trx) =>
			trx.updateTable('codes').set({ status: 'retired' }).where('id', '=', old).execute()
		);
		const codes = [one, old].map((codeId) => ({ id: randomUUID(), codeId }));
		const given = note({ codes });
		await take('nadia', given);
		await take('nadia', given);
		expect(await seenOn(world, 'nadia', given.id)).toEqual([`employer: ${SAID}`]);
	});
});

describe('changing', () => {
	test('another’s note merges; where both changed the same words both stand', async () => {
		const given = note({ body: 'We go to the office in the town.' });
		await take('nadia', given);
		const words = { ...given, turnId: given.id, base: 1 };
		await changeNote(world.as('rina'), place, {
			...{ ...words, id: randomUUID(), body: 'We go to the big office in the town.' }
		});
		const merged = await changeNote(world.as('nadia'), place, {
			...{ ...words, id: randomUUID(), body: 'We go to the office in the old town.' }
		});
		expect(merged.result).toBe('merged');
		expect(merged.turn.body).toBe('We go to the big office in the old town.');
	});

	test('sent twice is done once; taking out and bringing back too', async () => {
		const given = note();
		await take('nadia', given);
		const change: RoomAct = {
			...{ act: 'change', ...given, id: randomUUID(), turnId: given.id, base: 1, body: 'New.' }
		};
		const remove: RoomAct = { act: 'remove', id: randomUUID(), turnId: given.id };
		const both = await doRoomActs(world.as('nadia'), place, [change, change, remove, remove], 0);
		expect(both.map(({ result }) => result)).toEqual(['saved', 'already', 'removed', 'removed']);
		expect(await stored([given.id])).toMatchObject([{ body: 'New.', revision: 2 }]);
		await moveNote(world.as('rina'), place, given.id, { isRemoved: false });
		const { notes } = await getRoom(world.as('nadia'), place, { isWhole: true });
		expect(notes.find(({ id }) => id === given.id)).toMatchObject({
			body: 'New.',
			removedAt: null
		});
	});
});

test('a batch is answered one by one: what is refused keeps nothing else from being stored', async () => {
	const refuser = await addParticipant(world, groupId, { pseudonym: 'P17', agrees: ['take_part'] });
	const acts = [note(), note({ participantId: refuser }), note()];
	const outcomes = await doRoomActs(world.as('nadia'), place, acts.map(act), 0);
	expect(outcomes).toEqual([
		{ id: acts[0]!.id, result: 'stored', revision: 1 },
		{ id: acts[1]!.id, result: 'refused', code: 'notes_refused' },
		{ id: acts[2]!.id, result: 'stored', revision: 1 }
	]);
	expect((await stored(acts.map(({ id }) => id))).length).toBe(2);
});

test('notes stand in the order they were begun, of one moment by their ids, whatever the clocks say', async () => {
	const other = await addGroup(world, { name: 'Order' });
	const there = { ...place, groupId: other };
	const now = world.as('nadia').now().getTime();
	const ids = [randomUUID(), randomUUID()].sort();
	const plain = { speaker: 'observer', participantId: null } as const;
	const late = note({ ...plain, at: now - 1000 });
	const early = note({ ...plain, at: now - 5000 });
	const hourAhead = 3_600_000;
	const same = ids.map((id) => note({ ...plain, id, at: now - 3000 + hourAhead }));
	await doRoomActs(world.as('nadia'), there, [act(late), act(early)], 0);
	await doRoomActs(world.as('rina'), there, same.toReversed().map(act), hourAhead);
	const { notes, total, noteTakers } = await getRoom(world.as('nadia'), there, { isWhole: false });
	expect(notes.map(({ id }) => id)).toEqual([early.id, ...ids, late.id]);
	expect(total).toBe(4);
	expect(noteTakers.map(({ id }) => id)).toEqual(
		expect.arrayContaining([world.accounts.nadia, world.accounts.rina])
	);
	expect(noteTakers.map(({ id }) => id)).not.toContain(world.accounts.edi);
});

test('two write at the same time on lines that lose replies: nothing is lost, nothing is there twice', async () => {
	const other = await addGroup(world, { name: 'Two' });
	const there = { ...place, groupId: other };
	let fate = 7;
	const random = () => (fate = (fate * 16_807) % 2_147_483_647) / 2_147_483_647;
	const writers = (['nadia', 'rina'] as const).map((person) =>
		createNoteQueue({
			async send(acts): Promise<ActsResult> {
				if (random() < 0.3) return { kind: 'later', why: 'offline' };
				const outcomes = await doRoomActs(world.as(person), there, acts as RoomAct[], 0);
				return random() < 0.4 ? { kind: 'later', why: 'offline' } : { kind: 'done', outcomes };
			},
			keep: async () => {},
			drop: async () => {},
			onOutcome: () => {},
			onChange: () => {}
		})
	);
	const given = Array.from({ length: 40 }, (_, at) =>
		note({ speaker: 'observer', participantId: null, body: `Sample note ${at}.` })
	);
	for (const [at, each] of given.entries()) {
		writers[at % 2]!.add({ ...each, act: 'take', codes: [] });
		if (at % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
	}
	await expect
		.poll(
			() => {
				for (const writer of writers) writer.retry();
				return writers.every((writer) => writer.isSent());
			},
			{ timeout: 20_000, interval: 20 }
		)
		.toBe(true);
	for (const writer of writers) writer.stop();
	const { notes } = await getRoom(world.as('nadia'), there, { isWhole: true });
	expect(notes.map(({ body }) => body).sort()).toEqual(given.map(({ body }) => body).sort());
	const { notes: news } = await listRoomChanges(world.as('rina'), there, 0);
	expect(news.length).toBe(given.length);
});
