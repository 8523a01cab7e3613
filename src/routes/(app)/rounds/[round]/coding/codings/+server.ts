import { codingActSchema } from '#lib/schemas/coding.ts';
import { addCodings } from '#lib/server/coding/addCodings.ts';
import { removeCodings, restoreCodings } from '#lib/server/coding/removeCodings.ts';
import { requireContextForScript } from '#lib/server/http/guard.ts';
import { problemResponse } from '#lib/server/http/problemResponse.ts';
import { readJson } from '#lib/server/http/readJson.ts';
import type { RequestHandler } from './$types';

const MOST_BYTES = 256 * 1024;

/** Codes put on, taken off and put back by a coding page's script; gives where they lie. */
export const POST: RequestHandler = async (event) => {
	try {
		const { ctx } = requireContextForScript(event);
		const asked = await readJson(event.request, codingActSchema, MOST_BYTES);
		const roundId = event.params.round;
		const codings =
			asked.act === 'add'
				? await addCodings(ctx, { roundId, codings: asked.codings })
				: asked.act === 'restore'
					? await restoreCodings(ctx, { roundId, ids: asked.ids })
					: [];
		if (asked.act === 'remove') await removeCodings(ctx, { roundId, ids: asked.ids });
		return Response.json({ codings }, { headers: { 'cache-control': 'no-store' } });
	} catch (thrown) {
		return problemResponse(event, thrown);
	}
};
