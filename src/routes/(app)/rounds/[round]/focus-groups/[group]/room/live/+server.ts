import * as v from 'valibot';
import { roomQuerySchema } from '#lib/schemas/room.ts';
import { findRoom } from '#lib/server/coding/room.ts';
import { requireContextForScript } from '#lib/server/http/guard.ts';
import { getInstance } from '#lib/server/http/instance.ts';
import { problemResponse } from '#lib/server/http/problemResponse.ts';
import { streamEvents } from '#lib/server/http/sse.ts';
import { Problem } from '#lib/server/problem.ts';
import { placeOf } from '../roomView.server.ts';
import type { RequestHandler } from './$types';

/** What happens to the notes, as it happens, and who takes them: ids only. */
export const GET: RequestHandler = async (event) => {
	try {
		const { ctx, signedIn } = requireContextForScript(event);
		const place = placeOf(event);
		await findRoom(ctx, place);
		const query = v.safeParse(roomQuerySchema, Object.fromEntries(event.url.searchParams));
		if (!query.success || !query.output.page) throw new Problem('invalid');
		const { page, after } = query.output;
		const { hub } = await getInstance();
		return await streamEvents(async (sender) => {
			const who = { page, account: signedIn.account.id, session: signedIn.sessionId };
			// A meeting stands where a delegation and its response stand for answers: see tell_group().
			const where = { delegation: place.groupId, response: place.groupId };
			const leave = await hub.open({ ...who, ...where, ...sender });
			// Asked once the stream is open, so that nothing falls between the page and its stream.
			if (after !== undefined) {
				const now = await findRoom(ctx, place).catch((thrown: unknown) => {
					leave();
					throw thrown;
				});
				if (now.change > after) sender.tell('change', { response: place.groupId, what: 'turns' });
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
