import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addCodings } from '#lib/server/coding/addCodings.ts';
import { getCodePage } from '#lib/server/coding/codePage.ts';
import { getComparisonPage } from '#lib/server/coding/comparisonPage.ts';
import { decide } from '#lib/server/coding/decide.ts';
import { getQueuePage } from '#lib/server/coding/differenceQueue.ts';
import { finishCoding, openComparison } from '#lib/server/coding/finishCoding.ts';
import { writeMemo } from '#lib/server/coding/memos.ts';
import { getMeetingPage, getTurnWindow } from '#lib/server/coding/pages.ts';
import { removeCodings } from '#lib/server/coding/removeCodings.ts';
import { settleComparison } from '#lib/server/coding/settle.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { compare, freeze, meetingOf, unitsOf } from '../support/agreementWorld.ts';
import { code, makeCode, seenOn } from '../support/codingWorld.ts';
import { openTestDatabase } from '../support/database.ts';
import { addTurn } from '../support/groupWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/** Two coders who do not see each other's codes, what they differ in, and what becomes of it. */
let database: Database;
let world: World;
let barrier: string;
let cost: string;
let versionId: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	barrier = await makeCode(world, 'barrier');
	cost = await makeCode(world, 'cost');
	versionId = await freeze(world);
});
afterAll(() => database.close());

const at = (comparisonId: string) => ({ roundId: world.roundId, comparisonId });
const finish = (person: Person, comparisonId: string) =>
	finishCoding(world.as(person), at(comparisonId));
const audited = (action: string, subjectId: string) =>
	asSystem(world.database.db, (trx) =>
		trx
			.selectFrom('audit_entries')
			.select(['detail'])
			.where('action', '=', action as never)
			.where('subject_id', '=', subjectId)
			.execute()
	);
const wordsOf = ['The officer asks for a letter.', 'The bus is dear.', 'We went home.', 'No.'];

/** Four turns Nadia and Edi are to code. */
async function begin() {
	const meeting = await meetingOf(world, wordsOf);
	const id = await compare(world, { groupIds: [meeting.groupId], versionId });
	return { ...meeting, id };
}

/** Both have coded: they agree about the first turn, and differ about the second and third. */
async function opened() {
	const begun = await begin();
	const [one, two, three] = begun.turns as [string, string, string];
	await code(world, 'nadia', one, barrier, 'The officer');
	await code(world, 'edi', one, barrier, 'officer asks');
	await code(world, 'nadia', two, cost);
	await code(world, 'edi', three, barrier);
	await finish('nadia', begun.id);
	await finish('edi', begun.id);
	const units = await unitsOf(world, begun.id);
	return { ...begun, units, differing: [units.get(two)!, units.get(three)!] as const };
}

const decideAs = (
	person: Person,
	comparisonId: string,
	given: { unitId: string; codeId: string; decision?: 'apply' | 'drop' | 'defer' } & {
		seen?: number;
		id?: string;
		reason?: string;
	}
) =>
	decide(world.as(person), at(comparisonId), {
		id: given.id ?? randomUUID(),
		unitId: given.unitId,
		codeId: given.codeId,
		decision: given.decision ?? 'apply',
		reason: given.reason ?? '',
		seen: given.seen ?? 0
	});

