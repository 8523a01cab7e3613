import { getAnswerWindow } from '#lib/server/coding/pages.ts';
import { requireContextForScript } from '#lib/server/http/guard.ts';
import { problemResponse } from '#lib/server/http/problemResponse.ts';
import { windowOf } from '../../../address.server.ts';
import { answerView } from '../../../unitView.server.ts';
import type { RequestHandler } from './$types';

/** Answers for a coding page that is open: `?from=&count=` or `?id=…`, narrowed like the page. */
export const GET: RequestHandler = async (event) => {
	try {
		const { ctx } = requireContextForScript(event);
		const { round: roundId, area } = event.params;
		const asked = event.url.searchParams;
		const { definition, window } = await getAnswerWindow(
			ctx,
			{ roundId, area },
			Object.fromEntries(asked),
			windowOf(asked)
		);
		const units = window.answers.map((answer) => answerView(answer, definition));
		return Response.json(
			{ total: window.total, units },
			{ headers: { 'cache-control': 'no-store' } }
		);
	} catch (thrown) {
		return problemResponse(event, thrown);
	}
};
