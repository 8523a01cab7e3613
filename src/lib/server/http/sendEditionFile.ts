import type { EditionFile } from '../editions/files.ts';

/** Answers with a file of an edition to keep; `cache` says who may hold a copy and for how long. */
export function sendEditionFile(file: EditionFile, cache: string): Response {
	return new Response(file.stream, {
		headers: {
			'content-type': file.mediaType,
			'content-length': String(file.size),
			'content-disposition': `attachment; filename="${file.name}"`,
			etag: `"${file.sha256}"`,
			'repr-digest': `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`,
			'x-content-type-options': 'nosniff',
			'content-security-policy': "default-src 'none'; sandbox",
			'cache-control': cache
		}
	});
}
