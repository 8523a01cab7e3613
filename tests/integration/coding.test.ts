import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addCodings } from '#lib/server/coding/addCodings.ts';
import { codeWords } from '#lib/server/coding/codeWords.ts';
import { listCodings } from '#lib/server/coding/listCodings.ts';
import { removeCodings, restoreCodings } from '#lib/server/coding/removeCodings.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { moveCodings } from '#lib/server/focusgroups/moveCodings.ts';
import { code, makeCode, seenOn, turnOf } from '../support/codingWorld.ts';
import { openTestDatabase } from '../support/database.ts';
import {
	AGREES_TO_ALL,
	AGREES_TO_QUOTES,
	addGroup,
	addParticipant,
	addTurn
} from '../support/groupWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

/** Codes on turns: who puts them on and sees them, where they come to lie, and where they go. */
let database: Database;
let world: World;
let groupId: string;
let participantId: string;
let silentId: string;
let barrier: string;
let cost: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	groupId = await addGroup(world);
	participantId = await addParticipant(world, groupId, {
		pseudonym: 'P01',
		agrees: AGREES_TO_ALL
	});
	silentId = await addParticipant(world, groupId, { pseudonym: 'P09' });
	barrier = await makeCode(world, 'barrier');
	cost = await makeCode(world, 'cost');
});
afterAll(() => database.close());

const say = (body: string, given: Partial<Parameters<typeof addTurn>[2]> = {}) =>
	addTurn(world, groupId, { participantId, body, ...given });
const as = <T>(person: Person, work: Parameters<typeof asActor<T>>[2]) =>
	asActor(world.database.db, { accountId: world.accounts[person] }, work);
const add = (
	person: Person,
	turnId: string,
	span: { start: number; end: number },
	given: { id?: string; revision?: number; field?: 'body' | 'translation'; codeId?: string } = {}
) =>
	addCodings(world.as(person), {
		roundId: world.roundId,
		codings: [
			{
				id: given.id ?? randomUUID(),
				codeId: given.codeId ?? barrier,
				place: { turnId },
				field: given.field ?? 'body',
				textRevision: given.revision ?? 1,
				...span
			}
		]
	});
/** A change of a turn's words as the verbs of meetings make it. */
const change = (turnId: string, body: string) =>
	as('nadia', async (trx) => {
		const before = await trx
			.selectFrom('turns')
			.select(['body', 'translation', 'revision'])
			.where('id', '=', turnId)
			.forUpdate()
			.executeTakeFirstOrThrow();
		const revision = before.revision + 1;
		await trx.updateTable('turns').set({ body, revision }).where('id', '=', turnId).execute();
		await sql`insert into turn_revisions (turn_id, group_id, study_id, revision, author_id, speaker,
				participant_id, kind, mark, body, translation)
			select id, group_id, study_id, revision, actor_id(), speaker, participant_id, kind, mark, body,
				translation from turns where id = ${turnId}::uuid`.execute(trx);
		const { translation } = before;
		await moveCodings(trx, {
			id: turnId,
			revision,
			before: { body: before.body, translation },
			after: { body, translation }
		});
	});

