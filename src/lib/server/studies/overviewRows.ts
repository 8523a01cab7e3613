import { sql } from 'kysely';
import type { Trx } from '../database/database.ts';
import type { DelegationStatus, QueryState, ResponseState } from '#lib/terms.ts';

/** What a coordinator hears of as "latest"; saves and drafts are a delegation's own (rule R1). */
export const EVENT_ACTIONS = [
	'response.submit',
	'response.return',
	'response.accept',
	'response.reopen',
	'query.reply',
	'delegation.status'
] as const;
export type EventAction = (typeof EVENT_ACTIONS)[number];

/** One row of everything; moments are ISO texts, because they come out of JSON. */
export interface OverviewRows {
	delegations: {
		id: string;
		country: string;
		countryName: string;
		name: string;
		status: DelegationStatus;
		members: number;
		invitedAt: string | null;
		inviteEnds: string | null;
	}[];
	responses: {
		id: string;
		delegationId: string;
		area: string;
		state: ResponseState;
		answered: number;
		asked: number;
		submission: number;
	}[];
	medianDays: number | null;
	evidence: number;
	/** Replied to, or answered anew after closing. */
	replied: OverviewQuery[];
	repliedCount: number;
	open: OverviewQuery[];
	events: {
		id: number;
		at: string;
		action: EventAction;
		delegationId: string;
		subjectId: string | null;
		detail: Record<string, unknown>;
	}[];
}

export interface OverviewQuery {
	id: string;
	responseId: string;
	delegationId: string;
	question: string;
	state: QueryState;
	openedAt: string;
}

const queryColumns = sql`q.id, q.response_id as "responseId", q.delegation_id as "delegationId",
	q.question, q.state, q.opened_at as "openedAt"`;

/** A list as one JSON value. */
const list = (rows: ReturnType<typeof sql>) =>
	sql`(select coalesce(json_agg(to_json(x)), '[]') from (${rows}) x)`;

// Written out, not parameters, so that the partial index on these actions applies.
const actions = sql.raw(EVENT_ACTIONS.map((action) => `'${action}'`).join(', '));

/**
 * Everything the overview shows, in one statement that reads responses and never answers, so
 * it stays quick however many answers a round has. Row-level security decides what is in it:
 * readers get accepted responses, and no people, queries or events.
 */
export async function readOverview(
	trx: Trx,
	round: { id: string; studyId: string }
): Promise<OverviewRows> {
	const id = sql`${round.id}::uuid`;
	const found = await sql<OverviewRows>`select
		${list(sql`select d.id, d.country, c.name as "countryName", d.name, d.status,
				(select count(*) from delegation_members m where m.delegation_id = d.id) as members,
				i.at as "invitedAt", i.ends as "inviteEnds"
			from delegations d join round_countries c on c.round_id = d.round_id and c.country = d.country
			left join (select delegation_id, max(created_at) as at, max(expires_at) as ends from invitations
				where study_id = ${round.studyId}::uuid and accepted_at is null and revoked_at is null
				group by delegation_id) i on i.delegation_id = d.id
			where d.round_id = ${id} order by c.name, d.name, d.created_at`)} as delegations,
		${list(sql`select r.id, r.delegation_id as "delegationId", r.area, r.state, r.answered, r.asked,
				r.submission from responses r where r.round_id = ${id}`)} as responses,
		(select percentile_cont(0.5) within group (order by extract(epoch from r.decided_at - r.submitted_at))
				/ 86400 from responses r
			where r.round_id = ${id} and r.decided_at >= r.submitted_at) as "medianDays",
		(select count(*)::int from evidence e where e.round_id = ${id} and e.removed_at is null) as evidence,
		${list(sql`select ${queryColumns} from queries q where q.round_id = ${id}
			and q.state in ('replied', 'changed_after_closing') order by q.opened_at limit 5`)} as replied,
		(select count(*)::int from queries q where q.round_id = ${id}
			and q.state in ('replied', 'changed_after_closing')) as "repliedCount",
		${list(sql`select ${queryColumns} from queries q where q.round_id = ${id} and q.state = 'open'
			order by q.opened_at limit 3`)} as open,
		${list(sql`select a.id, a.at, a.action, a.delegation_id as "delegationId",
				a.subject_id as "subjectId", a.detail
			from audit_entries a where a.round_id = ${id} and a.study_id = ${round.studyId}::uuid
				and a.delegation_id is not null and a.action in (${actions})
			order by a.id desc limit 8`)} as events`.execute(trx);
	return found.rows[0]!;
}
