import { sql } from 'kysely';
import type { Trx } from '../database/database.ts';
import { answerGuid, answersGuid } from './exportAnswers.ts';
import { turnGuid } from './exportMeeting.ts';
import { guidOf } from './guid.ts';
import type { ImportState, KnownUnit } from './importTypes.ts';

type Texts = Map<string, { groupId: string | null; units: KnownUnit[] }>;

/**
 * Texts of this study that a file has sources of, which an export of ours made: notes and
 * transcripts of meetings, their translations, and answers. By the GUID of the source.
 */
export async function readTexts(
	trx: Trx,
	studyId: string,
	wanted: ReadonlySet<string>
): Promise<ImportState['texts']> {
	const texts: Texts = new Map();
	const add = (guid: string, groupId: string | null, unit: KnownUnit) => {
		if (!wanted.has(guid)) return;
		const text = texts.get(guid) ?? { groupId, units: [] };
		text.units.push(unit);
		texts.set(guid, text);
	};
	await readTurns(trx, studyId, wanted, add);
	await readAnswers(trx, studyId, wanted, add);
	return texts;
}

type Add = (guid: string, groupId: string | null, unit: KnownUnit) => void;

async function readTurns(trx: Trx, studyId: string, wanted: ReadonlySet<string>, add: Add) {
	const meetings = await sql<{ groupId: string; transcriptId: string | null }>`
		select id as "groupId", null::uuid as "transcriptId" from focus_groups where study_id = ${studyId}::uuid
		union all select group_id, id from transcripts where study_id = ${studyId}::uuid and removed_at is null`.execute(
		trx
	);
	const asked = meetings.rows.filter(({ groupId, transcriptId }) => {
		const original = transcriptId ? guidOf('transcript', transcriptId) : guidOf('notes', groupId);
		return wanted.has(original) || wanted.has(guidOf('translation', transcriptId ?? groupId));
	});
	const transcripts = asked.flatMap(({ transcriptId }) => transcriptId ?? []);
	const notes = asked.flatMap(({ groupId, transcriptId }) => (transcriptId ? [] : groupId));
	const turns = await sql<{
		id: string;
		groupId: string;
		roundId: string;
		transcriptId: string | null;
		body: string;
		translation: string | null;
		revision: number;
	}>`select t.id, t.group_id as "groupId", t.round_id as "roundId", t.transcript_id as "transcriptId",
			t.body, t.translation, t.revision
		from turns t where t.study_id = ${studyId}::uuid and t.removed_at is null
			and (t.transcript_id = any (${transcripts}::uuid[])
				or t.transcript_id is null and t.group_id = any (${notes}::uuid[]))
		order by t.group_id, t.transcript_id nulls first, t.ordinal, t.id`.execute(trx);
	for (const { id, groupId, roundId, transcriptId, body, translation, revision } of turns.rows) {
		const unit = { turnId: id, responseId: null, question: null, roundId, revision };
		const original = transcriptId ? guidOf('transcript', transcriptId) : guidOf('notes', groupId);
		add(original, groupId, { ...unit, field: 'body', text: body, guid: turnGuid(id, 'body') });
		if (translation)
			add(guidOf('translation', transcriptId ?? groupId), groupId, {
				...unit,
				field: 'translation',
				text: translation,
				guid: turnGuid(id, 'translation')
			});
	}
}

async function readAnswers(trx: Trx, studyId: string, wanted: ReadonlySet<string>, add: Add) {
	const responses = await sql<{ id: string; delegationId: string; area: string }>`
		select id, delegation_id as "delegationId", area from responses where study_id = ${studyId}::uuid`.execute(
		trx
	);
	const asked = new Map(
		responses.rows
			.map(({ id, delegationId, area }) => [id, answersGuid(delegationId, area)] as const)
			.filter(([, guid]) => wanted.has(guid))
	);
	if (asked.size === 0) return;
	const answers = await sql<{
		responseId: string;
		roundId: string;
		question: string;
		value: string;
		revision: number;
	}>`select response_id as "responseId", round_id as "roundId", question, value #>> '{}' as value, revision
		from submitted_answers where response_id = any (${[...asked.keys()]}::uuid[]) and is_latest
			and status = 'answered' and jsonb_typeof(value) = 'string'
		order by response_id, question`.execute(trx);
	for (const { responseId, roundId, question, value, revision } of answers.rows)
		add(asked.get(responseId)!, null, {
			turnId: null,
			responseId,
			question,
			roundId,
			field: 'value',
			text: value,
			revision,
			guid: answerGuid(responseId, question)
		});
}
