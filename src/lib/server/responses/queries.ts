import { sql } from 'kysely';
import type { AnswerContent, AnswerStatus, AnswerValue } from '#lib/xlsform/answers.ts';
import type { Exposure } from '#lib/xlsform/definition.ts';
import type { Trx } from '../database/database.ts';
import type { DelegationStatus, ResponseState, Standing } from '#lib/terms.ts';
import { notFound } from '../problem.ts';

/** A response with what decides whether it may be written. */
export interface LockedResponse {
	id: string;
	studyId: string;
	roundId: string;
	delegationId: string;
	area: string;
	state: ResponseState;
	submission: number;
	asked: number;
	answered: number;
	requiredMissing: number;
	isClosed: boolean;
	delegationStatus: DelegationStatus;
	versionId: string;
	/** The actor's roles in this study and delegation. */
	roles: string[];
}

/**
 * Locks a response until the transaction ends, so that its writers come one after another.
 * @throws Problem not_found when the actor may not write it or it is not there
 */
export async function lockResponse(trx: Trx, responseId: string): Promise<LockedResponse> {
	const found = await sql<LockedResponse>`
		select r.id, r.study_id as "studyId", r.round_id as "roundId", r.delegation_id as "delegationId",
			r.area, r.state, r.submission, r.asked, r.answered, r.required_missing as "requiredMissing",
			o.closed_at is not null as "isClosed", d.status as "delegationStatus",
			o.questionnaire_version_id as "versionId", actor_roles(r.study_id, r.delegation_id) as roles
		from responses r join rounds o on o.id = r.round_id join delegations d on d.id = r.delegation_id
		where r.id = ${responseId}::uuid for update of r`.execute(trx);
	const row = found.rows[0];
	if (!row) throw notFound();
	return row;
}

/** An answer as it stands. */
export interface StoredAnswer extends AnswerContent {
	id: string;
	question: string;
	revision: number;
	/** Highest revision ever given, including texts kept beside. */
	lastRevision: number;
	area: string;
}

/** All answers of a delegation, or those of one response to the questions named. */
export async function listAnswers(
	trx: Trx,
	scope: { delegationId: string } | { responseId: string; questions: string[] }
): Promise<StoredAnswer[]> {
	let query = trx
		.selectFrom('answers as a')
		.innerJoin('responses as r', 'r.id', 'a.response_id')
		.select((eb) => [
			'a.id',
			'a.question',
			'a.revision',
			'a.status',
			'a.value',
			'a.reason',
			'a.exposure',
			'r.area',
			eb
				.selectFrom('answer_revisions as v')
				.select((v) => v.fn.max('v.revision').as('last'))
				.whereRef('v.answer_id', '=', 'a.id')
				.as('lastRevision')
		]);
	query =
		'delegationId' in scope
			? query.where('a.delegation_id', '=', scope.delegationId)
			: query
					.where('a.response_id', '=', scope.responseId)
					.where('a.question', 'in', scope.questions);
	const rows = await query.execute();
	return rows.map((row) => ({ ...row, lastRevision: row.lastRevision ?? row.revision }));
}

/**
 * What a save stands on, read once its response is locked: the stored answers to the questions
 * named, how many there are at all, and what a save with this key already did. A statement of its own, because the one
 * that waited for the lock sees the tables as they were before it waited.
 */
export async function readForSave(
	trx: Trx,
	response: { id: string; area: string },
	saveId: string,
	questions: string[]
): Promise<{ stored: StoredAnswer[]; replay: unknown; count: number }> {
	const found = await sql<{
		stored: Omit<StoredAnswer, 'area'>[] | null;
		replay: unknown;
		count: number;
	}>`
		select (select s.outcome from saves s
				where s.response_id = ${response.id}::uuid and s.id = ${saveId}::uuid) as replay,
			(select count(*)::int from answers n where n.response_id = ${response.id}::uuid) as count,
			(select jsonb_agg(jsonb_build_object('id', a.id, 'question', a.question, 'revision', a.revision,
				'status', a.status, 'value', a.value, 'reason', a.reason, 'exposure', a.exposure,
				'lastRevision', (select max(v.revision) from answer_revisions v where v.answer_id = a.id)))
				from answers a where a.response_id = ${response.id}::uuid
					and a.question = any (${questions}::text[])) as stored`.execute(trx);
	const row = found.rows[0];
	return {
		stored: (row?.stored ?? []).map((answer) => ({ ...answer, area: response.area })),
		replay: row?.replay ?? null,
		count: row?.count ?? 0
	};
}

/** One revision's content; undefined when there is none with that number. */
export async function findRevision(
	trx: Trx,
	answerId: string,
	revision: number
): Promise<(AnswerContent & { standing: Standing }) | undefined> {
	return await trx
		.selectFrom('answer_revisions')
		.select(['status', 'value', 'reason', 'exposure', 'standing'])
		.where('answer_id', '=', answerId)
		.where('revision', '=', revision)
		.executeTakeFirst();
}

/** One row to write: a new current text, or one kept beside it. */
export interface RevisionToWrite {
	answer_id: string;
	question: string;
	revision: number;
	based_on: number;
	standing: Standing;
	status: AnswerStatus;
	value: AnswerValue;
	reason: string | null;
	exposure: Exposure;
}

