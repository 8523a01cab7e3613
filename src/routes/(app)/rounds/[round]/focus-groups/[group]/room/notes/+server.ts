import { roomActsSchema } from '#lib/schemas/room.ts';
import { doRoomActs } from '#lib/server/coding/roomActs.ts';
import { requireContextForScript } from '#lib/server/http/guard.ts';
import { problemResponse } from '#lib/server/http/problemResponse.ts';
import { readJson } from '#lib/server/http/readJson.ts';
import { placeOf } from '../roomView.server.ts';
import { sayOutcome } from '../outcomeWords.server.ts';
import type { RequestHandler } from './$types';

/** Fifty notes, each at its longest, are less. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Notes as a page with JavaScript or a device sends them; gives what became of each. */
export const POST: RequestHandler = async (event) => {
	try {
		const { ctx: given } = requireContextForScript(event);
		const { page, sentAt, acts } = await readJson(event.request, roomActsSchema, MOST_BYTES);
		const ctx = page ? { ...given, actor: { ...given.actor, page } } : given;
		const ahead = sentAt - ctx.now().getTime();
		const outcomes = await doRoomActs(ctx, placeOf(event), acts, ahead);
		const said = { outcomes: outcomes.map(sayOutcome) };
		return Response.json(said, { headers: { 'cache-control': 'no-store' } });
	} catch (thrown) {
		return problemResponse(event, thrown);
	}
};
