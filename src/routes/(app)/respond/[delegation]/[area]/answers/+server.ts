import { getLocale } from '#lib/paraglide/runtime.js';
import { saveSchema } from '#lib/schemas/answer.ts';
import { requireContextForScript } from '#lib/server/http/guard.ts';
import { problemResponse } from '#lib/server/http/problemResponse.ts';
import { readJson } from '#lib/server/http/readJson.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import type { RequestHandler } from './$types';

/** All answers of a long area, each at its longest, are less. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Saves answers as a page with JavaScript sends them; gives what became of each. */
export const POST: RequestHandler = async (event) => {
	try {
		const { ctx: given } = requireContextForScript(event);
		const { page, saveId, response, answers } = await readJson(
			event.request,
			saveSchema,
			MOST_BYTES
		);
		const ctx = page ? { ...given, actor: { ...given.actor, page } } : given;
		const { delegation, area } = event.params;
		const responseId =
			response ?? (await getAreaPage(ctx, delegation, area, getLocale())).response.id;
		const outcome = await saveAnswers(ctx, { responseId, saveId, answers: answers as never });
		return Response.json(outcome, { headers: { 'cache-control': 'no-store' } });
	} catch (thrown) {
		return problemResponse(event, thrown);
	}
};
