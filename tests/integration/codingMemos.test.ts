import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeCodings } from '#lib/server/coding/removeCodings.ts';
import { getMemoPage } from '#lib/server/coding/memoList.ts';
import { type MemoTarget, changeMemo, removeMemo, writeMemo } from '#lib/server/coding/memos.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { code, makeCode } from '../support/codingWorld.ts';
import { openTestDatabase } from '../support/database.ts';
import { AGREES_TO_ALL, addGroup, addParticipant, addTurn } from '../support/groupWorld.ts';
import { submitJustice } from '../support/submittedWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/** Memos: on everything, for oneself or for the team, and nobody else’s to change. */
let database: Database;
let world: World;
let turnId: string;
let offId: string;
let codingId: string;
const targets = {} as Record<MemoTarget['scope'], MemoTarget>;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	const groupId = await addGroup(world);
	const participantId = await addParticipant(world, groupId, {
		pseudonym: 'P01',
		agrees: AGREES_TO_ALL
	});
	turnId = await addTurn(world, groupId, { participantId, body: 'The officer asks for a letter.' });
	offId = await addTurn(world, groupId, { participantId, body: 'Not this.', mark: 'off_record' });
	const codeId = await makeCode(world, 'barrier');
	codingId = (await code(world, 'nadia', turnId, codeId, 'a letter')).id;
	const responseId = await submitJustice(world);
	targets.study = { scope: 'study', studyId: world.studyId };
	targets.group = { scope: 'group', groupId };
	targets.turn = { scope: 'turn', turnId };
	targets.span = { scope: 'span', codingId };
	targets.code = { scope: 'code', codeId };
	targets.answer = { scope: 'answer', responseId, question: 'obstacles' };
});
afterAll(() => database.close());

const write = (
	person: Person,
	target: MemoTarget,
	body: string,
	given: { visibility?: 'private' | 'team'; id?: string } = {}
) =>
	writeMemo(world.as(person), {
		id: given.id ?? randomUUID(),
		target,
		visibility: given.visibility ?? 'team',
		body
	});
const list = async (person: Person, filter = {}) =>
	(await getMemoPage(world.as(person), world.studyId, filter)).memos;
const bodies = async (person: Person) => (await list(person)).map(({ body }) => body);

test.each(['study', 'group', 'turn', 'span', 'code', 'answer'] as const)(
	'on %s, with its place in the list',
	async (scope) => {
		await write('rina', targets[scope], `Memo on ${scope}`);
		const memo = (await list('rina')).find(({ body }) => body === `Memo on ${scope}`);
		const place = {
			study: {},
			group: { groupName: 'Jakarta, day 1' },
			turn: { groupName: 'Jakarta, day 1', who: 'P01', turnId },
			span: { who: 'P01', codeName: 'barrier', words: 'a letter' },
			code: { codeName: 'barrier' },
			answer: { countryName: 'Cambodia', area: 'justice', question: 'obstacles' }
		}[scope];
		expect(memo).toMatchObject({ scope, author: 'Rina', isOwn: true, ...place });
		expect((await list('rina', { scope })).every((each) => each.scope === scope)).toBe(true);
	}
);

describe('who reads and changes them', () => {
	test('a private one is its author’s, and their audit says only that there is one', async () => {
		const memo = await write('nadia', targets.turn, 'My own doubt.', { visibility: 'private' });
		expect(await bodies('nadia')).toContain('My own doubt.');
		for (const person of ['rina', 'edi'] as const)
			expect(await bodies(person)).not.toContain('My own doubt.');
		const revisions = await asActor(database.db, { accountId: world.accounts.rina }, (trx) =>
			trx.selectFrom('memo_revisions').select('body').where('memo_id', '=', memo.id).execute()
		);
		expect(revisions).toEqual([]);
		const audit = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('audit_entries')
				.select('detail')
				.where('subject_id', '=', memo.id)
				.executeTakeFirst()
		);
		expect(audit?.detail).toEqual({ act: 'write', scope: 'turn' });
		await changeMemo(world.as('nadia'), {
			id: memo.id,
			revision: 1,
			visibility: 'team',
			body: 'Our doubt.'
		});
		expect(await bodies('edi')).toContain('Our doubt.');
	});

	test('one on a text somebody may not read is not theirs to read', async () => {
		await write('nadia', { scope: 'turn', turnId: offId }, 'About what was off the record.');
		expect(await bodies('rina')).toContain('About what was off the record.');
		expect(await bodies('edi')).not.toContain('About what was off the record.');
		expect(await bodies('edi')).not.toContain('Memo on answer');
		await expect(
			write('edi', { scope: 'turn', turnId: offId }, 'From an editor.')
		).rejects.toMatchObject({ code: 'not_found' });
		await expect(write('edi', targets.answer, 'From an editor.')).rejects.toMatchObject({
			code: 'not_found'
		});
	});

	test.each(['rudi', 'sokha', 'ana', 'omar', 'citra'] as const)('%s neither', async (person) => {
		const before = (await bodies('rina')).length;
		for (const target of Object.values(targets))
			await expect(write(person, target, 'Stolen.'), target.scope).rejects.toMatchObject({
				code: 'not_found'
			});
		await expect(list(person)).rejects.toMatchObject({ code: 'not_found' });
		expect((await bodies('rina')).length).toBe(before);
	});

	test('nobody changes or removes another’s', async () => {
		const memo = await write('rina', targets.code, 'Rina’s.');
		const change = { id: memo.id, revision: 1, visibility: 'team', body: 'x' } as const;
		await expect(changeMemo(world.as('edi'), change)).rejects.toMatchObject({ code: 'not_found' });
		await expect(removeMemo(world.as('edi'), memo.id)).rejects.toMatchObject({
			code: 'not_found'
		});
		expect(await bodies('edi')).toContain('Rina’s.');
	});
});

test('sent twice it is one; a stale change is told so; removed once, its words kept', async () => {
	const id = randomUUID();
	await write('edi', targets.study, 'Once.', { id });
	await write('edi', targets.study, 'Once.', { id });
	expect((await bodies('edi')).filter((body) => body === 'Once.')).toHaveLength(1);
	const edi = world.as('edi');
	const change = { id, revision: 1, visibility: 'team', body: 'Twice.' } as const;
	expect((await changeMemo(edi, change)).revision).toBe(2);
	expect((await changeMemo(edi, change)).revision).toBe(2);
	await expect(changeMemo(edi, { ...change, body: 'Three times.' })).rejects.toMatchObject({
		code: 'text_changed'
	});
	await removeMemo(edi, id);
	await removeMemo(edi, id);
	expect(await bodies('edi')).not.toContain('Twice.');
	const kept = await asSystem(database.db, (trx) =>
		trx
			.selectFrom('memo_revisions')
			.select('body')
			.where('memo_id', '=', id)
			.orderBy('revision')
			.execute()
	);
	expect(kept.map(({ body }) => body)).toEqual(['Once.', 'Twice.']);
});

test('a memo on a passage stays when its code is taken off', async () => {
	await write('rina', targets.span, 'Still worth a thought.');
	await removeCodings(world.as('rina'), { roundId: world.roundId, ids: [codingId] });
	expect(await bodies('edi')).toContain('Still worth a thought.');
});
