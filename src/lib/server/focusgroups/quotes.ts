import { sql } from 'kysely';
import type { Level, TurnKind } from '#lib/terms.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { mayDo } from '../access/verbs.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { type RoundHead, getRoundHead } from '../studies/queries.ts';

/** Words that may leave, with what may be said of who spoke them (rule R10). */
export interface Quote {
	/** The turn. */
	id: string;
	groupId: string;
	groupName: string;
	/** YYYY-MM-DD. */
	heldOn: string | null;
	/** From 2. */
	level: Level;
	kind: TurnKind;
	body: string;
	language: string | null;
	/** Null also where the person did not agree to one. */
	translation: string | null;
	translationLanguage: string | null;
	/** Of the guide's block. */
	area: string | null;
	/** From level 3 on. */
	pseudonym: string | null;
	country: string | null;
	organisationKind: string | null;
}

/** Why words stayed: how many were withheld, and of how many only the country is unnamed. */
export interface Withheld {
	reason: 'checked' | 'consent' | 'mark' | 'small_cell' | 'rule';
	withheld: number;
	unnamed: number;
}

/** What narrows a list of quotes; '' is everything. */
export interface QuoteFilter {
	group: string;
	area: string;
	country: string;
	/** For those who code. */
	code: string;
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
	countries: string[];
	/** Codes that stand on quotes; none for those who do not code. */
	codes: { id: string; name: string }[];
	names: Record<string, string>;
}

/** Every quote of a round, in the order of the meetings. The function decides, see migration 23. */
export async function listQuotes(trx: Trx, roundId: string): Promise<Quote[]> {
	const found = await sql<Quote>`select turn_id as id, group_id as "groupId",
			group_name as "groupName", held_on as "heldOn", level, kind, body, language, translation,
			translation_language as "translationLanguage", area, pseudonym, country,
			organisation_kind as "organisationKind"
		from quotes(${roundId}::uuid)`.execute(trx);
	return found.rows;
}

async function readPage(trx: Trx, roundId: string, filter: QuoteFilter) {
	const round = await getRoundHead(trx, roundId, 'quote.read');
	const study = await trx
		.selectFrom('studies')
		.select('cell_size as cellSize')
		.where('id', '=', round.studyId)
		.executeTakeFirstOrThrow();
	const all = await listQuotes(trx, round.id);
	const withheld = await sql<Withheld>`select * from withheld_quotes(${round.id}::uuid)`.execute(
		trx
	);
	const coded = mayDo('coding.write', round.roles) ? await listCoded(trx, round.id) : [];
	const ids = new Set(all.map(({ id }) => id));
	const codes = new Map(
		coded.filter(({ turnId }) => ids.has(turnId)).map(({ codeId, name }) => [codeId, name])
	);
	const withCode = new Set(
		coded.filter(({ codeId }) => codeId === filter.code).map(({ turnId }) => turnId)
	);
	const names = await trx
		.selectFrom('round_countries')
		.select(['country', 'name'])
		.where('round_id', '=', round.id)
		.execute();
	const page: QuotesPage = {
		round,
		definition: await getDefinition(trx, round.versionId),
		cellSize: study.cellSize,
		quotes: all.filter(
			(quote) =>
				(filter.group === '' || quote.groupId === filter.group) &&
				(filter.area === '' || quote.area === filter.area) &&
				(filter.country === '' || quote.country === filter.country) &&
				(filter.code === '' || withCode.has(quote.id))
		),
		withheld: withheld.rows,
		total: all.length,
		meetings: [...new Map(all.map((each) => [each.groupId, each.groupName]))].map(([id, name]) => ({
			id,
			name
		})),
		areas: [...new Set(all.flatMap(({ area }) => area ?? []))],
		countries: [...new Set(all.flatMap(({ country }) => country ?? []))].sort(),
		codes: [...codes].map(([id, name]) => ({ id, name })),
		names: Object.fromEntries(names.map(({ country, name }) => [country, name]))
	};
	return page;
}

/** Which codes stand on which turns of a round, as far as the actor sees them. */
async function listCoded(trx: Trx, roundId: string) {
	const found = await sql<{ turnId: string; codeId: string; name: string }>`
		select distinct c.turn_id as "turnId", k.id as "codeId", k.name
		from codings c join codes k on k.id = c.code_id
		where c.round_id = ${roundId}::uuid and c.turn_id is not null and c.removed_at is null
		order by k.name`.execute(trx);
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
