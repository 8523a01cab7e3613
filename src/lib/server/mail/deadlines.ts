import { sql } from 'kysely';
import type { Text } from '#lib/xlsform/definition.ts';
import type { Trx } from '../database/database.ts';
import { isHandoutOpen } from './openHandouts.ts';

/** So many days before a round closes its delegations are reminded. */
export const ROUND_DAYS = [7, 3, 1];
/** So many days before something handed out is due, whoever has it is reminded. */
export const HANDOUT_DAYS = [3, 1, 0];

interface Place {
	study: string;
	round: string;
	delegationId: string;
	country: string;
	countryName: string;
	delegationName: string;
	/** Days from the day the mail is read. */
	days: number;
}

/** A round that closes soon and that a delegation has not finished. */
export interface Closing extends Place {
	/** Areas that are not submitted. */
	unfinished: number;
}

/** Something handed to the reader that is due soon and not done. */
export interface Due extends Place {
	/** Name and title of its area. */
	area: string;
	title: Text | null;
	/** How much of the area is due that day. */
	count: number;
}

export interface Deadlines {
	closing: Closing[];
	due: Due[];
}

/** Takes the day a mail is read; gives the accounts with a deadline to be reminded of. */
export async function listReminded(trx: Trx, readOn: string): Promise<string[]> {
	const found = await sql<{ id: string }>`
		select m.account_id as id from (${closing(readOn)}) x
			join delegation_members m on m.delegation_id = x."delegationId"
		union select x."accountId" from (${due(readOn)}) x`.execute(trx);
	return found.rows.map(({ id }) => id);
}

/** Takes an account and the day a mail is read; gives what it is to be reminded of. */
export async function listDeadlines(
	trx: Trx,
	accountId: string,
	readOn: string
): Promise<Deadlines> {
	const rounds = await sql<Closing>`
		select x.* from (${closing(readOn)}) x
		join delegation_members m on m.delegation_id = x."delegationId"
		where m.account_id = ${accountId}::uuid
		order by x.days, x.study, x."countryName"`.execute(trx);
	const handouts = await sql<Due>`
		select x.* from (${due(readOn)}) x where x."accountId" = ${accountId}::uuid
		order by x.days, x.study, x.area`.execute(trx);
	return { closing: rounds.rows, due: handouts.rows };
}

const place = sql`s.name as study, o.name as round, d.id as "delegationId", d.country,
	c.name as "countryName", d.name as "delegationName"`;
const grouped = sql`s.name, o.name, d.id, d.country, c.name, d.name`;
/** Delegations that take part in a round that is open. */
const taking = sql`rounds o
	join studies s on s.id = o.study_id
	join delegations d on d.round_id = o.id and d.status = 'active' and o.closed_at is null
	join round_countries c on c.round_id = d.round_id and c.country = d.country
	join responses r on r.delegation_id = d.id
		and r.state in ('not_started', 'draft', 'returned', 'reopened')`;

function closing(readOn: string) {
	return sql`select ${place}, o.closes_on - ${readOn}::date as days, count(*)::int as unfinished
		from ${taking}
		where o.closes_on - ${readOn}::date = any (${ROUND_DAYS}::int[])
		group by ${grouped}, o.closes_on`;
}

function due(readOn: string) {
	return sql`select ${place}, h.account_id as "accountId", h.due_on - ${readOn}::date as days,
			r.area, (select a -> 'title' from questionnaire_versions v,
				jsonb_array_elements(v.definition -> 'areas') a
				where v.id = o.questionnaire_version_id and a ->> 'name' = r.area) as title,
			count(*)::int as count
		from ${taking}
		join handouts h on h.response_id = r.id and h.revoked_at is null
		join delegation_members m on m.delegation_id = d.id and m.account_id = h.account_id
		where h.due_on - ${readOn}::date = any (${HANDOUT_DAYS}::int[])
			and ${isHandoutOpen}
		group by ${grouped}, h.account_id, h.due_on, r.area, o.questionnaire_version_id`;
}
