import { sql } from 'kysely';
import { wordSpans } from '#lib/passages/wordSteps.ts';
import type { Placed } from '#lib/codes/tree.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import { type RoundHead, getRoundHead } from '../studies/queries.ts';
import { type Code, listCodes } from './codebook.ts';
import { followAnswers } from './followTexts.ts';

/** How much somebody said: a participant by pseudonym, or all who had another role. */
export interface SpeakerCount {
	key: string;
	/** Pseudonym, or role where it is no participant. */
	who: string;
	country: string | null;
	turns: number;
	words: number;
	codes: number;
}

/** Rows and columns by key, and how many units lie where they meet; 0 is left out. */
export interface Crossing {
	rows: string[];
	columns: string[];
	counts: { row: string; column: string; units: number }[];
}

export interface ReportsPage {
	round: RoundHead;
	meetings: { id: string; name: string }[];
	/** The meeting the first two are about; null where there is none. */
	groupId: string | null;
	codes: Placed<Code>[];
	countries: { country: string; name: string }[];
	speakers: SpeakerCount[];
	/** Codes by speakers' keys: turns. */
	bySpeaker: Crossing;
	/** Codes by countries: turns of participants and answers. */
	byCountry: Crossing;
	/** Codes by codes: units that bear both. */
	together: Crossing;
}

/**
 * What was said and coded in a round, in numbers, as far as the actor reads it; second coders see
 * their own codes alone until their comparison is open. No words of anybody.
 * @throws Problem not_found, also for a meeting of another round
 */
export async function getReportsPage(
	ctx: Context,
	roundId: string,
	asked: string
): Promise<ReportsPage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'coding.write');
		await followAnswers(trx, round.id);
		const meetings = await sql<{ id: string; name: string }>`select id, name from focus_groups
			where round_id = ${round.id}::uuid order by held_on nulls last, name, id`.execute(trx);
		if (asked && !meetings.rows.some(({ id }) => id === asked)) throw notFound();
		const groupId = asked || (meetings.rows[0]?.id ?? null);
		const countries = await trx
			.selectFrom('round_countries')
			.select(['country', 'name'])
			.where('round_id', '=', round.id)
			.orderBy('name')
			.execute();
		const codes = await listCodes(trx, round.studyId);
		const order = codes.filter(({ isCodable }) => isCodable).map(({ id }) => id);
		const speakers = groupId ? await listSpeakers(trx, groupId) : [];
		const said = groupId ? await countBySpeaker(trx, groupId) : [];
		const keys = speakers.map(({ key }) => key);
		const land = countries.map(({ country }) => country);
		return {
			round,
			meetings: meetings.rows,
			groupId,
			codes,
			countries,
			speakers,
			bySpeaker: crossing(order, keys, said),
			byCountry: crossing(order, land, await countByCountry(trx, round.id)),
			together: crossing(order, order, await countTogether(trx, round.id))
		};
	});
}

/** Only rows something is in, in the order given; columns all, or of codes the same as the rows. */
function crossing(
	order: readonly string[],
	columns: readonly string[],
	counts: Crossing['counts']
): Crossing {
	const used = new Set(counts.map(({ row }) => row));
	const rows = order.filter((row) => used.has(row));
	return { rows, columns: columns === order ? rows : [...columns], counts };
}

const speakerKey = sql`coalesce(t.participant_id::text, t.speaker)`;
const standing = sql`t.removed_at is null and x.removed_at is null`;

async function listSpeakers(trx: Trx, groupId: string): Promise<SpeakerCount[]> {
	const turns = await sql<{
		key: string;
		who: string;
		country: string | null;
		language: string | null;
		body: string;
		codes: number;
	}>`select ${speakerKey} as key, coalesce(p.pseudonym, t.speaker) as who, p.country, t.language,
			t.body, (select count(*)::int from codings c
				where c.turn_id = t.id and c.removed_at is null) as codes
		from turns t left join participants p on p.id = t.participant_id
			left join transcripts x on x.id = t.transcript_id
		where t.group_id = ${groupId}::uuid and ${standing}
		order by p.id is null, length(p.pseudonym), p.pseudonym, t.speaker, t.ordinal`.execute(trx);
	return [...Map.groupBy(turns.rows, ({ key }) => key)].map(([key, own]) => ({
		key,
		who: own[0]!.who,
		country: own[0]!.country,
		turns: own.length,
		words: own.reduce((sum, { body, language }) => sum + wordSpans(body, language).length, 0),
		codes: own.reduce((sum, { codes }) => sum + codes, 0)
	}));
}

async function countBySpeaker(trx: Trx, groupId: string): Promise<Crossing['counts']> {
	const found = await sql<Crossing['counts'][number]>`select c.code_id as row, ${speakerKey} as
			column, count(distinct t.id)::int as units
		from codings c join turns t on t.id = c.turn_id
			left join transcripts x on x.id = t.transcript_id
		where t.group_id = ${groupId}::uuid and c.removed_at is null and ${standing}
		group by 1, 2`.execute(trx);
	return found.rows;
}

/** Every unit with a code, by country where somebody's is known. */
const codedUnits = (roundId: string) => sql`select distinct c.code_id,
		coalesce(c.turn_id::text, c.response_id || ':' || c.question) as unit,
		coalesce(p.country, d.country) as country
	from codings c left join turns t on t.id = c.turn_id
		left join transcripts x on x.id = t.transcript_id
		left join participants p on p.id = t.participant_id
		left join submitted_answers s on s.response_id = c.response_id and s.question = c.question
			and s.is_latest and s.revision = c.text_revision
		left join delegations d on d.id = s.delegation_id
	where c.round_id = ${roundId}::uuid and c.removed_at is null
		and (case when c.turn_id is null then s.response_id is not null else ${standing} end)`;

async function countByCountry(trx: Trx, roundId: string): Promise<Crossing['counts']> {
	const found = await sql<Crossing['counts'][number]>`select code_id as row, country as column,
			count(*)::int as units
		from (${codedUnits(roundId)}) u where country is not null group by 1, 2`.execute(trx);
	return found.rows;
}

async function countTogether(trx: Trx, roundId: string): Promise<Crossing['counts']> {
	const found = await sql<Crossing['counts'][number]>`with u as (${codedUnits(roundId)})
		select a.code_id as row, b.code_id as column, count(*)::int as units
		from u a join u b on b.unit = a.unit group by 1, 2`.execute(trx);
	return found.rows;
}
