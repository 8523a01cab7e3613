import { sql } from 'kysely';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import type { QueryKind, QueryState } from '#lib/terms.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { daysOpen } from '../responses/threads.ts';
import { getRoundHead } from '../studies/queries.ts';

/** A query in the coordinators' list. */
export interface ListedQuery {
	id: string;
	responseId: string;
	area: string;
	question: string;
	kind: QueryKind;
	state: QueryState;
	isSentBack: boolean;
	openedAt: Date;
	closedAt: Date | null;
	country: string;
	countryName: string;
	/** Tells two delegations of one country apart. */
	name: string;
	delegationId: string;
	assignedTo: string | null;
	assigned: string | null;
	openedBy: string | null;
	days: number;
}

/** Empty strings stand for no filter. */
export interface QueryFilter {
	/** A state, or `not_closed`. */
	state: string;
	kind: string;
	country: string;
	/** An account, or `nobody`. */
	assigned: string;
	/** At least so many days open. */
	age: string;
}

/** So many countries asked about one question, and it is perhaps the question. */
const MANY = 3;

async function listAll(trx: Trx, roundId: string, now: Date): Promise<ListedQuery[]> {
	const found = await sql<Omit<ListedQuery, 'days'>>`
		select q.id, q.response_id as "responseId", r.area, q.question, q.kind, q.state,
			q.opened_at as "openedAt", q.closed_at as "closedAt", d.id as "delegationId", d.country,
			c.name as "countryName", d.name, q.assigned_to as "assignedTo", a.name as assigned,
			o.name as "openedBy",
			q.state = 'open' and (select t.act from query_messages t where t.query_id = q.id
				order by t.created_at desc limit 1) = 'send_back' as "isSentBack"
		from queries q
		join responses r on r.id = q.response_id
		join delegations d on d.id = q.delegation_id
		join round_countries c on c.round_id = d.round_id and c.country = d.country
		left join accounts a on a.id = q.assigned_to
		left join accounts o on o.id = q.opened_by
		where q.round_id = ${roundId}::uuid`.execute(trx);
	return found.rows
		.map((query) => ({ ...query, days: daysOpen(query, now) }))
		.sort((a, b) => b.days - a.days || a.openedAt.getTime() - b.openedAt.getTime());
}

function isWanted(query: ListedQuery, filter: QueryFilter): boolean {
	const { state, kind, country, assigned, age } = filter;
	return (
		(!state || (state === 'not_closed' ? query.state !== 'closed' : query.state === state)) &&
		(!kind || query.kind === kind) &&
		(!country || query.country === country) &&
		(!assigned ||
			(assigned === 'nobody' ? query.assignedTo === null : query.assignedTo === assigned)) &&
		query.days >= (Number(age) || 0)
	);
}

/** Questions asked about in many countries, the most asked first. */
function listOften(queries: readonly ListedQuery[]): { question: string; countries: number }[] {
	const countries = new Map<string, Set<string>>();
	for (const { question, country } of queries)
		countries.set(question, (countries.get(question) ?? new Set()).add(country));
	return [...countries]
		.map(([question, among]) => ({ question, countries: among.size }))
		.filter((each) => each.countries >= MANY)
		.sort((a, b) => b.countries - a.countries);
}

/**
 * All queries of a round, longest open first, with what one may filter by.
 * @throws Problem not_found for all but coordinators
 */
export async function getQueryList(ctx: Context, roundId: string, filter: QueryFilter) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'response.review');
		const definition = await getDefinition(trx, round.versionId);
		const all = await listAll(trx, round.id, ctx.now());
		const asked = (key: string) => findAskedQuestion(definition, key)?.question;
		return {
			round,
			language: definition.default_language,
			areas: definition.areas.map(({ name, number, title }) => ({ name, number, title })),
			total: all.length,
			queries: all
				.filter((query) => isWanted(query, filter))
				.map((query) => ({ ...query, number: asked(query.question)?.number ?? '' })),
			countries: [...new Map(all.map((each) => [each.country, each.countryName]))],
			people: [
				...new Map(
					all.flatMap((q) =>
						q.assignedTo && q.assigned ? [[q.assignedTo, q.assigned] as const] : []
					)
				)
			],
			often: listOften(all).map((each) => ({
				...each,
				number: asked(each.question)?.number ?? '',
				label: asked(each.question)?.label ?? null
			}))
		};
	});
}
