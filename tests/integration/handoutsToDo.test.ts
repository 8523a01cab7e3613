import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#lib/server/database/database.ts';
import { handOut } from '#lib/server/handouts/handouts.ts';
import { acceptProposal } from '#lib/server/handouts/settle.ts';
import { getToDo } from '#lib/server/handouts/toDo.ts';
import { markReady } from '#lib/server/responses/ready.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
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
	return [...answering, ...coordinating].map(({ kind, number, dueOn }) =>
		[kind, number, dueOn].filter(Boolean).join(' ')
	);
};

test('what is handed to somebody stands on their list until it is answered, first what is due first', async () => {
	await give('dara', 'justice', null, '2099-12-05');
	await give('dara', 'return', 'helped', '2099-12-01');
	await give('omar', 'justice', 'obstacles', null);
	expect(await listOf('dara')).toEqual(['question 2.1 2099-12-01', 'area 2099-12-05']);
	expect(await listOf('omar')).toEqual(['question 1.2']);
	for (const other of ['sokha', 'budi', 'rina', 'edi'] as const)
		expect(await listOf(other), other).toEqual([]);
	await writeAnswer(world, 'dara', 'return', 'helped', 'yes');
	expect(await listOf('dara')).toEqual(['area 2099-12-05']);
});

test('proposals wait on the focal point’s list and in their header, no more on the author’s', async () => {
	const id = await propose(world, 'omar', 'justice', 'obstacles', 'Distance.');
	expect(await listOf('omar')).toEqual([]);
	expect(await listOf('sokha')).toEqual(['proposals']);
	const counted = async (person: Person) =>
		(await getNavigation(world.as(person), { delegation: KH() })).proposals;
	expect(await counted('sokha')).toBe(1);
	for (const other of ['dara', 'omar', 'budi', 'rina'] as const)
		expect(await counted(other), other).toBeNull();
	await acceptProposal(world.as('sokha'), { delegationId: KH(), proposalId: id, seen: 0 });
	expect(await listOf('sokha')).toEqual([]);
});

test('an area that is ready, a query and a reply go from one list to the other’s', async () => {
	await writeAnswer(world, 'sokha', 'background', 'side', 'origin');
	await writeAnswer(world, 'sokha', 'justice', 'can_complain', 'yes');
	const responseId = await world.responseId('KH', 'justice');
	await markReady(world.as('dara'), { responseId, ready: true, id: randomUUID() });
	expect(await listOf('sokha')).toEqual(['ready']);
	// Who said so has nothing left to do there.
	expect(await listOf('dara')).toEqual([]);
	await submitResponse(world.as('sokha'), responseId);
	expect(await listOf('sokha')).toEqual([]);
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
	const write = () => writeAnswer(world, 'rudi', 'return', 'how', 'On foot.');
	await expect(write()).rejects.toMatchObject({ code: 'not_found' });
	await accept(await invited(false));
	expect(await write()).toMatchObject({ result: 'saved' });
	// Inviting somebody who writes to propose takes nothing from them.
	await accept(await invited(true));
	expect(await writeAnswer(world, 'rudi', 'return', 'how', 'By bus.', 1)).toMatchObject({
		result: 'saved'
	});
});
