import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asParticipant, asSystem } from '#lib/server/database/asActor.ts';
import type { Database, Trx } from '#lib/server/database/database.ts';
import { json } from '#lib/server/database/json.ts';
import { findLink } from '#lib/server/focusgroups/byLink.ts';
import { getCheckPage } from '#lib/server/focusgroups/checkOverview.ts';
import { giveConsent, giveIdentity, takeBack } from '#lib/server/focusgroups/ownConsent.ts';
import { getOwnPage } from '#lib/server/focusgroups/ownPage.ts';
import {
	makeLinks,
	makeParticipantLink,
	revokeParticipantLink
} from '#lib/server/focusgroups/participantLinks.ts';
import { getParticipantPage } from '#lib/server/focusgroups/participantPage.ts';
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
import {
	AGREES_TO_ALL,
	addForm,
	addGroup,
	addParticipant,
	addTurn
} from '../support/groupWorld.ts';
import { PEOPLE, type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
let groupId: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = withKey(await buildWorld(database));
	groupId = await addGroup(world);
});
afterAll(() => database.close());

let pseudonyms = 0;
async function newcomer(group = groupId) {
	const id = await addParticipant(world, group, {
		pseudonym: `N${++pseudonyms}`,
		agrees: AGREES_TO_ALL
	});
	return { id, at: placeOf(world, group, id) };
}
const find = (token: string) => outcome(findLink(world.system, token, HERE));

describe('a participant’s link', () => {
	test('is made by coordinators and note-takers, shown once, kept as a hash', async () => {
		const { at, id } = await newcomer();
		for (const person of PEOPLE.filter((each) => !['rina', 'nadia'].includes(each)))
			expect(
				await outcome(makeParticipantLink(world.as(person), { ...at, id: randomUUID(), days: 30 })),
				person
			).toBe('not_found');
		const made = await makeParticipantLink(world.as('rina'), { ...at, id: randomUUID(), days: 30 });
		const token = made.link.split('/').at(-1)!;
		expect(token).toMatch(/^[\w-]{43}$/);
		expect(made.link).toMatch(/\/part\/[\w-]{43}$/);
		const dump = await dumpAll(world);
		expect(dump).toContain(id);
		expect(dump).not.toContain(token);
		expect((await auditOf(world, id)).at(-1)).toMatchObject({ action: 'participant.link' });
	});

	test('works for 90 days at most', async () => {
		const { at } = await newcomer();
		for (const [days, expected] of [
			[1, 1],
			[90, 90],
			[4000, 90],
			[-5, 1]
		] as const) {
			const { expiresAt } = await makeParticipantLink(world.as('nadia'), {
				...at,
				id: randomUUID(),
				days
			});
			expect(Math.round((expiresAt.getTime() - Date.now()) / 86_400_000)).toBe(expected);
		}
	});

	test('is not used up, remembers its last use, and made anew takes the place of the old one', async () => {
		const { at, id } = await newcomer();
		const first = await openLink(world, at);
		expect(await find(first.token)).toBe('done');
		const [seen] = (await getParticipantPage(world.as('nadia'), at)).links;
		expect(seen).toMatchObject({ id: first.id, state: 'open' });
		expect(seen!.lastUsedAt).toBeInstanceOf(Date);
		const second = await openLink(world, at);
		expect(await find(first.token)).toBe('link_expired');
		expect(await find(second.token)).toBe('done');
		const { links } = await getParticipantPage(world.as('nadia'), at);
		expect(links.map(({ state }) => state)).toEqual(['open', 'revoked']);
		expect((await getOwnPage(world.system, second.linkId, 0)).place.participantId).toBe(id);
	});

	test('made twice by one form is one link, and the address given last works', async () => {
		const { at } = await newcomer();
		const input = { ...at, id: randomUUID(), days: 7 };
		const [one, two] = [
			await makeParticipantLink(world.as('nadia'), input),
			await makeParticipantLink(world.as('nadia'), input)
		].map(({ link }) => link.split('/').at(-1)!);
		expect(await find(one!)).toBe('link_expired');
		expect(await find(two!)).toBe('done');
		expect((await getParticipantPage(world.as('nadia'), at)).links).toHaveLength(1);
	});

	test('switched off ends at once; unknown, late, switched off and garbled read the same', async () => {
		const { at } = await newcomer();
		const { id, token, linkId } = await openLink(world, at);
		const other = await newcomer();
		for (const person of ['edi', 'rudi', 'sokha', 'citra', 'ana'] as const)
			expect(await outcome(revokeParticipantLink(world.as(person), { ...at, linkId: id }))).toBe(
				'not_found'
			);
		expect(
			await outcome(revokeParticipantLink(world.as('nadia'), { ...other.at, linkId: id })),
			'through another participant’s page'
		).toBe('not_found');
		expect(await find(token)).toBe('done');
		await revokeParticipantLink(world.as('nadia'), { ...at, linkId: id });
		await revokeParticipantLink(world.as('nadia'), { ...at, linkId: id });

		const late = await openLink(world, other.at);
		await asSystem(database.db, (trx) =>
			sql`update participant_links set expires_at = now() - interval '1 minute'
				where id = ${late.id}::uuid`.execute(trx)
		);
		const gone = await newcomer();
		const removed = await openLink(world, gone.at);
		await asSystem(database.db, (trx) =>
			sql`update participants set removed_at = now() where id = ${gone.id}::uuid`.execute(trx)
		);
		for (const dead of [token, late.token, removed.token, 'A'.repeat(43), 'x', `${token}x`])
			expect(await find(dead), dead).toBe('link_expired');
		// What was begun by them is over too.
		for (const dead of [linkId, late.linkId, removed.linkId]) {
			expect(await outcome(getOwnPage(world.system, dead, 0))).toBe('link_expired');
			expect(await outcome(takeBack(world.system, dead, { id: randomUUID(), scope: 'all' }))).toBe(
				'link_expired'
			);
		}
	});

	test('lets nobody try addresses, nor one link send without end', async () => {
		const key = (name: string) =>
			sql`insert into throttles (key, count, resets_at) values (${name}, 600, now() + interval '9 minutes')`;
		const { hashToken } = await import('#lib/server/accounts/tokens.ts');
		const elsewhere = '203.0.113.77';
		await asSystem(database.db, (trx) => key(`part:address:${hashToken(elsewhere)}`).execute(trx));
		expect(await outcome(findLink(world.system, 'B'.repeat(43), elsewhere))).toBe(
			'too_many_attempts'
		);
		const { at } = await newcomer();
		const { linkId } = await openLink(world, at);
		await asSystem(database.db, (trx) => key(`part-link:${linkId}`).execute(trx));
		expect(
			await outcome(takeBack(world.system, linkId, { id: randomUUID(), scope: 'quotes' }))
		).toBe('too_many_attempts');
		expect(await outcome(getOwnPage(world.system, linkId, 0)), 'reading goes on').toBe('done');
	});
});

