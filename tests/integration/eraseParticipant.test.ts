import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { findLink } from '#lib/server/focusgroups/byLink.ts';
import { amendTurn } from '#lib/server/focusgroups/checkTurns.ts';
import { recordConsent } from '#lib/server/focusgroups/consents.ts';
import { eraseParticipant } from '#lib/server/focusgroups/erase.ts';
import { writeIdentity } from '#lib/server/focusgroups/identities.ts';
import { takeBack } from '#lib/server/focusgroups/ownConsent.ts';
import { makeParticipantLink } from '#lib/server/focusgroups/participantLinks.ts';
import { getParticipantPage } from '#lib/server/focusgroups/participantPage.ts';
import { sealedPlace } from '#lib/server/keys/places.ts';
import { seal, unseal } from '#lib/server/keys/sealing.ts';
import {
	HERE,
	answers,
	auditOf,
	dumpAll,
	openLink,
	outcome,
	participantRow,
	placeOf,
	withKey
} from '../support/consentWorld.ts';
import { openTestDatabase } from '../support/database.ts';
import { AGREES_TO_ALL, addGroup, addParticipant, addTurn } from '../support/groupWorld.ts';
import { PEOPLE, type World, buildWorld } from '../support/world.ts';

/** Somebody takes everything back and a coordinator erases what they said, for good. */
let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = withKey(await buildWorld(database));
});
afterAll(() => database.close());

/** Stands in every text the person left behind, and nowhere else. */
const WORD = 'Zanzibarword';

