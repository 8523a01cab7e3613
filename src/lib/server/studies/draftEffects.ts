import type { Definition } from '#lib/xlsform/definition.ts';
import { type Difference, compareDefinitions } from '#lib/xlsform/difference.ts';
import { authorize } from '../access/authorize.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { withinSystem } from '../database/withinSystem.ts';
import { type Draft, readDraft } from '../questionnaires/drafts.ts';
import { getDefinition, getVersionOwner } from '../questionnaires/queries.ts';
import { type StudyName, requireStudy } from '../questionnaires/study.ts';
import { type MoveEffects, effectsOf, planMove } from './moveEffects.ts';

export interface DraftDifference {
	study: StudyName;
	draft: Draft;
	/** What it is compared with; undefined for a questionnaire that is new. */
	against?: { versionId: string; version: string; definition: Definition; difference: Difference };
	/** Rounds that ask that version, and what moving each to the draft would do. */
	rounds: { id: string; name: string; isClosed: boolean; effects: MoveEffects }[];
}

/**
 * A draft beside the version it would follow: the newest of its questionnaire, or the one it
 * began from. Answers are counted, not shown (rule R1).
 * @throws Problem not_found
 */
export async function getDraftDifference(ctx: Context, draftId: string): Promise<DraftDifference> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const draft = await readDraft(trx, draftId);
		await authorize(trx, 'questionnaire.edit', { studyId: draft.studyId });
		const study = await requireStudy(trx, draft.studyId, 'questionnaire.edit');
		const versionId = await versionBefore(trx, draft);
		if (!versionId) return { study, draft, rounds: [] };
		const definition = await getDefinition(trx, versionId);
		const { version } = await getVersionOwner(trx, versionId);
		const difference = compareDefinitions(definition, draft.definition);
		const rounds = await trx
			.selectFrom('rounds')
			.select(['id', 'name', 'closed_at as closedAt'])
			.where('study_id', '=', draft.studyId)
			.where('questionnaire_version_id', '=', versionId)
			.orderBy('opens_on', 'desc')
			.execute();
		const counted = await withinSystem(trx, async () => {
			const list = [];
			for (const { closedAt, ...round } of rounds) {
				const plan = await planMove(trx, round.id, definition, draft.definition);
				list.push({ ...round, isClosed: closedAt !== null, effects: effectsOf(plan) });
			}
			return list;
		});
		return {
			study,
			draft,
			against: { versionId, version, definition, difference },
			rounds: counted
		};
	});
}

async function versionBefore(trx: Trx, draft: Draft): Promise<string | null> {
	if (!draft.questionnaireId) return draft.baseVersionId;
	const newest = await trx
		.selectFrom('questionnaire_versions')
		.select('id')
		.where('questionnaire_id', '=', draft.questionnaireId)
		.orderBy('published_at', 'desc')
		.limit(1)
		.executeTakeFirst();
	return newest?.id ?? draft.baseVersionId;
}
