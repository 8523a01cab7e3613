import { loadPage } from '#lib/server/http/guard.ts';
import { openEvidence } from '#lib/server/responses/evidence.ts';
import type { RequestHandler } from './$types';

/** A file of evidence: always a download, never shown as a page of ours. */
export const GET: RequestHandler = async (event) => {
	const file = await loadPage(event, (ctx) => openEvidence(ctx, event.params.id));
	return new Response(file.stream, {
		headers: {
			'content-type': file.mediaType,
			'content-length': String(file.size),
			'content-disposition': `attachment; filename="${file.name}"`,
			'x-content-type-options': 'nosniff',
			'content-security-policy': "default-src 'none'; sandbox",
			'cache-control': 'private, no-store'
		}
	});
};
