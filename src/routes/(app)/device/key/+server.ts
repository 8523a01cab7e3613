import { getDeviceKey } from '#lib/server/accounts/deviceKey.ts';
import { problemResponse } from '#lib/server/http/problemResponse.ts';
import { Problem } from '#lib/server/problem.ts';
import type { RequestHandler } from './$types';

/** The key of what this account keeps on its devices; also how a page finds out that the line is back. */
export const GET: RequestHandler = async (event) => {
	try {
		const { ctx, signedIn } = event.locals;
		if (!ctx || !signedIn || signedIn.secondFactorDue || signedIn.codeDue)
			throw new Problem('sign_in_required');
		const key = await getDeviceKey(ctx, signedIn.sessionId);
		return Response.json(key, { headers: { 'cache-control': 'no-store' } });
	} catch (thrown) {
		return problemResponse(event, thrown);
	}
};
