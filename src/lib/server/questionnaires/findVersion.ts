import type { Definition } from '#lib/xlsform/definition.ts';
import type { Trx } from '../database/database.ts';

/** A version as the command line may name it. */
export interface NamedVersion {
	id: string;
	version: string;
	questionnaire: string;
	/** null for the questionnaires that come with the application. */
	study: string | null;
}

/**
 * The versions that fit: of the study with this name or id and the built-in ones (of every study
 * where none is named), by version or id. For the system, which sees every study.
 */
export async function findVersions(
	trx: Trx,
	named: { study?: string | undefined; version?: string | undefined }
): Promise<NamedVersion[]> {
	const rows = await trx
		.selectFrom('questionnaire_versions as v')
		.innerJoin('questionnaires as q', 'q.id', 'v.questionnaire_id')
		.leftJoin('studies as s', 's.id', 'q.study_id')
		.select(['v.id', 'v.version', 'q.name as questionnaire', 's.name as study', 's.id as studyId'])
		.orderBy('v.published_at', 'desc')
		.execute();
	return rows
		.filter((row) => !named.study || !row.studyId || [row.studyId, row.study].includes(named.study))
		.filter((row) => !named.version || [row.id, row.version].includes(named.version))
		.map(({ studyId: _, ...row }) => row);
}

/** Whether a study has this name or id. */
export async function isStudy(trx: Trx, study: string): Promise<boolean> {
	const studies = await trx.selectFrom('studies').select(['id', 'name']).execute();
	return studies.some(({ id, name }) => id === study || name === study);
}

/** The definition of a version that was found. */
export async function definitionOf(trx: Trx, versionId: string): Promise<Definition> {
	const row = await trx
		.selectFrom('questionnaire_versions')
		.select('definition')
		.where('id', '=', versionId)
		.executeTakeFirstOrThrow();
	return row.definition;
}