/** A meeting in which one person left traces in every table there is, beside another who stays. */
async function meeting() {
	const groupId = await addGroup(world, { name: `Meeting ${randomUUID().slice(0, 8)}` });
	const leaver = await addParticipant(world, groupId, { pseudonym: 'P01', agrees: AGREES_TO_ALL });
	const stayer = await addParticipant(world, groupId, { pseudonym: 'P02', agrees: AGREES_TO_ALL });
	const turn = await addTurn(world, groupId, {
		participantId: leaver,
		body: `I say ${WORD}.`,
		translation: `Translated ${WORD}.`
	});
	await addTurn(world, groupId, {
		participantId: leaver,
		body: `Looks at ${WORD}`,
		kind: 'observation'
	});
	const staying = await addTurn(world, groupId, { participantId: stayer, body: 'I stay.' });
	const at = placeOf(world, groupId, leaver);
	const link = await openLink(world, at);
	await amendTurn(world.system, link.linkId, {
		turnId: turn,
		id: randomUUID(),
		base: 1,
		body: `I said ${WORD} again.`
	});
	await writeIdentity(world.as('rina'), {
		...at,
		identity: { name: 'Real Name', organisation: '', contact: '' }
	});
	const key = world.system.config.sealingKey!;
	const listId = randomUUID();
	const file = await world.system.storage.put(new TextEncoder().encode(`voice ${randomUUID()}`));
	const shared = await world.system.storage.put(new TextEncoder().encode('a sound others keep'));
	await asSystem(database.db, async (trx) => {
		await trx
			.insertInto('name_replacements')
			.values({
				id: listId,
				group_id: groupId,
				study_id: world.studyId,
				sealed: seal(key, sealedPlace.replacements(listId), [
					{
						name: 'Real Name',
						replacement: '[its name before]',
						participantId: at.participantId,
						count: 1
					},
					{ name: 'Other Name', replacement: '[P02]', participantId: null, count: 1 }
				]),
				key_id: key.id,
				made_by: world.accounts.nadia
			})
			.execute();
		const book = await trx
			.insertInto('codebooks')
			.values({ study_id: world.studyId })
			.onConflict((conflict) => conflict.column('study_id').doUpdateSet({ version: 0 }))
			.returning('id')
			.executeTakeFirstOrThrow();
		const codeId = randomUUID();
		await trx
			.insertInto('codes')
			.values({ id: codeId, study_id: world.studyId, codebook_id: book.id, name: 'fear' })
			.execute();
		for (const [turnId, coder] of [
			[turn, 'edi'],
			[staying, 'edi']
		] as const) {
			const codingId = randomUUID();
			await trx
				.insertInto('codings')
				.values({
					id: codingId,
					study_id: world.studyId,
					round_id: world.roundId,
					code_id: codeId,
					turn_id: turnId,
					field: 'body',
					starts: 0,
					ends: 5,
					text_revision: 1,
					coder_id: world.accounts[coder]
				})
				.execute();
			for (const scope of ['turn', 'span'] as const) {
				const memoId = randomUUID();
				const body = turnId === turn ? `About ${WORD}` : 'About staying';
				await trx
					.insertInto('memos')
					.values({
						id: memoId,
						study_id: world.studyId,
						round_id: world.roundId,
						scope,
						...(scope === 'turn' ? { turn_id: turnId } : { coding_id: codingId }),
						body,
						author_id: world.accounts.edi
					})
					.execute();
				await trx
					.insertInto('memo_revisions')
					.values({ memo_id: memoId, study_id: world.studyId, revision: 1, body })
					.execute();
			}
		}
		const comparison = randomUUID();
		await trx
			.insertInto('comparisons')
			.values({
				id: comparison,
				study_id: world.studyId,
				round_id: world.roundId,
				name: 'Second coder',
				state: 'comparing',
				created_by: world.accounts.edi
			})
			.execute();
		const unit = await trx
			.insertInto('comparison_units')
			.values({ comparison_id: comparison, study_id: world.studyId, turn_id: turn })
			.returning('id')
			.executeTakeFirstOrThrow();
		await trx
			.insertInto('comparison_decisions')
			.values({
				id: randomUUID(),
				comparison_id: comparison,
				study_id: world.studyId,
				unit_id: unit.id,
				code_id: codeId,
				decision: 'apply',
				reason: `Because of ${WORD}`,
				decided_by: world.accounts.edi
			})
			.execute();
		await trx
			.insertInto('turn_answers')
			.values({
				id: randomUUID(),
				study_id: world.studyId,
				round_id: world.roundId,
				turn_id: turn,
				question: 'helped',
				relation: 'extends',
				made_by: world.accounts.edi
			})
			.execute();
		const statement = randomUUID();
		await trx
			.insertInto('statements')
			.values({
				id: statement,
				group_id: groupId,
				study_id: world.studyId,
				round_id: world.roundId,
				body: 'Everybody stays.',
				created_by: world.accounts.nadia
			})
			.execute();
		for (const participant_id of [leaver, stayer])
			await trx
				.insertInto('statement_votes')
				.values({
					id: randomUUID(),
					statement_id: statement,
					group_id: groupId,
					study_id: world.studyId,
					participant_id,
					vote: 'disagree',
					turn_id: turn,
					recorded_by: world.accounts.nadia
				})
				.execute();
		for (const [stored, group] of [
			[file, groupId],
			[shared, groupId]
		] as const)
			await trx
				.insertInto('recordings')
				.values({
					id: randomUUID(),
					group_id: group,
					study_id: world.studyId,
					title: `The voice of ${WORD}`,
					file_sha256: stored.sha256,
					file_type: 'audio/ogg',
					file_size: stored.size,
					file_extension: 'ogg',
					added_by: world.accounts.nadia
				})
				.execute();
	});
	return { groupId, leaver, stayer, turn, staying, at, link, listId, file, shared };
}
const erase = (at: ReturnType<typeof placeOf>, pseudonym = 'P01') =>
	eraseParticipant(world.as('rina'), { ...at, pseudonym });

