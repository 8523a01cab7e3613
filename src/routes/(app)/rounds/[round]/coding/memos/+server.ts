import { memoRemoveSchema, memoSchema } from '#lib/schemas/coding.ts';
import { changeMemo, removeMemo, writeMemo } from '#lib/server/coding/memos.ts';
import { requireContextForScript } from '#lib/server/http/guard.ts';
import { problemResponse } from '#lib/server/http/problemResponse.ts';
import { readJson } from '#lib/server/http/readJson.ts';
import * as v from 'valibot';
import { targetOf } from '../codingActions.server.ts';
import { memoView } from '../unitView.server.ts';
import type { RequestHandler } from './$types';

const MOST_BYTES = 128 * 1024;

/** Memos written, changed and removed by a coding page's script; gives the memo as it stands. */
export const POST: RequestHandler = async (event) => {
	try {
		const { ctx } = requireContextForScript(event);
		const asked = await readJson(
			event.request,
			v.union([memoRemoveSchema, memoSchema]),
			MOST_BYTES
		);
		const headers = { 'cache-control': 'no-store' };
		if ('memo' in asked) {
			await removeMemo(ctx, asked.memo);
			return Response.json({ memo: null }, { headers });
		}
		const { id, visibility, body, revision } = asked;
		const memo =
			revision > 0
				? await changeMemo(ctx, { id, revision, visibility, body })
				: await writeMemo(ctx, { id, target: targetOf(asked), visibility, body });
		return Response.json({ memo: memoView(memo) }, { headers });
	} catch (thrown) {
		return problemResponse(event, thrown);
	}
};
