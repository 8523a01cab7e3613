import type { Definition } from '#lib/xlsform/definition.ts';
import { writeSheets } from '#lib/xlsform/export/writeSheets.ts';
import { writeXForm } from '#lib/xlsform/export/writeXForm.ts';
import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { writeWorkbook } from '../workbooks/writeWorkbook.ts';
import { readDraft } from './drafts.ts';
import { getOfferedDefinition } from './queries.ts';

export const FILE_FORMATS = ['xlsx', 'xform'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export interface QuestionnaireFile {
	name: string;
	mediaType: string;
	bytes: Uint8Array;
}

/**
 * A version as a workbook or XForm, for other tools.
 * @throws Problem not_found
 */
export async function downloadVersion(
	ctx: Context,
	studyId: string,
	versionId: string,
	format: FileFormat
): Promise<QuestionnaireFile> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'questionnaire.read', { studyId });
		const definition = await getOfferedDefinition(trx, studyId, versionId);
		const detail = { version: definition.version, format };
		const subject = { studyId, subjectId: versionId, detail };
		await recordAudit(trx, ctx.actor, 'questionnaire.download', subject);
		return fileOf(definition, format);
	});
}

/**
 * A draft as it stands, as a workbook or XForm.
 * @throws Problem not_found
 */
export async function downloadDraft(
	ctx: Context,
	draftId: string,
	format: FileFormat
): Promise<QuestionnaireFile> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const draft = await readDraft(trx, draftId);
		const { studyId } = draft;
		await authorize(trx, 'questionnaire.read', { studyId });
		const detail = { draft: draft.name, format };
		await recordAudit(trx, ctx.actor, 'questionnaire.download', {
			studyId,
			subjectId: draftId,
			detail
		});
		return fileOf(draft.definition, format);
	});
}

function fileOf(definition: Definition, format: FileFormat): QuestionnaireFile {
	const stem =
		`${definition.id}-${definition.version}`
			.replaceAll(/[^A-Za-z0-9._-]+/g, '-')
			.replaceAll(/^[-.]+|[-.]+$/g, '')
			.slice(0, 80) || 'questionnaire';
	if (format === 'xform')
		return {
			name: `${stem}.xml`,
			mediaType: 'application/xml',
			bytes: new TextEncoder().encode(writeXForm(definition))
		};
	return {
		name: `${stem}.xlsx`,
		mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
		bytes: writeWorkbook(writeSheets(definition))
	};
}
