import { sql } from 'kysely';
import type { Speaker, TurnKind, TurnMark } from '#lib/terms.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';

/** A turn that is new. */
export interface NewTurn {
	id: string;
	transcriptId: string | null;
	ordinal: number;
	speaker: Speaker;
	participantId: string | null;
	blockId: string | null;
	kind: TurnKind;
	mark: TurnMark;
	startsMs: number | null;
	endsMs: number | null;
	language: string | null;
	body: string;
	translation: string | null;
	translationLanguage: string | null;
}

/**
 * Writes turns with their first revision, in two statements however many they are; a turn that is
 * there already is left alone. Gives the ids of those written. `saveId` names the save of a page.
 */
export async function insertTurns(
	trx: Trx,
	group: { id: string; studyId: string; roundId: string },
	authorId: string,
	turns: readonly NewTurn[],
	saveId: string | null = null
): Promise<string[]> {
	if (turns.length === 0) return [];
	const rows = await sql<{ id: string }>`insert into turns (id, group_id, study_id, round_id,
			transcript_id, ordinal, speaker, participant_id, block_id, kind, mark, starts_ms, ends_ms,
			language, body, translation, translation_language, author_id)
		select n.id, ${group.id}::uuid, ${group.studyId}::uuid, ${group.roundId}::uuid,
			n."transcriptId", n.ordinal, n.speaker, n."participantId", n."blockId", n.kind, n.mark,
			n."startsMs", n."endsMs", n.language, n.body, n.translation, n."translationLanguage", ${authorId}::uuid
		from jsonb_to_recordset(${json(turns)}) as n (id uuid, "transcriptId" uuid, ordinal bigint,
			speaker text, "participantId" uuid, "blockId" uuid, kind text, mark text, "startsMs" integer,
			"endsMs" integer, language text, body text, translation text, "translationLanguage" text)
		on conflict (id) do nothing returning id`.execute(trx);
	const ids = rows.rows.map(({ id }) => id);
	await sql`insert into turn_revisions (turn_id, group_id, study_id, revision, save_id, author_id,
			speaker, participant_id, block_id, kind, mark, body, translation)
		select id, group_id, study_id, revision, ${saveId}::uuid, author_id, speaker, participant_id,
			block_id, kind, mark, body, translation from turns where id = any (${ids}::uuid[])`.execute(trx);
	return ids;
}
