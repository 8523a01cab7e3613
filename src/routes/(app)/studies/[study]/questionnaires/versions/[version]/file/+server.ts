import { loadPage } from '#lib/server/http/guard.ts';
import { sendQuestionnaire } from '#lib/server/http/sendQuestionnaire.ts';
import { downloadVersion } from '#lib/server/questionnaires/versionFile.ts';
import type { RequestHandler } from './$types';

/** A published version, `?format=xlsx` (or nothing) or `xform`. */
export const GET: RequestHandler = async (event) =>
	loadPage(event, (ctx) =>
		sendQuestionnaire(event.url, (format) =>
			downloadVersion(ctx, event.params.study, event.params.version, format)
		)
	);
