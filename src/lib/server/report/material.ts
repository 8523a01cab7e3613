import { sql } from 'kysely';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import type { Trx } from '../database/database.ts';
import { type Quote, listQuotes } from '../focusgroups/quotes.ts';

/** What a chapter is written from: an issue area, a country, or all; '' does not narrow. */
export interface MaterialFilter {
	area: string;
	country: string;
}

/** An accepted public answer with a value. */
export interface PublicAnswer extends Pick<AnswerContent, 'status' | 'value' | 'reason'> {
	responseId: string;
	area: string;
	country: string;
	countryName: string;
	/** Of the delegation; '' for a country's only one. */
	delegation: string;
	/** Its answer key. */
	question: string;
}

export interface PublicEvidence {
	id: string;
	country: string;
	countryName: string;
	question: string;
	citation: string;
	link: string | null;
}

/** What may be cited now, beside a chapter. */
export interface Material {
	answers: PublicAnswer[];
	quotes: Quote[];
	evidence: PublicEvidence[];
}

/**
 * What may be cited in a round: accepted public answers, words that may be quoted, accepted public
 * evidence. Rules R4, R8 and R10 stand in the queries, whoever asks.
 */
export async function listMaterial(
	trx: Trx,
	roundId: string,
	filter: MaterialFilter
): Promise<Material> {
	const narrowed = sql`(${filter.area} = '' or r.area = ${filter.area})
		and (${filter.country} = '' or d.country = ${filter.country})`;
	const answers = await sql<PublicAnswer>`select a.response_id as "responseId", r.area, d.country,
			c.name as "countryName", d.name as delegation, a.question, a.status, a.value, a.reason
		from submitted_answers a join responses r on r.id = a.response_id
			join delegations d on d.id = a.delegation_id
			join round_countries c on c.round_id = d.round_id and c.country = d.country
		where a.round_id = ${roundId}::uuid and a.is_latest and a.is_accepted and a.exposure = 'public'
			and r.state = 'accepted' and d.status <> 'withdrawn_for_safety'
			and a.status not in ('empty', 'not_safe') and ${narrowed}
		order by c.name, d.name, d.id, a.question`.execute(trx);
	const evidence = await sql<PublicEvidence>`select e.id, d.country, c.name as "countryName",
			e.question, e.citation, e.link
		from evidence e join responses r on r.id = e.response_id
			join delegations d on d.id = e.delegation_id
			join round_countries c on c.round_id = d.round_id and c.country = d.country
		where e.round_id = ${roundId}::uuid and e.is_accepted and e.exposure = 'public'
			and e.removed_at is null and r.state = 'accepted' and d.status <> 'withdrawn_for_safety'
			and ${narrowed}
		order by c.name, e.added_at, e.id`.execute(trx);
	const quotes = (await listQuotes(trx, roundId)).filter(
		({ area, country }) =>
			(filter.area === '' || area === filter.area) &&
			// Words whose country may not be named are nobody's in particular.
			(filter.country === '' || country === filter.country)
	);
	return { answers: answers.rows, quotes, evidence: evidence.rows };
}
