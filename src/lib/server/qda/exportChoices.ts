import { sql } from 'kysely';
import type { Trx } from '../database/database.ts';

/** A study and its meetings, as far as the actor sees them. */
export interface ExportChoice {
	id: string;
	name: string;
	groups: { id: string; name: string }[];
}

/** What there is to export. */
export async function listExportChoices(trx: Trx): Promise<ExportChoice[]> {
	const found = await sql<ExportChoice>`select s.id, s.name, coalesce(
			(select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) order by g.held_on, g.name)
				from focus_groups g where g.study_id = s.id), '[]') as groups
		from studies s order by s.name, s.id`.execute(trx);
	return found.rows;
}
