import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { getCheckPage } from '#lib/server/focusgroups/checkOverview.ts';
import { amendTurn, confirmTurns, limitTurn } from '#lib/server/focusgroups/checkTurns.ts';
import { takeBack } from '#lib/server/focusgroups/ownConsent.ts';
import { TURNS_AT_ONCE, getOwnPage } from '#lib/server/focusgroups/ownPage.ts';
import { auditOf, openLink, outcome, participantRow, placeOf } from '../support/consentWorld.ts';
import { openTestDatabase } from '../support/database.ts';
import { AGREES_TO_ALL, addGroup, addParticipant, addTurn } from '../support/groupWorld.ts';
import { type World, buildWorld } from '../support/world.ts';

/** What participants make of their own words, by link and until the day that is set. */
let database: Database;
let world: World;
let groupId: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	groupId = await addGroup(world);
});
afterAll(() => database.close());

let pseudonyms = 0;
async function speaker(bodies: readonly string[], group = groupId) {
	const id = await addParticipant(world, group, {
		pseudonym: `S${++pseudonyms}`,
		agrees: AGREES_TO_ALL
	});
	const turns: string[] = [];
	for (const [at, body] of bodies.entries())
		turns.push(await addTurn(world, group, { participantId: id, body, ordinal: at }));
	const { linkId } = await openLink(world, placeOf(world, group, id));
	return { id, turns, linkId, turn: turns[0]! };
}
const amend = (linkId: string, turnId: string, base: number, body: string, id = randomUUID()) =>
	amendTurn(world.system, linkId, { turnId, id, base, body });
const turnRow = (id: string) =>
	asSystem(database.db, (trx) =>
		trx.selectFrom('turns').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
	);
const revisionsOf = (id: string) =>
	asSystem(database.db, (trx) =>
		trx
			.selectFrom('turn_revisions')
			.selectAll()
			.where('turn_id', '=', id)
			.orderBy('revision')
			.execute()
	);
const own = async (linkId: string, from = 0) =>
	(await getOwnPage(world.system, linkId, from)).turns!;
/** A note-taker writes the turn anew, as the page of the room does. */
const rewrite = (turnId: string, body: string) =>
	asActor(database.db, { accountId: world.accounts.nadia }, async (trx) => {
		await sql`update turns set body = ${body}, revision = revision + 1, changed_at = now()
			where id = ${turnId}::uuid`.execute(trx);
		await sql`insert into turn_revisions (turn_id, group_id, study_id, revision, author_id, speaker,
				participant_id, kind, mark, body)
			select id, group_id, study_id, revision, ${world.accounts.nadia}::uuid, speaker, participant_id,
				kind, mark, body from turns where id = ${turnId}::uuid`.execute(trx);
	});

