import type { PublicPage } from '../editions/published.ts';

/** Nothing from elsewhere, nothing sent anywhere; a picture opened by itself has its own style. */
const policyOf = (mediaType: string) =>
	mediaType.startsWith('image/svg')
		? "default-src 'none'; style-src 'unsafe-inline'; sandbox"
		: "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Answers with a part of a published edition. Any cache may keep it and must ask each time whether it
 * is still so, because words can be taken back: 304 where it is.
 */
export function sendPublic(request: Request, page: PublicPage): Response {
	const etag = `"${page.sha256}"`;
	const headers = {
		etag,
		'cache-control': 'public, no-cache',
		'x-content-type-options': 'nosniff',
		'content-security-policy': policyOf(page.mediaType)
	};
	const known = request.headers.get('if-none-match') ?? '';
	// Compression on the way makes a weak one of it.
	if (known.split(',').some((each) => each.trim().replace(/^W\//, '') === etag))
		return new Response(null, { status: 304, headers });
	return new Response(page.bytes as BodyInit, {
		headers: {
			...headers,
			'content-type': page.mediaType,
			'content-length': String(page.bytes.byteLength)
		}
	});
}
