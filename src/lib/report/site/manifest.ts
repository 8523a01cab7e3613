import { createHash } from 'node:crypto';
import type { Edition } from '../html/edition.ts';

/**
 * What a site holds, for whoever wants to check it: path, bytes and SHA-256 of every file but this
 * one, the edition it was made of, and the checksums of that.
 */
export function writeManifest(
	{ content, facts }: Edition,
	files: ReadonlyMap<string, Uint8Array>
): Uint8Array {
	const manifest = {
		format: 1,
		title: content.title,
		edition: facts.number,
		released: facts.releasedOn,
		content_sha256: facts.contentSha256,
		dataset_sha256: facts.datasetSha256,
		files: [...files].map(([path, bytes]) => ({
			path,
			bytes: bytes.byteLength,
			sha256: createHash('sha256').update(bytes).digest('hex')
		}))
	};
	return new TextEncoder().encode(`${JSON.stringify(manifest, null, '\t')}\n`);
}
