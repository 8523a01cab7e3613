import { sql } from 'kysely';
import type { Trx } from '../database/database.ts';

/** So many days before a round closes its delegations are reminded. */
export const REMINDER_DAYS = [7, 3, 1];

/** A round that closes soon and that a delegation has not finished. */
export interface Deadline {
	study: string;
	round: string;
	delegationId: string;
	country: string;
	countryName: string;
	delegationName: string;
	/** Days from the day the mail is read. */
	days: number;
	/** Areas that are not submitted. */
	unfinished: number;
}

/** Takes the day a mail is read; gives the accounts with a deadline to be reminded of. */
export async function listReminded(trx: Trx, readOn: string): Promise<string[]> {
	const found = await sql<{ id: string }>`
		select distinct m.account_id as id from (${soon(readOn)}) x
		join delegation_members m on m.delegation_id = x."delegationId"`.execute(trx);
	return found.rows.map(({ id }) => id);
}

/** Takes an account and the day a mail is read; gives what it is to be reminded of. */
export async function listDeadlines(
	trx: Trx,
	accountId: string,
	readOn: string
): Promise<Deadline[]> {
	const found = await sql<Deadline>`
		select x.* from (${soon(readOn)}) x
		join delegation_members m on m.delegation_id = x."delegationId"
		where m.account_id = ${accountId}::uuid
		order by x.days, x.study, x."countryName"`.execute(trx);
	return found.rows;
}

function soon(readOn: string) {
	return sql`select s.name as study, o.name as round, d.id as "delegationId", d.country,
			c.name as "countryName", d.name as "delegationName", o.closes_on - ${readOn}::date as days,
			count(*)::int as unfinished
		from rounds o
		join studies s on s.id = o.study_id
		join delegations d on d.round_id = o.id and d.status = 'active'
		join round_countries c on c.round_id = d.round_id and c.country = d.country
		join responses r on r.delegation_id = d.id
			and r.state in ('not_started', 'draft', 'returned', 'reopened')
		where o.closed_at is null and o.closes_on - ${readOn}::date = any (${REMINDER_DAYS}::int[])
		group by s.name, o.name, d.id, d.country, c.name, d.name, o.closes_on`;
}