describe('links for a whole meeting', () => {
	test('are made for those who have none that works, or for everybody anew', async () => {
		const group = await addGroup(world, { name: 'Whole room' });
		const [a, b, c] = [await newcomer(group), await newcomer(group), await newcomer(group)];
		await takeBack(world.system, (await openLink(world, c.at)).linkId, {
			id: randomUUID(),
			scope: 'all'
		});
		const kept = await openLink(world, a.at);
		const input = { roundId: world.roundId, groupId: group, id: randomUUID(), days: 14 };
		for (const person of ['edi', 'rudi', 'sokha', 'citra'] as const)
			expect(await outcome(makeLinks(world.as(person), { ...input, anew: true }))).toBe(
				'not_found'
			);
		const missing = await makeLinks(world.as('nadia'), { ...input, anew: false });
		expect(missing.map(({ participantId }) => participantId)).toEqual([b.id]);
		expect(await find(kept.token)).toBe('done');
		// Sent twice: the same link under another address.
		const again = await makeLinks(world.as('nadia'), { ...input, anew: false });
		expect(again.map(({ participantId }) => participantId)).toEqual([b.id]);
		expect(await find(missing[0]!.link.split('/').at(-1)!)).toBe('link_expired');
		expect(await find(again[0]!.link.split('/').at(-1)!)).toBe('done');

		const all = await makeLinks(world.as('rina'), { ...input, id: randomUUID(), anew: true });
		expect(all.map(({ participantId }) => participantId)).toEqual([a.id, b.id]);
		expect(await find(kept.token)).toBe('link_expired');
		const { lines } = await getCheckPage(world.as('nadia'), world.roundId, group);
		expect(lines.map(({ link }) => link?.state)).toEqual(['made', 'made', 'open']);
		expect(await outcome(getCheckPage(world.as('edi'), world.roundId, group))).toBe('not_found');
		expect(await outcome(getCheckPage(world.as('rina'), randomUUID(), group))).toBe('not_found');
	});
});

