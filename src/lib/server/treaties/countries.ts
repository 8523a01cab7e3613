import { sql } from 'kysely';
import type { Trx } from '../database/database.ts';

export interface Country {
	code: string;
	/** As the newest round that asks it calls it; the code where no round does. */
	name: string;
}

/** The countries of a study's rounds and those something is claimed about, by name. */
export async function listCountries(trx: Trx, studyId: string): Promise<Country[]> {
	const found = await sql<Country>`
		select distinct on (code) code, name from (
			select c.country as code, c.name, r.opens_on from round_countries c
				join rounds r on r.id = c.round_id where r.study_id = ${studyId}::uuid
			union all select t.country, t.country, null from treaty_actions t
				where t.study_id = ${studyId}::uuid
		) named order by code, opens_on desc nulls last`.execute(trx);
	return found.rows.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
