import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BlockFacts, PLAIN_FACTS, blockFactsOf } from '#lib/focusgroups/facts.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import {
	addBlock,
	beginGuide,
	changeBlock,
	moveBlock,
	removeBlock,
	restoreBlock
} from '#lib/server/focusgroups/guide.ts';
import { getGuidePage, getGuidePrint } from '#lib/server/focusgroups/guidePage.ts';
import { closeGroup, createGroup } from '#lib/server/focusgroups/groups.ts';
import { addSeed, changeSeedNote, removeSeed } from '#lib/server/focusgroups/keepSeeds.ts';
import { acceptResponse } from '#lib/server/review/decision.ts';
import { closeQuery, openQuery } from '#lib/server/review/query.ts';
import { setDelegationStatus } from '#lib/server/studies/delegations.ts';
import { openTestDatabase } from '../support/database.ts';
import { handIn, seedDefinition } from '../support/seedWorld.ts';
import { PEOPLE, type Person, type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database, seedDefinition);
});
afterAll(() => database.close());

const codes = (of: Promise<unknown>) =>
	of.then(
		() => 'done',
		(problem: { code?: string }) => problem.code
	);
async function makeGroup(given: object = {}): Promise<string> {
	const id = randomUUID();
	await createGroup(world.as('rina'), {
		id,
		roundId: world.roundId,
		facts: { ...PLAIN_FACTS, name: 'Jakarta', heldOn: '2026-08-30', ...given }
	});
	return id;
}
const block = (given: Partial<BlockFacts> = {}): BlockFacts => ({
	title: 'Decent work',
	area: 'work',
	questions: [],
	minutes: 45,
	mainQuestion: 'Who is paid late?',
	probes: ['Which sectors?'],
	...given
});
const guideOf = (groupId: string, person: Person = 'nadia', offersFor: string | null = null) =>
	getGuidePage(world.as(person), { roundId: world.roundId, groupId, offersFor });
const titles = async (groupId: string) => (await guideOf(groupId)).blocks.map(({ title }) => title);
async function addBlocks(groupId: string, ...names: string[]): Promise<string[]> {
	const ids = names.map(() => randomUUID());
	for (const [at, title] of names.entries())
		await addBlock(world.as('nadia'), { groupId, id: ids[at]!, facts: block({ title }) });
	return ids;
}
const auditOf = (subjectId: string, action: string) =>
	asSystem(database.db, (trx) =>
		trx
			.selectFrom('audit_entries')
			.select(['detail', 'actor_id as by'])
			.where('subject_id', '=', subjectId)
			.where('action', '=', action as 'group.guide')
			.orderBy('id')
			.execute()
	);
async function onlyFor(may: readonly Person[], work: (person: Person) => Promise<unknown>) {
	for (const person of PEOPLE)
		if (!may.includes(person)) expect(await codes(work(person)), person).toBe('not_found');
	for (const person of may) expect(await codes(work(person)), person).toBe('done');
}
const staff: Person[] = ['rina', 'nadia'];

