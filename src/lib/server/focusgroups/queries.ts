import { sql } from 'kysely';
import type { SessionRule, Speaker, TurnKind, TurnMark, WithdrawalScope } from '#lib/terms.ts';
import { type Verb, mayDo } from '../access/verbs.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import type { RoundHead } from '../studies/queries.ts';

/** A meeting as its pages name it, with its round, its study and the actor's roles there. */
export interface GroupHead {
	id: string;
	studyId: string;
	roundId: string;
	name: string;
	purpose: string;
	/** YYYY-MM-DD. */
	heldOn: string | null;
	endsOn: string | null;
	hours: string;
	place: string;
	isOnline: boolean;
	languages: string[];
	rooms: string[];
	rule: SessionRule;
	turnMark: Exclude<TurnMark, 'off_record'>;
	groundRules: string;
	/** The last day on which participants may change their turns. */
	validationUntil: string | null;
	closedAt: Date | null;
	revision: number;
	round: Pick<RoundHead, 'id' | 'name' | 'versionId'>;
	study: RoundHead['study'] & { cellSize: number };
	roles: string[];
}

const groupColumns = sql`g.id, g.study_id as "studyId", g.round_id as "roundId", g.name, g.purpose,
	g.held_on as "heldOn", g.ends_on as "endsOn", g.hours, g.place, g.is_online as "isOnline",
	g.languages, g.rooms, g.rule, g.turn_mark as "turnMark", g.ground_rules as "groundRules",
	g.validation_until as "validationUntil", g.closed_at as "closedAt", g.revision`;

/**
 * A meeting of whatever round.
 * @throws Problem not_found where the actor holds no role that may do `verb`
 */
export async function getGroup(trx: Trx, groupId: string, verb: Verb): Promise<GroupHead> {
	return headOf(trx, groupId, verb, sql``);
}

/** The same, locked until the transaction ends. For verbs of coordinators and note-takers. */
export async function lockGroup(trx: Trx, groupId: string, verb: Verb): Promise<GroupHead> {
	return headOf(trx, groupId, verb, sql`for update of g`);
}

async function headOf(trx: Trx, groupId: string, verb: Verb, lock: ReturnType<typeof sql>) {
	type Row = Omit<GroupHead, 'round' | 'study'> & {
		roundName: string;
		versionId: string;
		studyName: string;
		isInvented: boolean;
		cellSize: number;
	};
	const found = await sql<Row>`select ${groupColumns}, r.name as "roundName",
			r.questionnaire_version_id as "versionId", s.name as "studyName",
			s.is_invented as "isInvented", s.cell_size as "cellSize", actor_roles(s.id, null) as roles
		from focus_groups g join rounds r on r.id = g.round_id join studies s on s.id = g.study_id
		where g.id = ${groupId}::uuid ${lock}`.execute(trx);
	const row = found.rows[0];
	if (!row || !mayDo(verb, row.roles)) throw notFound();
	const { roundName, versionId, studyName, isInvented, cellSize, ...group } = row;
	return {
		...group,
		round: { id: group.roundId, name: roundName, versionId },
		study: { id: group.studyId, name: studyName, isInvented, cellSize }
	};
}

/** A participant as those who run the meeting see them; never who they are. */
export interface ListedParticipant {
	id: string;
	pseudonym: string;
	country: string | null;
	organisationKind: string | null;
	language: string;
	room: string | null;
	/** See LEVELS. */
	consentLevel: number;
	consentUntil: string | null;
	consentedAt: Date | null;
	recordingAllowed: boolean;
	translationAllowed: boolean;
	notesRefused: boolean;
	withdrawnScope: WithdrawalScope | null;
	validatedAt: Date | null;
}

/** The participants of a meeting by pseudonym, without those removed. */
export async function listParticipants(trx: Trx, groupId: string): Promise<ListedParticipant[]> {
	const found = await sql<ListedParticipant>`select id, pseudonym, country,
			organisation_kind as "organisationKind", language, room, consent_level as "consentLevel",
			consent_until as "consentUntil", consented_at as "consentedAt",
			recording_allowed as "recordingAllowed", translation_allowed as "translationAllowed",
			notes_refused as "notesRefused", withdrawn_scope as "withdrawnScope", validated_at as "validatedAt"
		from participants where group_id = ${groupId}::uuid and removed_at is null
		order by length(pseudonym), pseudonym`.execute(trx);
	return found.rows;
}

/** What one person said or a note-taker saw, as the team reads it. */
export interface Turn {
	id: string;
	transcriptId: string | null;
	ordinal: number;
	speaker: Speaker;
	participantId: string | null;
	blockId: string | null;
	kind: TurnKind;
	mark: TurnMark;
	loweredTo: number | null;
	startsMs: number | null;
	endsMs: number | null;
	language: string | null;
	body: string;
	translation: string | null;
	translationLanguage: string | null;
	authorId: string | null;
	revision: number;
	change: number;
}

export const turnColumns = sql`t.id, t.transcript_id as "transcriptId", t.ordinal, t.speaker,
	t.participant_id as "participantId", t.block_id as "blockId", t.kind, t.mark,
	t.lowered_to as "loweredTo", t.starts_ms as "startsMs", t.ends_ms as "endsMs", t.language, t.body,
	t.translation, t.translation_language as "translationLanguage", t.author_id as "authorId",
	t.revision, t.change`;

/** The order of turns in a meeting: notes by the moment they were begun, then each transcript. */
export const turnOrder = sql`t.transcript_id nulls first, t.ordinal, t.id`;
