import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asHelper, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { getProposalDesk } from '#lib/server/handouts/desk.ts';
import { getHandoutsPage } from '#lib/server/handouts/handoutsPage.ts';
import {
	findHelperLink,
	finishHelping,
	openHelperLink,
	readHelperLink
} from '#lib/server/handouts/helper.ts';
import { getHelperPage, proposeByLink } from '#lib/server/handouts/helperAnswers.ts';
import type { Part } from '#lib/server/handouts/handouts.ts';
import { makeHelperLink, revokeHelperLink } from '#lib/server/handouts/links.ts';
import { acceptProposal, declineProposal } from '#lib/server/handouts/settle.ts';
import { openTestDatabase } from '../support/database.ts';
import { joinAsHelper, propose, writeAnswer } from '../support/handoutWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	await joinAsHelper(world);
	await writeAnswer(world, 'sokha', 'justice', 'obstacles', 'Official words: distance.');
	await writeAnswer(world, 'sokha', 'return', 'helped', 'yes');
});
afterAll(() => database.close());

const KH = () => world.delegations.KH;
const HERE = '198.51.100.7';
const OBSTACLES: Part[] = [{ area: 'justice', question: 'obstacles' }];

async function makeLink(
	parts: Part[] = OBSTACLES,
	options: { person?: Person; id?: string; days?: number } = {}
) {
	const id = options.id ?? randomUUID();
	const { person = 'sokha', days = 3 } = options;
	const made = await makeHelperLink(world.as(person), {
		id,
		delegationId: KH(),
		label: 'Union office',
		days,
		parts
	});
	return { id, token: made.link.split('/').at(-1)!, ...made };
}
const open = async (parts = OBSTACLES) => {
	const link = await makeLink(parts);
	const session = await openHelperLink(world.system, link.token, HERE);
	return { ...link, session: session.token };
};
const codes = (of: Promise<unknown>) =>
	of.then(
		() => 'done',
		(problem: { code?: string }) => problem.code
	);
const given = (question: string, value: unknown, id = randomUUID()) => ({
	id,
	question,
	base: 0,
	status: 'answered',
	value,
	reason: null,
	exposure: null
});
const read = (token: string) => codes(readHelperLink(world.system, token, HERE));

describe('a link', () => {
	test('is made by the focal point alone, for 1 to 14 days, and kept as a hash', async () => {
		for (const person of ['dara', 'omar', 'budi', 'rina'] as const)
			expect(await codes(makeLink(OBSTACLES, { person })), person).toBe('not_found');
		const { token, expiresAt } = await makeLink();
		expect(token).toMatch(/^[\w-]{43}$/);
		expect(Math.round((expiresAt.getTime() - Date.now()) / 3_600_000)).toBe(72);
		const kept = await asSystem(database.db, (trx) =>
			sql<{ all: string }>`select (select string_agg(l::text, '') from helper_links l)
				|| (select string_agg(a::text, '') from audit_entries a) as all`.execute(trx)
		);
		expect(kept.rows[0]?.all).not.toContain(token);
	});

	test('made twice by one form is one link, and the address given last works', async () => {
		const id = randomUUID();
		const first = await makeLink(OBSTACLES, { id });
		const second = await makeLink(OBSTACLES, { id });
		expect(await read(first.token)).toBe('link_expired');
		expect(await read(second.token)).toBe('done');
		const { links } = await getHandoutsPage(world.as('sokha'), KH(), null, 'en');
		expect(links.filter((link) => link.id === id)).toHaveLength(1);
	});

	test('is not used up by looking, opens once, and says the same whyever it does not', async () => {
		const { token, id } = await makeLink();
		expect(await readHelperLink(world.system, token, HERE)).toMatchObject({
			label: 'Union office',
			study: 'Rights study',
			country: 'KH'
		});
		expect(await read(token)).toBe('done');
		const session = await openHelperLink(world.system, token, HERE);
		expect(await findHelperLink(world.system, session.token)).toBe(id);
		expect(await codes(openHelperLink(world.system, token, HERE))).toBe('link_expired');

		const revoked = await makeLink();
		await revokeHelperLink(world.as('sokha'), { delegationId: KH(), linkId: revoked.id });
		const late = await makeLink();
		await asSystem(database.db, (trx) =>
			sql`update helper_links set expires_at = now() - interval '1 minute' where id = ${late.id}::uuid`.execute(
				trx
			)
		);
		for (const dead of [token, revoked.token, late.token, 'A'.repeat(43), 'x']) {
			expect(await read(dead)).toBe('link_expired');
			expect(await codes(openHelperLink(world.system, dead, HERE))).toBe('link_expired');
		}
	});

	test('is not the cookie, nor the other way round', async () => {
		const { token, session } = await open();
		expect(await findHelperLink(world.system, token)).toBeNull();
		expect(await read(session)).toBe('link_expired');
		expect(await findHelperLink(world.system, undefined)).toBeNull();
	});

	test('taken back ends what was begun by it, at once', async () => {
		const { id, session } = await open();
		for (const person of ['dara', 'omar', 'budi', 'rina'] as const)
			expect(
				await codes(revokeHelperLink(world.as(person), { delegationId: KH(), linkId: id }))
			).toBe('not_found');
		expect(await findHelperLink(world.system, session)).toBe(id);
		await revokeHelperLink(world.as('sokha'), { delegationId: KH(), linkId: id });
		expect(await findHelperLink(world.system, session)).toBeNull();
		expect(await codes(getHelperPage(world.system, id))).toBe('not_found');
		expect(await codes(proposeByLink(world.system, id, [given('obstacles', 'Late.')]))).toBe(
			'not_found'
		);
	});

	test('is over when its helper has finished', async () => {
		const { id, session, token } = await open();
		await finishHelping(world.system, session);
		await finishHelping(world.system, session);
		expect(await findHelperLink(world.system, session)).toBeNull();
		expect(await read(token)).toBe('link_expired');
		const { links } = await getHandoutsPage(world.as('sokha'), KH(), null, 'en');
		expect(links.find((link) => link.id === id)).toMatchObject({ state: 'finished' });
	});

	test('lets nobody try addresses: too many are refused for a while', async () => {
		const elsewhere = '203.0.113.9';
		const tries = [];
		for (let at = 0; at < 101; at++)
			tries.push(await codes(readHelperLink(world.system, 'B'.repeat(43), elsewhere)));
		expect(tries[99]).toBe('link_expired');
		expect(tries[100]).toBe('too_many_attempts');
	});
});

