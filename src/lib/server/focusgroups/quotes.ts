import { sql } from 'kysely';
import type { Level, TurnKind } from '#lib/terms.ts';
import type { Trx } from '../database/database.ts';

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

/** What narrows a list of quotes; '' is everything. */
export interface QuoteFilter {
	group: string;
	area: string;
	/** Name of a question: the block is about it, or the words were set against an answer to it. */
	question: string;
	country: string;
	/** For those who code. */
	code: string;
}

/**
 * Quotes of a round, in the order of the meetings; all of them where no filter is given. The
 * functions decide, see migrations 23 and 87; codes are those the actor sees.
 */
export async function listQuotes(
	trx: Trx,
	roundId: string,
	filter?: QuoteFilter
): Promise<Quote[]> {
	const found = await sql<Quote>`select turn_id as id, group_id as "groupId",
			group_name as "groupName", held_on as "heldOn", level, kind, body, language, translation,
			translation_language as "translationLanguage", area, pseudonym, country,
			organisation_kind as "organisationKind"
		from quotes(${roundId}::uuid) q ${filter ? sql`where ${within(roundId, filter)}` : sql``}
		order by held_on nulls last, group_id, transcript_id nulls first, ordinal, turn_id`.execute(trx);
	return found.rows;
}

function within(roundId: string, { group, area, question, country, code }: QuoteFilter) {
	// What stands in an address need be no id, so ids are compared as text.
	return sql.join(
		[
			sql`true`,
			...(group ? [sql`q.group_id::text = ${group}`] : []),
			...(area ? [sql`q.area = ${area}`] : []),
			...(question
				? [
						sql`q.turn_id in (select a.turn_id from quote_questions(${roundId}::uuid) a
							where a.question = ${question})`
					]
				: []),
			...(country ? [sql`q.country = ${country}`] : []),
			...(code
				? [
						sql`q.turn_id in (select c.turn_id from codings c where c.round_id = ${roundId}::uuid
							and c.removed_at is null and c.code_id::text = ${code})`
					]
				: [])
		],
		sql` and `
	);
}
