import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { handOut } from '#lib/server/handouts/handouts.ts';
import { makeHelperLink } from '#lib/server/handouts/links.ts';
import { acceptProposal, declineProposal } from '#lib/server/handouts/settle.ts';
import { getToDo } from '#lib/server/handouts/toDo.ts';
import { markReady } from '#lib/server/responses/ready.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { returnResponse } from '#lib/server/review/decision.ts';
import { openQuery, replyToQuery } from '#lib/server/review/query.ts';
import { acceptInvitation, readInvitation } from '#lib/server/studies/acceptance.ts';
import { getNavigation } from '#lib/server/studies/navigation.ts';
import { invite } from '#lib/server/studies/invitations.ts';
import { openTestDatabase } from '../support/database.ts';
import { joinAsHelper, propose, writeAnswer } from '../support/handoutWorld.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildWorld(database);
	await joinAsHelper(world);
});
afterAll(() => database.close());

const KH = () => world.delegations.KH;
const give = (to: Person, area: string, question: string | null, dueOn: string | null) =>
	handOut(world.as('sokha'), {
		delegationId: KH(),
		accountId: world.accounts[to],
		parts: [{ area, question }],
		dueOn
	});
const listOf = async (person: Person) => {
	const { answering, coordinating } = await getToDo(world.as(person));
	return [...answering, ...coordinating].map(({ kind, number, dueOn, isRoundEnd }) =>
		[kind, number, !isRoundEnd && dueOn].filter(Boolean).join(' ')
	);
};
const takeAllBack = () =>
	asSystem(database.db, (trx) =>
		trx.updateTable('handouts').set({ revoked_at: new Date() }).execute()
	);

test('what is handed to somebody stands on their list until it is answered, first what is due first', async () => {
	await give('dara', 'justice', null, '2099-12-05');
	await give('dara', 'return', 'helped', '2099-12-01');
	await give('omar', 'justice', 'obstacles', null);
	expect(await listOf('dara')).toEqual(['question 2.1 2099-12-01', 'area 2099-12-05']);
	expect(await listOf('omar')).toEqual(['question 1.2']);
	// What is with nobody is the focal point's.
	expect(await listOf('sokha')).toEqual(['nobody']);
	expect(await listOf('budi')).toEqual(['nobody', 'nobody', 'nobody']);
	for (const other of ['rina', 'edi'] as const) expect(await listOf(other), other).toEqual([]);
	await writeAnswer(world, 'dara', 'return', 'helped', 'yes');
	expect(await listOf('dara')).toEqual(['area 2099-12-05']);
});

test('proposals wait on the focal point’s list and in their header, no more on the author’s', async () => {
	const id = await propose(world, 'omar', 'justice', 'obstacles', 'Distance.');
	expect(await listOf('omar')).toEqual([]);
	expect(await listOf('sokha')).toEqual(['nobody', 'proposals']);
	const counted = async (person: Person) =>
		(await getNavigation(world.as(person), { delegation: KH() })).proposals;
	expect(await counted('sokha')).toBe(1);
	for (const other of ['dara', 'omar', 'budi', 'rina'] as const)
		expect(await counted(other), other).toBeNull();
	await acceptProposal(world.as('sokha'), { delegationId: KH(), proposalId: id, seen: 0 });
	expect(await listOf('sokha')).toEqual(['nobody']);
});

test('an area that is ready, a query and a reply go from one list to the other’s', async () => {
	await writeAnswer(world, 'sokha', 'background', 'side', 'origin');
	await writeAnswer(world, 'sokha', 'justice', 'can_complain', 'yes');
	const responseId = await world.responseId('KH', 'justice');
	await markReady(world.as('dara'), { responseId, ready: true, id: randomUUID() });
	expect(await listOf('sokha')).toEqual(['nobody', 'ready']);
	// Who said so has nothing left to do there.
	expect(await listOf('dara')).toEqual([]);
	await submitResponse(world.as('sokha'), responseId);
	expect(await listOf('sokha')).toEqual(['nobody']);
	expect(await listOf('rina')).toEqual(['review']);
	const queryId = randomUUID();
	await openQuery(world.as('rina'), {
		id: queryId,
		responseId,
		question: 'obstacles',
		kind: 'unclear',
		body: 'How far?'
	});
	expect(await listOf('dara')).toEqual(['query 1.2']);
	expect(await listOf('omar')).toEqual([]);
	await replyToQuery(world.as('dara'), { queryId, body: 'Two days on foot.' });
	expect(await listOf('dara')).toEqual([]);
	expect(await listOf('rina')).toEqual(['review', 'reply 1.2']);
});

