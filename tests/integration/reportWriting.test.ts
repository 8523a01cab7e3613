import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '#lib/server/database/database.ts';
import { getBlockHistory, listConflicts } from '#lib/server/report/blockHistory.ts';
import { addBlock, moveBlock, removeBlock } from '#lib/server/report/blocks.ts';
import {
	addChapter,
	moveChapter,
	removeChapter,
	renameChapter
} from '#lib/server/report/chapters.ts';
import { listChapters } from '#lib/server/report/reports.ts';
import { resolveBlock, restoreBlock, saveBlock } from '#lib/server/report/saveBlock.ts';
import { takeOver } from '#lib/server/report/takeOver.ts';
import { openTestDatabase } from '../support/database.ts';
import {
	acceptAnswers,
	beginReport,
	blocksOf,
	reportActs,
	seenBy
} from '../support/reportWorld.ts';
import { PEOPLE, type Person, type World, buildWorld } from '../support/world.ts';

/** Two editors in one report: blocks are merged as answers are, and nothing anybody wrote is lost. */
let database: Database;
let world: World;
let chapters: Record<string, string>;
let blockId: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	await acceptAnswers(world);
	chapters = await beginReport(world);
});
afterAll(() => database.close());

const START = 'Workers pay fees. Nobody asks them.';
const missing = { code: 'not_found' };
const add = async (given: object = {}) => {
	const id = randomUUID();
	await addBlock(world.as('edi'), {
		...{ roundId: world.roundId, chapterId: chapters.recommendations!, id, kind: 'text' },
		...given
	});
	return id;
};
beforeEach(async () => {
	blockId = await add({ body: START });
});
const save = (person: Person, base: number, body: string, given: object = {}) =>
	saveBlock(world.as(person), {
		...{ roundId: world.roundId, blockId, saveId: randomUUID(), base, body },
		...given
	});
const stands = async (id = blockId) =>
	(await blocksOf(world, chapters.recommendations!)).find((block) => block.id === id);
const history = (person: Person = 'nadia') =>
	getBlockHistory(world.as(person), {
		...{ roundId: world.roundId, chapterId: chapters.recommendations!, blockId }
	});
const conflicts = () =>
	seenBy(world, 'edi', async (trx) =>
		(await listConflicts(trx, chapters.recommendations!)).filter((each) => each.blockId === blockId)
	);
const actsOf = async (work: () => Promise<unknown>) => {
	const before = (await reportActs(world)).length;
	await work();
	return (await reportActs(world)).slice(before);
};

