import * as v from 'valibot';
import { roomQuerySchema } from '#lib/schemas/room.ts';
import { listRoomChanges } from '#lib/server/coding/room.ts';
import { requireContextForScript } from '#lib/server/http/guard.ts';
import { problemResponse } from '#lib/server/http/problemResponse.ts';
import { Problem } from '#lib/server/problem.ts';
import { placeOf, viewNote } from '../roomView.server.ts';
import type { RequestHandler } from './$types';

/** The notes that were written or changed here since `after`. */
export const GET: RequestHandler = async (event) => {
	try {
		const { ctx } = requireContextForScript(event);
		const query = v.safeParse(roomQuerySchema, Object.fromEntries(event.url.searchParams));
		if (!query.success) throw new Problem('invalid');
		const news = await listRoomChanges(ctx, placeOf(event), query.output.after ?? 0);
		const said = { ...news, notes: news.notes.map(viewNote) };
		return Response.json(said, { headers: { 'cache-control': 'no-store' } });
	} catch (thrown) {
		return problemResponse(event, thrown);
	}
};
