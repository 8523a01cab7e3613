import type { Generated } from 'kysely';
import type { AnswerStatus, AnswerValue } from '#lib/xlsform/answers.ts';
import type { Exposure } from '#lib/xlsform/definition.ts';
import type { ProposalState } from '#lib/terms.ts';

/** Areas and questions handed out, links for helpers, proposals, marks of readiness. Columns as in Tables. */
export interface HandoutTables {
	helper_links: {
		id: string;
		delegation_id: string;
		label: string;
		token_hash: string;
		made_by: string;
		made_at: Generated<Date>;
		expires_at: Date;
		opened_at: Date | null;
		last_used_at: Date | null;
		finished_at: Date | null;
		revoked_at: Date | null;
	};
	helper_sessions: {
		token_hash: string;
		link_id: string;
		started_at: Generated<Date>;
		expires_at: Date;
	};
	handouts: {
		id: string;
		delegation_id: string;
		response_id: string;
		area: string;
		/** Key of an answer; null for the whole area. */
		question: string | null;
		account_id: string | null;
		link_id: string | null;
		due_on: string | null;
		given_by: string;
		given_at: Generated<Date>;
		revoked_at: Date | null;
	};
	proposals: {
		id: string;
		delegation_id: string;
		response_id: string;
		/** Key of an answer. */
		question: string;
		/** Revision of the official answer its author saw; 0 where they saw none. */
		based_on: number;
		status: AnswerStatus;
		value: AnswerValue;
		reason: string | null;
		exposure: Exposure;
		author_id: string | null;
		link_id: string | null;
		made_at: Generated<Date>;
		state: Generated<ProposalState>;
		decided_by: string | null;
		decided_at: Date | null;
		decline_reason: string | null;
	};
	area_marks: {
		response_id: string;
		delegation_id: string;
		ready_by: string;
		ready_at: Generated<Date>;
	};
}
