import type { ExternalTable } from '#lib/xlsform/definition.ts';
import { type ParsedForm, parseSheets } from '#lib/xlsform/import/parseSheets.ts';
import { authorize } from '../access/authorize.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { Problem } from '../problem.ts';
import { readExternalTable, readWorkbook } from '../workbooks/readWorkbook.ts';
import { type Draft, createDraft, getDraft, readDraft, writeDraft } from './drafts.ts';

/** A file as it came, with the name it had. */
export interface UploadedFile {
	name: string;
	bytes: Uint8Array;
}

/** What an upload became: a draft, or everything that has to be mended in the workbook. */
export type UploadOutcome =
	{ ok: true; draft: Draft; warnings: number } | { ok: false; form: ParsedForm };

/** Files that may come with one workbook. */
const MOST_TABLES = 20;

export interface UploadInput {
	studyId: string;
	/** .xlsx, .xls or .csv. */
	workbook: UploadedFile;
	/** Files the workbook names: CSV, XML, GeoJSON. */
	tables: readonly UploadedFile[];
	/** What it is the next version of; a new questionnaire where absent. */
	questionnaireId?: string | undefined;
	/** The draft it takes the place of, as the person saw it. */
	replaces?: { draftId: string; revision: number } | undefined;
}

/**
 * Reads a workbook from a stranger in a thread of its own and, where nothing in it is wrong,
 * makes it a draft. Nothing is stored of a workbook that is refused.
 * @throws Problem not_found, draft_changed; workbook_… (422) with the reason
 */
export async function uploadQuestionnaire(
	ctx: Context,
	input: UploadInput
): Promise<UploadOutcome> {
	const { studyId, workbook, replaces } = input;
	// Before the file is looked at, so that nobody has one read who may not.
	await asActor(ctx.db, ctx.actor, (trx) => authorize(trx, 'questionnaire.edit', { studyId }));
	if (replaces && (await getDraft(ctx, replaces.draftId)).studyId !== studyId)
		throw new Problem('not_found');
	const form = await readForm(workbook, input.tables);
	if (!form.ok || !form.definition) return { ok: false, form };
	const { definition, warnings } = form;
	const draft = replaces
		? await replaceDraft(ctx, replaces, { definition, source: workbook.name, warnings })
		: await createDraft(ctx, {
				studyId,
				from: {
					kind: 'upload',
					definition,
					fileName: workbook.name,
					problems: warnings,
					questionnaireId: input.questionnaireId
				}
			});
	return { ok: true, draft, warnings: warnings.length };
}

async function readForm(workbook: UploadedFile, tables: readonly UploadedFile[]) {
	if (tables.length > MOST_TABLES)
		throw new Problem('workbook_too_large', { what: `more than ${MOST_TABLES} files` });
	const sheets = await readWorkbook(workbook.bytes, workbook.name);
	const external: Record<string, ExternalTable> = {};
	for (const { name, bytes } of tables) external[name] = await readExternalTable(bytes, name);
	const fallbackTitle = workbook.name.replace(/\.[^.]*$/, '');
	return parseSheets(sheets, { fileName: workbook.name, external, fallbackTitle });
}

async function replaceDraft(
	ctx: Context,
	replaces: { draftId: string; revision: number },
	next: Pick<ParsedForm, 'warnings'> & {
		definition: NonNullable<ParsedForm['definition']>;
		source: string;
	}
): Promise<Draft> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const draft = await readDraft(trx, replaces.draftId, true);
		await authorize(trx, 'questionnaire.edit', { studyId: draft.studyId });
		if (draft.revision !== replaces.revision) throw new Problem('draft_changed');
		const { definition, source, warnings: sheetProblems } = next;
		return writeDraft(ctx, trx, draft, { definition, source, sheetProblems });
	});
}
