import { sql } from 'kysely';
import { findArea } from '#lib/xlsform/definition.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import type { Trx } from '../database/database.ts';
import { isHandoutOpen } from '../mail/openHandouts.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import type { ToDo, ToDoKind } from './toDo.ts';

interface Row {
	kind: ToDoKind;
	id: string;
	delegationId: string;
	area: string | null;
	question: string | null;
	dueOn: string | null;
	since: Date;
	count: number;
	asked: number;
	by: string;
}

interface Place {
	id: string;
	country: string;
	countryName: string;
	name: string;
	round: string;
	isInvented: boolean;
	versionId: string;
	closesOn: string;
}

/** What is handed to this account and asked of its delegations, in rounds that are open. */
export async function listAnswering(trx: Trx, accountId: string): Promise<ToDo[]> {
	const places = await sql<Place>`
		select d.id, d.country, c.name as "countryName", d.name, o.name as round,
			s.is_invented as "isInvented", o.questionnaire_version_id as "versionId",
			o.closes_on as "closesOn"
		from delegation_members m join delegations d on d.id = m.delegation_id
		join rounds o on o.id = d.round_id join studies s on s.id = d.study_id
		join round_countries c on c.round_id = d.round_id and c.country = d.country
		where m.account_id = ${accountId}::uuid and o.closed_at is null and d.status = 'active'`.execute(
		trx
	);
	if (places.rows.length === 0) return [];
	const ids = places.rows.map(({ id }) => id);
	const found = await listRows(trx, accountId, ids);
	const list: ToDo[] = [];
	for (const row of found) {
		const place = places.rows.find(({ id }) => id === row.delegationId)!;
		const definition = await getDefinition(trx, place.versionId);
		const asked = row.question ? findAskedQuestion(definition, row.question) : undefined;
		const { country, countryName, name, round, isInvented } = place;
		list.push({
			...{ id: row.id, kind: row.kind, count: row.count, asked: row.asked },
			dueOn: row.dueOn ?? place.closesOn,
			isRoundEnd: row.dueOn === null,
			...{ country, countryName, name, round, isInvented, by: row.by },
			since: row.since.toISOString().slice(0, 10),
			href: hrefOf(row),
			area: (row.area && findArea(definition, row.area)?.title) || null,
			language: definition.default_language,
			number: asked?.question.number ?? ''
		});
	}
	return list;
}

function hrefOf({ kind, delegationId, area, question, id }: Row): string {
	const home = `/respond/${delegationId}`;
	switch (kind) {
		case 'proposals':
			return `${home}/proposals`;
		case 'ready':
			return `${home}/${area}/submission`;
		case 'query':
			return `${home}/${area}#query-${id}`;
		default:
			return `${home}/${area}${question ? `#${encodeURI(question)}` : ''}`;
	}
}

const WRITABLE = sql`('not_started', 'draft', 'returned', 'reopened')`;

/** Every source by itself in one statement; row-level security leaves out what is not theirs. */
async function listRows(trx: Trx, accountId: string, ids: string[]): Promise<Row[]> {
	const me = sql`${accountId}::uuid`;
	const found = await sql<Row>`
		with member as (select delegation_id, is_focal_point, not proposes_only as writes
			from delegation_members where account_id = ${me} and delegation_id = any (${ids}::uuid[]))
		select case when h.question is null then 'area' else 'question' end as kind, h.id::text,
			h.delegation_id as "delegationId", h.area, h.question, h.due_on as "dueOn",
			h.given_at as since, r.answered as count, r.asked, '' as by
		from handouts h join responses r on r.id = h.response_id
		where h.account_id = ${me} and h.revoked_at is null and h.delegation_id = any (${ids}::uuid[])
			and r.state in ${WRITABLE} and ${isHandoutOpen}
		union all
		select 'nobody', r.id::text, r.delegation_id, r.area, null, null,
			coalesce(r.saved_at, d.created_at), r.answered, r.asked, ''
		from responses r join delegations d on d.id = r.delegation_id
		join member m on m.delegation_id = r.delegation_id and m.is_focal_point
		where r.state in ('not_started', 'draft')
			and not exists (select from area_marks k where k.response_id = r.id)
			and not exists (select from handouts h where h.response_id = r.id and h.revoked_at is null
				and (exists (select from delegation_members c where c.delegation_id = h.delegation_id
						and c.account_id = h.account_id)
					or exists (select from helper_links l where l.id = h.link_id and l.revoked_at is null
						and l.finished_at is null and l.expires_at > now())))
		union all
		select 'query', q.id::text, q.delegation_id, r.area, q.question, null, q.opened_at, 0, 0, ''
		from queries q join responses r on r.id = q.response_id
		join member m on m.delegation_id = q.delegation_id and m.writes
		where q.state = 'open' and (q.assigned_to is null or q.assigned_to = ${me})
		union all
		select 'proposals', m.delegation_id::text, m.delegation_id, null, null, null, min(p.made_at),
			count(*)::int, 0, ''
		from proposals p join member m on m.delegation_id = p.delegation_id and m.is_focal_point
		where p.state = 'open' group by m.delegation_id
		union all
		select 'conflicts', r.id::text, r.delegation_id, r.area, min(c.question), null, min(c.opened_at),
			count(*)::int, 0, ''
		from answer_conflicts c join responses r on r.id = c.response_id
		join member m on m.delegation_id = r.delegation_id and m.writes
		where c.resolved_at is null and r.state in ${WRITABLE} group by r.id
		union all
		select 'returned', r.id::text, r.delegation_id, r.area, null, null,
			coalesce(r.decided_at, r.submitted_at, now()), r.answered, r.asked, ''
		from responses r join member m on m.delegation_id = r.delegation_id and m.writes
		where r.state in ('returned', 'reopened')
		union all
		select 'ready', r.id::text, r.delegation_id, r.area, null, null, k.ready_at, r.answered, r.asked,
			coalesce(a.name, '')
		from area_marks k join responses r on r.id = k.response_id
		join member m on m.delegation_id = r.delegation_id and m.is_focal_point
		left join accounts a on a.id = k.ready_by
		where r.state in ${WRITABLE}`.execute(trx);
	return found.rows;
}
