import type { Generated, JSONColumnType } from 'kysely';
import type {
	CodedField,
	CodeStatus,
	CodingOrigin,
	ComparisonDecision,
	ComparisonState,
	MemoScope
} from '#lib/terms.ts';

/** A code as it stood at one moment. */
export interface CodeSnapshot {
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
	position: number;
}

export type CodeAct =
	'create' | 'change' | 'move' | 'merge' | 'split' | 'retire' | 'restore' | 'import';

/** Codebook, codes on texts, memos and second coders. Columns as in Tables; see docs/focus-groups.md. */
export interface CodingTables {
	codebooks: {
		id: Generated<string>;
		study_id: string;
		version: Generated<number>;
		created_at: Generated<Date>;
	};
	codes: {
		id: string;
		study_id: string;
		codebook_id: string;
		parent_id: string | null;
		name: string;
		definition: Generated<string>;
		include_when: Generated<string>;
		exclude_when: Generated<string>;
		example: Generated<string>;
		colour: Generated<string>;
		is_codable: Generated<boolean>;
		status: Generated<CodeStatus>;
		merged_into: string | null;
		position: Generated<number>;
		revision: Generated<number>;
		created_by: string | null;
		created_at: Generated<Date>;
	};
	code_revisions: {
		code_id: string;
		study_id: string;
		revision: number;
		act: CodeAct;
		snapshot: JSONColumnType<CodeSnapshot>;
		detail: JSONColumnType<Record<string, unknown>, Record<string, unknown> | undefined>;
		made_by: string | null;
		made_at: Generated<Date>;
	};
	codebook_versions: {
		id: string;
		codebook_id: string;
		study_id: string;
		version: number;
		note: Generated<string>;
		codes: JSONColumnType<CodeSnapshot[]>;
		frozen_by: string;
		frozen_at: Generated<Date>;
	};
	comparisons: {
		id: string;
		study_id: string;
		round_id: string;
		name: string;
		version_id: string | null;
		state: Generated<ComparisonState>;
		created_by: string;
		created_at: Generated<Date>;
	};
	comparison_coders: {
		comparison_id: string;
		study_id: string;
		account_id: string;
		finished_at: Date | null;
	};
	comparison_units: {
		id: Generated<string>;
		comparison_id: string;
		study_id: string;
		turn_id: string | null;
		response_id: string | null;
		question: string | null;
	};
	comparison_marks: {
		comparison_id: string;
		study_id: string;
		unit_id: string;
		code_id: string;
		account_id: string;
	};
	comparison_decisions: {
		id: string;
		number: Generated<number>;
		comparison_id: string;
		study_id: string;
		unit_id: string;
		code_id: string;
		decision: ComparisonDecision;
		coder_id: string | null;
		reason: Generated<string>;
		decided_by: string;
		decided_at: Generated<Date>;
	};
	codings: {
		id: string;
		study_id: string;
		round_id: string;
		code_id: string;
		turn_id: string | null;
		response_id: string | null;
		/** Key of an answer. */
		question: string | null;
		field: CodedField;
		/** UTF-16 units, end exclusive. */
		starts: number;
		ends: number;
		text_revision: number;
		coder_id: string | null;
		comparison_id: string | null;
		/** Of codes put on by one rule; they are taken off as one. */
		batch_id: string | null;
		origin: Generated<CodingOrigin>;
		created_at: Generated<Date>;
		removed_at: Date | null;
		removed_by: string | null;
	};
	memos: {
		id: string;
		study_id: string;
		round_id: string | null;
		scope: MemoScope;
		group_id: string | null;
		turn_id: string | null;
		coding_id: string | null;
		code_id: string | null;
		response_id: string | null;
		question: string | null;
		visibility: Generated<'private' | 'team'>;
		body: string;
		author_id: string | null;
		revision: Generated<number>;
		created_at: Generated<Date>;
		changed_at: Generated<Date>;
		removed_at: Date | null;
	};
	memo_revisions: {
		memo_id: string;
		study_id: string;
		revision: number;
		body: string;
		made_by: string | null;
		made_at: Generated<Date>;
	};
}
