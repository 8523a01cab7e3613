import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSheetRows } from '#lib/codes/sheet.ts';
import { addCode, changeCode, moveCode, retireCode } from '#lib/server/coding/changeCode.ts';
import { getCodebookPage, listAllCodes } from '#lib/server/coding/codebook.ts';
import { listCodeRevisions } from '#lib/server/coding/codeHistory.ts';
import { exportCodes, importCodes, planImport } from '#lib/server/coding/importCodes.ts';
import { mergeCode } from '#lib/server/coding/mergeCodes.ts';
import { splitCode } from '#lib/server/coding/splitCode.ts';
import { freezeCodebook, getVersionsPage } from '#lib/server/coding/versions.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { code, makeCode, seenOn, wordsOf } from '../support/codingWorld.ts';
import { openTestDatabase } from '../support/database.ts';
import { AGREES_TO_ALL, addGroup, addParticipant, addTurn } from '../support/groupWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/** The codebook: its tree, what is done to codes, and that nothing of it is lost. */
let database: Database;
let world: World;
let groupId: string;
let participantId: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	groupId = await addGroup(world);
	participantId = await addParticipant(world, groupId, {
		pseudonym: 'P01',
		agrees: AGREES_TO_ALL
	});
});
afterAll(() => database.close());

const as = <T>(person: Person, work: Parameters<typeof asActor<T>>[2]) =>
	asActor(world.database.db, { accountId: world.accounts[person] }, work);
const say = (body: string, given: { mark?: 'off_record' } = {}) =>
	addTurn(world, groupId, { participantId, body, ...given });
const find = async (id: string) => {
	const codes = await as('rina', (trx) => listAllCodes(trx, world.studyId));
	return codes.find((each) => each.id === id)!;
};
const acts = async (id: string) =>
	(await as('rina', (trx) => listCodeRevisions(trx, id))).map(({ act, detail, madeBy }) => ({
		act,
		detail,
		madeBy
	}));

