import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addCodings } from '#lib/server/coding/addCodings.ts';
import { removeCodings } from '#lib/server/coding/removeCodings.ts';
import { type Crossing, getReportsPage } from '#lib/server/coding/reports.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { json } from '#lib/server/database/json.ts';
import { compare, freeze } from '../support/agreementWorld.ts';
import { code, makeCode } from '../support/codingWorld.ts';
import { outcome } from '../support/consentWorld.ts';
import { openTestDatabase } from '../support/database.ts';
import { addAnswers } from '../support/editionWorld.ts';
import { AGREES_TO_ALL, addGroup, addParticipant, addTurn } from '../support/groupWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/**
 * What was said and coded, in numbers: every figure is counted by hand beside the world it is of.
 * What somebody may not read does not count for them, and does for whoever may.
 */
let database: Database;
let world: World;
/** The same people in the round of another study. */
let otherWorld: World;
let groupId: string;
let otherGroupId: string;
let leaverId: string;
const codes = {} as Record<'fees' | 'travel' | 'law', string>;
const people: Record<string, string> = {};
let laterTurn: string;

const agrees = AGREES_TO_ALL;
const nameOf = (id: string) =>
	Object.entries({ ...codes, ...people }).find(([, each]) => each === id)?.[0] ?? id;

/** Counts as `row column: units`, in an order of their own. */
const flat = ({ counts }: Crossing) =>
	counts.map(({ row, column, units }) => `${nameOf(row)} ${nameOf(column)}: ${units}`).sort();
async function read(person: Person, group = groupId) {
	const page = await getReportsPage(world.as(person), world.roundId, group);
	return {
		speakers: page.speakers.map(({ who, country, turns, words, codes: count }) => [
			...[who, country, turns, words, count]
		]),
		bySpeaker: flat(page.bySpeaker),
		byCountry: flat(page.byCountry),
		together: flat(page.together)
	};
}

