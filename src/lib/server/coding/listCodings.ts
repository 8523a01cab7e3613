import { sql } from 'kysely';
import type { CodedField, CodingOrigin } from '#lib/terms.ts';
import type { Trx } from '../database/database.ts';
import { followAnswers, followTurns } from './followTexts.ts';
import type { Place } from './texts.ts';

/** A code on a passage. */
export interface Coding {
	id: string;
	codeId: string;
	place: Place;
	field: CodedField;
	/** UTF-16 units of the field, end exclusive, between graphemes. */
	start: number;
	end: number;
	textRevision: number;
	coderId: string | null;
	/** null where it was imported. */
	coder: string | null;
	comparisonId: string | null;
	origin: CodingOrigin;
	createdAt: Date;
}

interface Row extends Omit<Coding, 'place'> {
	turnId: string | null;
	responseId: string | null;
	question: string | null;
	currentRevision: number;
}

/** What to list; all of a round where nothing narrows it. */
export interface CodingFilter {
	roundId: string;
	groupId?: string;
	turnIds?: readonly string[];
	responseIds?: readonly string[];
	codeId?: string;
	/** Codes put on for this comparison alone. */
	comparisonId?: string;
	coderId?: string;
	offset?: number;
	limit?: number;
}

/**
 * Codes on texts the actor may read, in the order they were put on; none on removed turns, none on
 * a text that has changed away from under it. Second coders' own alone while they work.
 */
export async function listCodings(trx: Trx, filter: CodingFilter): Promise<Coding[]> {
	const onlyTurns = filter.groupId !== undefined || filter.turnIds !== undefined;
	if (!onlyTurns) await followAnswers(trx, filter.roundId);
	let rows = await read(trx, filter);
	const behind = rows.filter((row) => row.turnId && row.currentRevision !== row.textRevision);
	if (behind.length > 0) {
		await followTurns(
			trx,
			behind.map(({ id }) => id)
		);
		rows = await read(trx, filter);
	}
	return rows.map(({ turnId, responseId, question, currentRevision: _, ...coding }) => ({
		...coding,
		place: turnId ? { turnId } : { responseId: responseId!, question: question! }
	}));
}

async function read(trx: Trx, filter: CodingFilter): Promise<Row[]> {
	const { groupId, turnIds, responseIds, codeId, comparisonId, coderId } = filter;
	const limit = filter.limit === undefined ? sql`` : sql`limit ${filter.limit}`;
	const found = await sql<Row>`select c.id, c.code_id as "codeId", c.turn_id as "turnId",
			c.response_id as "responseId", c.question, c.field, c.starts as start, c.ends as "end",
			c.text_revision as "textRevision", c.coder_id as "coderId", a.name as coder,
			c.comparison_id as "comparisonId", c.origin, c.created_at as "createdAt",
			coalesce(t.revision, s.revision) as "currentRevision"
		from codings c
			left join turns t on t.id = c.turn_id and t.removed_at is null
			left join submitted_answers s on s.response_id = c.response_id and s.question = c.question
				and s.is_latest and s.revision = c.text_revision
			left join accounts a on a.id = c.coder_id
		where c.round_id = ${filter.roundId}::uuid and c.removed_at is null
			and (t.id is not null or s.response_id is not null)
			${groupId === undefined ? sql`` : sql`and t.group_id = ${groupId}::uuid`}
			${turnIds === undefined ? sql`` : sql`and c.turn_id = any (${[...turnIds]}::uuid[])`}
			${responseIds === undefined ? sql`` : sql`and c.response_id = any (${[...responseIds]}::uuid[])`}
			${codeId === undefined ? sql`` : sql`and c.code_id = ${codeId}::uuid`}
			${comparisonId === undefined ? sql`` : sql`and c.comparison_id = ${comparisonId}::uuid`}
			${coderId === undefined ? sql`` : sql`and c.coder_id = ${coderId}::uuid`}
		order by c.created_at, c.id ${limit} offset ${filter.offset ?? 0}`.execute(trx);
	return found.rows;
}