describe('by their link a participant', () => {
	test('agrees, agrees to other things, and takes back, each recorded without a name', async () => {
		const id = await addParticipant(world, groupId, { pseudonym: 'Fresh' });
		const at = placeOf(world, groupId, id);
		const { linkId } = await openLink(world, at);
		const before = await getOwnPage(world.system, linkId, 0);
		expect(before.consent).toBeNull();
		const { form } = before;
		const give = { id: randomUUID(), formId: form.id, language: 'en' };
		const yes = answers(['take_part', 'notes', 'quotation']);
		await giveConsent(world.system, linkId, { ...give, answers: yes });
		await giveConsent(world.system, linkId, { ...give, answers: yes });
		expect(await participantRow(world, id)).toMatchObject({ consent_level: 2 });
		await giveConsent(world.system, linkId, {
			...give,
			answers: answers(['take_part', 'notes'])
		});
		expect(await participantRow(world, id)).toMatchObject({ consent_level: 1 });
		expect(
			await outcome(giveConsent(world.system, linkId, { ...give, answers: { notes: true } }))
		).toBe('consent_incomplete');
		const back = { id: randomUUID(), scope: 'all' as const };
		await takeBack(world.system, linkId, back);
		await takeBack(world.system, linkId, back);
		const { place, consent } = await getOwnPage(world.system, linkId, 0);
		expect(place.withdrawnScope).toBe('all');
		expect(consent).toMatchObject({ mode: 'link' });
		const { events } = await getParticipantPage(world.as('nadia'), at);
		expect(events.map(({ kind, recordedBy }) => [kind, recordedBy])).toEqual([
			['withdrawal', null],
			['consent', null],
			['consent', null]
		]);
		const entries = (await auditOf(world, id)).slice(1);
		expect(entries.map(({ action, actor_id }) => [action, actor_id])).toEqual([
			['consent.give', null],
			['consent.give', null],
			['consent.withdraw', null]
		]);
	});

	test('uses the form Mufakat brings along where the study has none', async () => {
		const fresh = withKey(await buildFreshStudy());
		const group = await addGroup(fresh);
		const id = await addParticipant(fresh, group, { pseudonym: 'P01' });
		const { linkId } = await openLink(fresh, placeOf(fresh, group, id));
		const { form } = await getOwnPage(fresh.system, linkId, 0);
		expect(form.madeAt).toBeNull();
		await giveConsent(fresh.system, linkId, {
			id: randomUUID(),
			formId: form.id,
			language: 'id',
			answers: answers(AGREES_TO_ALL)
		});
		const after = await getOwnPage(fresh.system, linkId, 0);
		expect(after.form).toMatchObject({ id: form.id, version: 1 });
		expect(after.form.madeAt).toBeInstanceOf(Date);
	});
});