/** A round of the other study, which Citra coordinates. */
async function openOtherRound(): Promise<string> {
	return asSystem(database.db, async (trx) => {
		const { id: questionnaireId } = await trx
			.insertInto('questionnaires')
			.values({ study_id: world.otherStudyId, name: 'Small' })
			.returning('id')
			.executeTakeFirstOrThrow();
		const { id: versionId } = await trx
			.insertInto('questionnaire_versions')
			.values({
				questionnaire_id: questionnaireId,
				version: world.definition.version,
				definition: json(world.definition) as never
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		const { id: roundId } = await trx
			.insertInto('rounds')
			.values({
				study_id: world.otherStudyId,
				questionnaire_version_id: versionId,
				name: '2026',
				opens_on: '2026-01-01',
				closes_on: '2099-12-31'
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await trx
			.insertInto('round_countries')
			.values({ round_id: roundId, country: 'KH', name: 'Cambodia' })
			.execute();
		return roundId;
	});
}

beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	for (const name of ['fees', 'travel', 'law'] as const) codes[name] = await makeCode(world, name);
	groupId = await addGroup(world);
	const join = async (pseudonym: string, country: string, group = groupId) =>
		addParticipant(world, group, { pseudonym, country, agrees });
	people.P01 = await join('P01', 'KH');
	people.P02 = await join('P02', 'ID');
	leaverId = people.P03 = await join('P03', 'KH');
	let ordinal = 0;
	const say = async (
		who: string | null,
		body: string,
		put: [keyof typeof codes, string?][],
		mark: 'quotable' | 'off_record' = 'quotable'
	) => {
		const participantId = who && people[who]!;
		const id = await addTurn(world, groupId, { participantId, body, mark, ordinal: ++ordinal });
		for (const [name, words] of put) await code(world, 'rina', id, codes[name], words);
		return id;
	};
	// One code on two passages of a turn is two codes and one unit.
	await say('P01', 'one two three', [['fees', 'one'], ['fees', 'three'], ['travel']]);
	const second = await say('P01', 'four five', [['fees']]);
	await say('P02', 'six seven eight nine', [['travel'], ['fees', 'six']]);
	await say('P02', 'ten', [['travel']], 'off_record');
	await say('P03', 'eleven twelve', [['fees']]);
	await say(null, 'thirteen', [['law']]);
	const gone = await say('P01', 'nobody said so', [['law']]);
	await asSystem(database.db, (trx) =>
		trx.updateTable('turns').set({ removed_at: new Date() }).where('id', '=', gone).execute()
	);
	const off = await code(world, 'rina', second, codes.law);
	await removeCodings(world.as('rina'), { roundId: world.roundId, ids: [off.id] });

	otherGroupId = await addGroup(world, { name: 'Jakarta, day 2' });
	people.other = await join('P01', 'ID', otherGroupId);
	laterTurn = await addTurn(world, otherGroupId, {
		participantId: people.other,
		body: 'fourteen fifteen'
	});
	await code(world, 'rina', laterTurn, codes.law);

	const { responseId } = await addAnswers(world, {
		country: 'KH',
		area: 'justice',
		isAccepted: true,
		answers: {
			obstacles: { value: 'Sample distance.', exposure: 'study_team' },
			detained: { value: 'Sample passports.', exposure: 'coordinators' }
		}
	});
	const onAnswer = (question: string, codeId: string) => ({
		...{ id: randomUUID(), codeId, place: { responseId, question } },
		...{ field: 'value' as const, start: 0, end: 6, textRevision: 1 }
	});
	await addCodings(world.as('rina'), {
		roundId: world.roundId,
		codings: [
			onAnswer('obstacles', codes.fees),
			onAnswer('obstacles', codes.law),
			onAnswer('detained', codes.travel)
		]
	});

	otherWorld = { ...world, studyId: world.otherStudyId, roundId: await openOtherRound() };
	const elsewhere = await addGroup(otherWorld, { name: 'Elsewhere' });
	const stranger = await addParticipant(otherWorld, elsewhere, { pseudonym: 'P01', agrees });
	const theirs = await addTurn(otherWorld, elsewhere, {
		participantId: stranger,
		body: 'sixteen seventeen'
	});
	const theirCode = await makeCode(otherWorld, 'fees', { by: 'citra' });
	await code(otherWorld, 'citra', theirs, theirCode);
});
afterAll(() => database.close());

test('a coordinator counts all of it', async () => {
	expect(await read('rina')).toEqual({
		speakers: [
			['P01', 'KH', 2, 5, 4],
			['P02', 'ID', 2, 5, 3],
			['P03', 'KH', 1, 2, 1],
			['facilitator', null, 1, 1, 1]
		],
		bySpeaker: [
			...['fees P01: 2', 'fees P02: 1', 'fees P03: 1'],
			...['law facilitator: 1', 'travel P01: 1', 'travel P02: 2']
		],
		// Fees: two turns of P01, one of P03, one answer. A facilitator is of no country.
		byCountry: [
			...['fees ID: 1', 'fees KH: 4', 'law ID: 1'],
			...['law KH: 1', 'travel ID: 2', 'travel KH: 2']
		],
		together: [
			...['fees fees: 5', 'fees law: 1', 'fees travel: 2', 'law fees: 1', 'law law: 3'],
			...['travel fees: 2', 'travel travel: 4']
		]
	});
	expect(await read('nadia')).toMatchObject({ speakers: (await read('rina')).speakers });
});

test('for an editor neither what was off the record counts, nor answers for coordinators', async () => {
	expect(await read('edi')).toEqual({
		speakers: [
			['P01', 'KH', 2, 5, 4],
			['P02', 'ID', 1, 4, 2],
			['P03', 'KH', 1, 2, 1],
			['facilitator', null, 1, 1, 1]
		],
		bySpeaker: [
			...['fees P01: 2', 'fees P02: 1', 'fees P03: 1'],
			...['law facilitator: 1', 'travel P01: 1', 'travel P02: 1']
		],
		byCountry: [
			...['fees ID: 1', 'fees KH: 4', 'law ID: 1'],
			...['law KH: 1', 'travel ID: 1', 'travel KH: 1']
		],
		together: [
			...['fees fees: 5', 'fees law: 1', 'fees travel: 2', 'law fees: 1', 'law law: 3'],
			...['travel fees: 2', 'travel travel: 2']
		]
	});
});

test('the first two are of the meeting that is asked for, the others of the round', async () => {
	const page = await read('edi', otherGroupId);
	expect(page.speakers).toEqual([['P01', 'ID', 1, 2, 1]]);
	expect(page.bySpeaker).toEqual(['law other: 1']);
	const { byCountry, together } = await read('edi');
	expect(page).toMatchObject({ byCountry, together });
});

test('another study has its own figures, and who is of one sees none of the other', async () => {
	const { speakers, byCountry, meetings } = await getReportsPage(
		world.as('citra'),
		otherWorld.roundId,
		''
	);
	expect(speakers).toMatchObject([{ who: 'P01', turns: 1, words: 2, codes: 1 }]);
	expect(byCountry.counts).toMatchObject([{ column: 'KH', units: 1 }]);
	const meeting = meetings[0]!.id;
	for (const [person, round, group] of [
		['citra', world.roundId, ''],
		['rina', otherWorld.roundId, ''],
		['rina', world.roundId, meeting],
		['citra', otherWorld.roundId, groupId]
	] as const)
		expect(await outcome(getReportsPage(world.as(person), round, group))).toBe('not_found');
	for (const person of ['rudi', 'sokha', 'omar', 'ana'] as const)
		expect(await outcome(getReportsPage(world.as(person), world.roundId, ''))).toBe('not_found');
});

test('whoever takes everything back counts for nobody any more', async () => {
	await asSystem(database.db, (trx) =>
		trx
			.insertInto('withdrawals')
			.values({
				id: randomUUID(),
				participant_id: leaverId,
				group_id: groupId,
				study_id: world.studyId,
				scope: 'all',
				recorded_by: world.accounts.nadia
			})
			.execute()
	);
	for (const person of ['rina', 'edi', 'nadia'] as const) {
		const { speakers, bySpeaker, byCountry, together } = await read(person);
		expect(speakers.map(([who]) => who)).toEqual(['P01', 'P02', 'facilitator']);
		expect(bySpeaker).not.toContain('fees P03: 1');
		expect(bySpeaker).toContain('fees P01: 2');
		expect(byCountry).toContain('fees KH: 3');
		expect(together).toContain('fees fees: 4');
	}
});

test('who codes a meeting blind counts their own codes there alone', async () => {
	const versionId = await freeze(world);
	await compare(world, { groupIds: [otherGroupId], versionId });
	await code(world, 'nadia', laterTurn, codes.fees);
	expect((await read('nadia', otherGroupId)).bySpeaker).toEqual(['fees other: 1']);
	expect((await read('edi', otherGroupId)).bySpeaker).toEqual([]);
	expect((await read('rina', otherGroupId)).bySpeaker).toEqual(['law other: 1']);
	expect((await read('edi')).byCountry).not.toContain('law ID: 1');
});
