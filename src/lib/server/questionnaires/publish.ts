import { randomUUID } from 'node:crypto';
import type { Definition } from '#lib/xlsform/definition.ts';
import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import { Problem } from '../problem.ts';
import { readDraft } from './drafts.ts';

/** The next version after one, not among those taken: `1` → `2`, `2026.9` → `2026.10`, `a` → `a.2`. */
export function nextVersion(version: string, taken: readonly string[]): string {
	for (let next = version, tries = 0; ; tries += 1) {
		if (next && !taken.includes(next)) return next;
		const [, stem = '', digits = ''] = /^(.*?)(\d{0,15})$/.exec(next) ?? [];
		if (!digits) next = stem ? `${stem}.2` : '1';
		else next = stem + String(Number(digits) + 1).padStart(digits.length, '0');
		if (tries > 1000) return randomUUID();
	}
}

/** The versions a questionnaire has, oldest first. */
export async function listVersionNames(trx: Trx, questionnaireId: string | null) {
	if (!questionnaireId) return [];
	const rows = await trx
		.selectFrom('questionnaire_versions')
		.select('version')
		.where('questionnaire_id', '=', questionnaireId)
		.orderBy('published_at')
		.execute();
	return rows.map(({ version }) => version);
}

/**
 * Publishes a draft as a version, which never changes afterwards; the draft is gone with it.
 * `revision` is the one the person looked at, `version` what to call it.
 * @throws Problem not_found, draft_changed, definition_broken, questionnaire_empty,
 *   version_taken with the next free one
 */
export async function publishDraft(
	ctx: Context,
	draftId: string,
	input: { revision: number; version: string }
): Promise<{ studyId: string; questionnaireId: string; versionId: string }> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const draft = await readDraft(trx, draftId, true);
		const { studyId } = draft;
		await authorize(trx, 'questionnaire.publish', { studyId });
		if (draft.revision !== input.revision) throw new Problem('draft_changed');
		if (draft.problems.length > 0)
			throw new Problem('definition_broken', { count: draft.problems.length });
		if (draft.definition.areas.every(({ questions }) => questions.length === 0))
			throw new Problem('questionnaire_empty');
		const taken = await listVersionNames(trx, draft.questionnaireId);
		const { version } = input;
		if (taken.includes(version))
			throw new Problem('version_taken', { version, next: nextVersion(version, taken) });

		const questionnaireId =
			draft.questionnaireId ?? (await insertQuestionnaire(trx, studyId, draft.name));
		const versionId = randomUUID();
		const definition: Definition = { ...draft.definition, version };
		await trx
			.insertInto('questionnaire_versions')
			.values({
				id: versionId,
				questionnaire_id: questionnaireId,
				version,
				definition: json(definition) as never
			})
			.execute();
		await trx.deleteFrom('questionnaire_drafts').where('id', '=', draftId).execute();
		await recordAudit(trx, ctx.actor, 'questionnaire.publish', {
			studyId,
			subjectId: versionId,
			detail: { name: draft.name, version, questionnaire: questionnaireId, draft: draftId }
		});
		return { studyId, questionnaireId, versionId };
	});
}

async function insertQuestionnaire(trx: Trx, studyId: string, name: string): Promise<string> {
	const id = randomUUID();
	await trx
		.insertInto('questionnaires')
		.values({ id, study_id: studyId, name: name.slice(0, 200) || 'Questionnaire' })
		.execute();
	return id;
}
