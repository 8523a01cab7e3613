import { type SelectQueryBuilder, sql } from 'kysely';
import type { AnswerStatus, AnswerValue } from '#lib/xlsform/answers.ts';
import type { Exposure } from '#lib/xlsform/definition.ts';
import type { Trx } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import type { DatasetKind, ResponseState } from '#lib/terms.ts';
import { EXPOSED, acceptedOnly } from './exposed.ts';

/** One submitted answer as a dataset shows it. */
export interface AnswerRecord {
	delegation_id: string;
	question: string;
	area: string;
	status: AnswerStatus;
	value: AnswerValue;
	reason: string | null;
	exposure: Exposure;
	response_state: ResponseState;
	/** How often the response had been submitted when this was current. */
	submission: number;
	submitted_at: Date | null;
	/** Pieces of evidence beside it that this kind of dataset may count. */
	evidence_count: number;
}

export interface Selection {
	roundId: string;
	kind: DatasetKind;
}

/** Where a page begins: after this answer. */
export type After = Pick<AnswerRecord, 'delegation_id' | 'question'>;

/** Rows read in one short transaction; the memory an export needs does not grow beyond them. */
export const PAGE = 2_000;

type Joined = SelectQueryBuilder<
	Tables & { a: Tables['submitted_answers']; r: Tables['responses'] },
	'a' | 'r',
	object
>;

/** What a delegation said that withdrew for its safety stays with the study. */
const isSafe = sql<boolean>`exists (select from delegations s
	where s.id = a.delegation_id and s.status <> 'withdrawn_for_safety')`;

/**
 * Rules R4 and R8 once more in the query itself: a coordinator's own row-level security would
 * let everything through. A response that was reopened is not accepted and leaves with nothing.
 */
function answersOf(trx: Trx, { roundId, kind }: Selection): Joined {
	const submitted = trx
		.selectFrom('submitted_answers as a')
		.innerJoin('responses as r', 'r.id', 'a.response_id')
		.where('a.round_id', '=', roundId)
		.where('a.is_latest', '=', true)
		.where('a.status', '<>', 'empty')
		.where('a.exposure', 'in', EXPOSED[kind])
		.$if(kind === 'public', (query) => query.where(isSafe)) as unknown as Joined;
	return acceptedOnly(kind)
		? submitted.where('a.is_accepted', '=', true).where('r.state', '=', 'accepted')
		: submitted;
}

/** How many answers a dataset will hold. */
export async function countAnswers(trx: Trx, selection: Selection): Promise<number> {
	const row = await answersOf(trx, selection)
		.select((eb) => eb.fn.countAll<number>().as('rows'))
		.executeTakeFirstOrThrow();
	return Number(row.rows);
}

/** The next PAGE answers, in order of delegation and question's name, after `after`. */
export async function listAnswers(
	trx: Trx,
	selection: Selection,
	after: After | null
): Promise<AnswerRecord[]> {
	const rows = await answersOf(trx, selection)
		.select(['a.delegation_id', 'a.question', 'a.status', 'a.value', 'a.reason', 'a.exposure'])
		.select(['r.area', 'r.state as response_state', 'r.submission', 'r.submitted_at'])
		.select((eb) => {
			const beside = eb
				.selectFrom('evidence as e')
				.select((inner) => inner.fn.countAll<number>().as('pieces'))
				.whereRef('e.response_id', '=', 'a.response_id')
				.whereRef('e.question', '=', 'a.question')
				.where('e.removed_at', 'is', null)
				.where('e.is_submitted', '=', true)
				.where('e.exposure', 'in', EXPOSED[selection.kind]);
			return (acceptedOnly(selection.kind) ? beside.where('e.is_accepted', '=', true) : beside).as(
				'evidence_count'
			);
		})
		.$if(after !== null, (query) =>
			query.where(
				sql<boolean>`(a.delegation_id, a.question) > (${after?.delegation_id}::uuid, ${after?.question})`
			)
		)
		.orderBy('a.delegation_id')
		.orderBy('a.question')
		.limit(PAGE)
		.execute();
	return rows.map((row) => ({ ...row, evidence_count: Number(row.evidence_count) }));
}

/** The keys that stand in repeats, and the lists of entries themselves, by delegation. */
export async function listEntryKeys(
	trx: Trx,
	selection: Selection,
	repeats: readonly string[]
): Promise<{ delegation_id: string; question: string; value: AnswerValue }[]> {
	if (repeats.length === 0) return [];
	const name = sql<string>`split_part(a.question, '[', 1)`;
	return await answersOf(trx, selection)
		.select(['a.delegation_id', 'a.question'])
		.select(
			sql<AnswerValue>`case when ${name} = any (${[...repeats]}::text[]) then a.value end`.as(
				'value'
			)
		)
		.where((eb) =>
			eb.or([
				sql<boolean>`${name} = any (${[...repeats]}::text[])`,
				eb('a.question', 'like', '%[%')
			])
		)
		.orderBy('a.delegation_id')
		.execute();
}