describe('blind', () => {
	test('neither sees the other’s codes, old or new, on any way; elsewhere both do', async () => {
		const { groupId, turns, participantId } = await meetingOf(world, wordsOf);
		const [one, two] = turns as [string, string];
		await code(world, 'nadia', one, barrier, 'officer');
		expect(await seenOn(world, 'edi', one)).toEqual(['barrier: officer']);
		const id = await compare(world, { groupIds: [groupId], versionId });
		const aside = await addTurn(world, groupId, { participantId, body: 'Later.', ordinal: 9 });
		await code(world, 'nadia', one, cost, 'letter');
		await code(world, 'edi', two, cost, 'bus');
		await code(world, 'nadia', aside, barrier);

		expect(await seenOn(world, 'edi', one)).toEqual([]);
		expect(await seenOn(world, 'nadia', two)).toEqual([]);
		expect(await seenOn(world, 'nadia', one)).toEqual(['barrier: officer', 'cost: letter']);
		expect(await seenOn(world, 'edi', two)).toEqual(['cost: bus']);
		expect(await seenOn(world, 'edi', aside)).toEqual(['barrier: Later.']);
		// Whoever codes nothing here sees what was there before, and nothing of what is put on blind.
		expect(await seenOn(world, 'rina', one)).toEqual(['barrier: officer']);
		expect(await seenOn(world, 'rina', two)).toEqual([]);

		// What scripts fetch, lists of a code, and what is narrowed by one.
		const place = { roundId: world.roundId, groupId };
		const all = { from: 0, count: 50 };
		const window = await getTurnWindow(world.as('edi'), place, {}, all);
		expect(window.turns.find((turn) => turn.id === one)?.codings).toEqual([]);
		expect(window.turns.find((turn) => turn.id === two)?.codings).toHaveLength(1);
		const narrowed = await getTurnWindow(world.as('edi'), place, { code: barrier }, all);
		expect(narrowed.turns.map((turn) => turn.id)).toEqual([aside]);
		const page = await getMeetingPage(world.as('edi'), place, {}, all);
		expect(page.counts).toEqual(
			expect.arrayContaining([
				{ codeId: cost, count: 1 },
				{ codeId: barrier, count: 1 }
			])
		);
		const passages = (person: Person) =>
			getCodePage(world.as(person), world.studyId, barrier, 0).then((found) =>
				found.passages.filter((passage) => passage.turnId === one)
			);
		expect(await passages('edi')).toEqual([]);
		expect(await passages('nadia')).toHaveLength(1);

		// Nor does the comparison itself tell before it is open.
		expect((await getComparisonPage(world.as('edi'), at(id))).figures).toBeNull();
		expect((await getQueuePage(world.as('edi'), at(id), { show: '', from: 0 })).units).toEqual([]);
		const marks = await asActor(world.database.db, { accountId: world.accounts.edi }, (trx) =>
			trx.selectFrom('comparison_marks').selectAll().execute()
		);
		expect(marks.filter(({ comparison_id }) => comparison_id === id)).toEqual([]);

		await finish('nadia', id);
		expect(await seenOn(world, 'edi', one)).toEqual([]);
		expect(await seenOn(world, 'nadia', two)).toEqual([]);
		await finish('edi', id);
		expect(await seenOn(world, 'edi', one)).toEqual(['barrier: officer', 'cost: letter']);
		expect(await seenOn(world, 'nadia', two)).toEqual(['cost: bus']);
	});

	test('nor a memo of the other’s on what both code', async () => {
		const { id, turns, groupId, participantId } = await begin();
		const aside = await addTurn(world, groupId, { participantId, body: 'Later.', ordinal: 9 });
		const note = (person: Person, turnId: string) =>
			writeMemo(world.as(person), {
				id: randomUUID(),
				target: { scope: 'turn', turnId },
				visibility: 'team',
				body: `Sample memo of ${person}`
			});
		const one = turns[0]!;
		await note('nadia', one);
		await note('edi', one);
		await note('nadia', aside);
		const read = (person: Person, turnId: string) =>
			asActor(world.database.db, { accountId: world.accounts[person] }, async (trx) => {
				const memos = trx.selectFrom('memos').select('body').where('turn_id', '=', turnId);
				return (await memos.orderBy('body').execute()).map(({ body }) => body);
			});
		expect(await read('edi', one)).toEqual(['Sample memo of edi']);
		expect(await read('nadia', one)).toEqual(['Sample memo of nadia']);
		expect(await read('edi', aside)).toEqual(['Sample memo of nadia']);
		const both = ['Sample memo of edi', 'Sample memo of nadia'];
		expect(await read('rina', one)).toEqual(both);
		await finish('nadia', id);
		await finish('edi', id);
		expect(await read('edi', one)).toEqual(both);
	});

	test('who has finished adds nothing; a coordinator can open it before; twice does it once', async () => {
		const { id, turns } = await begin();
		const { id: own } = await code(world, 'nadia', turns[3]!, barrier);
		await finish('nadia', id);
		await finish('nadia', id);
		const ids = [own];
		await expect(
			removeCodings(world.as('nadia'), { roundId: world.roundId, ids })
		).rejects.toMatchObject({ code: 'wrong_state' });
		await expect(code(world, 'nadia', turns[0]!, barrier)).rejects.toMatchObject({
			code: 'wrong_state'
		});
		await code(world, 'edi', turns[0]!, barrier);
		await expect(openComparison(world.as('nadia'), at(id))).rejects.toMatchObject({
			code: 'not_found'
		});
		await openComparison(world.as('rina'), at(id));
		await openComparison(world.as('rina'), at(id));
		expect(await seenOn(world, 'nadia', turns[0]!)).toEqual(['barrier: ' + wordsOf[0]]);
		expect((await audited('comparison.finish', id)).map(({ detail }) => detail)).toEqual([
			{ opened: false },
			{ opened: true }
		]);
	});

	test('strangers, readers and representatives find nothing; only coders finish', async () => {
		const { id, groupId } = await begin();
		for (const person of ['rudi', 'sokha', 'citra'] as const) {
			await expect(getComparisonPage(world.as(person), at(id))).rejects.toMatchObject({
				code: 'not_found'
			});
			await expect(finish(person, id)).rejects.toMatchObject({ code: 'not_found' });
		}
		await expect(finish('rina', id)).rejects.toMatchObject({ code: 'not_found' });
		await expect(
			compare(world, { groupIds: [groupId], versionId, by: 'nadia' })
		).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('beginning', () => {
	test('units are what both may read, of participants unless asked; the same form makes one', async () => {
		const { groupId, participantId, turns } = await meetingOf(world, wordsOf);
		await addTurn(world, groupId, { participantId, body: 'Hush.', mark: 'off_record', ordinal: 7 });
		const guide = await addTurn(world, groupId, {
			participantId: null,
			speaker: 'facilitator',
			body: 'Welcome.',
			ordinal: 8
		} as Parameters<typeof addTurn>[2]);
		const id = randomUUID();
		await compare(world, { groupIds: [groupId], versionId, id });
		await compare(world, { groupIds: [groupId], versionId, id });
		expect([...(await unitsOf(world, id)).keys()].sort()).toEqual([...turns].sort());
		await finish('nadia', id);
		await finish('edi', id);
		const everybody = await compare(world, { groupIds: [groupId], versionId, everybody: true });
		expect([...(await unitsOf(world, everybody)).keys()]).toContain(guide);
	});

	test('nobody codes the same text blind twice at once, nor with themselves, nor a reader', async () => {
		const { groupId } = await begin();
		await expect(compare(world, { groupIds: [groupId], versionId })).rejects.toMatchObject({
			code: 'units_taken'
		});
		const other = await meetingOf(world, wordsOf);
		for (const coders of [
			['nadia', 'nadia'],
			['nadia', 'rudi'],
			['nadia', 'citra']
		] as [Person, Person][])
			await expect(
				compare(world, { groupIds: [other.groupId], versionId, coders })
			).rejects.toMatchObject({ code: 'invalid' });
		await expect(compare(world, { groupIds: [randomUUID()], versionId })).rejects.toMatchObject({
			code: 'nothing_chosen'
		});
	});
});

describe('figures and differences', () => {
	test('each code in units, and all codes together', async () => {
		const { id } = await opened();
		const { figures, differences, undecided } = await getComparisonPage(world.as('rina'), at(id));
		const of = (codeId: string) => figures!.codes.find((each) => each.codeId === codeId)!.figures;
		// A and B go by name: Edi, Nadia.
		expect(of(barrier).cells).toEqual({ both: 1, onlyA: 1, onlyB: 0, neither: 2 });
		expect(of(cost).cells).toEqual({ both: 0, onlyA: 0, onlyB: 1, neither: 3 });
		// By hand: Po .75, Pe (1 · 2 + 3 · 2) / 16 = .5
		expect(of(barrier).kappa).toEqual({ value: 0.5 });
		expect(figures!.all.cells).toEqual({ both: 1, onlyA: 1, onlyB: 1, neither: 5 });
		expect([differences, undecided]).toEqual([2, 2]);
	});

	test('a code nobody used has no figures but a reason', async () => {
		const unused = await makeCode(world, 'unused');
		const version = await freeze(world);
		const { groupId } = await meetingOf(world, wordsOf);
		const id = await compare(world, { groupIds: [groupId], versionId: version });
		await finish('nadia', id);
		await finish('edi', id);
		const { figures } = await getComparisonPage(world.as('nadia'), at(id));
		const row = figures!.codes.find(({ codeId }) => codeId === unused)!;
		expect(row.figures.kappa).toEqual({ undefinedBecause: 'unused' });
		expect(figures!.all.alpha).toEqual({ undefinedBecause: 'no_units' });
	});

	test('the queue shows the words, who put the code on, and what was decided', async () => {
		const { id, differing } = await opened();
		await decideAs('edi', id, {
			unitId: differing[0],
			codeId: cost,
			decision: 'drop',
			reason: 'Not about money.'
		});
		const queue = await getQueuePage(world.as('nadia'), at(id), { show: '', from: 0 });
		expect(queue.units.map(({ words }) => words?.texts[0]?.text)).toEqual([wordsOf[1], wordsOf[2]]);
		const [first] = queue.units[0]!.differences;
		expect(first).toMatchObject({
			coderId: world.accounts.nadia,
			last: { decision: 'drop', reason: 'Not about money.' }
		});
		expect(first!.passages).toHaveLength(1);
		const left = await getQueuePage(world.as('nadia'), at(id), { show: 'open', from: 0 });
		expect(left.units.map((unit) => unit.id)).toEqual([differing[1]]);
	});
});

describe('deciding', () => {
	test('the same form decides once; a decision others made meanwhile is not passed over', async () => {
		const { id, differing } = await opened();
		const form = { unitId: differing[0], codeId: cost, id: randomUUID() };
		await decideAs('edi', id, form);
		await decideAs('edi', id, form);
		await expect(
			decideAs('nadia', id, { unitId: differing[0], codeId: cost, decision: 'drop' })
		).rejects.toMatchObject({ code: 'changed_meanwhile' });
		const seen = (await getQueuePage(world.as('nadia'), at(id), { show: '', from: 0 })).units[0]!
			.differences[0]!.last!.number;
		await decideAs('nadia', id, { unitId: differing[0], codeId: cost, decision: 'drop', seen });
		// Every decision is kept, and left its mark without the words of the reason.
		const kept = await asSystem(world.database.db, (trx) =>
			trx
				.selectFrom('comparison_decisions')
				.select('decision')
				.where('comparison_id', '=', id)
				.orderBy('number')
				.execute()
		);
		expect(kept.map(({ decision }) => decision)).toEqual(['apply', 'drop']);
		expect(await audited('comparison.decide', id)).toHaveLength(2);
	});

	test('only where the two differ, by who may, and not before it is open', async () => {
		const { id, units, turns, differing } = await opened();
		await expect(
			decideAs('rina', id, { unitId: units.get(turns[0]!)!, codeId: barrier })
		).rejects.toMatchObject({ code: 'invalid' });
		for (const person of ['rudi', 'sokha', 'citra'] as const)
			await expect(
				decideAs(person, id, { unitId: differing[0], codeId: cost })
			).rejects.toMatchObject({ code: 'not_found' });
		const still = await begin();
		const unitId = (await unitsOf(world, still.id)).get(still.turns[0]!)!;
		await expect(decideAs('rina', still.id, { unitId, codeId: barrier })).rejects.toMatchObject({
			code: 'wrong_state'
		});
	});
});

describe('settling', () => {
	test('codes follow what was decided; what both put on stays once; again nothing happens', async () => {
		const { id, turns, differing } = await opened();
		await decideAs('nadia', id, { unitId: differing[0], codeId: cost, decision: 'drop' });
		await expect(settleComparison(world.as('rina'), at(id))).rejects.toMatchObject({
			code: 'differences_open'
		});
		await decideAs('nadia', id, { unitId: differing[1], codeId: barrier, decision: 'defer' });
		await expect(settleComparison(world.as('rina'), at(id))).rejects.toMatchObject({
			code: 'differences_open'
		});
		const page = await getQueuePage(world.as('rina'), at(id), { show: 'open', from: 0 });
		const seen = page.units[0]!.differences[0]!.last!.number;
		await decideAs('rina', id, { unitId: differing[1], codeId: barrier, seen });
		await expect(settleComparison(world.as('nadia'), at(id))).rejects.toMatchObject({
			code: 'not_found'
		});
		const before = (await getComparisonPage(world.as('rina'), at(id))).figures;
		await settleComparison(world.as('rina'), at(id));
		await settleComparison(world.as('rina'), at(id));

		const [one, two, three] = turns as [string, string, string];
		expect(await seenOn(world, 'rina', one)).toHaveLength(1);
		expect(await seenOn(world, 'rina', two)).toEqual([]);
		expect(await seenOn(world, 'rina', three)).toEqual(['barrier: ' + wordsOf[2]]);
		const rows = await asSystem(world.database.db, (trx) =>
			trx
				.selectFrom('codings')
				.select(['comparison_id', 'origin', 'removed_at', 'removed_by'])
				.where('turn_id', 'in', turns)
				.execute()
		);
		const standing = rows.filter(({ removed_at }) => removed_at === null);
		expect(standing.map(({ comparison_id }) => comparison_id)).toEqual([null, null]);
		expect(standing.every(({ origin }) => origin === 'settled')).toBe(true);
		// Nothing is deleted.
		expect(rows).toHaveLength(4);
		expect(rows.filter(({ removed_by }) => removed_by === world.accounts.rina)).toHaveLength(2);
		// The figures are of the moment it was opened.
		expect((await getComparisonPage(world.as('rina'), at(id))).figures).toEqual(before);
		expect((await audited('comparison.settle', id)).map(({ detail }) => detail)).toEqual([
			{ kept: 2, dropped: 1 }
		]);
		await expect(
			decideAs('rina', id, { unitId: differing[0], codeId: cost })
		).rejects.toMatchObject({ code: 'wrong_state' });
	});

	test('not while the two still code', async () => {
		const { id, turns } = await begin();
		await expect(settleComparison(world.as('rina'), at(id))).rejects.toMatchObject({
			code: 'wrong_state'
		});
		await addCodings(world.as('edi'), {
			roundId: world.roundId,
			codings: [
				{
					id: randomUUID(),
					codeId: cost,
					place: { turnId: turns[3]! },
					field: 'body',
					start: 0,
					end: 3,
					textRevision: 1
				}
			]
		});
		expect(await seenOn(world, 'edi', turns[3]!)).toEqual(['cost: No.']);
	});
});
