import { type TranslationState, translationStates } from '#lib/xlsform/translations.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { authorize } from '../access/authorize.ts';
import type { Draft } from './drafts.ts';
import { readDraft } from './drafts.ts';
import { type ListedQuestionnaire, getQuestionnaire } from './library.ts';
import { listVersionNames, nextVersion } from './publish.ts';
import { getDefinition } from './queries.ts';
import { type StudyName, requireStudy } from './study.ts';

/**
 * A questionnaire with its versions, and how far each language of the newest is.
 * @throws Problem not_found
 */
export async function getQuestionnairePage(ctx: Context, studyId: string, questionnaireId: string) {
	const page = await getQuestionnaire(ctx, studyId, questionnaireId);
	const newest = page.questionnaire.versions[0]!;
	const definition = await asActor(ctx.db, ctx.actor, (trx) => getDefinition(trx, newest.id));
	return {
		...page,
		translations: translationStates(definition),
		language: definition.default_language,
		languageNames: definition.language_names ?? {}
	};
}

export interface DraftPage {
	study: StudyName;
	draft: Draft;
	/** The questionnaire it becomes a version of; null where it is new. */
	questionnaire: Pick<ListedQuestionnaire, 'id' | 'title'> | null;
	/** Version names there are, and the one it would be published as. */
	taken: string[];
	version: string;
	translations: TranslationState[];
}

/**
 * Everything the page of a draft shows.
 * @throws Problem not_found, also where the draft is another study's
 */
export async function getDraftPage(ctx: Context, draftId: string): Promise<DraftPage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const draft = await readDraft(trx, draftId);
		await authorize(trx, 'questionnaire.edit', { studyId: draft.studyId });
		const taken = await listVersionNames(trx, draft.questionnaireId);
		return {
			study: await requireStudy(trx, draft.studyId, 'questionnaire.edit'),
			draft,
			questionnaire: await findQuestionnaire(trx, draft.questionnaireId),
			taken,
			version: nextVersion(draft.definition.version, taken),
			translations: translationStates(draft.definition)
		};
	});
}

async function findQuestionnaire(trx: Trx, id: string | null) {
	if (!id) return null;
	const newest = await trx
		.selectFrom('questionnaire_versions')
		.select('id')
		.where('questionnaire_id', '=', id)
		.orderBy('published_at', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (!newest) return null;
	return { id, title: (await getDefinition(trx, newest.id)).title };
}
