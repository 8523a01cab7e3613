import { isRedirect, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { WRITER_FIELD } from '#lib/client/writer.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { readySchema } from '#lib/schemas/handout.ts';
import { requireWriter, throwAsPage } from '#lib/server/http/guard.ts';
import { problemResponse } from '#lib/server/http/problemResponse.ts';
import { readLimited } from '#lib/server/http/readUpload.ts';
import { Problem } from '#lib/server/problem.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import { markReady } from '#lib/server/responses/ready.ts';
import type { RequestHandler } from './$types';

const MOST_BYTES = 1024;

/**
 * Marks an area as ready, or not: as a device sends it that was away from the network, and as
 * the form of the page does that shows what would be submitted.
 */
export const POST: RequestHandler = async (event) => {
	try {
		const { ctx, signedIn } = event.locals;
		if (!ctx || !signedIn || signedIn.secondFactorDue || signedIn.codeDue)
			throw new Problem('sign_in_required');
		const { delegation, area } = event.params;
		const { response } = await getAreaPage(ctx, delegation, area, getLocale());
		const { ready, id, writer } = readMark(
			event.request,
			await readLimited(event.request, MOST_BYTES)
		);
		requireWriter(event, writer);
		await markReady(ctx, { responseId: response.id, ready, id });
		if (isForm(event.request))
			redirect(
				303,
				`/respond/${delegation}/${area}/submission?done=${ready ? 'ready' : 'unready'}`
			);
		return Response.json({ ready }, { headers: { 'cache-control': 'no-store' } });
	} catch (thrown) {
		if (isRedirect(thrown)) throw thrown;
		if (isForm(event.request)) throwAsPage(event, thrown);
		return problemResponse(event, thrown);
	}
};

const typeOf = (request: Request) => request.headers.get('content-type')?.split(';')[0]?.trim();
const isForm = (request: Request) => typeOf(request) === 'application/x-www-form-urlencoded';

function readMark(request: Request, body: Uint8Array): v.InferOutput<typeof readySchema> {
	const text = new TextDecoder().decode(body);
	let given: unknown;
	try {
		if (isForm(request)) {
			const form = new URLSearchParams(text);
			const writer = form.get(WRITER_FIELD);
			given = { id: form.get('id'), ready: form.get('ready') === 'yes', writer };
		} else if (typeOf(request) === 'application/json') given = JSON.parse(text);
		else throw new Problem('not_json');
	} catch (thrown) {
		if (thrown instanceof Problem) throw thrown;
		throw new Problem('invalid');
	}
	const checked = v.safeParse(readySchema, given);
	if (!checked.success) throw new Problem('invalid');
	return checked.output;
}
