import type { Generated, JSONColumnType } from 'kysely';

/** What became of a file, in counts. */
export interface QdaImportResult {
	counts: Record<string, number>;
	leftOut: { code: string; count: number }[];
	warnings: { code: string; count: number }[];
}

/** REFI-QDA exchange. Columns as in Tables; see docs/refi-qda.md. */
export interface QdaTables {
	qda_imports: {
		id: string;
		study_id: string;
		account_id: string;
		kind: 'project' | 'codebook';
		sealed: Uint8Array | null;
		created_at: Generated<Date>;
		expires_at: Generated<Date>;
		taken_at: Date | null;
		result: JSONColumnType<QdaImportResult | null>;
	};
	qda_guids: {
		study_id: string;
		kind: 'code' | 'source' | 'case' | 'note' | 'set';
		guid: string;
		id: string;
		is_made: boolean;
	};
}
