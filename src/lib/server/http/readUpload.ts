import { Problem } from '../problem.ts';
import type { Context } from '../context.ts';
import type { EvidenceFile } from '../responses/evidence.ts';
import { createCleaner } from '../storage/cleaner.ts';
import { MAX_UPLOAD_BYTES } from '../storage/upload.ts';

/** Room for the other fields of a form and what separates them. */
const FIELDS_BYTES = 64 * 1024;

/**
 * The body of a request, at most `most` bytes of it in memory. What is too large is read to
 * its end and thrown away, up to the server's own limit: a browser that is cut off while it
 * sends never shows the page that says why.
 * @throws Problem too_large
 */
export async function readLimited(request: Request, most: number): Promise<Uint8Array> {
	const isTooLarge = Number(request.headers.get('content-length') ?? 0) > most;
	const chunks: Uint8Array[] = [];
	let size = 0;
	try {
		for await (const chunk of request.body ?? []) {
			size += chunk.byteLength;
			if (isTooLarge || size > most) chunks.length = 0;
			else chunks.push(chunk);
		}
	} catch (thrown) {
		// The server's own limit, told by an error while reading.
		if ((thrown as { status?: unknown } | null)?.status === 413) throw new Problem('too_large');
		throw thrown;
	}
	if (isTooLarge || size > most) throw new Problem('too_large');
	return Buffer.concat(chunks);
}

/**
 * A form with at most one file: its fields, and the file's bytes or null where none was chosen.
 * @throws Problem too_large, invalid where the body is no form
 */
export async function readUpload(
	request: Request,
	name: string
): Promise<{ fields: FormData; file: Uint8Array | null }> {
	const body = await readLimited(request, MAX_UPLOAD_BYTES + FIELDS_BYTES);
	const type = request.headers.get('content-type') ?? '';
	let fields: FormData;
	try {
		fields = await new Response(body as BodyInit, { headers: { 'content-type': type } }).formData();
	} catch {
		throw new Problem('invalid');
	}
	const file = fields.get(name);
	fields.delete(name);
	if (!(file instanceof File) || (file.size === 0 && file.name === ''))
		return { fields, file: null };
	return { fields, file: new Uint8Array(await file.arrayBuffer()) };
}

// One for the process, so that "two at a time" holds for everybody together.
const clean = createCleaner();

const REFUSALS = {
	empty: 'file_broken',
	too_large: 'too_large',
	type_not_allowed: 'type_not_allowed',
	encrypted: 'file_encrypted',
	broken: 'file_broken'
} as const;

/**
 * Cleans an upload and keeps it. Gives what evidence remembers of it; never its name.
 * @throws Problem too_large, type_not_allowed, file_broken, file_encrypted
 */
export async function keepUpload(ctx: Context, bytes: Uint8Array): Promise<EvidenceFile> {
	const cleaned = await clean(bytes);
	if (!cleaned.ok) throw new Problem(REFUSALS[cleaned.code]);
	const { mediaType, extension } = cleaned;
	return { ...(await ctx.storage.put(cleaned.bytes)), mediaType, extension };
}
