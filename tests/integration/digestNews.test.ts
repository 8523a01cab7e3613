/** What a digest counts, and what has stopped being news by the time it is written. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SystemContext } from '#lib/server/context.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { handOut, takeBack } from '#lib/server/handouts/handouts.ts';
import { withdrawProposal } from '#lib/server/handouts/proposals.ts';
import { acceptProposal, declineProposal } from '#lib/server/handouts/settle.ts';
import { digestMoment, sendDigests } from '#lib/server/mail/digest.ts';
import { getCommentsPage, removeComment, writeComment } from '#lib/server/responses/comments.ts';
import { markReady } from '#lib/server/responses/ready.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { returnResponse } from '#lib/server/review/decision.ts';
import { openTestDatabase } from '../support/database.ts';
import { joinAsHelper, propose, writeAnswer } from '../support/handoutWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	await joinAsHelper(world);
	await writeAnswer(world, 'sokha', 'background', 'side', 'both');
});
afterAll(() => database.close());
beforeEach(() =>
	asSystem(database.db, async (trx) => {
		for (const table of ['mails', 'notices', 'proposals', 'handouts'] as const)
			await trx.deleteFrom(table).execute();
		await trx.updateTable('accounts').set({ digested_on: null }).execute();
	})
);

/** The next hour of digests has come: the lines of one person's mail; none where there is none. */
async function digestOf(person: Person): Promise<string[]> {
	const { due } = digestMoment(new Date(), world.system.config.digestHour);
	const now = () => new Date(due.getTime() + 25 * 3_600_000);
	const system: SystemContext = { ...world.system, now };
	await sendDigests(system);
	const mails = await asSystem(database.db, (trx) =>
		trx
			.selectFrom('mails')
			.select('body')
			.where('recipient', '=', `${person}@example.org`)
			.execute()
	);
	return mails.flatMap(({ body }) =>
		(body ?? '').split('\n').flatMap((line) => (line.startsWith('• ') ? [line.slice(2)] : []))
	);
}
const at = () => ({ delegationId: world.delegations.KH });
const mention = async (body = 'Please look, @Dara.') => {
	const id = randomUUID();
	const place = { ...at(), area: 'justice', question: 'obstacles' };
	await writeComment(world.as('sokha'), { id, ...place, body, tell: [] });
	return id;
};
const hand = (person: Person, question: string) =>
	handOut(world.as('sokha'), {
		...at(),
		accountId: world.accounts[person],
		parts: [{ area: 'justice', question }],
		dueOn: null
	});
const handoutOf = (question: string) =>
	asSystem(database.db, (trx) =>
		trx
			.selectFrom('handouts')
			.select('id')
			.where('question', '=', question)
			.executeTakeFirstOrThrow()
	);

describe('counts', () => {
	test('proposals of two areas are two lines, each with as many as wait', async () => {
		await propose(world, 'omar', 'justice', 'obstacles', 'Passports are kept.');
		await propose(world, 'omar', 'justice', 'obstacles', 'Passports are kept by brokers.');
		await propose(world, 'omar', 'justice', 'can_complain', 'yes');
		await propose(world, 'dara', 'justice', 'can_complain', 'no');
		await propose(world, 'omar', 'return', 'helped', 'yes');
		expect(await digestOf('sokha')).toEqual([
			'3 proposals to read in “Access to justice”',
			'A proposal to read in “Return”'
		]);
		// What was proposed and told of is not told again where its author writes it anew.
		await propose(world, 'omar', 'justice', 'obstacles', 'Passports are kept by agents.');
		await asSystem(database.db, (trx) =>
			trx.updateTable('accounts').set({ digested_on: null }).execute()
		);
		expect(await digestOf('sokha')).toHaveLength(2);
	});

	test('and so are those that were decided', async () => {
		const proposals = [
			await propose(world, 'omar', 'justice', 'obstacles', 'Fees.'),
			await propose(world, 'omar', 'justice', 'can_complain', 'yes'),
			await propose(world, 'omar', 'return', 'helped', 'yes')
		];
		for (const proposalId of proposals)
			await declineProposal(world.as('sokha'), { ...at(), proposalId, reason: 'Not yet.' });
		expect(await digestOf('omar')).toEqual([
			'2 of your proposals in “Access to justice” are decided',
			'Your proposal in “Return” is decided'
		]);
	});

	test('comments that mention somebody are counted one by one', async () => {
		await mention();
		await mention('And here, @Dara.');
		expect(await digestOf('dara')).toEqual([
			'Colleagues mention you in 2 comments on “Access to justice”'
		]);
	});
});

