import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { mailAtOnce } from '../mail/digest.ts';
import { writeComment } from '../responses/comments.ts';
import { assignQuery } from '../review/assignQuery.ts';
import { type Login, emailOf } from './people.ts';
import { type Demo, type DemoRound, as } from './stage.ts';

/** What colleagues from Cambodia say to each other; `tell` names who is to look. */
const SAID: readonly {
	who: Login;
	area: string;
	question: string | null;
	body: string;
	tell?: Login;
}[] = [
	{
		who: 'kh',
		area: 'access_to_justice',
		question: 'q3_12_one_change',
		body: 'Sample comment: before we hand this in again, does it still fit the notes of the spring visits?',
		tell: 'kh2'
	},
	{
		who: 'kh2',
		area: 'access_to_justice',
		question: 'q3_12_one_change',
		body: 'Sample comment: I look into the blue folder tomorrow.'
	},
	{
		who: 'kh2',
		area: 'information_recruitment',
		question: 'q4_7_brokers',
		body: 'Sample comment: should we say “brokers” or “agents” here? The law uses the second word.',
		tell: 'kh'
	},
	{
		who: 'kh',
		area: 'information_recruitment',
		question: null,
		body: 'Sample comment: I would like to hand this area in by the end of next week.'
	}
];

/** Comments of Cambodia's delegation, and its open queries given to a colleague. */
export async function talk(demo: Demo, round: DemoRound): Promise<void> {
	const delegationId = round.delegations.KH!;
	for (const { who, tell, ...said } of SAID)
		await writeComment(as(demo, who), {
			id: randomUUID(),
			delegationId,
			...said,
			tell: tell ? [demo.people[tell]!] : []
		});
	const open = await asSystem(demo.system.db, (trx) =>
		trx
			.selectFrom('queries')
			.select('id')
			.where('delegation_id', '=', delegationId)
			.where('state', '=', 'open')
			.execute()
	);
	for (const { id } of open)
		await assignQuery(as(demo, 'kh'), { queryId: id, accountId: demo.people.kh2! });
}

/**
 * Leaves some mails in the outbox, so that its page shows what it is for, and nothing to be
 * told in tomorrow's digests of what happened on past days. With a real mail server none may
 * leave: nobody lives at these addresses.
 */
export async function leaveMails(demo: Demo, most: number): Promise<void> {
	const { system } = demo;
	const accounts = Object.values(demo.people);
	const readers = (['kh', 'kh2'] as const).map((login) => demo.people[login]!);
	const kept = system.config.smtpUrl ? 0 : most;
	await asSystem(system.db, async (trx) => {
		await trx
			.deleteFrom('notices')
			.where('account_id', 'in', accounts)
			.where((is) =>
				is.or([
					is('account_id', 'not in', readers),
					is('kind', 'not in', ['query_assigned', 'mentioned', 'handed_out', 'proposal_made']),
					is.val(kept === 0)
				])
			)
			.execute();
		await setRhythm(trx, readers, 'at_once');
	});
	await mailAtOnce(system);
	await asSystem(system.db, async (trx) => {
		await setRhythm(trx, readers, 'daily');
		await sql`delete from mails where recipient like ${`%${emailOf('')}`} and id not in
			(select id from mails where recipient like ${`%${emailOf('')}`}
				order by created_at desc limit ${kept})`.execute(trx);
	});
}

async function setRhythm(
	trx: Trx,
	accounts: readonly string[],
	rhythm: 'daily' | 'at_once'
): Promise<void> {
	await trx
		.updateTable('accounts')
		.set({ mail_rhythm: rhythm })
		.where('id', 'in', accounts)
		.execute();
}