describe('a participant', () => {
	test('sees their own turns in their order, page by page, and no observation', async () => {
		const { linkId, id, turns } = await speaker(
			Array.from({ length: TURNS_AT_ONCE + 2 }, (_, at) => `said ${at}`)
		);
		await addTurn(world, groupId, { participantId: id, body: 'looks away', kind: 'observation' });
		await speaker(['somebody else']);
		const first = await own(linkId);
		expect(first.total).toBe(turns.length);
		expect(first.shown.map(({ body }) => body)).toEqual(
			turns.slice(0, TURNS_AT_ONCE).map((_, at) => `said ${at}`)
		);
		expect((await own(linkId, TURNS_AT_ONCE)).shown.map(({ id }) => id)).toEqual(turns.slice(-2));
		expect((await own(linkId, 1e9)).shown).toHaveLength(1);
		expect((await own(linkId, Number.NaN)).from).toBe(0);
	});

	test('amends: a revision without an author, once however often it is sent', async () => {
		const { linkId, turn } = await speaker(['The fee is 20 dolars.']);
		const id = randomUUID();
		await amend(linkId, turn, 1, 'The fee is 20 dollars.', id);
		await amend(linkId, turn, 1, 'The fee is 20 dollars.', id);
		expect(await turnRow(turn)).toMatchObject({ body: 'The fee is 20 dollars.', revision: 2 });
		const revisions = await revisionsOf(turn);
		expect(revisions.map(({ author_id }) => author_id)).toEqual([world.accounts.nadia, null]);
		const [entry] = await auditOf(world, turn);
		expect(entry).toMatchObject({ action: 'turn.amend', actor_id: null });
		expect(JSON.stringify(entry!.detail)).not.toContain('dollars');
		// Gone back to, changed, sent again from the same page: what one says last stands.
		await amend(linkId, turn, 1, 'The fee is 30 dollars each.', id);
		expect(await turnRow(turn)).toMatchObject({ body: 'The fee is 30 dollars each.', revision: 3 });
	});

	test('merges with what a note-taker changed elsewhere, and is told where both changed the same', async () => {
		const { linkId, turn } = await speaker([
			'The officer asks for a letter. Then nothing happens for weeks.'
		]);
		await rewrite(turn, 'The officer asks for two letters. Then nothing happens for weeks.');
		await amend(linkId, turn, 1, 'The officer asks for a letter. Then nothing happens for months.');
		expect((await turnRow(turn)).body).toBe(
			'The officer asks for two letters. Then nothing happens for months.'
		);
		expect(
			await outcome(
				amend(linkId, turn, 1, 'The officer asks for money. Then nothing happens for weeks.')
			)
		).toBe('words_changed');
		expect(await outcome(amend(linkId, turn, 999, 'From nowhere.'))).toBe('words_changed');
		expect((await turnRow(turn)).body).toContain('two letters');
	});

	test('takes along the codes that lie on the words', async () => {
		const body = 'We went to the office. The officer asks for a letter from the employer.';
		const { linkId, turn } = await speaker([body]);
		const passage = 'a letter from the employer';
		const coding = await addCoding(turn, body.indexOf(passage), passage.length);
		const gone = await addCoding(turn, 0, 'We went to the office.'.length);
		const after = 'The officer asks for a letter from the employer.';
		await amend(linkId, turn, 1, after);
		const row = await codingRow(coding);
		expect(after.slice(row.starts, row.ends)).toBe(passage);
		expect(row).toMatchObject({ removed_at: null, text_revision: 2 });
		expect((await codingRow(gone)).removed_at).not.toBeNull();
		// A strike changes no words, and the codes know that the revision is another.
		await limitTurn(world.system, linkId, { turnId: turn, base: 2, isStruck: true });
		expect(await codingRow(coding)).toMatchObject({ removed_at: null, text_revision: 3 });
	});

	test('strikes, so that nobody reads it, and takes the strike back', async () => {
		const { linkId, turn } = await speaker(['I should not have said this.']);
		const seenBy = (person: 'rina' | 'nadia' | 'edi') =>
			asActor(database.db, { accountId: world.accounts[person] }, (trx) =>
				trx.selectFrom('turns').select('id').where('id', '=', turn).execute()
			);
		expect(await seenBy('nadia')).toHaveLength(1);
		const strike = { turnId: turn, base: 1, isStruck: true };
		await limitTurn(world.system, linkId, strike);
		await limitTurn(world.system, linkId, strike);
		for (const person of ['rina', 'nadia', 'edi'] as const)
			expect(await seenBy(person)).toEqual([]);
		expect((await own(linkId)).shown[0]).toMatchObject({ isStruck: true, revision: 2 });
		expect(await revisionsOf(turn)).toHaveLength(2);
		// Widening is for those who see what stands.
		expect(
			await outcome(limitTurn(world.system, linkId, { turnId: turn, base: 1, isStruck: false }))
		).toBe('words_changed');
		await limitTurn(world.system, linkId, { turnId: turn, base: 2, isStruck: false });
		expect(await seenBy('rina')).toHaveLength(1);
	});

	test('lowers how far a turn may go, at once, and never above what they agreed to', async () => {
		const { linkId, turn } = await speaker(['Quote me on this.']);
		const level = () =>
			asSystem(database.db, async (trx) => {
				const found = await sql<{
					level: number;
				}>`select level from levels_of(${[turn]}::uuid[])`.execute(trx);
				return found.rows[0]!.level;
			});
		expect(await level()).toBe(5);
		const lower = (loweredTo: number | null, base: number) =>
			limitTurn(world.system, linkId, { turnId: turn, base, loweredTo });
		await lower(2, 1);
		expect(await level()).toBe(2);
		await lower(0, 1);
		expect(await level()).toBe(0);
		expect(await outcome(lower(null, 1))).toBe('words_changed');
		await lower(null, 3);
		expect(await level()).toBe(5);
	});

	test('says that all is right, of what they saw', async () => {
		const { linkId, turn, id } = await speaker(['One.', 'Two.']);
		const { print } = await own(linkId);
		await rewrite(turn, 'One and a half.');
		expect(await outcome(confirmTurns(world.system, linkId, print))).toBe('words_changed');
		expect((await participantRow(world, id)).validated_at).toBeNull();
		const now = await own(linkId);
		await confirmTurns(world.system, linkId, now.print);
		await confirmTurns(world.system, linkId, now.print);
		expect((await participantRow(world, id)).validated_at).toBeInstanceOf(Date);
		const entries = (await auditOf(world, id)).filter(({ action }) => action === 'turn.check');
		expect(entries.map(({ detail }) => detail)).toEqual([{ turns: 2 }]);
	});

	test('touches no turn of somebody else, of another meeting, or an observation', async () => {
		const { linkId, id } = await speaker(['mine']);
		const other = await speaker(['theirs']);
		const elsewhere = await speaker(['elsewhere'], await addGroup(world, { name: 'Elsewhere' }));
		const seen = await addTurn(world, groupId, {
			participantId: id,
			body: 'looks away',
			kind: 'observation'
		});
		for (const turn of [other.turn, elsewhere.turn, seen, randomUUID()]) {
			expect(await outcome(amend(linkId, turn, 1, 'forged'))).toBe('not_found');
			const at = { turnId: turn, base: 1 };
			expect(await outcome(limitTurn(world.system, linkId, { ...at, isStruck: true }))).toBe(
				'not_found'
			);
			expect(await outcome(limitTurn(world.system, linkId, { ...at, loweredTo: 0 }))).toBe(
				'not_found'
			);
		}
		expect((await turnRow(other.turn)).body).toBe('theirs');
	});
});

