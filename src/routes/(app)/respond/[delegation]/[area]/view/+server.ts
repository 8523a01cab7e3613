import { requireContextForScript } from '#lib/server/http/guard.ts';
import { problemResponse } from '#lib/server/http/problemResponse.ts';
import { getAreaView } from '../areaView.server.ts';
import type { RequestHandler } from './$types';

/** The area as its page is given it, for a device that keeps it to work without the network. */
export const GET: RequestHandler = async (event) => {
	try {
		const { ctx } = requireContextForScript(event);
		const { delegation, area } = event.params;
		const view = await getAreaView(ctx, delegation, area);
		return Response.json(view, { headers: { 'cache-control': 'no-store' } });
	} catch (thrown) {
		return problemResponse(event, thrown);
	}
};
