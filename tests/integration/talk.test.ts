import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database, Trx } from '#lib/server/database/database.ts';
import { listUnreadMentions } from '#lib/server/responses/commentPage.ts';
import { getCommentsPage, removeComment, writeComment } from '#lib/server/responses/comments.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import { openTestDatabase } from '../support/database.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.close());

const notFound = { code: 'not_found' };
const MARK = 'Marker: the minister called us.';

const say = (person: Person, given: Partial<Parameters<typeof writeComment>[1]> = {}) => {
	const input = {
		id: randomUUID(),
		delegationId: world.delegations.KH,
		area: 'justice',
		question: 'obstacles',
		body: MARK,
		tell: [],
		...given
	};
	return writeComment(world.as(person), input).then(() => input.id);
};
const read = (person: Person, question: string | null = 'obstacles') =>
	getCommentsPage(world.as(person), {
		delegationId: world.delegations.KH,
		area: 'justice',
		question
	});
const inside = <T>(person: Person, work: (trx: Trx) => Promise<T>) =>
	asActor(database.db, world.as(person).actor, work);
const unread = (person: Person) =>
	inside(person, (trx) => listUnreadMentions(trx, world.accounts[person], world.delegations.KH));

/** What a coordinator, an administrator, a stranger or anybody else can find out about comments. */
async function everythingSeenBy(person: Person): Promise<string> {
	const rows = await inside(person, async (trx) => [
		await trx.selectFrom('comments').selectAll().execute(),
		await trx.selectFrom('comment_mentions').selectAll().execute()
	]);
	return JSON.stringify(rows);
}

describe('inside a delegation', () => {
	test('members read what members say, in order', async () => {
		await say('sokha');
		await say('dara', { body: 'We have the letter.' });
		const { comments, question, colleagues } = await read('dara');
		expect(comments.map(({ author, body, isOwn }) => ({ author, body, isOwn }))).toEqual([
			{ author: 'Sokha', body: MARK, isOwn: false },
			{ author: 'Dara', body: 'We have the letter.', isOwn: true }
		]);
		expect(question?.name).toBe('obstacles');
		expect(colleagues).toEqual([{ id: world.accounts.sokha, name: 'Sokha' }]);
		const counts = async () =>
			(await getAreaPage(world.as('sokha'), world.delegations.KH, 'justice', 'en')).comments;
		expect(await counts()).toEqual({ obstacles: 2 });
		const id = await say('dara', { question: null, body: 'Who takes this area?' });
		expect(await counts(), "'' is the area as a whole").toEqual({ obstacles: 2, '': 1 });
		await removeComment(world.as('dara'), { delegationId: world.delegations.KH, commentId: id });
		expect(await counts()).toEqual({ obstacles: 2 });
	});

	test.each<Person>(['rina', 'budi', 'edi', 'nadia', 'rudi', 'ana', 'omar', 'citra'])(
		'%s sees nothing of it, not even that there is something',
		async (person) => {
			await expect(read(person)).rejects.toMatchObject(notFound);
			await expect(say(person)).rejects.toMatchObject(notFound);
			expect(await everythingSeenBy(person)).toBe('[[],[]]');
		}
	);

	test('a coordinator finds no trace of it in the audit record; the system does', async () => {
		const entries = (trx: Trx) =>
			trx
				.selectFrom('audit_entries')
				.select(['action', 'detail'])
				.where('action', 'like', 'comment.%')
				.execute();
		expect(await inside('rina', entries)).toEqual([]);
		const all = await asSystem(database.db, entries);
		expect(all.length).toBeGreaterThan(1);
		expect(JSON.stringify(all)).not.toMatch(/Marker|obstacles/);
	});

	test('the same form sent twice says it once', async () => {
		const id = randomUUID();
		await say('sokha', { id, question: 'can_complain' });
		await say('sokha', { id, question: 'can_complain', body: 'Again.' });
		expect((await read('dara', 'can_complain')).comments).toHaveLength(1);
	});

	test('nothing is said about a question that is not there or of another area', async () => {
		await expect(say('sokha', { question: 'nothing' })).rejects.toMatchObject(notFound);
		await expect(say('sokha', { question: 'helped' })).rejects.toMatchObject(notFound);
		await expect(say('sokha', { delegationId: world.delegations.ID })).rejects.toMatchObject(
			notFound
		);
		await say('sokha', { question: null, body: 'About all of it.' });
		expect((await read('dara', null)).comments.map(({ body }) => body)).toContain(
			'About all of it.'
		);
	});

	test('the database lets nobody write for another, elsewhere, or change what was said', async () => {
		const id = await say('sokha');
		const responseId = await world.responseId('KH', 'justice');
		const insert = (person: Person, author: Person) =>
			inside(person, (trx) =>
				trx
					.insertInto('comments')
					.values({
						id: randomUUID(),
						delegation_id: world.delegations.KH,
						response_id: responseId,
						question: null,
						body: 'x',
						author_id: world.accounts[author]
					})
					.execute()
			);
		await expect(insert('budi', 'budi')).rejects.toThrow(/row-level security/);
		await expect(insert('rina', 'rina')).rejects.toThrow(/row-level security/);
		await expect(insert('dara', 'sokha')).rejects.toThrow(/row-level security/);
		await insert('dara', 'dara');
		const change = (person: Person, set: object) =>
			inside(person, (trx) =>
				trx.updateTable('comments').set(set).where('id', '=', id).executeTakeFirst()
			);
		await expect(change('sokha', { body: 'Never said.' })).rejects.toThrow(/permission denied/);
		expect((await change('dara', { removed_at: new Date() })).numUpdatedRows).toBe(0n);
		await expect(
			asSystem(database.db, (trx) =>
				trx.updateTable('comments').set({ body: 'Never said.' }).where('id', '=', id).execute()
			)
		).rejects.toThrow(/append-only/);
	});
});

