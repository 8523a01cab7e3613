import { sql } from 'kysely';
import { SPEAKERS } from '#lib/terms.ts';
import type { Trx } from '../database/database.ts';
import { type Turn, turnColumns, turnOrder } from '../focusgroups/queries.ts';
import { type Coding, listCodings } from './listCodings.ts';
import { type ListedMemo, listMemosAt } from './memoQueries.ts';

/** As they stand in the address; empty or unknown ones narrow nothing. */
export interface TurnFilter {
	/** A participant's id, or a role such as `facilitator`. */
	who?: string;
	/** Id of a block of the guide. */
	block?: string;
	/** Id of a code: turns it stands on. */
	code?: string;
	show?: string;
	/** Units of a comparison alone. */
	comparison?: string;
}

/** How far the words of a turn may go and what holds them back; see docs/focus-groups.md. */
export interface TurnLevel {
	level: number;
	consent: number;
	rule: number;
	mark: number;
	checked: number;
	cell: number;
}

/** A turn with the codes and memos on it. */
export interface CodedTurn extends Turn {
	/** Where it stands among those the filter leaves, from 0. */
	place: number;
	pseudonym: string | null;
	country: string | null;
	countryName: string | null;
	organisationKind: string | null;
	/** Title of the transcript or block that begins with it. */
	part: string | null;
	/** Turns of a transcript after notes, and notes after none, begin a part. */
	beginsPart: boolean;
	heading: string | null;
	level: TurnLevel | null;
	codings: Coding[];
	memos: ListedMemo[];
}

export interface TurnWindow {
	/** How many turns the filter leaves. */
	total: number;
	turns: CodedTurn[];
}

/** Which of them: a stretch, the stretch that holds a turn, or turns by id. */
export type Which =
	{ from: number; count: number } | { at: string; count: number } | { ids: readonly string[] };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const isId = (text: string | undefined): text is string => text !== undefined && UUID.test(text);

function conditions({ who, block, code, show, comparison }: TurnFilter) {
	const coded = sql`exists (select from codings c where c.turn_id = t.id and c.removed_at is null`;
	return [
		isId(who)
			? sql`and t.participant_id = ${who}::uuid`
			: SPEAKERS.some((role) => role === who)
				? sql`and t.speaker = ${who}`
				: sql``,
		isId(block) ? sql`and t.block_id = ${block}::uuid` : sql``,
		isId(code) ? sql`and ${coded} and c.code_id = ${code}::uuid)` : sql``,
		show === 'coded' ? sql`and ${coded})` : show === 'uncoded' ? sql`and not ${coded})` : sql``,
		isId(comparison)
			? sql`and t.id in (select u.turn_id from comparison_units u where u.comparison_id = ${comparison}::uuid)`
			: sql``
	];
}

type Row = Omit<CodedTurn, 'level' | 'codings' | 'memos'> & { total: number };

/**
 * Turns of a meeting the actor may read, in the order they were said, with what lies on them.
 * `group` is one they may see.
 */
export async function listTurnWindow(
	trx: Trx,
	group: { id: string; roundId: string },
	filter: TurnFilter,
	which: Which
): Promise<TurnWindow> {
	const [a, b, c, d, e] = conditions(filter);
	const limits =
		'ids' in which
			? sql`o.id = any (${which.ids.filter(isId)}::uuid[])`
			: 'from' in which
				? sql`o.place >= ${which.from} and o.place < ${which.from + which.count}`
				: isId(which.at)
					? sql`o.place / ${which.count} = coalesce((select place from ordered
						where id = ${which.at}::uuid), 0) / ${which.count}`
					: sql`o.place < ${which.count}`;
	const found = await sql<Row>`with ordered as (
			select t.id, (row_number() over spoken - 1)::int as place, count(*) over ()::int as total,
				t.transcript_id is distinct from lag(t.transcript_id) over spoken
					or row_number() over spoken = 1 as begins_part,
				t.block_id is distinct from lag(t.block_id) over spoken as begins_block
			from turns t left join transcripts x on x.id = t.transcript_id
			where t.group_id = ${group.id}::uuid and t.removed_at is null and x.removed_at is null
				${a} ${b} ${c} ${d} ${e}
			window spoken as (order by ${turnOrder}))
		select ${turnColumns}, o.place, o.total, p.pseudonym, p.country, n.name as "countryName",
			p.organisation_kind as "organisationKind", o.begins_part as "beginsPart",
			case when o.begins_part then x.title end as part,
			case when o.begins_block then b.title end as heading
		from ordered o join turns t on t.id = o.id
			left join participants p on p.id = t.participant_id
			left join round_countries n on n.round_id = p.round_id and n.country = p.country
			left join guide_blocks b on b.id = t.block_id
			left join transcripts x on x.id = t.transcript_id
		where ${limits} order by o.place`.execute(trx);
	const rows = found.rows;
	const total = rows[0]?.total ?? (await countTurns(trx, group.id, filter));
	return { total, turns: await withCodes(trx, group.roundId, rows) };
}

/** How many turns a filter leaves: where a stretch holds none of them. */
async function countTurns(trx: Trx, groupId: string, filter: TurnFilter): Promise<number> {
	const [a, b, c, d, e] = conditions(filter);
	const found = await sql<{ count: number }>`select count(*)::int as count
		from turns t left join transcripts x on x.id = t.transcript_id
		where t.group_id = ${groupId}::uuid and t.removed_at is null and x.removed_at is null
			${a} ${b} ${c} ${d} ${e}`.execute(trx);
	return found.rows[0]?.count ?? 0;
}

async function withCodes(trx: Trx, roundId: string, rows: readonly Row[]): Promise<CodedTurn[]> {
	if (rows.length === 0) return [];
	const turnIds = rows.map(({ id }) => id);
	const codings = Map.groupBy(await listCodings(trx, { roundId, turnIds }), ({ place }) =>
		'turnId' in place ? place.turnId : ''
	);
	const memos = Map.groupBy(await listMemosAt(trx, { turnIds }), ({ turnId }) => turnId ?? '');
	const levels = await sql<
		TurnLevel & { turnId: string }
	>`select turn_id as "turnId", level, consent,
		rule, mark, checked, cell from levels_of(${turnIds}::uuid[])`.execute(trx);
	const levelOf = new Map(levels.rows.map((row) => [row.turnId, row]));
	return rows.map((row) => ({
		...row,
		level: levelOf.get(row.id) ?? null,
		codings: codings.get(row.id) ?? [],
		memos: memos.get(row.id) ?? []
	}));
}