describe('whoever opened a link', () => {
	test('sends sixty forms in a quarter of an hour and no more, whoever else has a link', async () => {
		const [{ id }, other] = [await open(), await open()];
		const send = (linkId: string, text: string) =>
			codes(proposeByLink(world.system, linkId, [given('obstacles', text)]));
		for (let times = 1; times <= 60; times += 1)
			expect(await send(id, `Text ${times}.`), String(times)).toBe('done');
		expect(await send(id, 'One too many.')).toBe('too_many_attempts');
		expect(await send(other.id, 'Another link.')).toBe('done');
		const { questions } = await getHelperPage(world.system, id);
		expect(questions[0]!.content.value, 'what was refused is not stored').toBe('Text 60.');
		const later = { ...world.system, now: () => new Date(Date.now() + 16 * 60_000) };
		expect(
			await codes(proposeByLink(later, id, [given('obstacles', 'A quarter of an hour later.')]))
		).toBe('done');
	});

	test('sees its questions and no answer', async () => {
		const { id } = await open();
		const { questions, place } = await getHelperPage(world.system, id);
		expect(questions.map(({ key }) => key)).toEqual(['obstacles']);
		expect(questions[0]).toMatchObject({ content: { status: 'empty', value: null }, state: null });
		expect(place).toMatchObject({ studyName: 'Rights study', country: 'KH' });
		const whole = await open([{ area: 'return', question: null }]);
		const area = await getHelperPage(world.system, whole.id);
		expect(area.questions.map(({ key }) => key)).toEqual(['helped', 'how']);
		expect(JSON.stringify(area.questions)).not.toContain('Official');
	});

	test('reads no table in the database but what is theirs', async () => {
		const { id } = await open();
		const other = await open([{ area: 'return', question: null }]);
		await propose(world, 'omar', 'justice', 'obstacles', 'Omar’s own.', { base: 1 });
		await proposeByLink(world.system, other.id, [given('helped', 'no')]);
		const forbidden = [
			'answers',
			'answer_revisions',
			'responses',
			'evidence',
			'queries',
			'comments',
			'delegation_members',
			'accounts',
			'helper_links',
			'helper_sessions',
			'audit_entries',
			'mails'
		];
		for (const table of forbidden)
			await expect(
				asHelper(database.db, id, (trx) => sql`select 1 from ${sql.table(table)}`.execute(trx)),
				table
			).rejects.toMatchObject({ code: '42501' });
		const seen = await asHelper(database.db, id, async (trx) => ({
			proposals: await trx.selectFrom('proposals').select('id').execute(),
			handouts: await trx.selectFrom('handouts').select('question').execute()
		}));
		expect(seen).toEqual({ proposals: [], handouts: [{ question: 'obstacles' }] });
		const theirs = await asHelper(database.db, other.id, (trx) =>
			trx.selectFrom('proposals').select('question').execute()
		);
		expect(theirs).toEqual([{ question: 'helped' }]);
	});

	test('proposes to its questions only, and in its own name only', async () => {
		const { id } = await open();
		expect(await codes(proposeByLink(world.system, id, [given('can_complain', 'yes')]))).toBe(
			'not_found'
		);
		const insert = (question: string, link: string, state = 'open') =>
			asHelper(database.db, id, async (trx) =>
				sql`insert into proposals (id, delegation_id, response_id, question, based_on, status, exposure, link_id)
					values (${randomUUID()}::uuid, ${KH()}::uuid, ${await responseOf.justice}::uuid, ${question}, 0,
						${state === 'open' ? 'dont_know' : 'empty'}, 'public', ${link}::uuid)`.execute(trx)
			);
		const responseOf = { justice: world.responseId('KH', 'justice') };
		await responseOf.justice;
		const other = await open([{ area: 'justice', question: null }]);
		await expect(insert('can_complain', id)).rejects.toMatchObject({ code: '42501' });
		await expect(insert('obstacles', other.id)).rejects.toMatchObject({ code: '42501' });
		await expect(insert('obstacles', id)).resolves.toBeDefined();
	});

	test('sends the same form twice and it is there once; a change replaces it', async () => {
		const { id } = await open();
		const first = given('obstacles', 'Fees.');
		expect(await proposeByLink(world.system, id, [first])).toEqual({ sent: 1, refused: {} });
		expect(await proposeByLink(world.system, id, [first])).toEqual({ sent: 0, refused: {} });
		await proposeByLink(world.system, id, [given('obstacles', 'Fees and fear.')]);
		const { questions } = await getHelperPage(world.system, id);
		expect(questions[0]).toMatchObject({ content: { value: 'Fees and fear.' }, state: 'open' });
		const { links } = await getHandoutsPage(world.as('sokha'), KH(), null, 'en');
		expect(links.find((link) => link.id === id)).toMatchObject({ state: 'open', proposals: 1 });
		const desk = await getProposalDesk(world.as('sokha'), KH(), 'en');
		const proposed = desk.open
			.flatMap((area) => area.questions)
			.flatMap(({ proposals }) => proposals)
			.find(({ content }) => content.value === 'Fees and fear.')!;
		expect(proposed).toMatchObject({ who: 'Union office', isByLink: true, isOutdated: false });
		const settle = { delegationId: KH(), proposalId: proposed.id };
		await declineProposal(world.as('sokha'), { ...settle, reason: 'Which fees?' });
		const after = await getHelperPage(world.system, id);
		expect(after.questions[0]).toMatchObject({ state: 'declined', declineReason: 'Which fees?' });
		expect(await codes(acceptProposal(world.as('sokha'), { ...settle, seen: 1 }))).toBe(
			'wrong_state'
		);
	});

	test('is told what was wrong with one answer; the others are taken', async () => {
		const { id } = await open([{ area: 'justice', question: null }]);
		const answers = [given('cases', { value: 'many' }), given('can_complain', 'no')];
		expect(await proposeByLink(world.system, id, answers)).toEqual({
			sent: 1,
			refused: { cases: 'number' }
		});
	});

	test('is let in for half a day at most', async () => {
		const { session, id } = await open();
		const hours = (count: number) => ({
			...world.system,
			now: () => new Date(Date.now() + count * 3_600_000)
		});
		expect(await findHelperLink(hours(11), session)).toBe(id);
		expect(await findHelperLink(hours(13), session)).toBeNull();
	});

	test('tells the focal point by a notice without a word of the answer', async () => {
		const notices = await asSystem(database.db, (trx) =>
			trx.selectFrom('notices').selectAll().where('kind', '=', 'proposal_made').execute()
		);
		expect(notices.map((notice) => notice.account_id)).toContain(world.accounts.sokha);
		expect(JSON.stringify(notices)).not.toMatch(/fear|Omar/);
	});
});
