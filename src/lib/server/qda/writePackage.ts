import { strToU8, zipSync } from 'fflate';
import type { QdaProject } from './model.ts';
import { textFileOf, writeProject } from './writeProject.ts';

/** The oldest moment the format knows: the same project is the same bytes, whenever written. */
const MOMENT = new Date(1980, 0, 1);

/**
 * A project as a `.qdpx`: `project.qde` without a byte order mark and the texts in `sources`, lower
 * case, which ATLAS.ti insists on. Texts are written as they are; positions refer to just these
 * bytes. The same project gives the same bytes.
 */
export function writePackage(project: QdaProject): Uint8Array {
	const texts = project.sources.map((source) => [
		`sources/${textFileOf(source)}`,
		strToU8(source.text ?? '')
	]);
	texts.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
	return zipSync(
		{ 'project.qde': strToU8(writeProject(project)), ...Object.fromEntries(texts) },
		{ level: 6, mtime: MOMENT }
	);
}
