import type { Generated, JSONColumnType } from 'kysely';
import type { AnswerStatus, AnswerValue } from '#lib/xlsform/answers.ts';
import type {
	DelegationStatus,
	EvidenceKind,
	InvitationRole,
	MailRhythm,
	QueryAct,
	QueryKind,
	QueryState,
	ResponseState,
	Standing,
	StudyRole
} from '#lib/terms.ts';
import type { Exposure } from '#lib/xlsform/definition.ts';
import type { CarryTables } from './carryTables.ts';
import type { CodingTables } from './codingTables.ts';
import type { DeviceTables } from './deviceTables.ts';
import type { FocusGroupTables } from './focusGroupTables.ts';
import type { HandoutTables } from './handoutTables.ts';
import type { LiveTables } from './liveTables.ts';
import type { PaperTables } from './paperTables.ts';
import type { QdaTables } from './qdaTables.ts';
import type { QuestionnaireTables } from './questionnaireTables.ts';
import type { ReportTables } from './reportTables.ts';
import type { RecordTables } from './recordTables.ts';
import type { TalkTables } from './talkTables.ts';

/** Columns as the drivers give them: timestamptz is a Date, date is 'YYYY-MM-DD'. */
export interface Tables
	extends
		QuestionnaireTables,
		LiveTables,
		HandoutTables,
		TalkTables,
		DeviceTables,
		PaperTables,
		CarryTables,
		FocusGroupTables,
		CodingTables,
		ReportTables,
		QdaTables,
		RecordTables {
	accounts: {
		id: Generated<string>;
		email: string;
		name: string;
		language: Generated<string>;
		password_hash: string | null;
		is_administrator: Generated<boolean>;
		may_create_studies: Generated<boolean>;
		totp_secret: string | null;
		totp_confirmed_at: Date | null;
		totp_last_step: Generated<number>;
		created_at: Generated<Date>;
		disabled_at: Date | null;
		/** When news are mailed: one mail a day, or one for each. */
		mail_rhythm: Generated<MailRhythm>;
		/** The day whose digest this account has had. */
		digested_on: string | null;
	};
	recovery_codes: { account_id: string; code_hash: string; used_at: Date | null };
	sessions: {
		id: string;
		account_id: string;
		created_at: Generated<Date>;
		last_seen_at: Generated<Date>;
		expires_at: Date;
		second_factor_at: Date | null;
		device: Generated<string>;
	};
	password_resets: {
		token_hash: string;
		account_id: string;
		created_at: Generated<Date>;
		expires_at: Date;
		used_at: Date | null;
	};
	setup_links: {
		token_hash: string;
		created_at: Generated<Date>;
		expires_at: Date;
		used_at: Date | null;
	};
	throttles: { key: string; count: number; resets_at: Date };
	mails: {
		id: Generated<string>;
		recipient: string;
		subject: string;
		body: string;
		created_at: Generated<Date>;
		sent_at: Date | null;
		attempts: Generated<number>;
		next_attempt_at: Generated<Date>;
		last_error: string | null;
	};
	studies: {
		id: Generated<string>;
		name: string;
		is_invented: Generated<boolean>;
		/** From how many respondents of a country on a quote may name it. */
		cell_size: Generated<number>;
		created_by: string;
		created_at: Generated<Date>;
	};
	memberships: {
		study_id: string;
		account_id: string;
		role: StudyRole;
		created_at: Generated<Date>;
	};
	rounds: {
		id: Generated<string>;
		study_id: string;
		questionnaire_version_id: string;
		name: string;
		opens_on: string;
		closes_on: string;
		closed_at: Date | null;
		created_at: Generated<Date>;
	};
	round_countries: { round_id: string; country: string; name: string };
	delegations: {
		id: Generated<string>;
		study_id: string;
		round_id: string;
		country: string;
		name: Generated<string>;
		status: Generated<DelegationStatus>;
		created_at: Generated<Date>;
	};
	delegation_members: {
		delegation_id: string;
		account_id: string;
		is_focal_point: Generated<boolean>;
		/** Proposes answers and writes none; never a focal point. */
		proposes_only: Generated<boolean>;
		organisation: Generated<string>;
		created_at: Generated<Date>;
	};
	invitations: {
		id: Generated<string>;
		token_hash: string;
		email: string;
		study_id: string | null;
		delegation_id: string | null;
		role: InvitationRole;
		/** A representative who only proposes. */
		proposes_only: Generated<boolean>;
		language: Generated<string>;
		invited_by: string | null;
		created_at: Generated<Date>;
		expires_at: Date;
		accepted_at: Date | null;
		revoked_at: Date | null;
	};
	responses: {
		id: Generated<string>;
		study_id: string;
		round_id: string;
		delegation_id: string;
		area: string;
		state: Generated<ResponseState>;
		asked: Generated<number>;
		answered: Generated<number>;
		required_missing: Generated<number>;
		submission: Generated<number>;
		saved_at: Date | null;
		submitted_at: Date | null;
		decided_at: Date | null;
		reason: string | null;
	};
	answers: AnswerColumns & {
		id: Generated<string>;
		response_id: string;
		delegation_id: string;
		question: string;
		revision: number;
		saved_by: string;
		saved_at: Generated<Date>;
		/** Rises with every write of any answer; see migrations/20261124-14. */
		change: Generated<number>;
	};
	answer_revisions: AnswerColumns & {
		answer_id: string;
		delegation_id: string;
		revision: number;
		standing: Standing;
		based_on: number;
		saved_by: string;
		saved_at: Generated<Date>;
	};
	answer_conflicts: {
		answer_id: string;
		revision: number;
		delegation_id: string;
		response_id: string;
		question: string;
		opened_at: Generated<Date>;
		resolved_at: Date | null;
		resolved_by: string | null;
	};
	saves: {
		id: string;
		response_id: string;
		delegation_id: string;
		account_id: string;
		outcome: JSONColumnType<object>;
		saved_at: Generated<Date>;
	};
	submissions: {
		id: Generated<string>;
		study_id: string;
		response_id: string;
		delegation_id: string;
		number: number;
		submitted_by: string;
		submitted_at: Generated<Date>;
	};
	submitted_answers: AnswerColumns & {
		submission_id: string;
		study_id: string;
		round_id: string;
		response_id: string;
		delegation_id: string;
		answer_id: string;
		question: string;
		revision: number;
		is_latest: Generated<boolean>;
		is_accepted: Generated<boolean>;
	};
	evidence: {
		id: Generated<string>;
		study_id: string;
		round_id: string;
		response_id: string;
		delegation_id: string;
		question: string;
		kind: EvidenceKind;
		citation: string;
		link: string | null;
		file_sha256: string | null;
		file_type: string | null;
		file_size: number | null;
		file_extension: string | null;
		exposure: Exposure;
		added_by: string;
		added_at: Generated<Date>;
		removed_at: Date | null;
		is_submitted: Generated<boolean>;
		is_accepted: Generated<boolean>;
	};
	queries: {
		id: Generated<string>;
		study_id: string;
		round_id: string;
		response_id: string;
		delegation_id: string;
		question: string;
		kind: QueryKind;
		state: Generated<QueryState>;
		asked_revision: number;
		closed_revision: number | null;
		opened_by: string;
		opened_at: Generated<Date>;
		closed_at: Date | null;
		/** Who of the delegation it is for; null is everybody. */
		assigned_to: string | null;
	};
	query_messages: {
		id: Generated<string>;
		query_id: string;
		study_id: string;
		delegation_id: string;
		act: QueryAct;
		body: string;
		author_id: string;
		created_at: Generated<Date>;
	};
}

interface AnswerColumns {
	status: AnswerStatus;
	value: AnswerValue;
	reason: string | null;
	exposure: Exposure;
}
