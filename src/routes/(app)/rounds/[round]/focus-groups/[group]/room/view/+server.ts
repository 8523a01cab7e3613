import { requireContextForScript } from '#lib/server/http/guard.ts';
import { problemResponse } from '#lib/server/http/problemResponse.ts';
import { getRoomView, placeOf } from '../roomView.server.ts';
import type { RequestHandler } from './$types';

/** The room as its page is given it, for a page that begins anew and a device that keeps it. */
export const GET: RequestHandler = async (event) => {
	try {
		const { ctx } = requireContextForScript(event);
		const view = await getRoomView(ctx, placeOf(event), { isWhole: false });
		return Response.json(view, { headers: { 'cache-control': 'no-store' } });
	} catch (thrown) {
		return problemResponse(event, thrown);
	}
};
