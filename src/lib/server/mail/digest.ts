import { sql } from 'kysely';
import type { SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { getInstanceKey } from '../keys/instanceKey.ts';
import { type Deadlines, listDeadlines, listReminded } from './deadlines.ts';
import { digestText } from './digestText.ts';
import { publicLink } from './publicLink.ts';
import { LINK_DAYS, writeQueryToken } from './queryLink.ts';
import { queueMail } from './queueMail.ts';
import { type WaitingNotice, takeNotices } from './waitingNotices.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** What was mailed is forgotten after so many days. */
const KEEP_DAYS = 60;
const NONE: Deadlines = { closing: [], due: [] };

/** Takes the time; gives the last hour of digests: its day, and the day its mails are read. */
export function digestMoment(now: Date, hour: number): { due: Date; day: string; readOn: string } {
	const day = new Date(now.getTime() - hour * HOUR).toISOString().slice(0, 10);
	const due = new Date(Date.parse(day) + hour * HOUR);
	// A mail of the evening in UTC is read on the morning of the next day.
	const readOn = new Date(due.getTime() + 12 * HOUR).toISOString().slice(0, 10);
	return { due, day, readOn };
}

/**
 * Puts one mail for each account into the outbox that has news from before the last hour of
 * digests, or a deadline. Called as often as one likes, by as many processes as one likes: an
 * account is claimed with its row and has one digest a day.
 */
export async function sendDigests(system: SystemContext): Promise<void> {
	const moment = digestMoment(system.now(), system.config.digestHour);
	const waiting = await asSystem(system.db, async (trx) => {
		await forget(trx, system.now());
		return listWaiting(trx, moment);
	});
	if (waiting.length === 0) return;
	const key = await getInstanceKey(system, 'query_link');
	for (const accountId of waiting)
		await asSystem(system.db, async (trx) => {
			const account = await claim(trx, accountId, moment.day);
			if (!account) return;
			const notices = await takeNotices(trx, accountId, { before: moment.due, now: system.now() });
			const deadlines = await listDeadlines(trx, accountId, moment.readOn);
			await trx
				.updateTable('accounts')
				.set({ digested_on: moment.day })
				.where('id', '=', accountId)
				.execute();
			await mail(system, trx, key, account, { notices, deadlines });
		});
	system.wake('mail');
}

/** Mails at once what accounts wait for that have chosen so, one mail for each event. */
export async function mailAtOnce(system: SystemContext): Promise<void> {
	const waiting = await asSystem(system.db, (trx) =>
		trx
			.selectFrom('notices as n')
			.innerJoin('accounts as a', 'a.id', 'n.account_id')
			.select('a.id')
			.distinct()
			.where('n.mailed_at', 'is', null)
			.where('a.mail_rhythm', '=', 'at_once')
			.where('a.disabled_at', 'is', null)
			.execute()
	);
	if (waiting.length === 0) return;
	const key = await getInstanceKey(system, 'query_link');
	for (const { id } of waiting)
		await asSystem(system.db, async (trx) => {
			const account = await claim(trx, id);
			if (!account) return;
			const now = system.now();
			// The database's clock and ours may differ by a little.
			const before = new Date(now.getTime() + DAY);
			for (const notice of await takeNotices(trx, id, { before, now }))
				await mail(system, trx, key, account, { notices: [notice], deadlines: NONE });
		});
}

type Account = { id: string; email: string; language: string; rhythm: 'daily' | 'at_once' };

/** Takes an account for this transaction alone; undefined where another process has it or has told it. */
async function claim(trx: Trx, id: string, day?: string): Promise<Account | undefined> {
	const found = await sql<Account>`
		select id, email, language, mail_rhythm as rhythm from accounts
		where id = ${id}::uuid and disabled_at is null
			and (${day ?? null}::date is null or digested_on is null or digested_on < ${day ?? null}::date)
		for no key update skip locked`.execute(trx);
	return found.rows[0];
}

async function mail(
	system: SystemContext,
	trx: Trx,
	key: Uint8Array,
	account: Account,
	news: {
		notices: readonly WaitingNotice[];
		deadlines: Deadlines;
	}
): Promise<void> {
	const { closing, due } = news.deadlines;
	if (news.notices.length + closing.length + due.length === 0) return;
	const linksEnd = new Date(system.now().getTime() + LINK_DAYS * DAY);
	const links = new Map<string, string>();
	for (const { kind, queryId, mayReply } of news.notices)
		if (queryId && mayReply && (kind === 'query_opened' || kind === 'query_assigned')) {
			const link = { queryId, accountId: account.id, expiresAt: linksEnd };
			links.set(queryId, publicLink(system.config, `/query/${writeQueryToken(key, link)}`));
		}
	const told = { ...news, links, linksEnd, rhythm: account.rhythm };
	await queueMail(trx, {
		recipient: account.email,
		...digestText(told, account.language, system.config)
	});
}

async function listWaiting(trx: Trx, moment: { due: Date; day: string; readOn: string }) {
	const told = await trx
		.selectFrom('notices')
		.select('account_id as id')
		.distinct()
		.where('mailed_at', 'is', null)
		.where('created_at', '<', moment.due)
		.execute();
	const some = [
		...new Set([...told.map(({ id }) => id), ...(await listReminded(trx, moment.readOn))])
	];
	if (some.length === 0) return [];
	const accounts = await trx
		.selectFrom('accounts')
		.select('id')
		.where('id', 'in', some)
		.where('disabled_at', 'is', null)
		.where((is) => is.or([is('digested_on', 'is', null), is('digested_on', '<', moment.day)]))
		.orderBy('id')
		.execute();
	return accounts.map(({ id }) => id);
}

/** Nothing waits for a closed account, and what was told long ago is not kept. */
async function forget(trx: Trx, now: Date): Promise<void> {
	const long = new Date(now.getTime() - KEEP_DAYS * DAY);
	await sql`delete from notices n using accounts a where a.id = n.account_id
		and ((n.mailed_at is null and a.disabled_at is not null) or n.mailed_at < ${long})`.execute(trx);
}
