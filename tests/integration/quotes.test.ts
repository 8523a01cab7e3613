import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { relateTurn, unrelateTurn } from '#lib/server/coding/relations.ts';
import { getSaidOverview } from '#lib/server/coding/said.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { type QuoteFilter, listQuotes } from '#lib/server/focusgroups/quotes.ts';
import { getQuotesPage, takeQuotes } from '#lib/server/focusgroups/quotesPage.ts';
import { code, makeCode } from '../support/codingWorld.ts';
import { auditOf, outcome } from '../support/consentWorld.ts';
import { openTestDatabase } from '../support/database.ts';
import { AGREES_TO_ALL, addGroup, addParticipant, addTurn } from '../support/groupWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/** What narrows the list of quotes, and for whom. */
let database: Database;
let world: World;
let codeId: string;
let groupId: string;
const turns = {} as Record<'about' | 'related' | 'area' | 'elsewhere' | 'kept', string>;

const question = 'can_complain';
const everything: QuoteFilter = { group: '', area: '', question: '', country: '', code: '' };
const nameOf = (id: string) => Object.entries(turns).find(([, turn]) => turn === id)?.[0] ?? id;
const seen = async (person: Person, filter: Partial<QuoteFilter>) =>
	(await getQuotesPage(world.as(person), world.roundId, { ...everything, ...filter })).quotes.map(
		({ id }) => nameOf(id)
	);

/** A block of the guide with the turns said in it. */
async function addBlock(of: { area: string | null; questions: string[] }, said: string[]) {
	const id = randomUUID();
	await asSystem(database.db, async (trx) => {
		await trx
			.insertInto('guide_blocks')
			.values({
				id,
				group_id: groupId,
				study_id: world.studyId,
				position: 1,
				title: 'Sample block',
				...of
			})
			.execute();
		await trx.updateTable('turns').set({ block_id: id }).where('id', 'in', said).execute();
	});
}

beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	groupId = await addGroup(world);
	const otherId = await addGroup(world, { name: 'Jakarta, day 2' });
	const speaker = await addParticipant(world, groupId, { pseudonym: 'P01', agrees: AGREES_TO_ALL });
	const other = await addParticipant(world, otherId, {
		pseudonym: 'P01',
		country: 'ID',
		agrees: AGREES_TO_ALL
	});
	const say = (body: string, ordinal: number) =>
		addTurn(world, groupId, { participantId: speaker, body, ordinal });
	turns.about = await say('Sample: in a block about the question.', 1);
	turns.related = await say('Sample: set against an answer.', 2);
	turns.area = await say('Sample: in a block about the area.', 3);
	turns.kept = await addTurn(world, groupId, {
		participantId: speaker,
		body: 'Sample: background.',
		mark: 'background',
		ordinal: 4
	});
	turns.elsewhere = await addTurn(world, otherId, { participantId: other, body: 'Sample: other.' });
	await addBlock({ area: null, questions: [question, 'how'] }, [turns.about, turns.kept]);
	await addBlock({ area: 'return', questions: [] }, [turns.area]);
	for (const turnId of [turns.related, turns.kept])
		await relateTurn(world.as('nadia'), {
			...{ id: randomUUID(), turnId, question, roundId: world.roundId },
			delegationId: world.delegations.KH,
			relation: 'confirms'
		});
	codeId = await makeCode(world, 'fees');
	await code(world, 'nadia', turns.about, codeId, 'block');
});
afterAll(() => database.close());

test('by question: said in a block about it, or set against an answer to it', async () => {
	for (const person of ['rina', 'edi', 'nadia'] as const) {
		expect(await seen(person, { question })).toEqual(['about', 'related']);
		expect(await seen(person, { question: 'how' })).toEqual(['about']);
	}
	const page = await getQuotesPage(world.as('edi'), world.roundId, { ...everything, question });
	expect(page.total).toBe(4);
	expect(page.questions.sort()).toEqual([question, 'how']);
});

test('readers are told of blocks, not of what the team set against answers', async () => {
	expect(await seen('rudi', { question })).toEqual(['about']);
	// Meetings of one day come in the order of their ids, which are drawn.
	expect((await seen('rudi', {})).sort()).toEqual(['about', 'area', 'elsewhere', 'related']);
	const page = await getQuotesPage(world.as('rudi'), world.roundId, everything);
	expect(page.codes).toEqual([]);
	expect(await seen('rudi', { code: codeId })).toEqual([]);
});
test('the other ways to narrow it, alone and together', async () => {
	expect(await seen('edi', { area: 'return' })).toEqual(['area']);
	expect(await seen('edi', { country: 'ID' })).toEqual(['elsewhere']);
	expect(await seen('edi', { group: groupId })).toEqual(['about', 'related', 'area']);
	expect(await seen('edi', { code: codeId })).toEqual(['about']);
	expect(await seen('edi', { code: codeId, question: 'how', group: groupId })).toEqual(['about']);
	expect(await seen('edi', { code: codeId, area: 'return' })).toEqual([]);
	for (const of of ['group', 'area', 'question', 'country', 'code'] as const)
		expect(await seen('edi', { [of]: "nothing' of the kind" })).toEqual([]);
	const page = await getQuotesPage(world.as('edi'), world.roundId, everything);
	expect(page.codes).toEqual([{ id: codeId, name: 'fees' }]);
	expect(page.areas).toEqual(['return']);
	expect(page.meetings.map(({ name }) => name).sort()).toEqual([
		'Jakarta, day 1',
		'Jakarta, day 2'
	]);
});

test('what is taken along is what the page shows, and how much is recorded', async () => {
	const filter = { ...everything, question };
	const { quotes } = await takeQuotes(world.as('rudi'), world.roundId, filter, 'csv');
	expect(quotes.map(({ id }) => nameOf(id))).toEqual(['about']);
	const entries = await auditOf(world, world.roundId);
	expect(entries.at(-1)).toMatchObject({
		action: 'quote.download',
		detail: { format: 'csv', count: 1 }
	});
});

test('people outside of the study learn nothing of questions either', async () => {
	for (const person of ['sokha', 'omar', 'citra', 'ana'] as const) {
		expect(await outcome(getQuotesPage(world.as(person), world.roundId, everything))).toBe(
			'not_found'
		);
		const found = await asActor(database.db, { accountId: world.accounts[person] }, (trx) =>
			listQuotes(trx, world.roundId, { ...everything, question })
		);
		expect(found).toEqual([]);
	}
});

test('a relation that was taken away holds no quote any more', async () => {
	const { relations } = await getSaidOverview(world.as('nadia'), world.roundId);
	const { id } = relations.find(({ turnId }) => turnId === turns.related)!;
	await unrelateTurn(world.as('nadia'), { roundId: world.roundId, id });
	expect(await seen('edi', { question })).toEqual(['about']);
});
