import { parse } from 'valibot';
import { getLocale } from '#lib/paraglide/runtime.js';
import { exportSchema } from '#lib/schemas/qda.ts';
import type { QdaExportRequest } from '#lib/server/qda/exportQda.ts';

/** What an address asks to take out; nonsense in it is the usual. */
export function readExport(studyId: string, asked: URLSearchParams) {
	const chosen = parse(exportSchema, {
		what: asked.get('what'),
		answers: asked.get('answers'),
		format: asked.get('format')
	});
	const request: QdaExportRequest = {
		studyId,
		groupId: chosen.what === 'study' ? null : chosen.what,
		answers: chosen.answers,
		language: getLocale()
	};
	return { chosen, request };
}
