import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { relateTurn, unrelateTurn } from '#lib/server/coding/relations.ts';
import { getSaidOverview, getSaidPage } from '#lib/server/coding/said.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import {
	type StatementFacts,
	addStatement,
	changeStatement,
	setStatementRemoved
} from '#lib/server/focusgroups/statements.ts';
import { getStatementsPage } from '#lib/server/focusgroups/statementsPage.ts';
import { type GivenVote, recordVotes } from '#lib/server/focusgroups/votes.ts';
import type { Relation, Vote } from '#lib/terms.ts';
import { auditOf, outcome } from '../support/consentWorld.ts';
import { openTestDatabase } from '../support/database.ts';
import { AGREES_TO_ALL, addGroup, addParticipant, addTurn } from '../support/groupWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/** What was said beside what was answered, and how far a room agreed. */
let database: Database;
let world: World;
let groupId: string;
let speaker: string;
let turn: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	groupId = await addGroup(world);
	speaker = await addParticipant(world, groupId, { pseudonym: 'P01', agrees: AGREES_TO_ALL });
	turn = await addTurn(world, groupId, { participantId: speaker, body: 'Sample words on fees.' });
});
afterAll(() => database.close());

const question = 'can_complain';
const relate = (
	person: Person,
	relation: Relation,
	given: { id?: string; turnId?: string; question?: string; delegationId?: string | null } = {}
) =>
	relateTurn(world.as(person), {
		roundId: world.roundId,
		id: given.id ?? randomUUID(),
		turnId: given.turnId ?? turn,
		question: given.question ?? question,
		delegationId: given.delegationId === undefined ? world.delegations.KH : given.delegationId,
		relation
	});
const page = (person: Person, words = '') =>
	getSaidPage(world.as(person), world.roundId, question, { words, groupId: '' });