describe('the check', () => {
	const setDay = (group: string, day: string | null) =>
		asSystem(database.db, (trx) =>
			trx
				.updateTable('focus_groups')
				.set({ validation_until: day })
				.where('id', '=', group)
				.execute()
		);

	test('is over after its day, not open before there is one, and open on the day itself', async () => {
		const group = await addGroup(world, { name: 'Timed' });
		const { linkId, turn } = await speaker(['words'], group);
		const tries = async () => [
			await outcome(amend(linkId, turn, 1, 'late words')),
			await outcome(limitTurn(world.system, linkId, { turnId: turn, base: 1, isStruck: true })),
			await outcome(confirmTurns(world.system, linkId, '1-1'))
		];
		for (const day of ['2020-01-01', null]) {
			await setDay(group, day);
			expect(await tries()).toEqual(['check_over', 'check_over', 'check_over']);
			expect((await getOwnPage(world.system, linkId, 0)).turns).toBeNull();
		}
		expect(await turnRow(turn)).toMatchObject({ body: 'words', revision: 1, struck_at: null });
		const today = await asSystem(database.db, async (trx) => {
			const found = await sql<{ day: string }>`select current_date as day`.execute(trx);
			return found.rows[0]!.day;
		});
		await setDay(group, today);
		expect(await own(linkId)).toMatchObject({ total: 1 });
		await amend(linkId, turn, 1, 'words in time');
	});

	test('has nothing for whoever took everything back', async () => {
		const { linkId, turn } = await speaker(['words']);
		await takeBack(world.system, linkId, { id: randomUUID(), scope: 'all' });
		expect((await getOwnPage(world.system, linkId, 0)).turns).toBeNull();
		expect(await outcome(amend(linkId, turn, 1, 'other words'))).toBe('check_over');
	});

	test('is told to staff in numbers', async () => {
		const group = await addGroup(world, { name: 'Counted' });
		const a = await speaker(['one', 'two', 'three', 'four'], group);
		await speaker([], group);
		await amend(a.linkId, a.turns[0]!, 1, 'one, put right');
		await amend(a.linkId, a.turns[0]!, 2, 'one, put right again');
		await limitTurn(world.system, a.linkId, { turnId: a.turns[1]!, base: 1, isStruck: true });
		await limitTurn(world.system, a.linkId, { turnId: a.turns[2]!, base: 1, loweredTo: 1 });
		await confirmTurns(world.system, a.linkId, (await own(a.linkId)).print);
		const { lines } = await getCheckPage(world.as('nadia'), world.roundId, group);
		expect(lines[0]).toMatchObject({ turns: 4, amended: 1, struck: 1, lowered: 1 });
		expect(lines[0]!.participant.validatedAt).toBeInstanceOf(Date);
		expect(lines[1]).toMatchObject({ turns: 0, amended: 0, struck: 0, lowered: 0 });
		expect(JSON.stringify(lines)).not.toContain('put right');
	});
});

async function addCoding(turnId: string, start: number, length: number): Promise<string> {
	return asSystem(database.db, async (trx) => {
		const book =
			(await trx
				.selectFrom('codebooks')
				.select('id')
				.where('study_id', '=', world.studyId)
				.executeTakeFirst()) ??
			(await trx
				.insertInto('codebooks')
				.values({ study_id: world.studyId })
				.returning('id')
				.executeTakeFirstOrThrow());
		const codeId = randomUUID();
		await trx
			.insertInto('codes')
			.values({ id: codeId, study_id: world.studyId, codebook_id: book.id, name: codeId })
			.execute();
		const id = randomUUID();
		await trx
			.insertInto('codings')
			.values({
				id,
				study_id: world.studyId,
				round_id: world.roundId,
				code_id: codeId,
				turn_id: turnId,
				field: 'body',
				starts: start,
				ends: start + length,
				text_revision: 1,
				coder_id: world.accounts.edi
			})
			.execute();
		return id;
	});
}
const codingRow = (id: string) =>
	asSystem(database.db, (trx) =>
		trx.selectFrom('codings').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
	);
