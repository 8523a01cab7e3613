import type { Generated, JSONColumnType } from 'kysely';
import type { ChapterKind, CitationKind, Strength } from '#lib/report/content.ts';
import type { Text } from '#lib/xlsform/definition.ts';
import type { TreatyAct } from '#lib/treaties/acts.ts';
import type { CodedField, Standing } from '#lib/terms.ts';

/** What a live block shows; which of the others it needs depends on the type. */
export interface Live {
	type:
		| 'distribution'
		| 'coverage'
		| 'tiles'
		| 'strip'
		| 'treaties'
		| 'changes'
		| 'country'
		| 'questionnaire'
		| 'dataset'
		| 'withheld'
		| 'text';
	/** Name of a question. */
	question?: string;
	area?: string;
	country?: string;
	/** For `text`: which sentences are drafted. */
	template?: string;
}

/** Treaty facts, the report while it is written, and editions. Columns as in Tables; see docs/report.md. */
export interface ReportTables {
	treaty_instruments: {
		study_id: string;
		code: string;
		short: string;
		name: JSONColumnType<Text>;
		position: Generated<number>;
	};
	treaty_actions: {
		id: string;
		study_id: string;
		country: string;
		territory: Generated<string>;
		instrument: string;
		action: TreatyAct;
		/** YYYY, YYYY-MM or YYYY-MM-DD. */
		happened_on: string | null;
		note: Generated<string>;
		source: Generated<string>;
		link: string | null;
		as_of: string;
		claimed_by: string | null;
		delegation_id: string | null;
		made_at: Generated<Date>;
		is_verified: Generated<boolean>;
		verified_by: string | null;
		verified_at: Date | null;
		ruling: 'stands' | 'set_aside' | null;
		ruling_reason: Generated<string>;
		ruled_by: string | null;
		ruled_at: Date | null;
		withdrawn_at: Date | null;
	};
	reports: {
		round_id: string;
		study_id: string;
		language: Generated<string>;
		title: string;
		subtitle: Generated<string>;
		publisher: Generated<string>;
		slug: string | null;
		revision: Generated<number>;
		created_by: string | null;
		created_at: Generated<Date>;
	};
	chapters: {
		id: string;
		round_id: string;
		study_id: string;
		kind: ChapterKind;
		key: Generated<string>;
		title: string;
		position: number;
		revision: Generated<number>;
		removed_at: Date | null;
	};
	blocks: {
		id: string;
		chapter_id: string;
		round_id: string;
		study_id: string;
		position: number;
		kind: 'text' | 'finding' | 'live';
		body: Generated<string>;
		live: JSONColumnType<Live> | null;
		strength: Strength | null;
		is_generated: Generated<boolean>;
		revision: Generated<number>;
		change: Generated<number>;
		saved_by: string | null;
		saved_at: Generated<Date>;
		removed_at: Date | null;
	};
	block_revisions: {
		block_id: string;
		round_id: string;
		chapter_id: string;
		study_id: string;
		revision: number;
		save_id: string | null;
		based_on: number;
		standing: Standing;
		body: string;
		live: JSONColumnType<Live> | null;
		strength: Strength | null;
		is_generated: Generated<boolean>;
		author_id: string | null;
		made_at: Generated<Date>;
	};
	block_conflicts: {
		block_id: string;
		revision: number;
		chapter_id: string;
		round_id: string;
		study_id: string;
		opened_at: Generated<Date>;
		resolved_at: Date | null;
		resolved_by: string | null;
	};
	citations: {
		id: string;
		round_id: string;
		study_id: string;
		label: string;
		kind: CitationKind;
		response_id: string | null;
		question: string | null;
		submission_id: string | null;
		turn_id: string | null;
		evidence_id: string | null;
		country: string | null;
		instrument: string | null;
		field: CodedField | null;
		starts: number | null;
		ends: number | null;
		source_hash: string;
		made_by: string | null;
		made_at: Generated<Date>;
	};
	waivers: {
		id: string;
		round_id: string;
		study_id: string;
		block_id: string;
		issue: 'unsupported' | 'stale';
		subject: string;
		reason: string;
		made_by: string;
		made_at: Generated<Date>;
		revoked_at: Date | null;
	};
	editions: {
		id: string;
		round_id: string;
		study_id: string;
		number: number | null;
		state: Generated<'proposed' | 'released' | 'refused' | 'taken_back'>;
		title: string;
		note: Generated<string>;
		content_sha256: string;
		content_size: number;
		dataset_sha256: string | null;
		dataset_size: number | null;
		changes: JSONColumnType<string[], string[] | undefined, string[]>;
		proposed_by: string;
		proposed_at: Generated<Date>;
		decided_by: string | null;
		decided_at: Date | null;
		refusal: Generated<string>;
		build: Generated<number>;
	};
	edition_citations: {
		edition_id: string;
		study_id: string;
		label: string;
		kind: CitationKind;
		turn_id: string | null;
		participant_id: string | null;
		response_id: string | null;
		question: string | null;
		level: number | null;
	};
	edition_removals: {
		id: Generated<string>;
		edition_id: string;
		study_id: string;
		label: string;
		level: number;
		removed_by: string | null;
		reason: Generated<string>;
		removed_at: Generated<Date>;
	};
	edition_files: {
		id: string;
		edition_id: string;
		study_id: string;
		build: number;
		format: EditionFormat;
		state: Generated<'queued' | 'running' | 'done' | 'failed'>;
		steps_done: Generated<number>;
		steps_total: number | null;
		sha256: string | null;
		size: number | null;
		error: string | null;
		requested_by: string | null;
		requested_at: Generated<Date>;
		claimed_at: Date | null;
		finished_at: Date | null;
	};
}

export const EDITION_FORMATS = ['html', 'site', 'docx', 'pdf', 'one_pagers', 'figures'] as const;
export type EditionFormat = (typeof EDITION_FORMATS)[number];