describe('erasing for good', () => {
	test('is for coordinators, for whoever took everything back, and asks for the pseudonym', async () => {
		const { at, link, leaver } = await meeting();
		expect(await outcome(erase(at)), 'nothing taken back').toBe('wrong_state');
		await takeBack(world.system, link.linkId, { id: randomUUID(), scope: 'future_use' });
		expect(await outcome(erase(at)), 'not all').toBe('wrong_state');
		await takeBack(world.system, link.linkId, { id: randomUUID(), scope: 'all' });
		for (const person of PEOPLE.filter((each) => each !== 'rina'))
			expect(
				await outcome(eraseParticipant(world.as(person), { ...at, pseudonym: 'P01' })),
				person
			).toBe('not_found');
		for (const wrong of ['P02', '', 'P0'])
			expect(await outcome(erase(at, wrong))).toBe('pseudonym_wrong');
		expect((await participantRow(world, leaver)).erased_at).toBeNull();
		expect(await dumpAll(world)).toContain(WORD);
		await erase(at, ' p01 ');
		await erase(at);
		const entries = (await auditOf(world, leaver)).filter(
			({ action }) => action === 'participant.erase'
		);
		expect(entries).toHaveLength(1);
		expect(entries[0]!.detail).toEqual({
			turns: 2,
			codings: 1,
			memos: 2,
			votes: 1,
			names: 1,
			closedLists: 0,
			recordings: 2
		});
	});

	test('leaves none of the words in any table, and everything of the others', async () => {
		const m = await meeting();
		const keeper = await addGroup(world, { name: 'Keeper' });
		await asSystem(database.db, (trx) =>
			trx
				.insertInto('recordings')
				.values({
					id: randomUUID(),
					group_id: keeper,
					study_id: world.studyId,
					title: 'Kept',
					file_sha256: m.shared.sha256,
					file_type: 'audio/ogg',
					file_size: m.shared.size,
					file_extension: 'ogg',
					added_by: world.accounts.nadia
				})
				.execute()
		);
		await takeBack(world.system, m.link.linkId, { id: randomUUID(), scope: 'all' });
		const before = await dumpAll(world);
		expect(before.split(WORD).length - 1, 'the search finds them').toBeGreaterThan(8);
		await erase(m.at);
		const after = await dumpAll(world);
		expect(after).not.toContain(WORD);
		expect(after).toContain('I stay.');
		expect(after).toContain('About staying');
		const left = await asSystem(database.db, async (trx) => {
			const count = async (statement: ReturnType<typeof sql>) =>
				Number(((await statement.execute(trx)).rows[0] as { n: number }).n);
			return {
				staying: await count(
					sql`select count(*) as n from codings where turn_id = ${m.staying}::uuid`
				),
				votes: await count(sql`select count(*) as n from statement_votes
					where group_id = ${m.groupId}::uuid and turn_id is null`),
				turns: await count(sql`select count(*) as n from turns
					where participant_id = ${m.leaver}::uuid and body = ''`),
				identities: await count(sql`select count(*) as n from participant_identities
					where participant_id = ${m.leaver}::uuid`),
				list: (
					await trx
						.selectFrom('name_replacements')
						.select('sealed')
						.where('id', '=', m.listId)
						.executeTakeFirstOrThrow()
				).sealed
			};
		});
		expect(left).toMatchObject({ staying: 1, votes: 1, turns: 2, identities: 0 });
		const key = world.system.config.sealingKey!;
		expect(unseal(key, sealedPlace.replacements(m.listId), new Uint8Array(left.list))).toEqual([
			{ name: 'Other Name', replacement: '[P02]', participantId: null, count: 1 }
		]);
		const has = async (sha256: string) => {
			const stream = await world.system.storage.open(sha256);
			await stream?.cancel();
			return stream !== null;
		};
		expect(await has(m.file.sha256)).toBe(false);
		expect(await has(m.shared.sha256), 'another meeting keeps it').toBe(true);
		expect(await participantRow(world, m.leaver)).toMatchObject({
			pseudonym: 'P01',
			country: null,
			organisation_kind: null
		});
		const page = await getParticipantPage(world.as('rina'), m.at);
		expect(page.participant.erasedAt).toBeInstanceOf(Date);
		expect(
			page.events.map(({ kind }) => kind),
			'what was agreed stays known'
		).toEqual(['withdrawal', 'consent']);
	});

	test('ends the link, and nothing can be given or made anew', async () => {
		const { at, link } = await meeting();
		await takeBack(world.system, link.linkId, { id: randomUUID(), scope: 'all' });
		await erase(at);
		expect(await outcome(findLink(world.system, link.token, HERE))).toBe('link_expired');
		const { participant, form } = await getParticipantPage(world.as('rina'), at);
		expect(
			await outcome(
				recordConsent(world.as('rina'), {
					...at,
					id: randomUUID(),
					formId: form.id,
					language: 'en',
					mode: 'screen',
					answers: answers(AGREES_TO_ALL),
					givenOn: '2026-11-28',
					expiresOn: null,
					seen: participant.seen,
					isAfterWithdrawal: true
				})
			)
		).toBe('wrong_state');
		expect(
			await outcome(makeParticipantLink(world.as('rina'), { ...at, id: randomUUID(), days: 3 }))
		).toBe('wrong_state');
	});

	test('says how many sealed lists nobody could look into', async () => {
		const { at, link, leaver } = await meeting();
		await takeBack(world.system, link.linkId, { id: randomUUID(), scope: 'all' });
		await eraseParticipant(withKey(world).as('rina'), { ...at, pseudonym: 'P01' });
		const entry = (await auditOf(world, leaver)).at(-1);
		expect(entry!.detail).toMatchObject({ names: 0, closedLists: 1 });
	});
});