describe('who codes and who sees codes', () => {
	test('the team codes what it reads; an editor nothing off the record or without consent', async () => {
		const open = await say('The officer asks for a letter.');
		const off = await say('Do not write this down.', { mark: 'off_record' });
		const unsigned = await say('Said before signing.', { participantId: silentId });
		for (const person of ['rina', 'nadia', 'edi'] as const) {
			const [added] = await add(person, open, { start: 4, end: 11 });
			expect(added).toMatchObject({ start: 4, end: 11 });
		}
		expect(await seenOn(world, 'edi', open)).toEqual(['barrier: officer']);
		for (const turn of [off, unsigned]) {
			await add('nadia', turn, { start: 0, end: 4 });
			await expect(add('edi', turn, { start: 0, end: 4 })).rejects.toMatchObject({
				code: 'not_found'
			});
			expect(await seenOn(world, 'edi', turn)).toEqual([]);
			expect(await seenOn(world, 'rina', turn)).toHaveLength(1);
		}
	});

	test('readers, representatives, strangers and other studies put none on, see none, take none off', async () => {
		const turn = await say('Nobody else reads this.');
		const added = await code(world, 'nadia', turn, barrier, 'Nobody');
		for (const person of ['rudi', 'sokha', 'budi', 'ana', 'omar', 'citra'] as const) {
			await expect(add(person, turn, { start: 0, end: 6 })).rejects.toMatchObject({
				code: 'not_found'
			});
			await expect(
				removeCodings(world.as(person), { roundId: world.roundId, ids: [added.id] })
			).rejects.toMatchObject({ code: 'not_found' });
			const seen = await as(person, (trx) => listCodings(trx, { roundId: world.roundId }));
			expect(seen, person).toEqual([]);
		}
		expect(await seenOn(world, 'nadia', turn)).toEqual(['barrier: Nobody']);
	});

	test('no code of another study goes on, and none of this one on another round', async () => {
		const foreign = await makeCode(world, 'foreign', { studyId: world.otherStudyId, by: 'citra' });
		const turn = await say('Here.');
		await expect(
			add('nadia', turn, { start: 0, end: 4 }, { codeId: foreign })
		).rejects.toMatchObject({ code: 'not_found' });
		await expect(
			addCodings(world.as('nadia'), { roundId: randomUUID(), codings: [] })
		).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('where codes lie', () => {
	test('between graphemes, in every script, without blanks at the ends', async () => {
		const khmer = 'ការងារសមរម្យ';
		const turn = await say(khmer);
		const [added] = await add('nadia', turn, { start: 1, end: 2 });
		expect(khmer.slice(added!.start, added!.end)).toBe('កា');
		const family = await say('one 👩‍👧 two');
		const [emoji] = await add('nadia', family, { start: 5, end: 6 });
		expect('one 👩‍👧 two'.slice(emoji!.start, emoji!.end)).toBe('👩‍👧');
		const [trimmed] = await add('nadia', family, { start: 0, end: 4 });
		expect(trimmed).toMatchObject({ start: 0, end: 3 });
	});

	test('outside of the text, in a field it does not have, or on a folder: refused', async () => {
		const turn = await say('Short.');
		await expect(add('nadia', turn, { start: 6, end: 9 })).rejects.toMatchObject({
			code: 'span_outside'
		});
		await expect(
			add('nadia', turn, { start: 0, end: 5 }, { field: 'translation' })
		).rejects.toMatchObject({ code: 'invalid' });
		const folder = await makeCode(world, 'folder', { isCodable: false });
		await expect(
			add('nadia', turn, { start: 0, end: 5 }, { codeId: folder })
		).rejects.toMatchObject({ code: 'invalid' });
	});

	test('several on the same words, each once; sent twice it is one', async () => {
		const turn = await say('The pass costs more than the claim.');
		const id = randomUUID();
		const [first] = await add('nadia', turn, { start: 4, end: 14 }, { id });
		const [again] = await add('nadia', turn, { start: 4, end: 14 }, { id });
		const [other] = await add('edi', turn, { start: 4, end: 14 });
		expect([first?.isNew, again?.isNew, other?.isNew]).toEqual([true, false, false]);
		expect([again?.id, other?.id]).toEqual([id, id]);
		await add('nadia', turn, { start: 9, end: 24 }, { codeId: cost });
		expect(await seenOn(world, 'edi', turn)).toEqual([
			'barrier: pass costs',
			'cost: costs more than'
		]);
		// Somebody else's id is nobody's way in.
		await expect(add('edi', turn, { start: 0, end: 3 }, { id })).rejects.toMatchObject({
			code: 'invalid'
		});
	});

	test('twice at the same moment it is one', async () => {
		const turn = await say('Pressed twice.');
		const given = { id: randomUUID() };
		const added = await Promise.all([
			add('nadia', turn, { start: 0, end: 7 }, given),
			add('nadia', turn, { start: 0, end: 7 }, given)
		]);
		expect(added.flat().filter(({ isNew }) => isNew)).toHaveLength(1);
		expect(await seenOn(world, 'nadia', turn)).toEqual(['barrier: Pressed']);
	});
});

describe('when words change', () => {
	test('codes follow them; one whose words are gone is taken off', async () => {
		const turn = await say('We paid five hundred for a letter.');
		await code(world, 'nadia', turn, barrier, 'a letter');
		await code(world, 'nadia', turn, cost, 'five hundred');
		await change(turn, 'We paid for a letter and a stamp.');
		expect(await seenOn(world, 'nadia', turn)).toEqual(['barrier: a letter']);
	});

	test('a passage chosen on an earlier text lies on its words, or is refused', async () => {
		const turn = await say('The officer asks for a letter.');
		await change(turn, 'Yes. The officer asks for a letter.');
		const [added] = await add('nadia', turn, { start: 21, end: 29 });
		const { body } = await turnOf(world, turn);
		expect(body.slice(added!.start, added!.end)).toBe('a letter');
		expect(added!.textRevision).toBe(2);
		await change(turn, 'Yes. The officer asks.');
		await expect(add('nadia', turn, { start: 21, end: 29 })).rejects.toMatchObject({
			code: 'span_outside'
		});
		const other = await say('The bus costs half a day.');
		await change(other, 'The bus costs nothing.');
		// “nothing” stands where “half a day” stood, but nobody chose it.
		await expect(add('nadia', other, { start: 14, end: 24 })).rejects.toMatchObject({
			code: 'span_outside'
		});
		await expect(add('nadia', turn, { start: 0, end: 4 }, { revision: 99 })).rejects.toMatchObject({
			code: 'span_outside'
		});
	});

	test('a code that was left behind is brought along before anybody sees it', async () => {
		const turn = await say('Half of the wage goes to the agent.');
		await code(world, 'nadia', turn, cost, 'the wage');
		await asSystem(database.db, async (trx) => {
			const body = 'They say that half of the wage goes to the agent.';
			await trx.updateTable('turns').set({ body, revision: 2 }).where('id', '=', turn).execute();
		});
		expect(await seenOn(world, 'edi', turn)).toEqual(['cost: the wage']);
	});

	test('words of whoever takes everything back take their codes with them', async () => {
		const leaver = await addParticipant(world, groupId, {
			pseudonym: 'P08',
			agrees: AGREES_TO_QUOTES
		});
		const turn = await say('I was there.', { participantId: leaver });
		const { id } = await code(world, 'nadia', turn, barrier);
		await as('nadia', (trx) =>
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
		for (const person of ['rina', 'nadia', 'edi'] as const) {
			const seen = await as(person, (trx) => listCodings(trx, { roundId: world.roundId }));
			expect(seen.map((coding) => coding.id)).not.toContain(id);
		}
	});
});

describe('taking off and putting back', () => {
	test('once each, by anybody of the team, with who it was', async () => {
		const turn = await say('Off and on again.');
		const { id } = await code(world, 'nadia', turn, barrier, 'Off');
		const given = { roundId: world.roundId, ids: [id] };
		await removeCodings(world.as('edi'), given);
		await removeCodings(world.as('edi'), given);
		expect(await seenOn(world, 'nadia', turn)).toEqual([]);
		const row = await asSystem(database.db, (trx) =>
			trx.selectFrom('codings').select('removed_by').where('id', '=', id).executeTakeFirst()
		);
		expect(row?.removed_by).toBe(world.accounts.edi);
		await change(turn, 'They switch it: Off and on again.');
		await restoreCodings(world.as('edi'), given);
		expect(await seenOn(world, 'nadia', turn)).toEqual(['barrier: Off']);
		await removeCodings(world.as('edi'), given);
		await change(turn, 'They switch it: and on again.');
		await expect(restoreCodings(world.as('edi'), given)).rejects.toMatchObject({
			code: 'span_outside'
		});
		const audit = await asSystem(database.db, (trx) =>
			trx
				.selectFrom('audit_entries')
				.select(['action', 'detail'])
				.where('subject_id', '=', id)
				.orderBy('id')
				.execute()
		);
		expect(audit.map(({ action }) => action)).toEqual([
			'coding.add',
			'coding.remove',
			'coding.add',
			'coding.remove'
		]);
		expect(JSON.stringify(audit)).not.toMatch(/off/i);
	});
});

describe('words typed into a form', () => {
	const type = (turnId: string, words: string | null, isEverywhere = false) =>
		codeWords(world.as('nadia'), {
			id: randomUUID(),
			roundId: world.roundId,
			codeId: cost,
			place: { turnId },
			field: 'body',
			words,
			isEverywhere
		});
	test('are found whatever their capitals; once, everywhere, or the whole text', async () => {
		const turn = await say('Uang, dan uang lagi. Phí MÔI GIỚI.');
		await type(turn, 'uang');
		expect(await seenOn(world, 'nadia', turn)).toEqual(['cost: Uang']);
		await type(turn, 'uang', true);
		await type(turn, 'phí môi giới');
		expect(await seenOn(world, 'nadia', turn)).toEqual([
			'cost: Phí MÔI GIỚI',
			'cost: Uang',
			'cost: uang'
		]);
		const whole = await say('All of it.');
		await type(whole, null);
		expect(await seenOn(world, 'nadia', whole)).toEqual(['cost: All of it.']);
		await expect(type(whole, 'none of it')).rejects.toMatchObject({ code: 'words_missing' });
	});
});
