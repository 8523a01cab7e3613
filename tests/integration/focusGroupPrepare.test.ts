import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GroupFacts, PLAIN_FACTS, participantFactsOf } from '#lib/focusgroups/facts.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { getGroupList } from '#lib/server/focusgroups/groupList.ts';
import { getGroupPage, getGroupSettings } from '#lib/server/focusgroups/groupPage.ts';
import { addGroupPerson, removeGroupPerson } from '#lib/server/focusgroups/groupPeople.ts';
import { changeGroup, closeGroup, createGroup, openGroup } from '#lib/server/focusgroups/groups.ts';
import {
	addParticipant,
	changeParticipant,
	removeParticipant,
	restoreParticipant
} from '#lib/server/focusgroups/participants.ts';
import { getSignInSheet } from '#lib/server/focusgroups/signInSheet.ts';
import { changeCellSize } from '#lib/server/studies/cellSize.ts';
import { openTestDatabase } from '../support/database.ts';
import { addForm, addTurn, AGREES_TO_QUOTES, agree } from '../support/groupWorld.ts';
import { PEOPLE, type Person, type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.close());

const codes = (of: Promise<unknown>) =>
	of.then(
		() => 'done',
		(problem: { code?: string }) => problem.code
	);
const facts = (given: Partial<GroupFacts> = {}): GroupFacts => ({
	...PLAIN_FACTS,
	name: 'Jakarta, day 1',
	heldOn: '2026-08-30',
	languages: ['en', 'id'],
	...given
});
async function makeGroup(given: Partial<GroupFacts> = {}): Promise<string> {
	const id = randomUUID();
	await createGroup(world.as('rina'), { id, roundId: world.roundId, facts: facts(given) });
	return id;
}
const settingsOf = (groupId: string) => getGroupSettings(world.as('rina'), world.roundId, groupId);
const pageOf = (groupId: string, person: Person = 'rina') =>
	getGroupPage(world.as(person), world.roundId, groupId);
const add = (groupId: string, given: object = {}, person: Person = 'nadia') =>
	addParticipant(world.as(person), {
		id: randomUUID(),
		groupId,
		pseudonym: null,
		country: 'KH',
		organisationKind: 'Sample union',
		language: 'km',
		room: null,
		...given
	});
const auditOf = async (subjectId: string) =>
	asSystem(database.db, (trx) =>
		trx
			.selectFrom('audit_entries')
			.select(['action', 'detail', 'reason', 'actor_id as by'])
			.where('subject_id', '=', subjectId)
			.orderBy('id')
			.execute()
	);
/** Everybody but these gets not_found from `work`, whatever else is right about it. */
async function onlyFor(may: readonly Person[], work: (person: Person) => Promise<unknown>) {
	for (const person of PEOPLE)
		if (!may.includes(person)) expect(await codes(work(person)), person).toBe('not_found');
	for (const person of may) expect(await codes(work(person)), person).toBe('done');
}

describe('a meeting', () => {
	test('is made by coordinators of the study, once however often the form comes', async () => {
		const id = randomUUID();
		await onlyFor(['rina'], (person) =>
			createGroup(world.as(person), {
				id: person === 'rina' ? id : randomUUID(),
				roundId: world.roundId,
				facts: facts({ validationUntil: '2026-10-01' })
			})
		);
		await createGroup(world.as('rina'), {
			id,
			roundId: world.roundId,
			facts: facts({ name: 'Twice' })
		});
		const { group } = await settingsOf(id);
		expect(group).toMatchObject({
			name: 'Jakarta, day 1',
			rule: 'chatham_house',
			turnMark: 'background',
			validationUntil: '2026-10-01',
			languages: ['en', 'id']
		});
		expect((await auditOf(id)).map(({ action }) => action)).toEqual(['group.create']);
		// No study has to have a consent form before it has a meeting.
		const { consent } = await getSignInSheet(world.as('rina'), world.roundId, id);
		expect(consent).toBeNull();
	});

	test('is listed for those who work with what is said, with people and turns', async () => {
		const groupId = await makeGroup({ name: 'Listed' });
		const agrees = randomUUID();
		await add(groupId, { id: agrees });
		await add(groupId);
		await agree(world, groupId, agrees, AGREES_TO_QUOTES);
		await addTurn(world, groupId, { participantId: agrees, body: 'one' });
		await addTurn(world, groupId, { participantId: agrees, body: 'two', mark: 'off_record' });
		await onlyFor(['rina', 'edi', 'nadia'], (person) =>
			getGroupList(world.as(person), world.roundId)
		);
		const listed = async (person: Person) =>
			(await getGroupList(world.as(person), world.roundId)).groups.find(({ id }) => id === groupId);
		expect(await listed('nadia')).toMatchObject({
			participants: 2,
			turns: 2,
			consents: [
				{ state: 'unnamed', count: 1 },
				{ state: 'not_asked', count: 1 }
			]
		});
		// What is off the record counts for nobody who may not read it.
		expect((await listed('edi'))?.turns).toBe(1);
	});

	test('of another round is not found at this round’s address', async () => {
		const groupId = await makeGroup();
		await onlyFor(['rina', 'edi', 'nadia'], (person) => pageOf(groupId, person));
		await onlyFor(['rina'], (person) => getGroupSettings(world.as(person), world.roundId, groupId));
		expect(await codes(getGroupPage(world.as('rina'), randomUUID(), groupId))).toBe('not_found');
	});

	test('its days are in order, and an end needs a beginning', async () => {
		for (const days of [
			{ heldOn: '2026-08-30', endsOn: '2026-08-29' },
			{ heldOn: null, endsOn: '2026-08-29' }
		])
			expect(await codes(makeGroup(days))).toBe('invalid');
		expect(await codes(makeGroup({ heldOn: '2026-08-30', endsOn: '2026-08-31' }))).toBe('done');
	});
});

