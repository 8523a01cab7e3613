import type { Definition, Text } from '#lib/xlsform/definition.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';

const MOST_KEPT = 50;
/** Versions never change (a trigger refuses it), so what was read once stays right. */
const kept = new Map<string, Definition>();

/**
 * The definition of a version, from memory where it was read before. Ask only with the id of
 * a round or version the actor was found to see: memory does not ask again.
 * @throws Problem not_found
 */
export async function getDefinition(trx: Trx, versionId: string): Promise<Definition> {
	const known = kept.get(versionId);
	if (known) return known;
	const row = await trx
		.selectFrom('questionnaire_versions')
		.select('definition')
		.where('id', '=', versionId)
		.executeTakeFirst();
	if (!row) throw notFound();
	const oldest = kept.keys().next().value;
	if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
	kept.set(versionId, row.definition);
	return row.definition;
}

/** A version a round may ask, without its questions. */
export interface VersionSummary {
	id: string;
	questionnaireId: string;
	title: Text;
	version: string;
	/** true for the questionnaire that comes with the application. */
	isBuiltIn: boolean;
}

/** What rounds of this study may ask: its own versions, newest first, then the built-in ones. */
export async function listVersions(trx: Trx, studyId: string): Promise<VersionSummary[]> {
	const rows = await trx
		.selectFrom('questionnaire_versions as v')
		.innerJoin('questionnaires as q', 'q.id', 'v.questionnaire_id')
		.select((eb) => [
			'v.id',
			'v.questionnaire_id as questionnaireId',
			'v.version',
			'q.study_id as studyId',
			eb
				.ref('v.definition', '->')
				.key('title' as never)
				.$castTo<Text>()
				.as('title')
		])
		.where((eb) => eb.or([eb('q.study_id', '=', studyId), eb('q.study_id', 'is', null)]))
		.orderBy('q.study_id', (order) => order.asc().nullsLast())
		.orderBy('v.published_at', 'desc')
		.execute();
	return rows.map(({ studyId: owner, ...row }) => ({ ...row, isBuiltIn: owner === null }));
}

/**
 * The definition of a version that rounds of this study may ask.
 * @throws Problem not_found, also for the version of another study
 */
export async function getOfferedDefinition(
	trx: Trx,
	studyId: string,
	versionId: string
): Promise<Definition> {
	const row = await trx
		.selectFrom('questionnaire_versions as v')
		.innerJoin('questionnaires as q', 'q.id', 'v.questionnaire_id')
		.select('v.id')
		.where('v.id', '=', versionId)
		.where((eb) => eb.or([eb('q.study_id', '=', studyId), eb('q.study_id', 'is', null)]))
		.executeTakeFirst();
	if (!row) throw notFound();
	return getDefinition(trx, row.id);
}

/**
 * The questionnaire a version is of, and the study that has it (null: built in).
 * @throws Problem not_found
 */
export async function getVersionOwner(
	trx: Trx,
	versionId: string
): Promise<{ questionnaireId: string; studyId: string | null; version: string }> {
	const row = await trx
		.selectFrom('questionnaire_versions as v')
		.innerJoin('questionnaires as q', 'q.id', 'v.questionnaire_id')
		.select(['q.id as questionnaireId', 'q.study_id as studyId', 'v.version'])
		.where('v.id', '=', versionId)
		.executeTakeFirst();
	if (!row) throw notFound();
	return row;
}