describe('a guide', () => {
	test('is read by the team, begun once with a block per issue area, timed to the hours', async () => {
		const groupId = await makeGroup({ hours: '09:00–12:00' });
		await onlyFor(['rina', 'edi', 'nadia'], (person) => guideOf(groupId, person));
		await onlyFor(staff, (person) => beginGuide(world.as(person), { groupId, language: 'id' }));
		await beginGuide(world.as('nadia'), { groupId, language: 'en' });
		const guide = await guideOf(groupId);
		expect(guide.blocks.map(({ title, area, minutes }) => [title, area, minutes])).toEqual([
			['Access to justice (id)', 'justice', 45],
			['Return (id)', 'return', 45],
			['Decent work (id)', 'work', 45]
		]);
		expect([guide.minutes, guide.available]).toEqual([135, 180]);
		expect(await auditOf(groupId, 'group.guide')).toHaveLength(1);
		expect((await guideOf(groupId, 'edi')).mayWrite).toBe(false);
	});

	test('takes blocks of areas and questions the round asks, each once', async () => {
		const groupId = await makeGroup();
		const id = randomUUID();
		await onlyFor(staff, (person) =>
			addBlock(world.as(person), { groupId, id, facts: block({ questions: ['paid'] }) })
		);
		expect((await guideOf(groupId)).blocks).toMatchObject([
			{ id, questions: ['paid'], probes: ['Which sectors?'], seeds: [] }
		]);
		for (const given of [{ area: 'elsewhere' }, { questions: ['nothing'] }])
			expect(
				await codes(addBlock(world.as('rina'), { groupId, id: randomUUID(), facts: block(given) }))
			).toBe('not_found');
	});

	test('moves a block to a place, so the same form again moves nothing', async () => {
		const groupId = await makeGroup();
		const [a, b, c] = (await addBlocks(groupId, 'a', 'b', 'c')) as [string, string, string];
		const move = (id: string, before: string | null, person: Person = 'nadia') =>
			moveBlock(world.as(person), { groupId, id, before });
		await onlyFor(staff, (person) => move(c, b, person));
		expect(await titles(groupId)).toEqual(['a', 'c', 'b']);
		await move(a, null);
		await move(a, null);
		expect(await titles(groupId)).toEqual(['c', 'b', 'a']);
		await removeBlock(world.as('nadia'), { groupId, id: b });
		expect(await codes(move(a, b))).toBe('wrong_state');
		expect(await codes(move(b, a))).toBe('wrong_state');
		expect(await codes(move(randomUUID(), a))).toBe('not_found');
		expect(await titles(groupId)).toEqual(['c', 'a']);
	});

	test('lets a block go and come back, and keeps words typed into one that is gone', async () => {
		const groupId = await makeGroup();
		const [id] = (await addBlocks(groupId, 'a')) as [string];
		await onlyFor(staff, (person) => removeBlock(world.as(person), { groupId, id }));
		const { blocks, removed } = await guideOf(groupId);
		expect([blocks, removed.map(({ title }) => title)]).toEqual([[], ['a']]);
		expect(
			await codes(changeBlock(world.as('nadia'), { groupId, id, base: block(), facts: block() }))
		).toBe('wrong_state');
		await onlyFor(staff, (person) => restoreBlock(world.as(person), { groupId, id }));
		expect(await titles(groupId)).toEqual(['a']);
		// Once removed, once brought back, though each form came twice.
		expect(await auditOf(groupId, 'group.guide')).toHaveLength(3);
	});

	test('changed in two places at once keeps both, and says where they clash', async () => {
		const groupId = await makeGroup();
		const [id] = (await addBlocks(groupId, 'a')) as [string];
		const base = blockFactsOf((await guideOf(groupId)).blocks[0]!);
		const change = (given: object, person: Person = 'nadia') =>
			changeBlock(world.as(person), { groupId, id, base, facts: { ...base, ...given } });
		await onlyFor(staff, (person) => change({ minutes: 30 }, person));
		await change({ mainQuestion: 'Who is paid late, and by whom?' });
		await expect(change({ minutes: 60, probes: ['MARK'] })).rejects.toMatchObject({
			code: 'changed_meanwhile',
			detail: { fields: ['minutes'] }
		});
		expect((await guideOf(groupId)).blocks[0]).toMatchObject({
			minutes: 30,
			mainQuestion: 'Who is paid late, and by whom?',
			probes: ['Which sectors?'],
			revision: 3
		});
		expect(await codes(change({ area: 'elsewhere' }))).toBe('not_found');
		expect(JSON.stringify(await auditOf(groupId, 'group.guide'))).not.toContain('late');
	});

	test('of another meeting, or one that is closed, is not written', async () => {
		const [one, other] = [await makeGroup(), await makeGroup()];
		const [id] = (await addBlocks(one, 'a')) as [string];
		const nadia = world.as('nadia');
		const facts = block();
		const writes = (groupId: string): (() => Promise<void>)[] => [
			() => changeBlock(nadia, { groupId, id, base: facts, facts }),
			() => moveBlock(nadia, { groupId, id, before: null }),
			() => removeBlock(nadia, { groupId, id }),
			() => restoreBlock(nadia, { groupId, id })
		];
		for (const write of writes(other)) expect(await codes(write())).toBe('not_found');
		await closeGroup(world.as('rina'), one);
		for (const write of writes(one)) expect(await codes(write())).toBe('wrong_state');
		expect(await codes(beginGuide(nadia, { groupId: one, language: 'en' }))).toBe('wrong_state');
		expect(await codes(addBlock(nadia, { groupId: one, id: randomUUID(), facts }))).toBe(
			'wrong_state'
		);
		expect((await guideOf(one)).mayWrite).toBe(false);
	});
});

