import * as v from 'valibot';
import { requireContextForScript } from '#lib/server/http/guard.ts';
import { getInstance } from '#lib/server/http/instance.ts';
import { problemResponse } from '#lib/server/http/problemResponse.ts';
import { streamEvents } from '#lib/server/http/sse.ts';
import { Problem } from '#lib/server/problem.ts';
import { findWatched } from '#lib/server/responses/watching.ts';
import type { RequestHandler } from './$types';

const querySchema = v.object({
	page: v.pipe(v.string(), v.uuid()),
	/** The change the page knows; where there are later ones it is told at once. */
	after: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)))
});

/** What happens to this area, as it happens: ids only, the page fetches what it may see. */
export const GET: RequestHandler = async (event) => {
	try {
		const { ctx, signedIn } = requireContextForScript(event);
		const { delegation, area } = event.params;
		const { response } = await findWatched(ctx, delegation, area);
		const query = v.safeParse(querySchema, Object.fromEntries(event.url.searchParams));
		if (!query.success) throw new Problem('invalid');
		const { page, after } = query.output;
		const { hub } = await getInstance();
		return await streamEvents(async (sender) => {
			const { id: account } = signedIn.account;
			const session = signedIn.sessionId;
			const leave = await hub.open({ page, account, session, delegation, response, ...sender });
			// Asked once the stream is open, so that nothing falls between the page and its stream.
			if (after !== undefined) {
				const now = await findWatched(ctx, delegation, area).catch((thrown: unknown) => {
					leave();
					throw thrown;
				});
				if (now.change > after) sender.tell('change', { response, what: 'answers' });
			}
			return leave;
		});
	} catch (thrown) {
		const answer = problemResponse(event, thrown);
		if (answer.status === 503) answer.headers.set('retry-after', '30');
		return answer;
	}
};

/** A stream has no head worth asking for, and asking must not open one. */
export const HEAD: RequestHandler = () =>
	new Response(null, { status: 405, headers: { allow: 'GET' } });