describe('a turn set against an answer', () => {
	test('stands once, whoever says it again, and its successor takes its place', async () => {
		const id = randomUUID();
		await relate('nadia', 'confirms', { id });
		await relate('nadia', 'confirms', { id });
		await relate('rina', 'confirms');
		expect((await page('edi')).relations).toMatchObject([
			{ turnId: turn, relation: 'confirms', who: 'P01', delegationId: world.delegations.KH }
		]);
		await relate('edi', 'contradicts');
		const after = (await page('rina')).relations;
		expect(after.map(({ relation }) => relation)).toEqual(['contradicts']);
		const entries = (await auditOf(world, turn)).filter(({ action }) => action === 'turn.relate');
		expect(entries).toHaveLength(2);
		expect(JSON.stringify(entries)).not.toContain('Sample words');
		await unrelateTurn(world.as('nadia'), { roundId: world.roundId, id: after[0]!.id });
		await unrelateTurn(world.as('nadia'), { roundId: world.roundId, id: after[0]!.id });
		expect((await page('rina')).relations).toEqual([]);
		expect(await auditOf(world, turn)).toHaveLength(3);
		const kept = await asSystem(database.db, (trx) =>
			trx.selectFrom('turn_answers').select('id').where('turn_id', '=', turn).execute()
		);
		expect(kept).toHaveLength(2);
	});

	test('a page gone back to says another thing; sent late it undoes nothing', async () => {
		const turnId = await addTurn(world, groupId, { participantId: speaker, body: 'Sample back.' });
		const id = randomUUID();
		const standing = async () =>
			(await page('rina')).relations
				.filter((each) => each.turnId === turnId)
				.map(({ relation }) => relation);
		await relate('nadia', 'confirms', { id, turnId });
		await relate('nadia', 'contradicts', { id, turnId });
		expect(await standing()).toEqual(['contradicts']);
		await relate('edi', 'extends', { turnId });
		for (const late of ['confirms', 'contradicts'] as const)
			await relate('nadia', late, { id, turnId });
		expect(await standing()).toEqual(['extends']);
		expect(await auditOf(world, turnId)).toHaveLength(3);
	});

	test('two people at once: one relation stands', async () => {
		const both = await addTurn(world, groupId, { participantId: speaker, body: 'Sample both.' });
		const said: Relation[] = ['confirms', 'contradicts', 'extends', 'confirms'];
		await Promise.all(
			said.map((relation, at) => relate(at % 2 ? 'edi' : 'nadia', relation, { turnId: both }))
		);
		const { relations } = await getSaidOverview(world.as('rina'), world.roundId);
		expect(relations.filter(({ turnId }) => turnId === both)).toHaveLength(1);
	});

	test('is marked once the turn has changed', async () => {
		const changed = await addTurn(world, groupId, { participantId: speaker, body: 'Sample one.' });
		await relate('rina', 'extends', { turnId: changed, delegationId: null });
		const find = async () => (await page('edi')).relations.find(({ turnId }) => turnId === changed);
		expect(await find()).toMatchObject({ isChanged: false, delegationId: null });
		await asSystem(database.db, (trx) =>
			trx
				.updateTable('turns')
				.set({ body: 'Sample two.', revision: 2, changed_at: new Date(Date.now() + 1000) })
				.where('id', '=', changed)
				.execute()
		);
		expect(await find()).toMatchObject({ isChanged: true, body: 'Sample two.' });
	});

	test('is offered by words, in whatever script', async () => {
		const khmer = await addTurn(world, groupId, { participantId: speaker, body: 'ថ្លៃសេវា 20' });
		expect((await page('edi', 'ថ្លៃសេវា')).offered.map(({ id }) => id)).toEqual([khmer]);
		expect((await page('edi', 'nowhere at all')).offered).toEqual([]);
		const of = { words: '', groupId };
		const { offered } = await getSaidPage(world.as('edi'), world.roundId, question, of);
		expect(offered.map(({ id }) => id)).toContain(khmer);
	});

	test('people outside of the team learn nothing, and nothing of other rounds is taken', async () => {
		for (const person of ['rudi', 'sokha', 'omar', 'citra', 'ana'] as const) {
			expect(await outcome(relate(person, 'confirms'))).toBe('not_found');
			expect(await outcome(getSaidOverview(world.as(person), world.roundId))).toBe('not_found');
		}
		expect(await outcome(relate('rina', 'confirms', { turnId: randomUUID() }))).toBe('not_found');
		expect(await outcome(relate('rina', 'confirms', { question: 'nothing' }))).toBe('not_found');
		expect(await outcome(relate('rina', 'confirms', { delegationId: randomUUID() }))).toBe(
			'not_found'
		);
		expect(await outcome(relate('rina', 'confirms'))).toBe('done');
	});

	test('what an editor may not read is not beside the answer for them', async () => {
		const hidden = await addTurn(world, groupId, {
			participantId: speaker,
			body: 'Sample off the record.',
			mark: 'off_record'
		});
		await relate('rina', 'contradicts', { turnId: hidden });
		const seen = async (person: Person) =>
			(await page(person)).relations.some(({ turnId }) => turnId === hidden);
		expect(await seen('rina')).toBe(true);
		expect(await seen('edi')).toBe(false);
		expect(await outcome(relate('edi', 'confirms', { turnId: hidden }))).toBe('not_found');
	});
});

