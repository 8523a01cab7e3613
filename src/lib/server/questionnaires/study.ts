import { sql } from 'kysely';
import { type Verb, mayDo } from '../access/verbs.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';

/** A study as the pages of its questionnaires name it. */
export interface StudyName {
	id: string;
	name: string;
	/** Everything in it is made up; pages say so. */
	isInvented: boolean;
}

/**
 * The study of a verb about questionnaires.
 * @throws Problem not_found where the actor holds no role that may do it
 */
export async function requireStudy(trx: Trx, studyId: string, verb: Verb): Promise<StudyName> {
	const found = await sql<StudyName & { roles: string[] }>`
		select id, name, is_invented as "isInvented", actor_roles(id, null) as roles
		from studies where id = ${studyId}::uuid`.execute(trx);
	const row = found.rows[0];
	if (!row || !mayDo(verb, row.roles)) throw notFound();
	return { id: row.id, name: row.name, isInvented: row.isInvented };
}