export interface SaveToWrite {
	response: LockedResponse;
	accountId: string;
	saveId: string;
	revisions: RevisionToWrite[];
	counts: { asked: number; answered: number; requiredMissing: number };
	outcome: unknown;
	action: 'answer.save' | 'answer.restore';
	detail: Record<string, unknown>;
}

/**
 * Everything one save leaves behind, as one statement: answers, revisions, conflicts, the
 * response's counts, the save's key and the audit entry. One round trip, because saving is
 * what representatives do most and lines are long.
 */
export async function writeSave(trx: Trx, save: SaveToWrite): Promise<void> {
	const { response: r } = save;
	await sql`
		with given as (select * from jsonb_to_recordset(${JSON.stringify(save.revisions)}::jsonb) as g (
			answer_id uuid, question text, revision integer, based_on integer, standing text,
			status text, value jsonb, reason text, exposure text)),
		written as (insert into answers as a (id, response_id, delegation_id, question, revision, status,
				value, reason, exposure, saved_by)
			select answer_id, ${r.id}::uuid, ${r.delegationId}::uuid, question, revision, status,
				nullif(value, 'null'::jsonb), reason, exposure, ${save.accountId}::uuid
			from given where standing <> 'beside'
			on conflict (response_id, question) do update set revision = excluded.revision,
				status = excluded.status, value = excluded.value, reason = excluded.reason,
				exposure = excluded.exposure, saved_by = excluded.saved_by, saved_at = now()),
		revised as (insert into answer_revisions (answer_id, delegation_id, revision, standing, based_on,
				status, value, reason, exposure, saved_by)
			select answer_id, ${r.delegationId}::uuid, revision, standing, based_on, status,
				nullif(value, 'null'::jsonb), reason, exposure, ${save.accountId}::uuid from given),
		disputed as (insert into answer_conflicts (answer_id, revision, delegation_id, response_id, question)
			select answer_id, revision, ${r.delegationId}::uuid, ${r.id}::uuid, question
			from given where standing = 'beside'),
		counted as (update responses set saved_at = now(), asked = ${save.counts.asked}::int,
				answered = ${save.counts.answered}::int, required_missing = ${save.counts.requiredMissing}::int,
				state = case when state = 'not_started' then 'draft' else state end
			where id = ${r.id}::uuid),
		kept as (insert into saves (id, response_id, delegation_id, account_id, outcome)
			values (${save.saveId}::uuid, ${r.id}::uuid, ${r.delegationId}::uuid, ${save.accountId}::uuid,
				${JSON.stringify(save.outcome)}::jsonb))
		insert into audit_entries (actor_id, study_id, round_id, delegation_id, action, subject_id, detail)
		values (${save.accountId}::uuid, ${r.studyId}::uuid, ${r.roundId}::uuid, ${r.delegationId}::uuid,
			${save.action}::text, ${r.id}::text, ${JSON.stringify(save.detail)}::jsonb)`.execute(trx);
}

/**
 * Keeps the key of a save that found everything as it should be: sent again later, when others
 * have gone on, it must not be judged anew.
 */
export async function keepSave(
	trx: Trx,
	save: Pick<SaveToWrite, 'response' | 'accountId' | 'saveId' | 'outcome'>
): Promise<void> {
	await sql`insert into saves (id, response_id, delegation_id, account_id, outcome)
		values (${save.saveId}::uuid, ${save.response.id}::uuid, ${save.response.delegationId}::uuid,
			${save.accountId}::uuid, ${JSON.stringify(save.outcome)}::jsonb)`.execute(trx);
}

/** Sets the counts of a delegation's other areas, where an answer decides what they ask. */
export async function updateCounts(
	trx: Trx,
	delegationId: string,
	area: string,
	counts: { asked: number; answered: number; requiredMissing: number }
): Promise<void> {
	await trx
		.updateTable('responses')
		.set({
			asked: counts.asked,
			answered: counts.answered,
			required_missing: counts.requiredMissing
		})
		.where('delegation_id', '=', delegationId)
		.where('area', '=', area)
		.where('state', 'in', ['not_started', 'draft', 'returned', 'reopened'])
		.execute();
}

/** Conflicts nobody has settled yet, with the text kept beside. */
export async function listOpenConflicts(trx: Trx, responseId: string) {
	return await trx
		.selectFrom('answer_conflicts as c')
		.innerJoin('answer_revisions as v', (join) =>
			join.onRef('v.answer_id', '=', 'c.answer_id').onRef('v.revision', '=', 'c.revision')
		)
		.innerJoin('accounts as p', 'p.id', 'v.saved_by')
		.leftJoin('answer_revisions as b', (join) =>
			join.onRef('b.answer_id', '=', 'c.answer_id').onRef('b.revision', '=', 'v.based_on')
		)
		.select([
			'c.question',
			'c.revision',
			'v.based_on as basedOn',
			'b.value as baseValue',
			'v.status',
			'v.value',
			'v.reason',
			'v.exposure',
			'v.saved_at as savedAt',
			'p.name as savedBy'
		])
		.where('c.response_id', '=', responseId)
		.where('c.resolved_at', 'is', null)
		.orderBy('v.saved_at')
		.execute();
}