describe('changing a meeting', () => {
	const change = (groupId: string, base: GroupFacts, given: Partial<GroupFacts>, more = {}) =>
		changeGroup(world.as('rina'), { groupId, base, facts: { ...base, ...given }, ...more });

	test('is for coordinators; others change nothing', async () => {
		const groupId = await makeGroup();
		await onlyFor(['rina'], (person) =>
			changeGroup(world.as(person), { groupId, base: facts(), facts: facts({ name: person }) })
		);
		expect((await settingsOf(groupId)).group.name).toBe('rina');
	});

	test('two forms opened at once: different fields are both kept, the same field is told', async () => {
		const groupId = await makeGroup({ groundRules: 'One speaks. Others listen.' });
		const { facts: opened } = await settingsOf(groupId);
		await change(groupId, opened, {
			place: 'Hall A',
			groundRules: 'One speaks. Others listen. No photos.'
		});
		await change(groupId, opened, {
			hours: '09:00–16:30',
			groundRules: 'Only one speaks. Others listen.'
		});
		expect((await settingsOf(groupId)).facts).toMatchObject({
			place: 'Hall A',
			hours: '09:00–16:30',
			groundRules: 'Only one speaks. Others listen. No photos.'
		});
		const before = await auditOf(groupId);
		await expect(
			change(groupId, opened, { place: 'Hall B', name: 'Renamed' })
		).rejects.toMatchObject({ code: 'changed_meanwhile', detail: { fields: ['place'] } });
		expect((await settingsOf(groupId)).facts).toMatchObject({
			place: 'Hall A',
			name: 'Jakarta, day 1'
		});
		expect(await auditOf(groupId)).toEqual(before);
	});

	test('sent twice it changes once; its record holds no word of it', async () => {
		const groupId = await makeGroup();
		const { facts: opened } = await settingsOf(groupId);
		const given = { purpose: 'MARK purpose', rule: 'open', validationUntil: '2026-12-01' } as const;
		await change(groupId, opened, given);
		await change(groupId, opened, given);
		const entries = await auditOf(groupId);
		expect(entries.map(({ action }) => action)).toEqual(['group.create', 'group.change']);
		expect(entries[1]?.detail).toMatchObject({
			fields: ['purpose', 'rule', 'validationUntil'],
			rule: ['chatham_house', 'open'],
			validationUntil: [null, '2026-12-01']
		});
		expect(JSON.stringify(entries)).not.toContain('MARK');
		const { group } = await settingsOf(groupId);
		expect(group.revision).toBe(2);
	});

	test('a wider rule needs a reason once somebody has spoken; a narrower one never', async () => {
		const groupId = await makeGroup();
		const { facts: opened } = await settingsOf(groupId);
		await addTurn(world, groupId, { body: 'welcome' });
		expect(await codes(change(groupId, opened, { rule: 'open' }))).toBe('reason_required');
		expect(await codes(change(groupId, opened, { rule: 'open' }, { reason: '  ' }))).toBe(
			'reason_required'
		);
		await change(groupId, opened, { rule: 'open' }, { reason: 'It was read out at the start.' });
		expect((await auditOf(groupId)).at(-1)?.reason).toBe('It was read out at the start.');
		expect(
			await codes(change(groupId, { ...opened, rule: 'open' }, { rule: 'chatham_house' }))
		).toBe('done');
		expect((await settingsOf(groupId)).hasTurns).toBe(true);
	});
});

