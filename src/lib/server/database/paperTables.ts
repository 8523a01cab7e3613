import type { Generated, JSONColumnType } from 'kysely';
import type { PaperGiven } from '#lib/paper/readPaper.ts';

/** Files filled in away from the application, until they are taken over. Columns as in Tables. */
export interface PaperTables {
	paper_imports: {
		id: string;
		delegation_id: string;
		response_id: string;
		account_id: string;
		file_id: string;
		made_at: Date;
		made_by: string;
		language: string;
		given: JSONColumnType<PaperGiven>;
		created_at: Generated<Date>;
		expires_at: Generated<Date>;
	};
}