describe('who changes the codebook', () => {
	const input = () => ({
		id: randomUUID(),
		studyId: world.studyId,
		parentId: null,
		words: wordsOf('Sample')
	});
	test.each(['rina', 'edi'] as const)('%s does', async (person) => {
		const given = input();
		await addCode(world.as(person), given);
		expect(await find(given.id)).toMatchObject({ name: 'Sample', revision: 1 });
	});
	test.each(['nadia', 'rudi', 'sokha', 'ana', 'omar', 'citra'] as const)(
		'%s does not',
		async (person) => {
			const id = await makeCode(world, `Guarded ${person}`);
			const other = await makeCode(world, `Other ${person}`);
			const ctx = world.as(person);
			const refused = { code: 'not_found' };
			const words = wordsOf('Stolen');
			await expect(addCode(ctx, input())).rejects.toMatchObject(refused);
			await expect(changeCode(ctx, { codeId: id, revision: 1, words })).rejects.toMatchObject(
				refused
			);
			await expect(
				moveCode(ctx, { codeId: id, revision: 1, to: { under: other } })
			).rejects.toMatchObject(refused);
			await expect(
				mergeCode(ctx, { codeId: id, revision: 1, intoId: other })
			).rejects.toMatchObject(refused);
			await expect(
				retireCode(ctx, { codeId: id, revision: 1, isRetired: true })
			).rejects.toMatchObject(refused);
			await expect(
				freezeCodebook(ctx, { id: randomUUID(), studyId: world.studyId, note: '' })
			).rejects.toMatchObject(refused);
			expect(await find(id)).toMatchObject({ name: `Guarded ${person}`, status: 'active' });
		}
	);
	test('the team reads it, others do not', async () => {
		for (const person of ['rina', 'edi', 'nadia'] as const)
			expect((await getCodebookPage(world.as(person), world.studyId)).codes.length).toBeGreaterThan(
				0
			);
		for (const person of ['rudi', 'sokha', 'omar', 'citra'] as const)
			await expect(getCodebookPage(world.as(person), world.studyId)).rejects.toMatchObject({
				code: 'not_found'
			});
	});
	test('another study’s codes are no parents and no targets', async () => {
		const foreign = await makeCode(world, 'Foreign', {
			studyId: world.otherStudyId,
			by: 'citra'
		});
		await expect(
			addCode(world.as('rina'), { ...input(), parentId: foreign })
		).rejects.toMatchObject({ code: 'invalid' });
		const own = await makeCode(world, 'Own');
		await expect(
			mergeCode(world.as('rina'), { codeId: own, revision: 1, intoId: foreign })
		).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('changing', () => {
	test('the same form twice adds one and changes once; a stale one is told so', async () => {
		const id = randomUUID();
		const given = { id, studyId: world.studyId, parentId: null, words: wordsOf('Twice') };
		await addCode(world.as('rina'), given);
		await addCode(world.as('rina'), given);
		const words = { ...wordsOf('Twice'), definition: 'Said two times.' };
		await changeCode(world.as('edi'), { codeId: id, revision: 1, words });
		await changeCode(world.as('edi'), { codeId: id, revision: 1, words });
		await expect(
			changeCode(world.as('rina'), { codeId: id, revision: 1, words: wordsOf('Stale') })
		).rejects.toMatchObject({ code: 'text_changed' });
		expect(await find(id)).toMatchObject({ name: 'Twice', definition: 'Said two times.' });
		expect(await acts(id)).toEqual([
			{ act: 'change', detail: {}, madeBy: 'Edi' },
			{ act: 'create', detail: {}, madeBy: 'Rina' }
		]);
	});

	test('a code on texts becomes no folder, one that is nowhere does', async () => {
		const used = await makeCode(world, 'Used');
		const off = await say('Nobody but the team hears this.', { mark: 'off_record' });
		await code(world, 'nadia', off, used);
		const folder = (name: string) => ({ ...wordsOf(name), isCodable: false });
		// Edi does not see where it stands.
		await expect(
			changeCode(world.as('edi'), { codeId: used, revision: 1, words: folder('Used') })
		).rejects.toMatchObject({ code: 'code_in_use' });
		const free = await makeCode(world, 'Free');
		await changeCode(world.as('edi'), { codeId: free, revision: 1, words: folder('Free') });
		expect((await find(free)).isCodable).toBe(false);
	});

	test('up, down and under; never into itself, never too deep', async () => {
		const rina = world.as('rina');
		const top = await makeCode(world, 'Folder', { isCodable: false });
		const [a, b, c] = [
			await makeCode(world, 'a', { parentId: top }),
			await makeCode(world, 'b', { parentId: top }),
			await makeCode(world, 'c', { parentId: top })
		];
		const order = async () =>
			(await as('rina', (trx) => listAllCodes(trx, world.studyId)))
				.filter(({ parentId }) => parentId === top)
				.map(({ name }) => name)
				.join('');
		await moveCode(rina, { codeId: c, revision: 1, to: 'up' });
		expect(await order()).toBe('acb');
		await moveCode(rina, { codeId: a, revision: 1, to: 'up' });
		expect(await order()).toBe('acb');
		await moveCode(rina, { codeId: a, revision: 1, to: 'down' });
		expect(await order()).toBe('cab');
		await moveCode(rina, { codeId: b, revision: 1, to: { under: a } });
		expect((await find(b)).path).toEqual(['Folder', 'a', 'b']);
		for (const under of [a, b])
			await expect(moveCode(rina, { codeId: a, revision: 2, to: { under } })).rejects.toMatchObject(
				{ code: 'invalid' }
			);
		let deep = b;
		for (const name of ['d', 'e', 'f']) deep = await makeCode(world, name, { parentId: deep });
		await expect(makeCode(world, 'g', { parentId: deep })).rejects.toMatchObject({
			code: 'invalid'
		});
		await moveCode(rina, { codeId: b, revision: 2, to: { under: null } });
		expect((await find(b)).depth).toBe(0);
	});

	test('retired and restored, once each', async () => {
		const id = await makeCode(world, 'Old words');
		const edi = world.as('edi');
		await retireCode(edi, { codeId: id, revision: 1, isRetired: true });
		await retireCode(edi, { codeId: id, revision: 1, isRetired: true });
		expect((await find(id)).status).toBe('retired');
		const turn = await say('Words for a code out of use.');
		await expect(code(world, 'nadia', turn, id)).rejects.toMatchObject({ code: 'wrong_state' });
		await retireCode(edi, { codeId: id, revision: 2, isRetired: false });
		await code(world, 'nadia', turn, id);
		expect((await acts(id)).map(({ act }) => act)).toEqual(['restore', 'retire', 'create']);
	});
});

describe('merging', () => {
	test('codes move, those one may not read too; once where both stood; both histories say so', async () => {
		const cost = await makeCode(world, 'cost');
		const price = await makeCode(world, 'price');
		const under = await makeCode(world, 'fee', { parentId: price });
		const open = await say('The pass costs more than the claim.');
		const off = await say('The agent took eight hundred.', { mark: 'off_record' });
		await code(world, 'nadia', open, cost, 'costs more');
		await code(world, 'nadia', open, price, 'costs more');
		await code(world, 'nadia', open, price, 'the claim');
		await code(world, 'nadia', off, price, 'eight hundred');
		const edi = world.as('edi');
		expect(await mergeCode(edi, { codeId: price, revision: 1, intoId: cost })).toBe(2);
		expect(await mergeCode(edi, { codeId: price, revision: 1, intoId: cost })).toBe(0);
		expect(await seenOn(world, 'nadia', open)).toEqual(['cost: costs more', 'cost: the claim']);
		expect(await seenOn(world, 'nadia', off)).toEqual(['cost: eight hundred']);
		expect(await seenOn(world, 'edi', off)).toEqual([]);
		expect(await find(price)).toMatchObject({ status: 'merged', mergedInto: cost });
		expect((await find(under)).parentId).toBe(cost);
		expect((await acts(price))[0]).toEqual({
			act: 'merge',
			detail: { into: 'cost', codings: 2 },
			madeBy: 'Edi'
		});
		expect((await acts(cost))[0]).toMatchObject({
			act: 'merge',
			detail: { from: 'price', codings: 2 }
		});
		// A page that still offers the merged code puts the other one on.
		const late = await say('A page that was open.');
		await code(world, 'nadia', late, price);
		expect(await seenOn(world, 'nadia', late)).toEqual(['cost: A page that was open.']);
		await expect(
			mergeCode(edi, { codeId: cost, revision: 2, intoId: price })
		).rejects.toMatchObject({ code: 'wrong_state' });
	});

	test('into one that lies under it, which comes up in its place', async () => {
		const wide = await makeCode(world, 'wide');
		const narrow = await makeCode(world, 'narrow', { parentId: wide });
		const sister = await makeCode(world, 'sister', { parentId: wide });
		await mergeCode(world.as('rina'), { codeId: wide, revision: 1, intoId: narrow });
		expect((await find(narrow)).parentId).toBeNull();
		expect((await find(sister)).parentId).toBe(narrow);
	});

	test('never into a folder that would stand on texts, nor into itself', async () => {
		const folder = await makeCode(world, 'Shelf', { isCodable: false });
		const used = await makeCode(world, 'on a text');
		await code(world, 'nadia', await say('Words on a shelf.'), used);
		const rina = world.as('rina');
		for (const intoId of [folder, used])
			await expect(mergeCode(rina, { codeId: used, revision: 1, intoId })).rejects.toMatchObject({
				code: 'invalid'
			});
		expect((await find(used)).status).toBe('active');
	});

	test('what two people coded blind stays apart', async () => {
		const one = await makeCode(world, 'blind one');
		const two = await makeCode(world, 'blind two');
		const turn = await say('A unit of two coders.');
		const comparisonId = randomUUID();
		await asSystem(database.db, async (trx) => {
			const own = { comparison_id: comparisonId, study_id: world.studyId };
			await trx
				.insertInto('comparisons')
				.values({
					id: comparisonId,
					study_id: world.studyId,
					round_id: world.roundId,
					name: 'Blind',
					created_by: world.accounts.rina
				})
				.execute();
			for (const person of ['edi', 'nadia'] as const)
				await trx
					.insertInto('comparison_coders')
					.values({ ...own, account_id: world.accounts[person] })
					.execute();
			await trx
				.insertInto('comparison_units')
				.values({ ...own, turn_id: turn })
				.execute();
		});
		await code(world, 'edi', turn, one);
		await code(world, 'nadia', turn, two);
		expect(await seenOn(world, 'edi', turn)).toEqual(['blind one: A unit of two coders.']);
		expect(await seenOn(world, 'nadia', turn)).toEqual(['blind two: A unit of two coders.']);
		// Nobody else sees either while they work.
		expect(await seenOn(world, 'rina', turn)).toEqual([]);
		await mergeCode(world.as('rina'), { codeId: two, revision: 1, intoId: one });
		for (const person of ['edi', 'nadia'] as const)
			expect(await seenOn(world, person, turn)).toEqual(['blind one: A unit of two coders.']);
	});
});

describe('splitting', () => {
	test('chosen passages get a new code, or one split off before; both histories say so', async () => {
		const barrier = await makeCode(world, 'barrier');
		const turn = await say('The letter, the distance and the fee.');
		const letter = await code(world, 'nadia', turn, barrier, 'letter');
		const distance = await code(world, 'nadia', turn, barrier, 'distance');
		await code(world, 'nadia', turn, barrier, 'fee');
		const edi = world.as('edi');
		const newId = randomUUID();
		const given = {
			codeId: barrier,
			revision: 1,
			into: { newId, name: 'paper', definition: 'Papers that are asked for.' },
			codingIds: [letter.id]
		};
		expect(await splitCode(edi, given)).toBe(1);
		expect(await splitCode(edi, given)).toBe(0);
		const next = { codeId: barrier, revision: 2, codingIds: [distance.id] };
		expect(await splitCode(edi, { ...next, into: { existingId: newId } })).toBe(1);
		expect(await seenOn(world, 'nadia', turn)).toEqual([
			'barrier: fee',
			'paper: distance',
			'paper: letter'
		]);
		expect((await acts(newId)).map(({ act, detail }) => [act, detail])).toEqual([
			['split', { from: 'barrier', codings: 1 }],
			['split', { from: 'barrier', codings: 1 }]
		]);
		expect((await acts(barrier))[0]).toMatchObject({
			act: 'split',
			detail: { into: 'paper', codings: 1 }
		});
		await expect(
			splitCode(edi, {
				codeId: barrier,
				revision: 3,
				into: { newId: randomUUID(), name: 'empty', definition: '' },
				codingIds: [letter.id]
			})
		).rejects.toMatchObject({ code: 'nothing_chosen' });
	});
});

describe('versions', () => {
	test('frozen once under the next number, never changed, and compared', async () => {
		const id = await makeCode(world, 'Frozen');
		const gone = await makeCode(world, 'Goes');
		const frozen = { id: randomUUID(), studyId: world.studyId, note: 'Before the second round.' };
		const version = await freezeCodebook(world.as('edi'), frozen);
		expect(await freezeCodebook(world.as('edi'), frozen)).toBe(version);
		await changeCode(world.as('edi'), { codeId: id, revision: 1, words: wordsOf('Thawed') });
		await retireCode(world.as('edi'), { codeId: gone, revision: 1, isRetired: true });
		const fresh = await makeCode(world, 'Fresh');
		const page = await getVersionsPage(world.as('nadia'), world.studyId, {
			before: version,
			after: 0
		});
		expect(page.versions[0]).toMatchObject({ version, note: frozen.note, frozenBy: 'Edi' });
		expect(page.compared?.differences).toEqual([
			expect.objectContaining({ id, what: ['changed'], name: 'Thawed' }),
			expect.objectContaining({ id: gone, what: ['retired'] }),
			expect.objectContaining({ id: fresh, what: ['added'] })
		]);
		await expect(
			asSystem(database.db, (trx) =>
				trx.updateTable('codebook_versions').set({ note: 'x' }).execute()
			)
		).rejects.toThrow();
		await expect(
			getVersionsPage(world.as('rina'), world.studyId, { before: 99, after: 0 })
		).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('as a table', () => {
	test('what is exported and imported again changes nothing; new and changed codes come in', async () => {
		await makeCode(world, 'With / slash', { parentId: await makeCode(world, 'Shelf "A"') });
		const rows = await exportCodes(world.as('nadia'), world.studyId);
		const head = [
			'path',
			'name',
			'description',
			'include_when',
			'exclude_when',
			'example',
			'colour'
		];
		const sheet = (body: string[][]) => readSheetRows([[...head, 'codable'], ...body]).codes;
		const edi = world.as('edi');
		const again = await planImport(edi, world.studyId, sheet(rows));
		expect(again.filter(({ what }) => what !== 'same')).toEqual([]);
		expect(await importCodes(edi, world.studyId, sheet(rows))).toEqual({ added: 0, changed: 0 });

		const { codes } = readSheetRows([
			['tag', 'description'],
			['Imported/Ambilan/ការងារ', 'Work in Khmer'],
			['cost', 'What is paid']
		]);
		expect(await importCodes(edi, world.studyId, codes)).toEqual({ added: 3, changed: 1 });
		expect(await importCodes(edi, world.studyId, codes)).toEqual({ added: 0, changed: 0 });
		const all = await as('rina', (trx) => listAllCodes(trx, world.studyId));
		const khmer = all.find(({ name }) => name === 'ការងារ')!;
		expect(khmer).toMatchObject({
			path: ['Imported', 'Ambilan', 'ការងារ'],
			definition: 'Work in Khmer'
		});
		expect(all.find(({ name }) => name === 'Ambilan')?.isCodable).toBe(false);
		expect((await acts(khmer.id)).map(({ act }) => act)).toEqual(['import']);
		await expect(importCodes(world.as('nadia'), world.studyId, codes)).rejects.toMatchObject({
			code: 'not_found'
		});
	});
});
