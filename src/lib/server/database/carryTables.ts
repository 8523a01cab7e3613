import type { Generated, GeneratedAlways } from 'kysely';
import type { CarryMark } from '#lib/terms.ts';

/** What became of the answers of the last round. Columns as in Tables. */
export interface CarryTables {
	/** Append-only; of several marks on one answer the last counts. */
	carry_marks: {
		id: GeneratedAlways<number>;
		response_id: string;
		delegation_id: string;
		/** Answer key in this round. */
		question: string;
		earlier_round_id: string;
		earlier_submission_id: string;
		/** Answer key in that submission. */
		earlier_question: string;
		mark: CarryMark;
		/** Of the answer, just after; 0 where there was none. */
		revision: number;
		/** Marked as changed while it still read as before. */
		reads_as_before: boolean;
		/** How often the area had been submitted. */
		submission: number;
		marked_by: string;
		marked_at: Generated<Date>;
	};
}
