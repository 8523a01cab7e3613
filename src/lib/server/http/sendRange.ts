import { notFound } from '../problem.ts';
import type { Storage } from '../storage/storage.ts';

export interface StoredFile {
	sha256: string;
	mediaType: string;
	/** In bytes. */
	size: number;
	/** Offered where somebody saves it. */
	name: string;
}

/**
 * Takes `Range: bytes=…` and the size of a file; gives the first and the last byte asked for,
 * `all` where nothing or something else is asked for, `none` where there is nothing there. Of
 * several ranges none is served apart: RFC 9110, section 14.2, lets a server send the whole.
 */
export function rangeOf(
	header: string | null,
	size: number
): { from: number; to: number } | 'all' | 'none' {
	const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
	if (!found || (found[1] === '' && found[2] === '')) return 'all';
	const [, first = '', last = ''] = found;
	// `-500` is the last five hundred.
	const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
	const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
	if (first !== '' && last !== '' && Number(last) < Number(first)) return 'all';
	return from > to ? 'none' : { from, to };
}

/**
 * A file of the storage for a player, whole or in part, shown nowhere else than in our pages.
 * @throws Problem not_found where its bytes are gone
 */
export async function sendRange(
	request: Request,
	storage: Storage,
	{ sha256, mediaType, size, name }: StoredFile
): Promise<Response> {
	const range = rangeOf(request.headers.get('range'), size);
	const headers: Record<string, string> = {
		'content-type': mediaType,
		'content-disposition': `inline; filename="${name}"`,
		'accept-ranges': 'bytes',
		'x-content-type-options': 'nosniff',
		'content-security-policy': "default-src 'none'; sandbox",
		'cache-control': 'private, no-store'
	};
	if (range === 'none')
		return new Response(null, {
			status: 416,
			headers: { ...headers, 'content-range': `bytes */${size}` }
		});
	const stream = await storage.open(sha256, range === 'all' ? undefined : range);
	if (!stream) throw notFound();
	if (range === 'all')
		return new Response(stream, { headers: { ...headers, 'content-length': String(size) } });
	return new Response(stream, {
		status: 206,
		headers: {
			...headers,
			'content-length': String(range.to - range.from + 1),
			'content-range': `bytes ${range.from}-${range.to}/${size}`
		}
	});
}
