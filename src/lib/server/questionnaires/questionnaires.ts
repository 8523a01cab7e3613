import { sql } from 'kysely';
import { aseanBaseline } from '#lib/questionnaires/aseanBaseline.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';

/**
 * Puts the questionnaire that comes with the application where every study finds it, once per
 * version. Runs as the system, at each start; gives the id of the version.
 */
export async function installBaseline(trx: Trx): Promise<string> {
	// Several processes may start at once.
	await sql`select pg_advisory_xact_lock(hashtext('mufakat.baseline'))`.execute(trx);
	const found = await sql<{ questionnaireId: string; versionId: string | null }>`
		select q.id as "questionnaireId", (select w.id from questionnaire_versions w
			where w.questionnaire_id = q.id and w.version = ${aseanBaseline.version}) as "versionId"
		from questionnaires q join questionnaire_versions v on v.questionnaire_id = q.id
		where q.study_id is null and v.definition ->> 'id' = ${aseanBaseline.id} limit 1`.execute(trx);
	const row = found.rows[0];
	if (row?.versionId) return row.versionId;
	const questionnaireId = row?.questionnaireId ?? (await insertQuestionnaire(trx));
	const { id } = await trx
		.insertInto('questionnaire_versions')
		.values({
			questionnaire_id: questionnaireId,
			version: aseanBaseline.version,
			definition: json(aseanBaseline) as never
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}

async function insertQuestionnaire(trx: Trx): Promise<string> {
	const { id } = await trx
		.insertInto('questionnaires')
		.values({ study_id: null, name: aseanBaseline.title.en ?? aseanBaseline.id })
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}
