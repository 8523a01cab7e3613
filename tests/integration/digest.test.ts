import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { disableAccount } from '#lib/server/accounts/accounts.ts';
import type { SystemContext } from '#lib/server/context.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { digestMoment, mailAtOnce, sendDigests } from '#lib/server/mail/digest.ts';
import { NOTICE_KINDS, tellAccounts } from '#lib/server/mail/notice.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { writeComment } from '#lib/server/responses/comments.ts';
import { assignQuery } from '#lib/server/review/assignQuery.ts';
import { closeQuery, replyToQuery } from '#lib/server/review/query.ts';
import { openTestDatabase } from '../support/database.ts';
import { SECRET, askAbout, submitJustice } from '../support/submittedWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

const DAY = 86_400_000;
let database: Database;
let world: World;
let responseId: string;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	responseId = await submitJustice(world);
});
afterAll(() => database.close());

beforeEach(() =>
	asSystem(database.db, async (trx) => {
		await trx.deleteFrom('mails').execute();
		await trx.deleteFrom('notices').execute();
		await trx
			.updateTable('accounts')
			.set({ digested_on: null, mail_rhythm: 'daily', disabled_at: null, language: 'en' })
			.execute();
		await trx.updateTable('rounds').set({ closes_on: '2099-12-31', closed_at: null }).execute();
	})
);

/** So many days from now, an hour after digests go out: all that has happened is news. */
function later(days = 1): SystemContext {
	const { due } = digestMoment(new Date(), world.system.config.digestHour);
	const now = () => new Date(due.getTime() + days * DAY + 3_600_000);
	return { ...world.system, now };
}
const mails = () =>
	asSystem(database.db, (trx) =>
		trx.selectFrom('mails').selectAll().orderBy('recipient').execute()
	);
const recipients = async () => (await mails()).map(({ recipient }) => recipient.split('@')[0]);
const mailTo = async (person: Person) =>
	(await mails()).filter(({ recipient }) => recipient === `${person}@example.org`);
const waiting = () =>
	asSystem(database.db, (trx) => trx.selectFrom('notices').selectAll().execute());
const setAccount = (person: Person, set: object) =>
	asSystem(database.db, (trx) =>
		trx.updateTable('accounts').set(set).where('id', '=', world.accounts[person]).execute()
	);

describe('one mail a day', () => {
	test('nothing is mailed when it happens; the next digest tells it all, once', async () => {
		await askAbout(world, responseId);
		await askAbout(world, responseId);
		expect(await mails()).toEqual([]);
		await mailAtOnce(world.system);
		expect(await mails()).toEqual([]);

		await sendDigests(later());
		expect(await recipients()).toEqual(['dara', 'sokha']);
		const [mail] = await mailTo('sokha');
		expect(mail!.subject).toBe('2 questions of coordinators about “Access to justice”');
		expect(mail!.body).toContain('Rights study · 2026 · Cambodia');
		expect(mail!.body).toContain(`/respond/${world.delegations.KH}/justice`);
		expect(mail!.body.match(/127\.0\.0\.1:3000\/query\/[\w-]{91}\n/g)).toHaveLength(2);
		expect(mail!.body).toContain('/account');

		await sendDigests(later());
		await sendDigests(later(1));
		await sendDigests(later(2));
		expect(await mails()).toHaveLength(2);
	});

	test('what happens after the hour waits for the next day', async () => {
		await askAbout(world, responseId);
		await sendDigests({ ...world.system, now: () => new Date() });
		expect(await mails()).toEqual([]);
		await sendDigests(later());
		await askAbout(world, responseId);
		await sendDigests(later());
		expect(await mails()).toHaveLength(2);
		await sendDigests(later(2));
		expect(await mails()).toHaveLength(4);
	});

	test('two processes at once send one', async () => {
		await askAbout(world, responseId);
		await Promise.all([sendDigests(later()), sendDigests(later()), sendDigests(later())]);
		expect(await recipients()).toEqual(['dara', 'sokha']);
		expect((await waiting()).every(({ mailed_at }) => mailed_at)).toBe(true);
	});

	test('each in their own language', async () => {
		await setAccount('dara', { language: 'id' });
		await askAbout(world, responseId);
		await sendDigests(later());
		const [mail] = await mailTo('dara');
		expect(mail!.subject).toBe('1 pertanyaan koordinator tentang “Access to justice (id)”');
		expect(mail!.body).toContain('Balas tanpa masuk:');
	});

	test('an equal notice that still waits is not told twice', async () => {
		const notice = {
			kind: 'area_returned' as const,
			studyId: world.studyId,
			delegationId: world.delegations.KH,
			path: '/respond/x'
		};
		for (let times = 0; times < 2; times += 1)
			await asActor(database.db, world.as('rina').actor, (trx) =>
				tellAccounts(world.as('rina'), trx, [world.accounts.sokha], notice)
			);
		expect(await waiting()).toHaveLength(1);
		await sendDigests(later());
		await asActor(database.db, world.as('rina').actor, (trx) =>
			tellAccounts(world.as('rina'), trx, [world.accounts.sokha], notice)
		);
		expect((await waiting()).filter(({ mailed_at }) => !mailed_at)).toHaveLength(1);
	});
});