describe('closing a meeting', () => {
	test('is for coordinators, keeps guide and participants as they are, and can be undone', async () => {
		const groupId = await makeGroup();
		const id = randomUUID();
		await add(groupId, { id });
		await onlyFor(['rina'], (person) => closeGroup(world.as(person), groupId));
		await closeGroup(world.as('rina'), groupId);
		expect(await codes(add(groupId))).toBe('wrong_state');
		const nadia = world.as('nadia');
		expect(await codes(removeParticipant(nadia, { groupId, id }))).toBe('wrong_state');
		expect((await pageOf(groupId)).stage).toBe('closed');
		await onlyFor(['rina'], (person) => openGroup(world.as(person), groupId));
		expect(await codes(add(groupId))).toBe('done');
		expect((await auditOf(groupId)).map(({ detail }) => detail)).toEqual([
			expect.anything(),
			{ closed: true },
			{ closed: false }
		]);
	});
});

describe('people who run a meeting', () => {
	test('are members of the study or go by a label; said twice, they are there once', async () => {
		const groupId = await makeGroup();
		const id = randomUUID();
		const person = { accountId: world.accounts.nadia };
		const given = { id, groupId, person, role: 'note_taker', room: 'A' } as const;
		await onlyFor(['rina'], (who) => addGroupPerson(world.as(who), given));
		const rina = world.as('rina');
		await addGroupPerson(rina, given);
		expect(await codes(addGroupPerson(rina, { ...given, id: randomUUID() }))).toBe(
			'already_exists'
		);
		for (const who of ['omar', 'sokha', 'citra'] as const)
			expect(
				await codes(
					addGroupPerson(rina, {
						...given,
						id: randomUUID(),
						person: { accountId: world.accounts[who] }
					})
				),
				who
			).toBe('not_found');
		const label = { label: 'MARK interpreter' };
		await addGroupPerson(rina, {
			id: randomUUID(),
			groupId,
			person: label,
			role: 'interpreter',
			room: null
		});
		expect((await pageOf(groupId, 'edi')).people).toMatchObject([
			{ name: 'Nadia', hasAccount: true, role: 'note_taker', room: 'A' },
			{ name: 'MARK interpreter', hasAccount: false, role: 'interpreter' }
		]);
		expect(JSON.stringify(await auditOf(groupId))).not.toContain('MARK');
		await onlyFor(['rina'], (who) => removeGroupPerson(world.as(who), { groupId, personId: id }));
		await removeGroupPerson(rina, { groupId, personId: id });
		expect((await pageOf(groupId)).people).toHaveLength(1);
		expect((await auditOf(groupId)).filter(({ action }) => action === 'group.people')).toHaveLength(
			3
		);
	});

	test('of one meeting are not taken out at another’s address', async () => {
		const [one, other] = [await makeGroup(), await makeGroup()];
		const id = randomUUID();
		const rina = world.as('rina');
		await addGroupPerson(rina, {
			id,
			groupId: one,
			person: { label: 'Facilitator' },
			role: 'facilitator',
			room: null
		});
		await removeGroupPerson(rina, { groupId: other, personId: id });
		expect((await pageOf(one)).people).toHaveLength(1);
	});
});