test('what is handed out though it has an answer is to be done, until it is looked at again', async () => {
	await takeAllBack();
	await give('dara', 'return', 'helped', null);
	expect(await listOf('dara'), 'it was answered before').toContain('question 2.1');
	await writeAnswer(world, 'dara', 'return', 'helped', 'yes', 9);
	expect(await listOf('dara'), 'saying the same is no answer').toContain('question 2.1');
	await writeAnswer(world, 'dara', 'return', 'helped', 'no', 9);
	expect(await listOf('dara')).not.toContain('question 2.1');

	await give('omar', 'return', 'helped', null);
	expect(await listOf('omar')).toEqual(['question 2.1']);
	const proposalId = await propose(world, 'omar', 'return', 'helped', 'yes', { base: 2 });
	expect(await listOf('omar')).toEqual([]);
	await declineProposal(world.as('sokha'), { delegationId: KH(), proposalId, reason: 'No.' });
	expect(await listOf('omar'), 'it was not good enough').toEqual(['question 2.1']);
});

test('a whole area, too, though everything in it is answered', async () => {
	await takeAllBack();
	// Of “Return” one question is asked, and it is answered.
	const mine = async (person: Person) =>
		(await listOf(person)).filter((each) => each.startsWith('area'));
	await give('dara', 'return', null, '2099-11-30');
	await give('omar', 'return', null, null);
	expect(await mine('dara')).toEqual(['area 2099-11-30']);
	await propose(world, 'omar', 'return', 'helped', 'yes', { base: 2 });
	expect(await mine('omar')).toEqual([]);
	expect(await mine('dara')).toEqual(['area 2099-11-30']);
	await writeAnswer(world, 'dara', 'return', 'helped', 'yes', 9);
	expect(await mine('dara'), 'now “How?” is asked as well').toEqual(['area 2099-11-30']);
	await writeAnswer(world, 'dara', 'return', 'how', 'By bus.');
	expect(await mine('dara')).toEqual([]);

	await takeAllBack();
	await give('dara', 'return', null, null);
	expect(await mine('dara')).toEqual(['area']);
	const responseId = await world.responseId('KH', 'return');
	await markReady(world.as('dara'), { responseId, ready: true, id: randomUUID() });
	expect(await mine('dara')).toEqual([]);
	await give('omar', 'return', null, null);
	expect(await mine('omar'), 'it was marked before').toEqual(['area']);
	await markReady(world.as('dara'), { responseId, ready: false, id: randomUUID() });
});

test('an area that only an ended link has is with nobody', async () => {
	await takeAllBack();
	const isNobodys = async () => {
		const { answering } = await getToDo(world.as('sokha'));
		return answering.some(({ kind, area }) => kind === 'nobody' && area?.en === 'Return');
	};
	expect(await isNobodys()).toBe(true);
	const id = randomUUID();
	await makeHelperLink(world.as('sokha'), {
		id,
		delegationId: KH(),
		label: 'Union office',
		parts: [{ area: 'return', question: 'helped' }],
		days: 3
	});
	expect(await isNobodys()).toBe(false);
	await asSystem(database.db, (trx) =>
		trx.updateTable('helper_links').set({ finished_at: new Date() }).where('id', '=', id).execute()
	);
	expect(await isNobodys()).toBe(true);
});

test('what has no day of its own is due when the round closes, and says so', async () => {
	await takeAllBack();
	await give('dara', 'return', 'helped', '2099-12-01');
	await give('dara', 'return', 'how', null);
	const { answering } = await getToDo(world.as('dara'));
	const days = answering.map(({ kind, dueOn, isRoundEnd }) => [kind, dueOn, isRoundEnd]);
	expect(days).toContainEqual(['question', '2099-12-01', false]);
	expect(days).toContainEqual(['question', '2099-12-31', true]);
	expect(days[0]).toEqual(['question', '2099-12-01', false]);
	await returnResponse(world.as('rina'), await world.responseId('KH', 'justice'), 'Once more.');
	const queryId = randomUUID();
	await openQuery(world.as('rina'), {
		id: queryId,
		responseId: await world.responseId('KH', 'justice'),
		question: 'obstacles',
		kind: 'needs_source',
		body: 'Says who?'
	});
	const later = (await getToDo(world.as('dara'))).answering;
	for (const kind of ['returned', 'query'])
		expect(later.find((each) => each.kind === kind)).toMatchObject({
			dueOn: '2099-12-31',
			isRoundEnd: true
		});
});

test('a colleague can be invited to propose only, and to write later', async () => {
	const invited = async (proposesOnly: boolean) => {
		const { link } = await invite(world.as('sokha'), {
			delegationId: KH(),
			email: 'rudi@example.org',
			role: 'representative',
			proposesOnly,
			language: 'en'
		});
		return link.split('/').at(-1)!;
	};
	const accept = (token: string) =>
		acceptInvitation(world.system, token, {
			kind: 'signed_in',
			accountId: world.accounts.rudi,
			organisation: ''
		});
	const token = await invited(true);
	expect(await readInvitation(world.system, token)).toMatchObject({ role: 'helper' });
	await accept(token);
	const write = () => writeAnswer(world, 'rudi', 'return', 'how', 'On foot.', 5);
	await expect(write()).rejects.toMatchObject({ code: 'not_found' });
	await accept(await invited(false));
	expect(await write()).toMatchObject({ result: 'saved' });
	// Inviting somebody who writes to propose takes nothing from them.
	await accept(await invited(true));
	expect(await writeAnswer(world, 'rudi', 'return', 'how', 'By car.', 5)).toMatchObject({
		result: 'saved'
	});
});
