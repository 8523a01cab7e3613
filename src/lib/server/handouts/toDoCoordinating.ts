import { sql } from 'kysely';
import { findArea } from '#lib/xlsform/definition.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import type { Trx } from '../database/database.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import type { ToDo } from './toDo.ts';

interface Row {
	kind: 'review' | 'reply' | 'changed';
	id: string;
	responseId: string;
	roundId: string;
	area: string;
	question: string | null;
	since: Date;
	country: string;
	countryName: string;
	name: string;
	round: string;
	isInvented: boolean;
	versionId: string;
}

const MOST = 300;

/** What waits for the coordinators of the actor's studies: areas to review, replies to read. */
export async function listCoordinating(trx: Trx): Promise<ToDo[]> {
	const found = await sql<Row>`
		with mine as (select r.*, o.name as round, o.questionnaire_version_id, s.is_invented,
				d.country, d.name as delegation_name, c.name as country_name
			from responses r join rounds o on o.id = r.round_id and o.closed_at is null
			join studies s on s.id = r.study_id join delegations d on d.id = r.delegation_id
			join round_countries c on c.round_id = d.round_id and c.country = d.country
			where r.study_id = any ((select my_studies('{coordinator}'))::uuid[])),
		waiting as (
			select 'review' as kind, id::text, id as response_id, null as question, submitted_at as since
			from mine where state = 'submitted'
			union all
			select case when q.state = 'replied' then 'reply' else 'changed' end, q.id::text,
				q.response_id, q.question,
				coalesce((select max(t.created_at) from query_messages t where t.query_id = q.id), q.opened_at)
			from queries q join mine on mine.id = q.response_id
			where q.state in ('replied', 'changed_after_closing'))
		select w.kind, w.id, w.response_id as "responseId", m.round_id as "roundId", m.area, w.question,
			w.since, m.country, m.country_name as "countryName", m.delegation_name as name, m.round,
			m.is_invented as "isInvented", m.questionnaire_version_id as "versionId"
		from waiting w join mine m on m.id = w.response_id
		order by w.since limit ${MOST}`.execute(trx);
	const list: ToDo[] = [];
	for (const row of found.rows) {
		const definition = await getDefinition(trx, row.versionId);
		const asked = row.question ? findAskedQuestion(definition, row.question) : undefined;
		const { kind, id, country, countryName, name, round, isInvented } = row;
		const page = `/rounds/${row.roundId}/review/${row.responseId}`;
		list.push({
			...{ kind, id, country, countryName, name, round, isInvented },
			...{ dueOn: null, isRoundEnd: false, count: 0, asked: 0, by: '' },
			since: row.since.toISOString().slice(0, 10),
			href: row.question ? `${page}#${encodeURI(row.question)}` : page,
			area: findArea(definition, row.area)?.title ?? null,
			language: definition.default_language,
			number: asked?.question.number ?? ''
		});
	}
	return list;
}
