import { sql } from 'kysely';
import type { Definition } from '#lib/xlsform/definition.ts';
import { mayDo } from '../access/verbs.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { type RoundHead, getRoundHead } from '../studies/queries.ts';
import { type Quote, type QuoteFilter, listQuotes } from './quotes.ts';

/** Why words stayed: how many were withheld, and of how many only the country is unnamed. */
export interface Withheld {
	reason: 'checked' | 'consent' | 'mark' | 'small_cell' | 'rule';
	withheld: number;
	unnamed: number;
}

export interface QuotesPage {
	round: RoundHead;
	definition: Definition;
	/** From how many participants of a country on it may be named. */
	cellSize: number;
	quotes: Quote[];
	withheld: Withheld[];
	/** All there are, whatever the filter says. */
	total: number;
	meetings: { id: string; name: string }[];
	areas: string[];
	/** Names of questions quotes belong to, in no order. */
	questions: string[];
	countries: string[];
	/** Codes that stand on quotes; none for those who do not code. */
	codes: { id: string; name: string }[];
	names: Record<string, string>;
}

async function readPage(trx: Trx, roundId: string, filter: QuoteFilter): Promise<QuotesPage> {
	const round = await getRoundHead(trx, roundId, 'quote.read');
	const study = await trx
		.selectFrom('studies')
		.select('cell_size as cellSize')
		.where('id', '=', round.studyId)
		.executeTakeFirstOrThrow();
	const withheld = await sql<Withheld>`select * from withheld_quotes(${round.id}::uuid)`.execute(
		trx
	);
	const names = await trx
		.selectFrom('round_countries')
		.select(['country', 'name'])
		.where('round_id', '=', round.id)
		.execute();
	return {
		round,
		definition: await getDefinition(trx, round.versionId),
		cellSize: study.cellSize,
		quotes: await listQuotes(trx, round.id, filter),
		withheld: withheld.rows,
		...(await listPlaces(trx, round.id)),
		questions: await listQuestions(trx, round.id),
		codes: mayDo('coding.write', round.roles) ? await listCodes(trx, round.id) : [],
		names: Object.fromEntries(names.map(({ country, name }) => [country, name]))
	};
}

/** Where quotes come from, and how many there are. */
async function listPlaces(trx: Trx, roundId: string) {
	const found = await sql<{
		groupId: string;
		groupName: string;
		area: string | null;
		country: string | null;
		count: number;
	}>`select group_id as "groupId", group_name as "groupName", area, country, count(*)::int as count
		from quotes(${roundId}::uuid) group by group_id, group_name, held_on, area, country
		order by held_on nulls last, group_id, min(ordinal)`.execute(trx);
	const places = found.rows;
	return {
		total: places.reduce((sum, { count }) => sum + count, 0),
		meetings: [...new Map(places.map((each) => [each.groupId, each.groupName]))].map(
			([id, name]) => ({ id, name })
		),
		areas: [...new Set(places.flatMap(({ area }) => area ?? []))],
		countries: [...new Set(places.flatMap(({ country }) => country ?? []))].sort()
	};
}

async function listQuestions(trx: Trx, roundId: string): Promise<string[]> {
	const found = await sql<{
		question: string;
	}>`select distinct question from quote_questions(${roundId}::uuid)`.execute(trx);
	return found.rows.map(({ question }) => question);
}

/** Codes that stand on quotes, as far as the actor sees them. */
async function listCodes(trx: Trx, roundId: string) {
	const found = await sql<{ id: string; name: string }>`select distinct k.id, k.name
		from codings c join codes k on k.id = c.code_id
			join quotes(${roundId}::uuid) q on q.turn_id = c.turn_id
		where c.round_id = ${roundId}::uuid and c.removed_at is null order by k.name`.execute(trx);
	return found.rows;
}

/**
 * What may be quoted from the meetings of a round, and how much may not.
 * @throws Problem not_found for all but the team and readers
 */
export async function getQuotesPage(
	ctx: Context,
	roundId: string,
	filter: QuoteFilter
): Promise<QuotesPage> {
	return asActor(ctx.db, ctx.actor, (trx) => readPage(trx, roundId, filter));
}

/**
 * The same to take along; that somebody did, and how much, is recorded.
 * @throws Problem not_found
 */
export async function takeQuotes(
	ctx: Context,
	roundId: string,
	filter: QuoteFilter,
	format: 'csv' | 'json'
): Promise<QuotesPage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const page = await readPage(trx, roundId, filter);
		await recordAudit(trx, ctx.actor, 'quote.download', {
			studyId: page.round.studyId,
			roundId: page.round.id,
			subjectId: page.round.id,
			detail: { format, count: page.quotes.length }
		});
		return page;
	});
}
