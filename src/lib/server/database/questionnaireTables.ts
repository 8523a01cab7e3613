import type { Generated, JSONColumnType } from 'kysely';
import type { Definition } from '#lib/xlsform/definition.ts';
import type { SheetProblem } from '#lib/xlsform/sheet.ts';

/** What rounds ask, as it is written, published and exchanged. Columns as in Tables. */
export interface QuestionnaireTables {
	questionnaires: {
		id: Generated<string>;
		study_id: string | null;
		name: string;
		created_at: Generated<Date>;
	};
	questionnaire_versions: {
		id: Generated<string>;
		questionnaire_id: string;
		version: string;
		definition: JSONColumnType<Definition>;
		published_at: Generated<Date>;
	};
	questionnaire_drafts: {
		id: Generated<string>;
		study_id: string;
		questionnaire_id: string | null;
		base_version_id: string | null;
		definition: JSONColumnType<Definition>;
		revision: Generated<number>;
		source: Generated<string>;
		problems: JSONColumnType<SheetProblem[]>;
		created_by: string;
		created_at: Generated<Date>;
		updated_by: string;
		updated_at: Generated<Date>;
	};
	round_moves: {
		id: Generated<string>;
		study_id: string;
		round_id: string;
		from_version_id: string;
		to_version_id: string;
		reason: string;
		moved_by: string;
		moved_at: Generated<Date>;
	};
}