describe('at once', () => {
	test('who has chosen so gets a mail for each event, and no digest of it', async () => {
		await setAccount('sokha', { mail_rhythm: 'at_once' });
		await askAbout(world, responseId);
		await askAbout(world, responseId);
		await Promise.all([mailAtOnce(world.system), mailAtOnce(world.system)]);
		expect(await recipients()).toEqual(['sokha', 'sokha']);
		await sendDigests(later());
		expect(await recipients()).toEqual(['dara', 'sokha', 'sokha']);
	});
});

describe('only who may know', () => {
	test('is told: strangers and people of other studies never, whoever asks for it', async () => {
		for (const teller of ['rina', 'sokha'] as const)
			await asActor(database.db, world.as(teller).actor, (trx) =>
				tellAccounts(world.as(teller), trx, Object.values(world.accounts), {
					kind: 'mentioned',
					studyId: world.studyId,
					delegationId: world.delegations.KH,
					path: '/respond/x'
				})
			);
		const told = new Set((await waiting()).map(({ account_id }) => account_id));
		expect(told).toEqual(new Set([world.accounts.sokha, world.accounts.dara, world.accounts.rina]));
		for (const stranger of ['budi', 'omar', 'citra'] as const)
			await asActor(database.db, world.as(stranger).actor, (trx) =>
				tellAccounts(world.as(stranger), trx, [world.accounts.sokha], {
					kind: 'handed_out',
					studyId: world.studyId,
					delegationId: world.delegations.KH,
					path: '/respond/x'
				})
			);
		expect((await waiting()).some(({ kind }) => kind === 'handed_out')).toBe(false);
		await expect(
			asActor(database.db, world.as('sokha').actor, (trx) =>
				trx.selectFrom('notices').selectAll().execute()
			)
		).rejects.toThrow(/permission denied/);
	});

	test('who has left the delegation or the team meanwhile is not told; who is there is', async () => {
		await askAbout(world, responseId);
		const leave = (trx: Parameters<Parameters<typeof asSystem>[1]>[0]) =>
			trx.deleteFrom('delegation_members').where('account_id', '=', world.accounts.dara).execute();
		await asSystem(database.db, leave);
		await sendDigests(later());
		expect(await recipients()).toEqual(['sokha']);
		expect((await waiting()).every(({ account_id }) => account_id === world.accounts.sokha)).toBe(
			true
		);
		await asSystem(database.db, (trx) =>
			trx
				.insertInto('delegation_members')
				.values({ delegation_id: world.delegations.KH, account_id: world.accounts.dara })
				.execute()
		);
	});

	test('a closed account gets none, and nothing waits for it', async () => {
		await askAbout(world, responseId);
		await disableAccount(world.system, null, world.accounts.dara);
		await sendDigests(later());
		expect(await recipients()).toEqual(['sokha']);
		expect(await waiting()).toHaveLength(1);
		await setAccount('dara', { disabled_at: null });
		await sendDigests(later());
		expect(await recipients()).toEqual(['sokha']);
	});

	test('whoever only proposes gets no link that replies', async () => {
		const propose = (only: boolean) =>
			asSystem(database.db, (trx) =>
				trx
					.updateTable('delegation_members')
					.set({ proposes_only: only })
					.where('account_id', '=', world.accounts.dara)
					.execute()
			);
		await propose(true);
		await askAbout(world, responseId);
		await sendDigests(later());
		expect((await mailTo('dara'))[0]!.body).not.toContain('/query/');
		expect((await mailTo('sokha'))[0]!.body).toContain('/query/');
		await propose(false);
	});
});

