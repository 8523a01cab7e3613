import { randomUUID } from 'node:crypto';
import { checkDefinition, type DefinitionProblem } from '#lib/xlsform/checkDefinition.ts';
import { type Definition, textIn } from '#lib/xlsform/definition.ts';
import type { SheetProblem } from '#lib/xlsform/sheet.ts';
import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import { Problem, notFound } from '../problem.ts';
import { emptyDefinition } from './emptyDefinition.ts';
import { getOfferedDefinition, getVersionOwner } from './queries.ts';

/** A questionnaire being written. */
export interface Draft {
	id: string;
	studyId: string;
	/** The questionnaire it becomes a version of; null for one that is new. */
	questionnaireId: string | null;
	/** Its title in its default language. */
	name: string;
	/** Counts the changes; a change names the one it was made on. */
	revision: number;
	definition: Definition;
	/** What keeps it from being published. */
	problems: DefinitionProblem[];
	/** What the last upload was warned of. */
	sheetProblems: SheetProblem[];
	/** The version it began from. */
	baseVersionId: string | null;
	/** File name of the upload it came from, or ''. */
	source: string;
	updatedAt: Date;
	updatedByName: string;
}

/** Most a definition may take as JSON, in characters. */
const MOST_DEFINITION = 8_000_000;

/** A draft by its id, for the transaction of another verb; locked where it will be written. */
export async function readDraft(trx: Trx, draftId: string, isLocked = false): Promise<Draft> {
	let query = trx
		.selectFrom('questionnaire_drafts as d')
		.leftJoin('accounts as a', 'a.id', 'd.updated_by')
		.select([
			'd.id',
			'd.study_id as studyId',
			'd.questionnaire_id as questionnaireId',
			'd.revision',
			'd.definition',
			'd.problems as sheetProblems',
			'd.base_version_id as baseVersionId',
			'd.source',
			'd.updated_at as updatedAt',
			'a.name as updatedByName'
		])
		.where('d.id', '=', draftId);
	if (isLocked) query = query.forUpdate('d');
	const row = await query.executeTakeFirst();
	if (!row) throw notFound();
	const { definition } = row;
	return {
		...row,
		name: textIn(definition.title, definition.default_language, definition.default_language),
		problems: checkDefinition(definition),
		updatedByName: row.updatedByName ?? ''
	};
}

/**
 * A draft for coordinators of its study.
 * @throws Problem not_found
 */
export async function getDraft(ctx: Context, draftId: string): Promise<Draft> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const draft = await readDraft(trx, draftId);
		await authorize(trx, 'questionnaire.edit', { studyId: draft.studyId });
		return draft;
	});
}

/**
 * Replaces a draft's definition by what `change` makes of it. `revision` is the one the person
 * saw: work of somebody else in between is never written over.
 * @throws Problem not_found, draft_changed, too_large; whatever `change` throws
 */
export async function changeDraft(
	ctx: Context,
	draftId: string,
	revision: number,
	change: (definition: Definition) => Definition
): Promise<Draft> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const draft = await readDraft(trx, draftId, true);
		await authorize(trx, 'questionnaire.edit', { studyId: draft.studyId });
		if (draft.revision !== revision) throw new Problem('draft_changed');
		const definition = change(draft.definition);
		if (definition === draft.definition) return draft;
		return writeDraft(ctx, trx, draft, { definition });
	});
}

/** Writes the next revision of a locked draft, with its audit entry. */
export async function writeDraft(
	ctx: Context,
	trx: Trx,
	draft: Draft,
	next: { definition: Definition; source?: string; sheetProblems?: readonly SheetProblem[] }
): Promise<Draft> {
	const definition = boundedJson(next.definition);
	await trx
		.updateTable('questionnaire_drafts')
		.set({
			definition: definition as never,
			revision: draft.revision + 1,
			updated_by: ctx.actor.accountId,
			updated_at: ctx.now(),
			...(next.source !== undefined && { source: next.source.slice(0, 300) }),
			...(next.sheetProblems && { problems: json(next.sheetProblems) as never })
		})
		.where('id', '=', draft.id)
		.execute();
	await recordAudit(trx, ctx.actor, 'questionnaire.draft_change', {
		studyId: draft.studyId,
		subjectId: draft.id,
		detail: { name: draft.name, revision: draft.revision + 1 }
	});
	return readDraft(trx, draft.id);
}

