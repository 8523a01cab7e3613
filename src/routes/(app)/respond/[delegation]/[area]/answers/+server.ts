import * as v from 'valibot';
import { getLocale } from '#lib/paraglide/runtime.js';
import { saveSchema } from '#lib/schemas/answer.ts';
import { problemResponse } from '#lib/server/http/problemResponse.ts';
import { readLimited } from '#lib/server/http/readUpload.ts';
import { Problem } from '#lib/server/problem.ts';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import type { RequestHandler } from './$types';

/** All answers of a long area, each at its longest, are less. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Saves answers as a page with JavaScript sends them; gives what became of each. */
export const POST: RequestHandler = async (event) => {
	try {
		const { ctx, signedIn } = event.locals;
		if (!ctx || !signedIn || signedIn.secondFactorDue || signedIn.codeDue)
			throw new Problem('sign_in_required');
		// A form of another site can post text/plain, but not this without being asked.
		const type = event.request.headers.get('content-type')?.split(';')[0]?.trim();
		if (type !== 'application/json') throw new Problem('not_json');
		const save = readSave(await readLimited(event.request, MOST_BYTES));
		const { delegation, area } = event.params;
		const responseId =
			save.response ?? (await getAreaPage(ctx, delegation, area, getLocale())).response.id;
		const { saveId, answers } = save;
		const outcome = await saveAnswers(ctx, { responseId, saveId, answers: answers as never });
		return Response.json(outcome, { headers: { 'cache-control': 'no-store' } });
	} catch (thrown) {
		return problemResponse(event, thrown);
	}
};

function readSave(body: Uint8Array): v.InferOutput<typeof saveSchema> {
	let given: unknown;
	try {
		given = JSON.parse(new TextDecoder().decode(body));
	} catch {
		throw new Problem('invalid');
	}
	const checked = v.safeParse(saveSchema, given);
	if (!checked.success) throw new Problem('invalid');
	return checked.output;
}
