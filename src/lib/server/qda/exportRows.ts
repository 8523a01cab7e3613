import { sql } from 'kysely';
import type { Exposure } from '../../xlsform/definition.ts';
import type { CodedField, CodeStatus, MemoScope } from '../../terms.ts';
import type { Trx } from '../database/database.ts';

/** A meeting whose words may leave. */
export interface ExportedMeeting {
	id: string;
	name: string;
	/** YYYY-MM-DD. */
	heldOn: string | null;
	roundId: string;
	versionId: string;
}

/** The meetings of a study, or the one asked for; in the order they were held. */
export async function listMeetings(
	trx: Trx,
	studyId: string,
	groupId: string | null
): Promise<ExportedMeeting[]> {
	const found = await sql<ExportedMeeting>`select g.id, g.name, g.held_on as "heldOn",
			g.round_id as "roundId", r.questionnaire_version_id as "versionId"
		from focus_groups g join rounds r on r.id = g.round_id
		where g.study_id = ${studyId}::uuid and (${groupId}::uuid is null or g.id = ${groupId}::uuid)
		order by g.held_on nulls last, g.name, g.id`.execute(trx);
	return found.rows;
}

/** Words of a turn that may leave, as far as `quotes()` gives them (rule R10). */
export interface ExportedTurn {
	id: string;
	groupId: string;
	transcriptId: string | null;
	transcriptTitle: string | null;
	body: string;
	language: string | null;
	translation: string | null;
	translationLanguage: string | null;
	area: string | null;
	/** The speaker, from level 3 on; else null. */
	participantId: string | null;
	pseudonym: string | null;
	country: string | null;
	organisationKind: string | null;
	revision: number;
}

/** What may leave of the meetings of a round, or of one of them, in the order it was said. */
export async function listExportedTurns(
	trx: Trx,
	roundId: string,
	groupId: string | null
): Promise<ExportedTurn[]> {
	const found = await sql<ExportedTurn>`select q.turn_id as id, q.group_id as "groupId",
			q.transcript_id as "transcriptId", s.title as "transcriptTitle", q.body, q.language,
			q.translation, q.translation_language as "translationLanguage", q.area,
			q.participant_id as "participantId", q.pseudonym, q.country,
			q.organisation_kind as "organisationKind", t.revision
		from quotes(${roundId}::uuid) q join turns t on t.id = q.turn_id
		left join transcripts s on s.id = q.transcript_id
		where (${groupId}::uuid is null or q.group_id = ${groupId}::uuid)
			and (s.id is null or s.removed_at is null)
		order by q.held_on nulls last, q.group_id, s.imported_at nulls first, q.transcript_id nulls first,
			q.ordinal, q.turn_id`.execute(trx);
	return found.rows;
}

/** Why turns of these meetings stay behind or leave without a name, and how many. */
export async function countUnexported(
	trx: Trx,
	groupIds: readonly string[]
): Promise<{ reason: string; turns: number }[]> {
	const found = await sql<{ reason: string; turns: number }>`
		select reason, turns from unexported_turns(${[...groupIds]}::uuid[])`.execute(trx);
	return found.rows;
}

/** A narrative answer that may leave: accepted, and of an exposure that was asked for (R4, R8). */
export interface ExportedAnswer {
	roundId: string;
	roundName: string;
	versionId: string;
	delegationId: string;
	country: string;
	countryName: string;
	area: string;
	responseId: string;
	/** Key of the question. */
	question: string;
	value: string;
	revision: number;
}

