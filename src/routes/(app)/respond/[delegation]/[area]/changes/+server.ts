import { requireContextForScript } from '#lib/server/http/guard.ts';
import { problemResponse } from '#lib/server/http/problemResponse.ts';
import { Problem } from '#lib/server/problem.ts';
import { listChanges } from '#lib/server/responses/changes.ts';
import type { RequestHandler } from './$types';

/** What colleagues saved here since `after`. */
export const GET: RequestHandler = async (event) => {
	try {
		const { ctx } = requireContextForScript(event);
		const { delegation, area } = event.params;
		const after = event.url.searchParams.get('after') ?? '0';
		if (!/^\d{1,15}$/.test(after)) throw new Problem('invalid');
		const changes = await listChanges(ctx, delegation, area, Number(after));
		return Response.json(changes, { headers: { 'cache-control': 'no-store' } });
	} catch (thrown) {
		return problemResponse(event, thrown);
	}
};