describe('a save', () => {
	test('becomes the text, once however often it is sent, and is recorded', async () => {
		const saveId = randomUUID();
		const acts = await actsOf(async () => {
			const first = await save('edi', 1, 'All new.', { saveId });
			expect(first).toMatchObject({ result: 'saved', revision: 2 });
			expect(await save('edi', 1, 'All new.', { saveId })).toEqual(first);
			expect(await save('edi', 2, 'All new.')).toMatchObject({ result: 'unchanged', revision: 2 });
		});
		expect(acts).toEqual(['block.save']);
		expect(await stands()).toMatchObject({ body: 'All new.', revision: 2, savedBy: 'Edi' });
	});

	test('of other words with an id that was used is another save, from a page gone back to', async () => {
		const saveId = randomUUID();
		await save('edi', 1, 'First.', { saveId });
		expect(await save('edi', 2, 'Second.', { saveId })).toMatchObject({ result: 'saved' });
		expect(await stands()).toMatchObject({ body: 'Second.', revision: 3 });
		const id = randomUUID();
		const at = { roundId: world.roundId, chapterId: chapters.method!, id, kind: 'text' as const };
		for (const body of ['One.', 'One.', 'Two.']) await addBlock(world.as('edi'), { ...at, body });
		const bodies = (await blocksOf(world, chapters.method!)).map(({ body }) => body);
		expect(bodies.filter((body) => body !== '')).toEqual(['One.', 'Two.']);
	});

	test('is merged by word with what somebody else saved meanwhile', async () => {
		await save('rina', 1, 'Workers pay high fees. Nobody asks them.');
		expect(await save('edi', 1, 'Workers pay fees. Nobody ever asks them.')).toMatchObject({
			result: 'merged',
			words: { body: 'Workers pay high fees. Nobody ever asks them.' }
		});
		const { wordings } = await history();
		expect(wordings.map(({ standing, author, basedOn }) => [standing, author, basedOn])).toEqual([
			['merged', 'Edi', 1],
			['current', 'Rina', 1],
			['current', 'Edi', 0]
		]);
	});

	test('at the same moment as another one comes before or behind it', async () => {
		const saveId = randomUUID();
		const mine = () => save('edi', 1, 'Workers pay fees. Nobody ever asks them.', { saveId });
		const theirs = () => save('rina', 1, 'Workers pay high fees. Nobody asks them.');
		await Promise.all([mine(), theirs(), mine()]);
		expect(await stands()).toMatchObject({
			body: 'Workers pay high fees. Nobody ever asks them.',
			revision: 3
		});
		expect(await conflicts()).toEqual([]);
	});

	test('of another block touches nothing', async () => {
		const other = await add({ body: 'Other.' });
		await save('rina', 1, 'Mine.');
		expect(await save('edi', 1, 'Theirs.', { blockId: other })).toMatchObject({ result: 'saved' });
		expect(await conflicts()).toEqual([]);
	});

	test('merges how well a finding stands with its text', async () => {
		blockId = await add({ kind: 'finding', body: START, strength: 'contested' });
		await save('rina', 1, START, { strength: 'some_support' });
		await saveBlock(world.as('edi'), {
			...{ roundId: world.roundId, blockId, saveId: randomUUID(), base: 1, body: 'A finding.' }
		});
		expect(await stands()).toMatchObject({ body: 'A finding.', strength: 'some_support' });
		expect(await save('edi', 1, 'A finding.', { strength: 'well_supported' })).toMatchObject({
			result: 'conflict'
		});
	});

	test('brings back a block that was taken out while somebody wrote in it', async () => {
		await removeBlock(world.as('rina'), { roundId: world.roundId, blockId, isRemoved: true });
		expect(await stands()).toBeUndefined();
		await save('edi', 1, 'Still needed.');
		expect(await stands()).toMatchObject({ body: 'Still needed.' });
	});

	test.each(PEOPLE.filter((person) => !['rina', 'edi'].includes(person)))(
		'is not for %s',
		async (person) => {
			await expect(save(person, 1, 'x')).rejects.toMatchObject(missing);
			await expect(
				restoreBlock(world.as(person), { roundId: world.roundId, blockId, revision: 1, base: 1 })
			).rejects.toMatchObject(missing);
			if (person !== 'nadia') await expect(history(person)).rejects.toMatchObject(missing);
			expect(await stands()).toMatchObject({ body: START, revision: 1 });
		}
	);

	test('stays within a block, and a text is no picture', async () => {
		await expect(save('edi', 1, 'x'.repeat(100_001))).rejects.toMatchObject({ code: 'too_large' });
		await expect(save('edi', 1, 'x', { live: { type: 'coverage' } })).rejects.toMatchObject({
			code: 'invalid'
		});
		await expect(add({ kind: 'live' })).rejects.toMatchObject({ code: 'invalid' });
	});
});

describe('what cannot be merged', () => {
	const clash = async () => {
		await save('rina', 1, 'Workers pay high fees. Nobody asks them.');
		const outcome = await save('edi', 1, 'Workers pay unlawful fees. Nobody asks them.');
		expect(outcome).toMatchObject({ result: 'conflict', revision: 2 });
	};
	const resolve = (given: object) =>
		resolveBlock(world.as('edi'), {
			...{ roundId: world.roundId, blockId, revision: 3, base: 2, keep: 'mine', ...given }
		});

	test('stands beside until somebody chooses; the text stays', async () => {
		await clash();
		expect(await stands()).toMatchObject({ revision: 2, savedBy: 'Rina' });
		expect(await conflicts()).toMatchObject([{ revision: 3, author: 'Edi' }]);
		const acts = await actsOf(() => resolve({ keep: 'mine' }));
		expect(acts).toEqual(['block.conflict', 'block.save']);
		expect(await stands()).toMatchObject({ body: 'Workers pay unlawful fees. Nobody asks them.' });
		expect(await conflicts()).toEqual([]);
		// The same choice again changes nothing, another one is too late.
		await resolve({ keep: 'mine', base: 4 });
		await expect(resolve({ keep: 'combined', text: 'Third.' })).rejects.toMatchObject({
			code: 'conflict_settled'
		});
	});

	test('can be settled for the text, or by a third one', async () => {
		await clash();
		await resolve({ keep: 'theirs' });
		expect(await stands()).toMatchObject({ revision: 2 });
		expect(await conflicts()).toEqual([]);
		blockId = await add({ body: START });
		await clash();
		await resolve({ keep: 'combined', text: 'Workers pay high and unlawful fees.' });
		expect(await stands()).toMatchObject({ body: 'Workers pay high and unlawful fees.' });
		const { wordings } = await history();
		expect(wordings.find(({ revision }) => revision === 3)).toMatchObject({ resolvedBy: 'Edi' });
	});

	test('is settled against what the person saw, not what came since', async () => {
		await clash();
		await save('rina', 2, 'Workers pay high fees. Nobody asks them. New end.');
		await resolve({ keep: 'combined', text: 'Workers pay both fees. Nobody asks them.' });
		expect(await stands()).toMatchObject({
			body: 'Workers pay both fees. Nobody asks them. New end.'
		});
	});

	test('an emptied text beside a longer one', async () => {
		await save('rina', 1, '');
		expect(await save('edi', 1, `${START} More.`)).toMatchObject({ result: 'conflict' });
	});
});