describe('no news any more', () => {
	test('a proposal that was taken back or decided', async () => {
		const back = await propose(world, 'omar', 'justice', 'can_complain', 'yes');
		const taken = await propose(world, 'omar', 'return', 'helped', 'yes');
		await withdrawProposal(world.as('omar'), { ...at(), proposalId: back });
		await acceptProposal(world.as('sokha'), { ...at(), proposalId: taken, seen: 0 });
		expect(await digestOf('sokha')).toEqual([]);
		expect(await digestOf('omar')).toEqual(['Your proposal in “Return” is decided']);
	});

	test('one that is taken back and made again is one', async () => {
		const first = await propose(world, 'omar', 'justice', 'can_complain', 'yes');
		await withdrawProposal(world.as('omar'), { ...at(), proposalId: first });
		await propose(world, 'omar', 'justice', 'can_complain', 'no');
		expect(await digestOf('sokha')).toEqual(['A proposal to read in “Access to justice”']);
	});

	test('a comment that was read, or removed', async () => {
		await mention();
		await getCommentsPage(world.as('dara'), { ...at(), area: 'justice', question: 'obstacles' });
		const removed = await mention();
		await removeComment(world.as('sokha'), { ...at(), commentId: removed });
		expect(await digestOf('dara')).toEqual([]);
		await mention();
		await asSystem(database.db, (trx) =>
			trx.updateTable('accounts').set({ digested_on: null }).execute()
		);
		expect(await digestOf('dara')).toHaveLength(1);
	});

	test('what was handed out and taken back', async () => {
		await hand('dara', 'obstacles');
		await hand('dara', 'can_complain');
		const { id } = await handoutOf('obstacles');
		await takeBack(world.as('sokha'), { ...at(), handoutId: id });
		expect(await digestOf('dara')).toEqual(['Something in “Access to justice” is handed to you']);
	});

	test('a mark of readiness that was taken away', async () => {
		const responseId = await world.responseId('KH', 'justice');
		const mark = (ready: boolean) =>
			markReady(world.as('dara'), { responseId, ready, id: randomUUID() });
		await mark(true);
		await mark(false);
		expect(await digestOf('sokha')).toEqual([]);
		await mark(true);
		await asSystem(database.db, (trx) =>
			trx.updateTable('accounts').set({ digested_on: null }).execute()
		);
		expect(await digestOf('sokha')).toEqual([
			'A colleague has marked “Access to justice” as ready'
		]);
	});

	test('an area that went on since', async () => {
		const responseId = await world.responseId('KH', 'return');
		await writeAnswer(world, 'sokha', 'return', 'helped', 'no', 9);
		await submitResponse(world.as('sokha'), responseId);
		await returnResponse(world.as('rina'), responseId, 'Once more.');
		expect(await digestOf('rina'), 'it is not ready for review any more').toEqual([]);
		expect(await digestOf('sokha')).toEqual(['Changes are asked for in “Return”']);
		await asSystem(database.db, async (trx) => {
			await trx.deleteFrom('mails').execute();
			await trx.updateTable('accounts').set({ digested_on: null }).execute();
		});
		await submitResponse(world.as('sokha'), responseId);
		await returnResponse(world.as('rina'), responseId, 'Once more.');
		await submitResponse(world.as('sokha'), responseId);
		expect(await digestOf('sokha'), 'it was handed in again').toEqual([]);
		expect(await digestOf('rina')).toEqual(['“Return” is ready for review']);
	});
});

describe('reminders of a date', () => {
	/** Dara has to answer by tomorrow. */
	async function dueTomorrow(question: string | null, person: Person = 'dara'): Promise<void> {
		const { readOn } = digestMoment(
			new Date(Date.now() + 86_400_000),
			world.system.config.digestHour
		);
		await handOut(world.as('sokha'), {
			...at(),
			accountId: world.accounts[person],
			parts: [{ area: 'justice', question }],
			dueOn: new Date(Date.parse(readOn) + 86_400_000).toISOString().slice(0, 10)
		});
		await asSystem(database.db, (trx) => trx.deleteFrom('notices').execute());
	}
	const DUE = /^What is handed to you in “Access to justice” is due/;
	const reminded = async (person: Person = 'dara') =>
		(await digestOf(person)).filter((line) => DUE.test(line)).length;

	test('come for what was answered before it was handed out', async () => {
		await writeAnswer(world, 'sokha', 'justice', 'obstacles', 'Fees.', 9);
		await dueTomorrow('obstacles');
		expect(await reminded()).toBe(1);
	});

	test('and no more once it is answered, proposed or marked as ready', async () => {
		await dueTomorrow('obstacles');
		await writeAnswer(world, 'dara', 'justice', 'obstacles', 'Fees and fear.', 9);
		expect(await reminded()).toBe(0);

		await dueTomorrow('obstacles', 'omar');
		await propose(world, 'omar', 'justice', 'obstacles', 'Distance.', { base: 2 });
		expect(await reminded('omar')).toBe(0);
	});

	test('nor for an area that is ready, or fully answered since', async () => {
		const responseId = await world.responseId('KH', 'justice');
		const mark = (ready: boolean) =>
			markReady(world.as('dara'), { responseId, ready, id: randomUUID() });
		await mark(false);
		await dueTomorrow(null);
		await mark(true);
		expect(await reminded()).toBe(0);
		await mark(false);
		expect(await reminded()).toBe(1);
		await asSystem(database.db, async (trx) => {
			await trx.deleteFrom('mails').execute();
			await trx.updateTable('accounts').set({ digested_on: null }).execute();
		});
		for (const [question, value] of [
			['can_complain', 'no'],
			['cases', { value: 1, unit: null, year: 2026 }],
			['detained', 'Nobody knows.']
		] as const)
			await writeAnswer(world, 'dara', 'justice', question, value, 9);
		expect(await reminded()).toBe(0);
	});
});
