import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asActor } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { openHelperLink } from '#lib/server/handouts/helper.ts';
import { proposeByLink } from '#lib/server/handouts/helperAnswers.ts';
import { makeHelperLink } from '#lib/server/handouts/links.ts';
import { acceptProposal, mergeProposal } from '#lib/server/handouts/settle.ts';
import { getHistory } from '#lib/server/responses/history.ts';
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
const notFound = { code: 'not_found' };

describe('the history of an answer that came in as a proposal', () => {
	const whose = async (person: Person, question = 'obstacles') => {
		const { revisions, proposed } = await getHistory(world.as(person), KH(), question);
		return revisions
			.map(({ revision, savedBy }) => {
				const from = proposed.find((each) => each.revision === revision);
				return from ? `${savedBy} ${from.isMerged ? 'merged' : 'took'} ${from.author}` : savedBy;
			})
			.slice(0, 3);
	};

	test('names its author beside whoever accepted or merged it, for every member', async () => {
		const seen = async () => (await getHistory(world.as('sokha'), KH(), 'obstacles')).revisions[0]!;
		const settleNext = async (text: string, isMerged: boolean) => {
			const current = (await seen()).currentRevision;
			const proposalId = await propose(world, 'omar', 'justice', 'obstacles', text, {
				base: current
			});
			const at = { delegationId: KH(), proposalId, seen: current };
			await (isMerged
				? mergeProposal(world.as('sokha'), { ...at, text: `${text} And fear.` })
				: acceptProposal(world.as('sokha'), at));
		};
		await writeAnswer(world, 'dara', 'justice', 'obstacles', 'Nobody is told.', 99);
		await settleNext('Omar wrote this one.', false);
		await settleNext('Omar wrote this, too.', true);
		for (const person of ['sokha', 'dara', 'omar'] as const)
			expect(await whose(person)).toEqual(['Sokha merged Omar', 'Sokha took Omar', 'Dara']);
	});

	test('or the label of the link it came by', async () => {
		const linkId = randomUUID();
		const { link } = await makeHelperLink(world.as('sokha'), {
			id: linkId,
			delegationId: KH(),
			label: 'Union office',
			parts: [{ area: 'justice', question: 'obstacles' }],
			days: 1
		});
		await openHelperLink(world.system, link.split('/').at(-1)!, '10.9.9.9');
		const id = randomUUID();
		const said = { status: 'answered', value: 'From the union.', reason: null, exposure: 'public' };
		await proposeByLink(world.system, linkId, [{ id, question: 'obstacles', base: 0, ...said }]);
		const { revisions } = await getHistory(world.as('sokha'), KH(), 'obstacles');
		const seen = revisions[0]!.currentRevision;
		await acceptProposal(world.as('sokha'), { delegationId: KH(), proposalId: id, seen });
		expect((await whose('dara'))[0]).toBe('Sokha took Union office');
	});

	test('is nobody else’s to read', async () => {
		const responseId = await world.responseId('KH', 'justice');
		for (const person of ['budi', 'rina', 'edi', 'citra'] as const) {
			await expect(getHistory(world.as(person), KH(), 'obstacles')).rejects.toMatchObject(notFound);
			const found = await asActor(database.db, world.as(person).actor, (trx) =>
				sql`select * from proposed_revisions(${responseId}::uuid, 'obstacles')`.execute(trx)
			);
			expect(found.rows, person).toEqual([]);
		}
	});
});
