import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { DatasetFormat, DatasetKind } from '#lib/terms.ts';

/** Files made from answers, and the record of who did what. Columns as in Tables. */
export interface RecordTables {
	datasets: {
		id: Generated<string>;
		study_id: string;
		round_id: string;
		kind: DatasetKind;
		format: DatasetFormat;
		language: string;
		state: Generated<'queued' | 'running' | 'done' | 'failed'>;
		rows_done: Generated<number>;
		rows_total: number | null;
		sha256: string | null;
		size: number | null;
		error: string | null;
		requested_by: string;
		requested_at: Generated<Date>;
		/** When the job that makes it was last heard of. */
		claimed_at: Date | null;
		finished_at: Date | null;
	};
	audit_entries: {
		id: GeneratedAlways<number>;
		at: Generated<Date>;
		actor_id: string | null;
		study_id: string | null;
		round_id: string | null;
		delegation_id: string | null;
		action: string;
		subject_id: string | null;
		detail: JSONColumnType<Record<string, unknown>>;
		reason: string | null;
	};
}
