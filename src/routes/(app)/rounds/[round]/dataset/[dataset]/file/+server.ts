import { openDatasetFile } from '#lib/server/dataset/dataset.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import type { RequestHandler } from './$types';

/** The stored file. Its length is announced, so a download that breaks off is seen to have broken off. */
export const GET: RequestHandler = async (event) => {
	const file = await loadPage(event, (ctx) =>
		openDatasetFile(ctx, event.params.round, event.params.dataset)
	);
	return new Response(file.stream, {
		headers: {
			'content-type': file.mediaType,
			'content-length': String(file.size),
			'content-disposition': `attachment; filename="${file.name}"`,
			'repr-digest': `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`,
			'x-content-type-options': 'nosniff',
			'content-security-policy': "default-src 'none'; sandbox",
			'cache-control': 'private, no-store'
		}
	});
};
