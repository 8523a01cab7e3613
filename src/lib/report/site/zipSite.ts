import { zipSync } from 'fflate';

/** The oldest moment the format knows: the same site is the same bytes, whenever packed. */
const MOMENT = new Date(1980, 0, 1);

/** A site as a zip in one folder, which is unpacked and opened at `index.html`. */
export function zipSite(files: ReadonlyMap<string, Uint8Array>, folder: string): Uint8Array {
	const entries = [...files].map(([path, bytes]) => [`${folder}/${path}`, bytes]);
	return zipSync(Object.fromEntries(entries), { level: 6, mtime: MOMENT });
}
