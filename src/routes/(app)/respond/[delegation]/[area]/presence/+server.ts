import { presenceSchema } from '#lib/schemas/presence.ts';
import { requireContextForScript } from '#lib/server/http/guard.ts';
import { getInstance } from '#lib/server/http/instance.ts';
import { problemResponse } from '#lib/server/http/problemResponse.ts';
import { readJson } from '#lib/server/http/readJson.ts';
import { findWatched } from '#lib/server/responses/watching.ts';
import type { RequestHandler } from './$types';

/** Which question somebody is at, for the pages of their colleagues. Kept nowhere. */
export const POST: RequestHandler = async (event) => {
	try {
		const { ctx, signedIn } = requireContextForScript(event);
		const { page, question } = await readJson(event.request, presenceSchema, 2_000);
		const { delegation, response } = await findWatched(
			ctx,
			event.params.delegation,
			event.params.area
		);
		const { hub } = await getInstance();
		await hub.move({ page, account: signedIn.account.id, delegation, response, question });
		return new Response(null, { status: 204 });
	} catch (thrown) {
		return problemResponse(event, thrown);
	}
};