describe('participants', () => {
	test('are added by coordinators and note-takers, by the next pseudonym, once', async () => {
		const groupId = await makeGroup();
		const id = randomUUID();
		for (const person of PEOPLE.filter((each) => each !== 'rina' && each !== 'nadia'))
			expect(await codes(add(groupId, {}, person)), person).toBe('not_found');
		expect(await add(groupId, { id })).toBe('P01');
		expect(await add(groupId, { id })).toBe('P01');
		expect(await add(groupId, {}, 'rina')).toBe('P02');
		expect(await add(groupId, { pseudonym: 'Mawar', country: null })).toBe('Mawar');
		expect((await pageOf(groupId)).next).toBe('P03');
		expect((await auditOf(id)).map(({ action }) => action)).toEqual(['participant.add']);
	});

	test('two note-takers at the door never give one number twice', async () => {
		const groupId = await makeGroup();
		const given = await Promise.all([
			add(groupId, {}, 'nadia'),
			add(groupId, {}, 'rina'),
			add(groupId, {}, 'nadia'),
			add(groupId, {}, 'rina')
		]);
		expect([...given].sort()).toEqual(['P01', 'P02', 'P03', 'P04']);
	});

	test('a pseudonym is given once in a meeting, whatever its case and whoever has left', async () => {
		const groupId = await makeGroup();
		const id = randomUUID();
		await add(groupId, { id });
		expect(await codes(add(groupId, { pseudonym: 'p01' }))).toBe('already_exists');
		await removeParticipant(world.as('nadia'), { groupId, id });
		expect(await codes(add(groupId, { pseudonym: 'P01' }))).toBe('already_exists');
		expect(await add(groupId)).toBe('P02');
	});

	test('come from a country of the round or from none', async () => {
		const groupId = await makeGroup();
		expect(await codes(add(groupId, { country: 'SG' }))).toBe('not_found');
		expect(await codes(add(groupId, { country: null }))).toBe('done');
	});

	test('are changed like meetings are: different fields merge, the same field is told', async () => {
		const groupId = await makeGroup();
		const id = randomUUID();
		await add(groupId, { id });
		await add(groupId, { pseudonym: 'P09' });
		const base = participantFactsOf((await pageOf(groupId)).participants[0]!);
		const change = (given: object, person: Person = 'nadia') =>
			changeParticipant(world.as(person), { groupId, id, base, facts: { ...base, ...given } });
		await onlyFor(['rina', 'nadia'], (person) => change({ room: 'A' }, person));
		await change({ organisationKind: 'Sample legal aid' });
		expect(await codes(change({ room: 'B' }))).toBe('changed_meanwhile');
		expect(await codes(change({ pseudonym: 'p09' }))).toBe('already_exists');
		expect(await codes(change({ country: 'SG' }))).toBe('not_found');
		await change({ pseudonym: 'MARK' });
		const changed = (await pageOf(groupId)).participants.find((each) => each.id === id);
		expect(changed).toMatchObject({
			pseudonym: 'MARK',
			organisationKind: 'Sample legal aid',
			room: 'A'
		});
		// A pseudonym may by mistake have been a name: the record holds none.
		expect(JSON.stringify(await auditOf(id))).not.toContain('MARK');
	});

	test('are taken off the list and put back, once each', async () => {
		const groupId = await makeGroup();
		const id = randomUUID();
		await add(groupId, { id });
		const given = { groupId, id };
		await onlyFor(['rina', 'nadia'], (person) => removeParticipant(world.as(person), given));
		const page = await pageOf(groupId);
		expect([page.participants, page.removed]).toEqual([[], [{ id, pseudonym: 'P01' }]]);
		const base = { ...participantFactsOf({ ...(await kept(id)) }) };
		expect(
			await codes(
				changeParticipant(world.as('nadia'), { ...given, base, facts: { ...base, room: 'A' } })
			)
		).toBe('wrong_state');
		await onlyFor(['rina', 'nadia'], (person) => restoreParticipant(world.as(person), given));
		expect((await pageOf(groupId)).participants).toHaveLength(1);
		expect((await auditOf(id)).map(({ action }) => action)).toEqual([
			'participant.add',
			'participant.remove',
			'participant.change'
		]);
	});

	test('of another meeting are not found at this one', async () => {
		const [one, other] = [await makeGroup(), await makeGroup()];
		const id = randomUUID();
		await add(one, { id });
		for (const work of [removeParticipant, restoreParticipant])
			expect(await codes(work(world.as('rina'), { groupId: other, id }))).toBe('not_found');
	});

	async function kept(id: string) {
		return asActor(database.db, { accountId: world.accounts.rina }, (trx) =>
			trx
				.selectFrom('participants')
				.select(['pseudonym', 'country', 'organisation_kind as organisationKind'])
				.select(['language', 'room'])
				.where('id', '=', id)
				.executeTakeFirstOrThrow()
		);
	}
});

test('the sign-in sheet is for those who run the meeting; it asks what the study’s form asks', async () => {
	const groupId = await makeGroup();
	await add(groupId);
	const sheet = (person: Person) => getSignInSheet(world.as(person), world.roundId, groupId);
	await addForm(world);
	await onlyFor(['rina', 'nadia'], sheet);
	const { consent, participants } = await sheet('nadia');
	expect(participants.map(({ pseudonym }) => pseudonym)).toEqual(['P01']);
	expect(consent?.version).toBe(1);
	expect(Object.keys(consent?.words ?? {})).toEqual(['en', 'id']);
	expect(consent?.items).toContain('recording');
});

describe('the smallest cell', () => {
	const set = (cellSize: number, seen: number, person: Person = 'rina') =>
		changeCellSize(world.as(person), { studyId: world.studyId, cellSize, seen });

	test('is set by coordinators of the study, against the number they saw', async () => {
		await onlyFor(['rina'], (person) => set(5, 3, person));
		expect(await codes(set(4, 3))).toBe('changed_meanwhile');
		expect(await codes(set(5, 3))).toBe('done');
		await set(3, 5);
		const entries = (await auditOf(world.studyId)).filter(
			({ action }) => action === 'study.cell_size'
		);
		expect(entries.map(({ detail }) => detail)).toEqual([
			{ cellSize: [3, 5] },
			{ cellSize: [5, 3] }
		]);
	});

	test('is not written past the verb by anybody else', async () => {
		for (const person of ['nadia', 'edi', 'citra', 'sokha'] as const) {
			await asActor(database.db, { accountId: world.accounts[person] }, (trx) =>
				trx.updateTable('studies').set({ cell_size: 1 }).where('id', '=', world.studyId).execute()
			);
		}
		expect((await settingsOf(await makeGroup())).group.study.cellSize).toBe(3);
	});
});