describe('what the answers raise', () => {
	let groupId: string;
	let blockId: string;
	let responses: Record<string, string>;
	beforeAll(async () => {
		groupId = await makeGroup();
		[blockId] = (await addBlocks(groupId, 'Decent work')) as [string];
		await handIn(world, 'KH', 'background', { side: 'origin', corridors: ['ID'] }, 'accepted');
		responses = {
			KH: await handIn(
				world,
				'KH',
				'work',
				{
					paid: 'never',
					union: ['yes', 'coordinators'],
					raids: ['MARK-RAIDS a name', 'coordinators']
				},
				'accepted'
			),
			// Not accepted yet: coordinators alone read it.
			ID: await handIn(world, 'ID', 'work', { paid: 'always', union: 'no' }, 'submitted')
		};
		await handIn(world, 'ID', 'background', { side: 'destination', corridors: ['KH'] }, 'draft');
		await openQuery(world.as('rina'), {
			id: randomUUID(),
			responseId: responses.ID!,
			question: 'union',
			kind: 'contradicts',
			body: 'MARK-QUERY Cambodia says otherwise.'
		});
	});
	const offers = async (person: Person) =>
		(await guideOf(groupId, person, blockId)).blocks[0]?.offers?.map(
			({ kind, question, countries }) => `${kind} ${question} ${countries.join('+')}`
		);

	test('is offered to coordinators from what was submitted, to others from what they may read', async () => {
		expect(await offers('rina')).toEqual([
			'corridor paid KH+ID',
			'spread paid KH+ID',
			'corridor union KH+ID',
			'query union ID'
		]);
		for (const person of ['nadia', 'edi'] as const) expect(await offers(person)).toEqual([]);
		expect((await guideOf(groupId, 'rina')).blocks[0]).toMatchObject({ offered: 4, offers: null });
	});

	const seed = (given: object = {}) => ({
		groupId,
		blockId,
		kind: 'corridor' as const,
		question: 'union',
		...given
	});
	test('is kept by those who prepare, once, with countries and a note and no words', async () => {
		const keep = (person: Person, given: object = {}) =>
			addSeed(world.as(person), { ...seed(), countries: ['KH'], note: '', ...given });
		await onlyFor(staff, (person) => keep(person));
		await keep('rina', { countries: ['ID'], note: 'Ask about dock workers.' });
		await keep('rina', { countries: ['ID'], note: 'Ask about dock workers.' });
		expect(await codes(keep('rina', { question: 'nothing' }))).toBe('not_found');
		expect(await codes(keep('rina', { countries: ['SG'] }))).toBe('not_found');
		const stored = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('guide_blocks')
				.select('seeds')
				.where('id', '=', blockId)
				.executeTakeFirstOrThrow()
		);
		expect(stored.seeds).toEqual([
			{
				kind: 'corridor',
				question: 'union',
				countries: ['KH', 'ID'],
				note: 'Ask about dock workers.'
			}
		]);
		expect(await offers('rina')).not.toContain('corridor union KH+ID');
		expect(JSON.stringify(await auditOf(groupId, 'group.guide'))).not.toContain('dock');
	});

	test('a note is changed against the note that was seen', async () => {
		const change = (seen: string, note: string, person: Person = 'nadia') =>
			changeSeedNote(world.as(person), { ...seed(), seen, note });
		await onlyFor(staff, (person) => change('Ask about dock workers.', 'Begin here.', person));
		expect(await codes(change('Ask about dock workers.', 'Other words.'))).toBe(
			'changed_meanwhile'
		);
		expect(
			await codes(
				changeSeedNote(world.as('rina'), { ...seed({ kind: 'spread' }), seen: '', note: 'x' })
			)
		).toBe('wrong_state');
		expect((await guideOf(groupId)).blocks[0]?.seeds[0]?.note).toBe('Begin here.');
	});

	const shown = async (person: Person) => (await guideOf(groupId, person)).blocks[0]!.seeds;
	const valuesOf = (seeds: Awaited<ReturnType<typeof shown>>) =>
		seeds.flatMap(({ question, rows }) =>
			rows.flatMap(({ delegation, answers }) =>
				answers.map(({ answer }) => `${question} ${delegation.country} ${String(answer.value)}`)
			)
		);

	test('shows each reader the answers they may see, read anew', async () => {
		await addSeed(world.as('rina'), {
			...seed({ kind: 'spread', question: 'paid' }),
			countries: ['KH', 'ID'],
			note: ''
		});
		await addSeed(world.as('rina'), {
			...seed({ kind: 'query', question: 'raids' }),
			countries: ['KH'],
			note: ''
		});
		const all = ['union KH yes', 'union ID no', 'paid KH never', 'paid ID always'];
		expect(valuesOf(await shown('rina'))).toEqual([...all, 'raids KH MARK-RAIDS a name']);
		for (const person of ['nadia', 'edi'] as const) {
			const seeds = await shown(person);
			expect(valuesOf(seeds), person).toEqual(['paid KH never']);
			// That something contradicts or is asked is nothing they see in the answers.
			expect(seeds.map(({ kind }) => kind)).toEqual(['talk', 'talk', 'talk']);
			expect(JSON.stringify(await guideOf(groupId, person))).not.toContain('MARK-');
		}
	});

	test('says why to those in whose own view it is so, once it is accepted', async () => {
		const { queries } = await asSystem(database.db, async (trx) => ({
			queries: await trx.selectFrom('queries').select('id').execute()
		}));
		for (const { id } of queries)
			await closeQuery(world.as('rina'), { queryId: id, body: 'Settled.' });
		await acceptResponse(world.as('rina'), responses.ID!);
		const seeds = await shown('nadia');
		expect(valuesOf(seeds)).toEqual(['union ID no', 'paid KH never', 'paid ID always']);
		// Both ends of "paid" are public; one of "union" is kept to coordinators.
		expect(seeds.map(({ kind, question }) => `${kind} ${question}`)).toEqual([
			'talk union',
			'spread paid',
			'talk raids'
		]);
		expect(await offers('edi')).toEqual(['corridor paid KH+ID']);
	});

	test('drafts are nobody’s here', async () => {
		await addSeed(world.as('rina'), {
			...seed({ kind: 'spread', question: 'corridors' }),
			countries: ['KH', 'ID'],
			note: ''
		});
		const values = valuesOf(await shown('rina')).filter((each) => each.startsWith('corridors'));
		expect(values).toEqual(['corridors KH ID']);
		await removeSeed(world.as('rina'), seed({ kind: 'spread', question: 'corridors' }));
	});

	test('reading what is kept to coordinators is recorded, printing it too, and nothing else', async () => {
		const count = async (action: string) => (await auditOf(groupId, action)).length;
		const [reads, prints] = [await count('response.read'), await count('group.print')];
		await guideOf(groupId, 'edi');
		await getGuidePrint(world.as('nadia'), world.roundId, groupId);
		expect([await count('response.read'), await count('group.print')]).toEqual([reads, prints]);
		await guideOf(groupId, 'rina');
		const printed = await getGuidePrint(world.as('rina'), world.roundId, groupId);
		expect(printed.hasRestricted).toBe(true);
		expect([await count('response.read'), await count('group.print')]).toEqual([
			reads + 1,
			prints + 1
		]);
		expect((await auditOf(groupId, 'group.print')).at(-1)?.detail).toEqual({
			questions: ['union', 'raids'],
			responses: [responses.KH]
		});
		const other = await makeGroup();
		await addBlocks(other, 'a');
		await getGuidePrint(world.as('rina'), world.roundId, other);
		expect(await auditOf(other, 'group.print')).toEqual([]);
	});

	test('is printed for the team and nobody else', async () => {
		await onlyFor(['rina', 'edi', 'nadia'], (person) =>
			getGuidePrint(world.as(person), world.roundId, groupId)
		);
	});

	test('is taken out again, once', async () => {
		const paid = seed({ kind: 'spread', question: 'paid' });
		await onlyFor(staff, (person) => removeSeed(world.as(person), paid));
		expect((await shown('rina')).map(({ question }) => question)).toEqual(['union', 'raids']);
		expect(await offers('rina')).toContain('spread paid KH+ID');
	});

	test('brings up nothing of a delegation that withdrew for its safety', async () => {
		await setDelegationStatus(world.as('rina'), world.delegations.KH, {
			status: 'withdrawn_for_safety',
			reason: ''
		});
		expect(await offers('rina')).toEqual(['query union ID']);
		expect(valuesOf(await shown('rina'))).toEqual(['union ID no']);
	});
});