describe('what it holds (rule R16)', () => {
	test('no word of an answer, a query or a comment; the reply goes to the coordinator', async () => {
		const queryId = await askAbout(world, responseId);
		await writeComment(world.as('sokha'), {
			id: randomUUID(),
			delegationId: world.delegations.KH,
			area: 'justice',
			question: 'obstacles',
			body: 'Marker: between us, @Dara.',
			tell: []
		});
		await sendDigests(later());
		await replyToQuery(world.as('dara'), { queryId, body: SECRET.reply });
		await sendDigests(later(2));
		const all = await mails();
		expect(all.map(({ recipient }) => recipient.split('@')[0])).toEqual(['dara', 'rina', 'sokha']);
		expect((await mailTo('dara'))[0]!.body).toContain('A colleague mentions you');
		expect((await mailTo('rina'))[0]!.body).toContain(`/rounds/${world.roundId}/review/`);
		expect(JSON.stringify(all)).not.toMatch(/Marker|passports|casework/);
		expect(JSON.stringify(await waiting())).not.toContain('Marker');
	});

	test('what no longer needs saying is not said', async () => {
		const replied = await askAbout(world, responseId);
		const closed = await askAbout(world, responseId);
		await replyToQuery(world.as('dara'), { queryId: replied, body: 'Here.' });
		await closeQuery(world.as('rina'), { queryId: replied, body: '' });
		await closeQuery(world.as('rina'), { queryId: closed, body: '' });
		await sendDigests(later());
		expect(await mails()).toEqual([]);
	});

	test('whoever a query is for is told once, that it is for them', async () => {
		const queryId = await askAbout(world, responseId);
		await assignQuery(world.as('sokha'), { queryId, accountId: world.accounts.dara });
		await sendDigests(later());
		expect((await mailTo('dara'))[0]!.subject).toBe(
			'A question about “Access to justice” is for you'
		);
		expect((await mailTo('sokha'))[0]!.subject).toContain('A coordinator has a question');
	});

	test.each(NOTICE_KINDS)('%s has words in both languages', async (kind) => {
		const notice = {
			kind,
			studyId: world.studyId,
			delegationId: world.delegations.KH,
			path: '/respond/somewhere',
			area: { en: 'Justice\nBcc: spy', id: 'Keadilan' }
		};
		const people = [world.accounts.sokha, world.accounts.dara, world.accounts.rina];
		await setAccount('dara', { language: 'id' });
		await asSystem(database.db, (trx) => tellAccounts(world.as('ana'), trx, people, notice));
		await asSystem(database.db, (trx) =>
			tellAccounts(world.as('ana'), trx, people, { ...notice, path: '/respond/elsewhere' })
		);
		await sendDigests(later());
		const found = await mails();
		const subjects = new Set(found.map(({ subject }) => subject));
		const forCoordinators = kind === 'query_reply' || kind === 'area_submitted';
		expect(found).toHaveLength(forCoordinators ? 1 : 2);
		expect(subjects.size).toBe(found.length);
		expect([...subjects].join()).not.toMatch(/undefined|\{|\n/);
		if (kind !== 'questionnaire_changed')
			expect([...subjects].join()).toContain('Justice Bcc: spy');
	});
});

describe('deadlines', () => {
	const closeIn = async (days: number) => {
		const { readOn } = digestMoment(later().now(), world.system.config.digestHour);
		const closes_on = new Date(Date.parse(readOn) + days * DAY).toISOString().slice(0, 10);
		await asSystem(database.db, (trx) => trx.updateTable('rounds').set({ closes_on }).execute());
	};

	test.each([7, 3, 1])(
		'%i days before a round closes its delegations are reminded',
		async (days) => {
			await closeIn(days);
			await sendDigests(later());
			await sendDigests(later());
			expect(await recipients()).toEqual(['budi', 'dara', 'sokha']);
			const words = days === 1 ? 'The round closes tomorrow' : `The round closes in ${days} days`;
			// Cambodia has submitted one area, Indonesia none.
			const areas = world.definition.areas.length;
			expect((await mailTo('sokha'))[0]!.subject).toBe(
				`${words}; ${areas - 1} areas are not submitted yet`
			);
			expect((await mailTo('budi'))[0]!.body).toContain(`/respond/${world.delegations.ID}`);
		}
	);

	test.each([8, 2, 0, -1])('%i days before it they are not', async (days) => {
		await closeIn(days);
		await sendDigests(later());
		expect(await mails()).toEqual([]);
	});

	test('what is handed out is due soon: whoever has it is reminded, until it is answered', async () => {
		const { readOn } = digestMoment(later().now(), world.system.config.digestHour);
		const hand = async (account: Person, days: number, question: string | null) =>
			asSystem(database.db, async (trx) =>
				trx
					.insertInto('handouts')
					.values({
						id: randomUUID(),
						delegation_id: world.delegations.KH,
						response_id: await trx
							.selectFrom('responses')
							.select('id')
							.where('delegation_id', '=', world.delegations.KH)
							.where('area', '=', 'return')
							.executeTakeFirstOrThrow()
							.then(({ id }) => id),
						area: 'return',
						question,
						account_id: world.accounts[account],
						due_on: new Date(Date.parse(readOn) + days * DAY).toISOString().slice(0, 10),
						given_by: world.accounts.sokha
					})
					.execute()
			);
		await hand('dara', 1, 'helped');
		await hand('sokha', 2, null);
		await sendDigests(later());
		expect(await recipients()).toEqual(['dara']);
		const [mail] = await mailTo('dara');
		expect(mail!.subject).toMatch(/^What is handed to you in “.+” is due tomorrow$/);
		expect(mail!.body).toContain(`/respond/${world.delegations.KH}/return`);
		await saveAnswers(world.as('dara'), {
			responseId: await world.responseId('KH', 'return'),
			saveId: randomUUID(),
			answers: [
				{
					question: 'helped',
					base: 0,
					status: 'answered',
					value: 'yes',
					reason: null,
					exposure: 'public'
				}
			]
		});
		await asSystem(database.db, (trx) =>
			trx.updateTable('accounts').set({ digested_on: null }).execute()
		);
		await sendDigests(later());
		expect(await recipients()).toEqual(['dara']);
		await asSystem(database.db, (trx) => trx.deleteFrom('handouts').execute());
	});

	test('nor where the round is closed, or the delegation takes no part', async () => {
		await closeIn(3);
		const status = (value: 'active' | 'declined') =>
			asSystem(database.db, (trx) =>
				trx
					.updateTable('delegations')
					.set({ status: value })
					.where('id', '=', world.delegations.ID)
					.execute()
			);
		await status('declined');
		await sendDigests(later());
		expect(await recipients()).toEqual(['dara', 'sokha']);
		await status('active');
		await asSystem(database.db, async (trx) => {
			await trx.deleteFrom('mails').execute();
			await trx.updateTable('accounts').set({ digested_on: null }).execute();
			await trx.updateTable('rounds').set({ closed_at: new Date() }).execute();
		});
		await sendDigests(later());
		expect(await mails()).toEqual([]);
	});
});

test('the hour of digests belongs to a day, and the mail is read in the twelve hours after it', () => {
	const at = (now: string, hour: number) => digestMoment(new Date(now), hour);
	expect(at('2026-11-24T22:59:00Z', 23)).toEqual({
		due: new Date('2026-11-23T23:00:00Z'),
		day: '2026-11-23',
		readOn: '2026-11-24'
	});
	expect(at('2026-11-24T23:00:00Z', 23)).toMatchObject({ day: '2026-11-24', readOn: '2026-11-25' });
	expect(at('2026-11-24T00:30:00Z', 0)).toMatchObject({ day: '2026-11-24', readOn: '2026-11-24' });
});
