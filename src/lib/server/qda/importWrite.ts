import { sql } from 'kysely';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import { insertTurns } from '../focusgroups/insertTurns.ts';
import type { ImportPlan, PlannedCode } from './importTypes.ts';

/** Rows of one statement: enough to be quick, little enough for the embedded engine. */
const AT_A_TIME = 2_000;

async function inParts<T>(rows: readonly T[], write: (part: T[]) => Promise<unknown>) {
	for (let at = 0; at < rows.length; at += AT_A_TIME) await write(rows.slice(at, at + AT_A_TIME));
}

/**
 * Writes what a plan says, as the actor. What is there already under its id stays as it is, so that
 * doing it twice does it once.
 */
export async function writeImport(
	trx: Trx,
	studyId: string,
	accountId: string,
	plan: ImportPlan
): Promise<void> {
	await insertCodes(trx, studyId, accountId, plan.codes);
	for (const meeting of plan.meetings)
		if (meeting.isNew)
			await trx
				.insertInto('focus_groups')
				.values({
					id: meeting.id,
					study_id: studyId,
					round_id: meeting.roundId,
					name: meeting.name,
					created_by: accountId
				})
				.onConflict((conflict) => conflict.column('id').doNothing())
				.execute();
	await inParts(plan.participants, (part) =>
		trx
			.insertInto('participants')
			.values(
				part.map(({ id, meeting, pseudonym, country, organisationKind }) => ({
					id,
					group_id: meeting.id,
					study_id: studyId,
					round_id: meeting.roundId,
					pseudonym,
					country,
					organisation_kind: organisationKind,
					language: 'en',
					created_by: accountId
				}))
			)
			.onConflict((conflict) => conflict.column('id').doNothing())
			.execute()
	);
	for (const { id, meeting, title, language, translationLanguage, turns } of plan.transcripts) {
		await trx
			.insertInto('transcripts')
			.values({
				id,
				group_id: meeting.id,
				study_id: studyId,
				title,
				format: 'text',
				language,
				translation_language: translationLanguage,
				imported_by: accountId
			})
			.onConflict((conflict) => conflict.column('id').doNothing())
			.execute();
		const group = { id: meeting.id, studyId, roundId: meeting.roundId };
		await inParts(turns, (part) => insertTurns(trx, group, accountId, part));
	}
	await insertCodings(trx, studyId, accountId, plan);
	await insertMemos(trx, studyId, accountId, plan);
	await inParts(plan.guids, (part) =>
		sql`insert into qda_guids (study_id, kind, guid, id, is_made)
			select ${studyId}::uuid, g.kind, g.guid, g.id, g."isMade"
			from jsonb_to_recordset(${json(part)}) as g (kind text, guid uuid, id uuid, "isMade" boolean)
			on conflict do nothing`.execute(trx)
	);
}

async function insertCodes(
	trx: Trx,
	studyId: string,
	accountId: string,
	codes: readonly PlannedCode[]
): Promise<void> {
	if (codes.length === 0) return;
	await trx
		.insertInto('codebooks')
		.values({ study_id: studyId })
		.onConflict((conflict) => conflict.column('study_id').doNothing())
		.execute();
	const { id: codebookId } = await trx
		.selectFrom('codebooks')
		.select('id')
		.where('study_id', '=', studyId)
		.executeTakeFirstOrThrow();
	// Parents stand before their children, and a statement sees all it inserts.
	await inParts(codes, async (part) => {
		const rows = part.map(({ guid: _guid, ...snapshot }) => snapshot);
		const made = await sql<{
			id: string;
		}>`insert into codes (id, study_id, codebook_id, parent_id, name,
				definition, include_when, exclude_when, example, colour, is_codable, position, created_by)
			select c.id, ${studyId}::uuid, ${codebookId}::uuid, c."parentId", c.name, c.definition,
				c."includeWhen", c."excludeWhen", c.example, c.colour, c."isCodable", c.position,
				${accountId}::uuid
			from jsonb_to_recordset(${json(rows)}) as c (id uuid, "parentId" uuid, name text,
				definition text, "includeWhen" text, "excludeWhen" text, example text, colour text,
				"isCodable" boolean, position integer)
			on conflict (id) do nothing returning id`.execute(trx);
		const ids = new Set(made.rows.map(({ id }) => id));
		const snapshots = rows.filter(({ id }) => ids.has(id));
		await sql`insert into code_revisions (code_id, study_id, revision, act, snapshot, made_by)
			select (s.value ->> 'id')::uuid, ${studyId}::uuid, 1, 'import', s.value, ${accountId}::uuid
			from jsonb_array_elements(${json(snapshots)}) as s (value)`.execute(trx);
	});
}

async function insertCodings(
	trx: Trx,
	studyId: string,
	accountId: string,
	{ codings }: ImportPlan
): Promise<void> {
	await inParts(codings, (part) =>
		sql`insert into codings (id, study_id, round_id, code_id, turn_id, response_id, question, field,
				starts, ends, text_revision, coder_id, origin)
			select c.id, ${studyId}::uuid, c."roundId", c."codeId", c."turnId", c."responseId", c.question,
				c.field, c.starts, c.ends, c."textRevision", ${accountId}::uuid, 'import'
			from jsonb_to_recordset(${json(part)}) as c (id uuid, "roundId" uuid, "codeId" uuid,
				"turnId" uuid, "responseId" uuid, question text, field text, starts integer, ends integer,
				"textRevision" integer)
			on conflict (id) do nothing`.execute(trx)
	);
}

async function insertMemos(
	trx: Trx,
	studyId: string,
	accountId: string,
	{ memos }: ImportPlan
): Promise<void> {
	await inParts(memos, async (part) => {
		const made = await sql<{
			id: string;
		}>`insert into memos (id, study_id, round_id, scope, group_id,
				turn_id, coding_id, code_id, response_id, question, visibility, body, author_id)
			select m.id, ${studyId}::uuid, m."roundId", m.scope, m."groupId", m."turnId", m."codingId",
				m."codeId", m."responseId", m.question, 'team', m.body, ${accountId}::uuid
			from jsonb_to_recordset(${json(part)}) as m (id uuid, "roundId" uuid, scope text,
				"groupId" uuid, "turnId" uuid, "codingId" uuid, "codeId" uuid, "responseId" uuid,
				question text, body text)
			on conflict (id) do nothing returning id`.execute(trx);
		const ids = made.rows.map(({ id }) => id);
		await sql`insert into memo_revisions (memo_id, study_id, revision, body, made_by)
			select id, study_id, revision, body, author_id from memos where id = any (${ids}::uuid[])`.execute(
			trx
		);
	});
}