describe('an earlier wording', () => {
	test('is brought back as a new one, in the history with the others', async () => {
		await save('rina', 1, 'Changed.');
		await restoreBlock(world.as('edi'), { roundId: world.roundId, blockId, revision: 1, base: 2 });
		expect(await stands()).toMatchObject({ body: START, revision: 3 });
		expect((await history()).wordings.map(({ standing }) => standing)).toEqual([
			'restored',
			'current',
			'current'
		]);
		await expect(
			restoreBlock(world.as('edi'), { roundId: world.roundId, blockId, revision: 9, base: 3 })
		).rejects.toMatchObject(missing);
	});
});

describe('order', () => {
	test('of blocks and chapters is theirs who write', async () => {
		const ids = async () => (await blocksOf(world, chapters.recommendations!)).map(({ id }) => id);
		const first = await add({ place: 0 });
		expect((await ids())[0]).toBe(first);
		const acts = await actsOf(async () => {
			await moveBlock(world.as('edi'), { roundId: world.roundId, blockId: first, place: 1 });
			await moveBlock(world.as('edi'), { roundId: world.roundId, blockId: first, place: 1 });
		});
		expect([(await ids()).indexOf(first), acts]).toEqual([1, ['block.save']]);
		const kinds = () =>
			seenBy(world, 'edi', async (trx) =>
				(await listChapters(trx, world.roundId)).map(({ kind }) => kind)
			);
		const at = { roundId: world.roundId, chapterId: chapters.treaties! };
		await moveChapter(world.as('rina'), { ...at, place: 0 });
		expect((await kinds())[0]).toBe('treaties');
		await removeChapter(world.as('rina'), { ...at, isRemoved: true });
		expect(await kinds()).not.toContain('treaties');
		await removeChapter(world.as('rina'), { ...at, isRemoved: false });
		expect(await kinds()).toContain('treaties');
	});

	test('chapters are added once, renamed against what was seen, and are never two of a kind', async () => {
		const id = randomUUID();
		const given = { roundId: world.roundId, id, kind: 'custom' as const, key: '', title: 'Ours' };
		await addChapter(world.as('edi'), given);
		await addChapter(world.as('edi'), given);
		const mine = await seenBy(world, 'edi', async (trx) =>
			(await listChapters(trx, world.roundId)).filter((chapter) => chapter.id === id)
		);
		expect(mine).toMatchObject([{ title: 'Ours', kind: 'custom' }]);
		const rename = { roundId: world.roundId, chapterId: id, title: 'Theirs', revision: 1 };
		await renameChapter(world.as('edi'), rename);
		await expect(
			renameChapter(world.as('rina'), { ...rename, title: 'Third' })
		).rejects.toMatchObject({ code: 'text_changed' });
		for (const [kind, key, code] of [
			['area', 'return', 'already_exists'],
			['area', 'nowhere', 'not_found'],
			['custom', '', 'invalid']
		] as const)
			await expect(
				addChapter(world.as('edi'), { ...given, id: randomUUID(), kind, key, title: ' ' })
			).rejects.toMatchObject({ code });
		for (const person of ['nadia', 'rudi', 'sokha', 'citra'] as const)
			await expect(
				addChapter(world.as(person), { ...given, id: randomUUID() })
			).rejects.toMatchObject(missing);
	});
});

describe('a generated block', () => {
	test('becomes a text that cites the data it was drafted from', async () => {
		const area = chapters['area/return']!;
		const generated = (await blocksOf(world, area)).find(({ isGenerated }) => isGenerated)!;
		const input = { roundId: world.roundId, blockId: generated.id, id: randomUUID() };
		await expect(takeOver(world.as('nadia'), input)).rejects.toMatchObject(missing);
		await takeOver(world.as('edi'), input);
		await takeOver(world.as('edi'), input);
		const [first, ...others] = await blocksOf(world, area);
		expect(first).toMatchObject({ id: input.id, kind: 'text', isGenerated: false });
		expect(first!.body).toContain('#### 2.1 Is help there?');
		expect(first!.body).toMatch(/\. \[@D2\.1\]/);
		expect(others.some(({ isGenerated }) => isGenerated)).toBe(false);
		await expect(takeOver(world.as('edi'), { ...input, id: randomUUID() })).rejects.toMatchObject({
			code: 'wrong_state'
		});
	});
});