describe('taking back', () => {
	test('takes the words out of the database; only one’s own, and once is enough', async () => {
		const id = await say('sokha', { body: 'Marker: taken back.' });
		const remove = (person: Person) =>
			removeComment(world.as(person), { delegationId: world.delegations.KH, commentId: id });
		for (const person of ['dara', 'budi', 'rina'] as const)
			await expect(remove(person)).rejects.toMatchObject(notFound);
		await remove('sokha');
		await remove('sokha');
		const comment = (await read('dara')).comments.find((each) => each.id === id);
		expect(comment).toMatchObject({ isRemoved: true, body: '', author: 'Sokha' });
		const rows = await asSystem(database.db, (trx) =>
			trx.selectFrom('comments').selectAll().execute()
		);
		expect(JSON.stringify(rows)).not.toContain('taken back');
	});
});

describe('mentions', () => {
	test('a ticked colleague and one called by @Name are mentioned, told, and not told again once read', async () => {
		await say('sokha', { tell: [world.accounts.dara], body: 'Please look.' });
		await say('sokha', { body: 'And this, @dara.' });
		expect(await unread('dara')).toHaveLength(2);
		expect(await unread('dara')).toMatchObject([
			{ area: 'justice', question: 'obstacles', author: 'Sokha' },
			{}
		]);
		expect(await unread('sokha')).toEqual([]);
		const waiting = await asSystem(database.db, (trx) =>
			trx.selectFrom('notices').selectAll().where('kind', '=', 'mentioned').execute()
		);
		// Each is news of its own.
		const path = `/respond/${world.delegations.KH}/justice/comments?question=obstacles`;
		const told = { account_id: world.accounts.dara, path };
		expect(waiting).toMatchObject([told, told]);
		const { comments } = await read('dara');
		expect(comments.filter(({ isNew }) => isNew)).toHaveLength(2);
		expect(comments.at(-1)?.mentions).toEqual(['Dara']);
		expect(await unread('dara')).toEqual([]);
		expect((await read('dara')).comments.some(({ isNew }) => isNew)).toBe(false);
	});

	test('nobody outside the delegation can be mentioned, and nobody else marks one as read', async () => {
		const id = await say('sokha', {
			tell: [world.accounts.budi, world.accounts.rina],
			body: '@Budi @Rina'
		});
		const mentions = await asSystem(database.db, (trx) =>
			trx.selectFrom('comment_mentions').selectAll().where('comment_id', '=', id).execute()
		);
		expect(mentions).toEqual([]);
		const mention = (person: Person, account: Person) =>
			inside(person, (trx) =>
				trx
					.insertInto('comment_mentions')
					.values({
						comment_id: id,
						account_id: world.accounts[account],
						delegation_id: world.delegations.KH
					})
					.execute()
			);
		await expect(mention('sokha', 'budi')).rejects.toThrow(/row-level security/);
		await expect(mention('dara', 'dara')).rejects.toThrow(/row-level security/);
		await mention('sokha', 'dara');
		const mark = (person: Person) =>
			inside(person, (trx) =>
				trx
					.updateTable('comment_mentions')
					.set({ read_at: new Date() })
					.where('comment_id', '=', id)
					.executeTakeFirst()
			);
		expect((await mark('sokha')).numUpdatedRows).toBe(0n);
		expect((await mark('dara')).numUpdatedRows).toBe(1n);
	});
});
