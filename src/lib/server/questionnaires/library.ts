import { type Text, textIn } from '#lib/xlsform/definition.ts';
import { type DefinitionFacts, factsOf } from '#lib/xlsform/definitionFacts.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import { type StudyName, requireStudy } from './study.ts';
import { getDefinition } from './queries.ts';

/** A published version and where it is used. */
export interface ListedVersion extends DefinitionFacts {
	id: string;
	version: string;
	title: Text;
	publishedAt: Date;
	/** Rounds of the study that ask it. */
	rounds: { id: string; name: string }[];
}

export interface ListedQuestionnaire {
	id: string;
	/** The title of its newest version. */
	title: Text;
	isBuiltIn: boolean;
	/** Newest first. */
	versions: ListedVersion[];
}

export interface ListedDraft {
	id: string;
	name: string;
	questionnaireId: string | null;
	source: string;
	updatedAt: Date;
	updatedByName: string;
}

export interface Library {
	study: StudyName;
	own: ListedQuestionnaire[];
	builtIn: ListedQuestionnaire[];
	drafts: ListedDraft[];
}

/**
 * Every questionnaire a study may use, with versions, and the drafts its coordinators write.
 * @throws Problem not_found for all but coordinators
 */
export async function getLibrary(ctx: Context, studyId: string): Promise<Library> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const study = await requireStudy(trx, studyId, 'questionnaire.read');
		const all = await listQuestionnaires(trx, study.id);
		return {
			study,
			own: all.filter(({ isBuiltIn }) => !isBuiltIn),
			builtIn: all.filter(({ isBuiltIn }) => isBuiltIn),
			drafts: await listDrafts(trx, study.id)
		};
	});
}

/**
 * One questionnaire of the library with its drafts.
 * @throws Problem not_found, also for the questionnaire of another study
 */
export async function getQuestionnaire(
	ctx: Context,
	studyId: string,
	questionnaireId: string
): Promise<{ study: StudyName; questionnaire: ListedQuestionnaire; drafts: ListedDraft[] }> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const study = await requireStudy(trx, studyId, 'questionnaire.read');
		const questionnaire = (await listQuestionnaires(trx, study.id)).find(
			({ id }) => id === questionnaireId
		);
		if (!questionnaire) throw notFound();
		const drafts = await listDrafts(trx, study.id);
		return {
			study,
			questionnaire,
			drafts: drafts.filter((draft) => draft.questionnaireId === questionnaireId)
		};
	});
}

async function listQuestionnaires(trx: Trx, studyId: string): Promise<ListedQuestionnaire[]> {
	const rows = await trx
		.selectFrom('questionnaire_versions as v')
		.innerJoin('questionnaires as q', 'q.id', 'v.questionnaire_id')
		.select([
			'v.id',
			'v.version',
			'v.published_at as publishedAt',
			'q.id as questionnaireId',
			'q.study_id as owner'
		])
		.where((eb) => eb.or([eb('q.study_id', '=', studyId), eb('q.study_id', 'is', null)]))
		.orderBy('v.published_at', 'desc')
		.execute();
	const rounds = await trx
		.selectFrom('rounds')
		.select(['id', 'name', 'questionnaire_version_id as versionId'])
		.where('study_id', '=', studyId)
		.orderBy('opens_on', 'desc')
		.execute();
	const found = new Map<string, ListedQuestionnaire>();
	for (const { questionnaireId, owner, ...row } of rows) {
		const definition = await getDefinition(trx, row.id);
		const version: ListedVersion = {
			...row,
			...factsOf(definition),
			title: definition.title,
			rounds: rounds
				.filter(({ versionId }) => versionId === row.id)
				.map(({ id, name }) => ({ id, name }))
		};
		const known = found.get(questionnaireId);
		if (known) known.versions.push(version);
		else
			found.set(questionnaireId, {
				id: questionnaireId,
				title: definition.title,
				isBuiltIn: owner === null,
				versions: [version]
			});
	}
	return [...found.values()];
}

async function listDrafts(trx: Trx, studyId: string): Promise<ListedDraft[]> {
	const rows = await trx
		.selectFrom('questionnaire_drafts as d')
		.leftJoin('accounts as a', 'a.id', 'd.updated_by')
		.select((eb) => [
			'd.id',
			'd.questionnaire_id as questionnaireId',
			'd.source',
			'd.updated_at as updatedAt',
			'a.name as updatedByName',
			eb
				.ref('d.definition', '->')
				.key('title' as never)
				.$castTo<Text>()
				.as('title'),
			eb
				.ref('d.definition', '->>')
				.key('default_language' as never)
				.$castTo<string>()
				.as('language')
		])
		.where('d.study_id', '=', studyId)
		.orderBy('d.updated_at', 'desc')
		.execute();
	return rows.map(({ title, language, updatedByName, ...row }) => ({
		...row,
		name: textIn(title, language, language),
		updatedByName: updatedByName ?? ''
	}));
}