describe('a statement', () => {
	const facts = (body: string, about: Partial<StatementFacts> = {}): StatementFacts => ({
		...{ body, area: null, question: null },
		...about
	});
	async function add(body: string, about: Partial<StatementFacts> = {}) {
		const id = randomUUID();
		await addStatement(world.as('nadia'), { groupId, id, facts: facts(body, about) });
		return id;
	}
	const statement = async (id: string) =>
		(await getStatementsPage(world.as('edi'), world.roundId, groupId)).statements.find(
			(each) => each.id === id
		)!;
	const vote = (
		statementId: string,
		given: { vote: Vote; turnId?: string | null; before?: GivenVote['before']; by?: Person },
		participantId = speaker
	) =>
		recordVotes(world.as(given.by ?? 'nadia'), {
			groupId,
			statementId,
			votes: [
				{
					participantId,
					vote: given.vote,
					turnId: given.turnId ?? null,
					before: given.before ?? null
				}
			]
		});

	test('is added once, changed as long as nobody was asked, removed and put back', async () => {
		const id = await add('Sample: courts are too far.');
		await addStatement(world.as('nadia'), { groupId, id, facts: facts('Sample: other') });
		expect(await statement(id)).toMatchObject({ body: 'Sample: courts are too far.', revision: 1 });
		const change = (revision: number, body: string) =>
			outcome(changeStatement(world.as('rina'), { groupId, id, revision, facts: facts(body) }));
		expect(await change(1, 'Sample: courts are far.')).toBe('done');
		expect(await change(1, 'Sample: courts are near.')).toBe('changed_meanwhile');
		expect(await change(1, 'Sample: courts are far.')).toBe('done');
		await vote(id, { vote: 'agree' });
		expect(await change(2, 'Sample: courts are near.')).toBe('wrong_state');
		for (const isRemoved of [true, true, false]) {
			await setStatementRemoved(world.as('nadia'), { groupId, id, isRemoved });
			expect((await statement(id)).isRemoved).toBe(isRemoved);
		}
		expect((await statement(id)).counts).toEqual({ agree: 1, disagree: 0, abstain: 0 });
	});

	test('dissent keeps its words; the last vote counts and the one before is kept', async () => {
		const id = await add('Sample: fees are fair.');
		await vote(id, { vote: 'agree' });
		await vote(id, { vote: 'agree' });
		expect((await statement(id)).recorded).toBe(1);
		const before = { vote: 'agree' as const, turnId: null };
		await vote(id, { vote: 'disagree', turnId: turn, before });
		expect(await statement(id)).toMatchObject({
			counts: { agree: 0, disagree: 1, abstain: 0 },
			votes: [{ participantId: speaker, vote: 'disagree', turnId: turn }],
			recorded: 2
		});
		// Another page that still shows the first vote must not undo the second.
		expect(await outcome(vote(id, { vote: 'abstain', before }))).toBe('changed_meanwhile');
		// What the page found is not sent as news.
		expect(await outcome(vote(id, { vote: 'agree', before }))).toBe('done');
		expect((await statement(id)).votes[0]?.vote).toBe('disagree');
	});

	test('nothing is recorded of whoever refused notes, nor of people of other meetings', async () => {
		const id = await add('Sample: a third.');
		const silent = await addParticipant(world, groupId, {
			pseudonym: 'P09',
			agrees: ['take_part']
		});
		expect(await outcome(vote(id, { vote: 'agree' }, silent))).toBe('notes_refused');
		const elsewhere = await addGroup(world, { name: 'Elsewhere' });
		const other = await addParticipant(world, elsewhere, {
			pseudonym: 'P01',
			agrees: AGREES_TO_ALL
		});
		expect(await outcome(vote(id, { vote: 'agree' }, other))).toBe('not_found');
		const theirs = await addTurn(world, elsewhere, { participantId: other, body: 'Sample' });
		expect(await outcome(vote(id, { vote: 'disagree', turnId: theirs }))).toBe('not_found');
		expect((await statement(id)).votes).toEqual([]);
		expect(await outcome(vote(id, { vote: 'agree' }))).toBe('done');
	});

	test('coordinators and note-takers write, editors read, others find nothing', async () => {
		const id = await add('Sample: a fourth.');
		for (const by of ['edi', 'rudi', 'sokha', 'omar', 'citra', 'ana'] as const) {
			expect(await outcome(vote(id, { vote: 'agree', by }))).toBe('not_found');
			const given = { groupId, id: randomUUID(), facts: facts('Sample') };
			expect(await outcome(addStatement(world.as(by), given))).toBe('not_found');
		}
		for (const person of ['rudi', 'sokha', 'omar', 'citra'] as const)
			expect(await outcome(getStatementsPage(world.as(person), world.roundId, groupId))).toBe(
				'not_found'
			);
		expect(await outcome(vote(id, { vote: 'agree', by: 'rina' }))).toBe('done');
	});

	test('about a question it stands beside its answers, in its area, with words of dissent', async () => {
		const id = await add('Sample: nobody can complain.', { question, area: 'return' });
		expect(await statement(id)).toMatchObject({ question, area: 'justice' });
		await vote(id, { vote: 'disagree', turnId: turn });
		const found = {
			...{ id, question, body: 'Sample: nobody can complain.', groupId },
			counts: { agree: 0, disagree: 1, abstain: 0 },
			reasons: [{ who: 'P01', vote: 'disagree', body: 'Sample words on fees.' }]
		};
		for (const person of ['rina', 'edi', 'nadia'] as const) {
			expect((await page(person)).statements).toMatchObject([found]);
			const { statements } = await getSaidOverview(world.as(person), world.roundId);
			expect(statements).toMatchObject([found]);
		}
		const other = { words: '', groupId: '' };
		const beside = await getSaidPage(world.as('edi'), world.roundId, 'cases', other);
		expect(beside.statements).toEqual([]);

		await setStatementRemoved(world.as('nadia'), { groupId, id, isRemoved: true });
		expect((await page('edi')).statements).toEqual([]);
		await setStatementRemoved(world.as('nadia'), { groupId, id, isRemoved: false });
		expect((await page('edi')).statements).toHaveLength(1);
	});

	test('what it is about can be said after somebody was asked; its words stand', async () => {
		const body = 'Sample: about cases.';
		const id = await add(body);
		await vote(id, { vote: 'agree' });
		const change = async (by: Person, to: StatementFacts) => {
			const { revision } = await statement(id);
			return outcome(changeStatement(world.as(by), { groupId, id, revision, facts: to }));
		};
		expect(await change('nadia', facts('Sample: other', { question: 'cases' }))).toBe(
			'wrong_state'
		);
		expect(await change('edi', facts(body, { question: 'cases' }))).toBe('not_found');
		expect(await change('nadia', facts(body, { question: 'nothing' }))).toBe('not_found');
		expect(await change('nadia', facts(body, { question: 'cases' }))).toBe('done');
		expect(await statement(id)).toMatchObject({ body, question: 'cases', area: 'justice' });
		expect(await change('nadia', facts(body, { area: 'return' }))).toBe('done');
		expect(await statement(id)).toMatchObject({ question: null, area: 'return' });
		const entries = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('audit_entries')
				.select('detail')
				.where('action', '=', 'statement.write')
				.execute()
		);
		expect(entries.filter(({ detail }) => JSON.stringify(detail).includes(id))).toHaveLength(3);
	});

	test('beside a question it shows an editor no words they may not read', async () => {
		const hidden = await addTurn(world, groupId, {
			participantId: speaker,
			body: 'Sample off the record dissent.',
			mark: 'off_record'
		});
		const id = await add('Sample: a sixth.', { question: 'obstacles' });
		await vote(id, { vote: 'disagree', turnId: hidden });
		const reasons = async (person: Person) =>
			(
				await getSaidPage(world.as(person), world.roundId, 'obstacles', { words: '', groupId: '' })
			).statements.flatMap((each) => each.reasons.map((reason) => reason.body));
		expect(await reasons('rina')).toEqual(['Sample off the record dissent.']);
		expect(await reasons('edi')).toEqual([null]);
	});

	test('whoever takes everything back is counted no more', async () => {
		const id = await add('Sample: a fifth.', { question: 'obstacles' });
		const leaver = await addParticipant(world, groupId, {
			pseudonym: 'P10',
			agrees: AGREES_TO_ALL
		});
		await vote(id, { vote: 'disagree' }, leaver);
		expect((await statement(id)).counts.disagree).toBe(1);
		await asSystem(database.db, (trx) =>
			trx
				.insertInto('withdrawals')
				.values({
					id: randomUUID(),
					participant_id: leaver,
					group_id: groupId,
					study_id: world.studyId,
					scope: 'all',
					recorded_by: world.accounts.nadia
				})
				.execute()
		);
		expect((await statement(id)).counts.disagree).toBe(0);
		const { statements } = await getSaidOverview(world.as('edi'), world.roundId);
		expect(statements.find((each) => each.id === id)).toMatchObject({
			counts: { disagree: 0 },
			reasons: []
		});
	});
});