/** The answers in words, by round and country. Which questions are narrative the caller knows. */
export async function listExportedAnswers(
	trx: Trx,
	studyId: string,
	exposures: readonly Exposure[]
): Promise<ExportedAnswer[]> {
	if (exposures.length === 0) return [];
	const found = await sql<ExportedAnswer>`select a.round_id as "roundId", o.name as "roundName",
			o.questionnaire_version_id as "versionId", a.delegation_id as "delegationId", d.country,
			c.name as "countryName", r.area, a.response_id as "responseId", a.question,
			a.value #>> '{}' as value, a.revision
		from submitted_answers a join responses r on r.id = a.response_id
		join rounds o on o.id = a.round_id join delegations d on d.id = a.delegation_id
		join round_countries c on c.round_id = d.round_id and c.country = d.country
		where a.study_id = ${studyId}::uuid and a.is_latest and a.is_accepted and r.state = 'accepted'
			and a.status = 'answered' and jsonb_typeof(a.value) = 'string'
			and a.exposure = any (${[...exposures]}::text[])
		order by o.opens_on, a.round_id, c.name, d.created_at, d.id, r.area, a.question`.execute(trx);
	return found.rows;
}

/** A code as it leaves. */
export interface ExportedCode {
	id: string;
	parentId: string | null;
	name: string;
	definition: string;
	includeWhen: string;
	excludeWhen: string;
	example: string;
	colour: string;
	isCodable: boolean;
	status: CodeStatus;
	mergedInto: string | null;
}

/** Every code of a study in the order of its codebook. */
export async function listCodes(trx: Trx, studyId: string): Promise<ExportedCode[]> {
	const found = await sql<ExportedCode>`select id, parent_id as "parentId", name, definition,
			include_when as "includeWhen", exclude_when as "excludeWhen", example, colour,
			is_codable as "isCodable", status, merged_into as "mergedInto"
		from codes where study_id = ${studyId}::uuid order by position, name, id`.execute(trx);
	return found.rows;
}

/** A code on words; of second coders only what was settled. */
export interface ExportedCoding {
	id: string;
	codeId: string;
	turnId: string | null;
	responseId: string | null;
	question: string | null;
	field: CodedField;
	starts: number;
	ends: number;
	textRevision: number;
	coderId: string | null;
	createdAt: Date;
}

/** The codes that stand on these turns and answers. */
export async function listCodings(
	trx: Trx,
	studyId: string,
	turnIds: readonly string[],
	responseIds: readonly string[]
): Promise<ExportedCoding[]> {
	const found = await sql<ExportedCoding>`select id, code_id as "codeId", turn_id as "turnId",
			response_id as "responseId", question, field, starts, ends, text_revision as "textRevision",
			coder_id as "coderId", created_at as "createdAt"
		from codings where study_id = ${studyId}::uuid and removed_at is null and comparison_id is null
			and (turn_id = any (${[...turnIds]}::uuid[]) or response_id = any (${[...responseIds]}::uuid[]))
		order by created_at, id`.execute(trx);
	return found.rows;
}

/** A memo of the team; private ones never leave, not even one's own. */
export interface ExportedMemo {
	id: string;
	scope: MemoScope;
	groupId: string | null;
	turnId: string | null;
	codingId: string | null;
	codeId: string | null;
	responseId: string | null;
	question: string | null;
	body: string;
}

export async function listMemos(trx: Trx, studyId: string): Promise<ExportedMemo[]> {
	const found =
		await sql<ExportedMemo>`select id, scope, group_id as "groupId", turn_id as "turnId",
			coding_id as "codingId", code_id as "codeId", response_id as "responseId", question, body
		from memos where study_id = ${studyId}::uuid and visibility = 'team' and removed_at is null
		order by created_at, id`.execute(trx);
	return found.rows;
}

/**
 * The GUIDs that came with a file, by what an import made of them, so that they leave as they came.
 * Not those of cases: in the file a case may have borne a name.
 */
export async function listForeignGuids(trx: Trx, studyId: string): Promise<Map<string, string>> {
	const found = await sql<{ id: string; guid: string }>`select id, min(guid::text) as guid
		from qda_guids where study_id = ${studyId}::uuid and is_made and kind <> 'case' group by id`.execute(
		trx
	);
	return new Map(found.rows.map(({ id, guid }) => [id, guid]));
}