/** What a draft begins from. */
export type DraftOrigin =
	| { kind: 'empty'; title: string }
	| { kind: 'version'; versionId: string }
	| {
			kind: 'upload';
			definition: Definition;
			fileName: string;
			problems: readonly SheetProblem[];
			/** The questionnaire it is to become a version of; a new one where absent. */
			questionnaireId?: string | undefined;
	  };

/**
 * Begins a draft; gives it. A version of the study's own questionnaire gives a draft of its
 * next version, a built-in one or another's begins a new questionnaire.
 * @throws Problem not_found, also for versions and questionnaires of other studies
 */
export async function createDraft(
	ctx: Context,
	input: { studyId: string; from: DraftOrigin }
): Promise<Draft> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const { studyId, from } = input;
		await authorize(trx, 'questionnaire.edit', { studyId });
		const begun = await beginFrom(trx, studyId, from);
		const id = randomUUID();
		await trx
			.insertInto('questionnaire_drafts')
			.values({
				id,
				study_id: studyId,
				questionnaire_id: begun.questionnaireId,
				base_version_id: begun.baseVersionId,
				definition: boundedJson(begun.definition) as never,
				source: from.kind === 'upload' ? from.fileName.slice(0, 300) : '',
				problems: json(from.kind === 'upload' ? from.problems : []) as never,
				created_by: ctx.actor.accountId,
				updated_by: ctx.actor.accountId,
				updated_at: ctx.now()
			})
			.execute();
		const draft = await readDraft(trx, id);
		await recordAudit(trx, ctx.actor, 'questionnaire.draft_create', {
			studyId,
			subjectId: id,
			detail: { name: draft.name, from: from.kind }
		});
		return draft;
	});
}

async function beginFrom(trx: Trx, studyId: string, from: DraftOrigin) {
	if (from.kind === 'empty')
		return { definition: emptyDefinition(from.title), questionnaireId: null, baseVersionId: null };
	if (from.kind === 'version') {
		const definition = await getOfferedDefinition(trx, studyId, from.versionId);
		const owner = await getVersionOwner(trx, from.versionId);
		return {
			definition,
			questionnaireId: owner.studyId === studyId ? owner.questionnaireId : null,
			baseVersionId: from.versionId
		};
	}
	const questionnaireId = from.questionnaireId ?? null;
	return {
		definition: from.definition,
		questionnaireId,
		baseVersionId: questionnaireId ? await latestOfOwn(trx, studyId, questionnaireId) : null
	};
}

/** The newest version of a questionnaire of this very study. */
async function latestOfOwn(trx: Trx, studyId: string, questionnaireId: string) {
	const own = await trx
		.selectFrom('questionnaires')
		.select('id')
		.where('id', '=', questionnaireId)
		.where('study_id', '=', studyId)
		.executeTakeFirst();
	if (!own) throw notFound();
	const latest = await trx
		.selectFrom('questionnaire_versions')
		.select('id')
		.where('questionnaire_id', '=', questionnaireId)
		.orderBy('published_at', 'desc')
		.limit(1)
		.executeTakeFirst();
	return latest?.id ?? null;
}

/**
 * Throws a draft away; what was published from it stays.
 * @throws Problem not_found
 */
export async function discardDraft(ctx: Context, draftId: string): Promise<{ studyId: string }> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const draft = await readDraft(trx, draftId, true);
		const { studyId } = draft;
		await authorize(trx, 'questionnaire.edit', { studyId });
		await trx.deleteFrom('questionnaire_drafts').where('id', '=', draftId).execute();
		await recordAudit(trx, ctx.actor, 'questionnaire.draft_discard', {
			studyId,
			subjectId: draftId,
			detail: { name: draft.name, revision: draft.revision }
		});
		return { studyId };
	});
}

function boundedJson(definition: Definition) {
	if (JSON.stringify(definition).length > MOST_DEFINITION) throw new Problem('too_large');
	return json(definition);
}