/** A second study in the same database, with a round of its own and the same people. */
async function buildFreshStudy(): Promise<World> {
	return asSystem(database.db, async (trx) => {
		const study = await trx
			.insertInto('studies')
			.values({ name: 'Fresh', created_by: world.accounts.rina })
			.returning('id')
			.executeTakeFirstOrThrow();
		for (const [person, role] of [
			['rina', 'coordinator'],
			['nadia', 'note_taker']
		] as const)
			await trx
				.insertInto('memberships')
				.values({ study_id: study.id, account_id: world.accounts[person], role })
				.execute();
		const version = await trx
			.selectFrom('rounds')
			.select('questionnaire_version_id as id')
			.executeTakeFirstOrThrow();
		const round = await trx
			.insertInto('rounds')
			.values({
				study_id: study.id,
				questionnaire_version_id: version.id,
				name: '2026',
				opens_on: '2026-01-01',
				closes_on: '2099-12-31'
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		return { ...world, studyId: study.id, roundId: round.id };
	});
}

describe('the role of a link, whatever the pages do', () => {
	let own: { linkId: string; id: string; turn: string; other: string; otherTurn: string };
	beforeAll(async () => {
		await addForm(world);
		const { id, at } = await newcomer();
		const stranger = await newcomer();
		const { linkId } = await openLink(world, at);
		own = {
			id,
			linkId,
			turn: await addTurn(world, groupId, { participantId: id, body: 'mine' }),
			other: stranger.id,
			otherTurn: await addTurn(world, groupId, { participantId: stranger.id, body: 'theirs' })
		};
		await addTurn(world, groupId, { body: 'the facilitator asks' });
		await addTurn(world, groupId, { participantId: id, body: 'looks away', kind: 'observation' });
		await giveIdentity(world.system, (await openLink(world, stranger.at)).linkId, {
			name: 'Somebody',
			organisation: '',
			contact: ''
		});
	});
	const as = <T>(work: (trx: Trx) => Promise<T>) => asParticipant(database.db, own.linkId, work);
	const refused = (statement: ReturnType<typeof sql>) =>
		expect(as((trx) => statement.execute(trx))).rejects.toMatchObject({ code: '42501' });

	test('reads no table but what is theirs', async () => {
		for (const table of [
			'accounts',
			'focus_groups',
			'participant_links',
			'name_replacements',
			'recordings',
			'codings',
			'codes',
			'memos',
			'statements',
			'statement_votes',
			'turn_answers',
			'audit_entries',
			'answers',
			'studies',
			'sealing_keys',
			'mails'
		])
			await refused(sql`select 1 from ${sql.table(table)}`);
		for (const call of [
			sql`select * from quotes(${world.roundId}::uuid)`,
			sql`select * from levels_of('{}')`,
			sql`select pseudonym from participants`,
			sql`select sealed from participant_identities`,
			sql`select author_id from turns`
		])
			await refused(call);
	});

	test('sees its own turns, consents and person alone; no observation', async () => {
		const seen = await as(async (trx) => ({
			turns: await trx.selectFrom('turns').select('body').execute(),
			revisions: await trx.selectFrom('turn_revisions').select('body').execute(),
			people: await trx.selectFrom('participants').select('id').execute(),
			consents: await trx.selectFrom('consents').select('participant_id').execute(),
			identities: await trx.selectFrom('participant_identities').select('participant_id').execute()
		}));
		expect(seen).toEqual({
			turns: [{ body: 'mine' }],
			revisions: [{ body: 'mine' }],
			people: [{ id: own.id }],
			consents: [{ participant_id: own.id }],
			identities: []
		});
	});

	test('writes consents, withdrawals and identities of nobody else, and in nobody’s name', async () => {
		const formId = await addForm(world);
		const consent = (given: { participant?: string; mode?: string; by?: string }) =>
			sql`insert into consents (id, participant_id, group_id, study_id, form_id, language, mode, items,
					given_on ${given.by ? sql`, recorded_by` : sql``})
				values (${randomUUID()}::uuid, ${given.participant ?? own.id}::uuid, ${groupId}::uuid,
					${world.studyId}::uuid, ${formId}::uuid, 'en', ${given.mode ?? 'link'}, ${json({})},
					current_date ${given.by ? sql`, ${given.by}::uuid` : sql``})`;
		await expect(as((trx) => consent({}).execute(trx))).resolves.toBeDefined();
		await refused(consent({ participant: own.other }));
		await refused(consent({ mode: 'paper', by: world.accounts.rina }));
		await refused(consent({ by: world.accounts.rina }));
		const withdrawal = (participant: string, by?: string) =>
			sql`insert into withdrawals (id, participant_id, group_id, study_id, scope
					${by ? sql`, recorded_by` : sql``})
				values (${randomUUID()}::uuid, ${participant}::uuid, ${groupId}::uuid, ${world.studyId}::uuid,
					'quotes' ${by ? sql`, ${by}::uuid` : sql``})`;
		await refused(withdrawal(own.other));
		await refused(withdrawal(own.id, world.accounts.rina));
		await refused(
			sql`insert into participant_identities (participant_id, group_id, study_id, sealed, key_id)
				values (${own.other}::uuid, ${groupId}::uuid, ${world.studyId}::uuid, '\\x00', 'k')`
		);
		await refused(
			sql`insert into audit_entries (action, study_id, detail) values ('identity.read',
				${world.studyId}::uuid, '{}')`
		);
		await refused(
			sql`insert into audit_entries (action, study_id, detail) values ('consent.give',
				${world.otherStudyId}::uuid, '{}')`
		);
		await refused(sql`delete from consents`);
		await refused(sql`update participants set consent_level = 5`);
	});

	test('changes no turn of somebody else, and only what a check may change', async () => {
		const changed = await as((trx) =>
			sql`update turns set body = 'forged' where id = ${own.otherTurn}::uuid`.execute(trx)
		);
		expect(changed.numAffectedRows).toBe(0n);
		for (const column of ['mark', 'participant_id', 'kind', 'removed_at', 'author_id'])
			await refused(sql`update turns set ${sql.ref(column)} = null where id = ${own.turn}::uuid`);
		const revision = (turn: string, author: string | null) =>
			sql`insert into turn_revisions (turn_id, group_id, study_id, revision, author_id, speaker,
					participant_id, kind, mark, body)
				values (${turn}::uuid, ${groupId}::uuid, ${world.studyId}::uuid, 77, ${author}::uuid,
					'participant', ${own.id}::uuid, 'verbatim', 'quotable', 'forged')`;
		await refused(revision(own.otherTurn, null));
		await refused(revision(own.turn, world.accounts.nadia));
	});

	test('without a link it is nobody', async () => {
		for (const linkId of ['', randomUUID()])
			expect(
				await asParticipant(database.db, linkId, (trx) =>
					trx.selectFrom('turns').select('id').execute()
				)
			).toEqual([]);
	});
});
