import { getTurnWindow } from '#lib/server/coding/pages.ts';
import { requireContextForScript } from '#lib/server/http/guard.ts';
import { problemResponse } from '#lib/server/http/problemResponse.ts';
import { windowOf } from '../../../address.server.ts';
import { turnView } from '../../../unitView.server.ts';
import type { RequestHandler } from './$types';

/** Turns for a coding page that is open: `?from=&count=` or `?id=…`, narrowed like the page. */
export const GET: RequestHandler = async (event) => {
	try {
		const { ctx } = requireContextForScript(event);
		const { round: roundId, group: groupId } = event.params;
		const asked = event.url.searchParams;
		const { total, turns } = await getTurnWindow(
			ctx,
			{ roundId, groupId },
			Object.fromEntries(asked),
			windowOf(asked)
		);
		const window = { total, units: turns.map(turnView) };
		return Response.json(window, { headers: { 'cache-control': 'no-store' } });
	} catch (thrown) {
		return problemResponse(event, thrown);
	}
};
