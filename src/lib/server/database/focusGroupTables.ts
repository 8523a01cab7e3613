import type { Generated, JSONColumnType } from 'kysely';
import type { ConsentAnswers, ConsentText } from '#lib/consent/form.ts';
import type {
	ConsentItem,
	ConsentMode,
	MeetingRole,
	Relation,
	SeedKind,
	SessionRule,
	Speaker,
	TranscriptFormat,
	TurnKind,
	TurnMark,
	Vote,
	WithdrawalScope
} from '#lib/terms.ts';

/** A thing of the answers to bring up in a meeting; its words are read anew each time. */
export interface Seed {
	kind: SeedKind;
	/** Key of the question. */
	question: string;
	/** Codes of the countries it is about. */
	countries: string[];
	/** What whoever prepares wants to remember. */
	note: string;
}

/** Meetings, participants, consents and turns. Columns as in Tables; see docs/focus-groups.md. */
export interface FocusGroupTables {
	focus_groups: {
		id: string;
		study_id: string;
		round_id: string;
		name: string;
		purpose: Generated<string>;
		held_on: string | null;
		ends_on: string | null;
		hours: Generated<string>;
		place: Generated<string>;
		is_online: Generated<boolean>;
		languages: Generated<string[]>;
		rooms: Generated<string[]>;
		rule: Generated<SessionRule>;
		turn_mark: Generated<Exclude<TurnMark, 'off_record'>>;
		ground_rules: Generated<string>;
		/** The last day on which participants may change their turns. */
		validation_until: string | null;
		closed_at: Date | null;
		revision: Generated<number>;
		created_by: string;
		created_at: Generated<Date>;
	};
	focus_group_people: {
		id: string;
		group_id: string;
		study_id: string;
		account_id: string | null;
		label: string | null;
		role: MeetingRole;
		room: string | null;
	};
	guide_blocks: {
		id: string;
		group_id: string;
		study_id: string;
		position: number;
		title: string;
		area: string | null;
		questions: Generated<string[]>;
		minutes: number | null;
		main_question: Generated<string>;
		probes: Generated<string[]>;
		seeds: JSONColumnType<Seed[], Seed[] | undefined, Seed[]>;
		revision: Generated<number>;
		removed_at: Date | null;
	};
	participants: {
		id: string;
		group_id: string;
		study_id: string;
		round_id: string;
		pseudonym: string;
		country: string | null;
		organisation_kind: string | null;
		language: Generated<string>;
		room: string | null;
		/** What the consents say; written by triggers only. */
		consent_level: Generated<number>;
		consent_until: string | null;
		recording_allowed: Generated<boolean>;
		translation_allowed: Generated<boolean>;
		notes_refused: Generated<boolean>;
		consented_at: Date | null;
		withdrawn_scope: WithdrawalScope | null;
		validated_at: Date | null;
		/** When a coordinator erased the words of somebody who took everything back. */
		erased_at: Date | null;
		removed_at: Date | null;
		created_by: string;
		created_at: Generated<Date>;
	};
	transcripts: {
		id: string;
		group_id: string;
		study_id: string;
		title: string;
		format: TranscriptFormat;
		language: string | null;
		translation_language: string | null;
		imported_by: string;
		imported_at: Generated<Date>;
		removed_at: Date | null;
	};
	turns: {
		id: string;
		group_id: string;
		study_id: string;
		round_id: string;
		transcript_id: string | null;
		ordinal: number;
		speaker: Speaker;
		participant_id: string | null;
		block_id: string | null;
		kind: TurnKind;
		mark: Generated<TurnMark>;
		lowered_to: number | null;
		struck_at: Date | null;
		starts_ms: number | null;
		ends_ms: number | null;
		language: string | null;
		body: string;
		translation: string | null;
		translation_language: string | null;
		author_id: string | null;
		revision: Generated<number>;
		change: Generated<number>;
		created_at: Generated<Date>;
		changed_at: Generated<Date>;
		removed_at: Date | null;
	};
	turn_revisions: {
		turn_id: string;
		group_id: string;
		study_id: string;
		revision: number;
		save_id: string | null;
		author_id: string | null;
		speaker: Speaker;
		participant_id: string | null;
		block_id: string | null;
		kind: TurnKind;
		mark: TurnMark;
		lowered_to: number | null;
		is_struck: Generated<boolean>;
		body: string;
		translation: string | null;
		made_at: Generated<Date>;
	};
	consent_forms: {
		id: string;
		study_id: string;
		version: number;
		items: ConsentItem[];
		/** By language. */
		texts: JSONColumnType<Record<string, ConsentText>>;
		made_by: string | null;
		made_at: Generated<Date>;
	};
	participant_links: {
		id: string;
		participant_id: string;
		group_id: string;
		study_id: string;
		token_hash: string;
		made_by: string;
		made_at: Generated<Date>;
		expires_at: Date;
		opened_at: Date | null;
		last_used_at: Date | null;
		revoked_at: Date | null;
	};
	consents: {
		id: string;
		number: Generated<number>;
		participant_id: string;
		group_id: string;
		study_id: string;
		form_id: string;
		language: string;
		mode: ConsentMode;
		items: JSONColumnType<ConsentAnswers>;
		given_on: string;
		expires_on: string | null;
		recorded_by: string | null;
		made_at: Generated<Date>;
	};
	withdrawals: {
		id: string;
		number: Generated<number>;
		participant_id: string;
		group_id: string;
		study_id: string;
		scope: WithdrawalScope;
		recorded_by: string | null;
		made_at: Generated<Date>;
	};
	participant_identities: {
		participant_id: string;
		group_id: string;
		study_id: string;
		sealed: Uint8Array;
		key_id: string;
		changed_by: string | null;
		changed_at: Generated<Date>;
	};
	name_replacements: {
		id: string;
		group_id: string;
		study_id: string;
		transcript_id: string | null;
		sealed: Uint8Array;
		key_id: string;
		made_by: string;
		made_at: Generated<Date>;
	};
	sealing_keys: { key_id: string; probe: Uint8Array; created_at: Generated<Date> };
	recordings: {
		id: string;
		group_id: string;
		study_id: string;
		transcript_id: string | null;
		title: string;
		offset_ms: Generated<number>;
		file_sha256: string;
		file_type: string;
		file_size: number;
		file_extension: string;
		added_by: string;
		added_at: Generated<Date>;
		removed_at: Date | null;
	};
	turn_answers: {
		id: string;
		study_id: string;
		round_id: string;
		turn_id: string;
		delegation_id: string | null;
		question: string;
		relation: Relation;
		made_by: string;
		made_at: Generated<Date>;
		removed_at: Date | null;
		removed_by: string | null;
	};
	statements: {
		id: string;
		group_id: string;
		study_id: string;
		round_id: string;
		block_id: string | null;
		area: string | null;
		/** Name of a question of that area. */
		question: string | null;
		body: string;
		position: Generated<number>;
		revision: Generated<number>;
		created_by: string;
		created_at: Generated<Date>;
		removed_at: Date | null;
	};
	statement_votes: {
		id: string;
		number: Generated<number>;
		statement_id: string;
		group_id: string;
		study_id: string;
		participant_id: string;
		vote: Vote;
		turn_id: string | null;
		recorded_by: string;
		recorded_at: Generated<Date>;
	};
}
