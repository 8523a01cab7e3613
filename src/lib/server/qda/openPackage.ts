import { openZip } from '../workbooks/openZip.ts';
import type { QdaLimits } from './limits.ts';
import { refuseQda, tooMuch } from './refusal.ts';

/** A `.qdpx`: the description of the project and the texts beside it. */
export interface QdaPackage {
	/** The XML of the project. */
	project: Uint8Array;
	/**
	 * The text a source names by `plainTextPath`: `missing` where the package does not hold it,
	 * `outside` where it was never meant to. Names only ever choose among the files of the package.
	 */
	read(path: string): Uint8Array | 'missing' | 'outside';
}

/**
 * Opens a package. Programs disagree about the name of the description, and about `sources`
 * and `Sources`, so neither upper and lower case nor the folder matters.
 * @throws a refusal
 */
export function openPackage(bytes: Uint8Array, limits: QdaLimits): QdaPackage {
	const zip = openZip(bytes, limits);
	const files = zip.names.filter((name) => !isOfSystem(name));
	const project = zip.read(projectName(files))!;
	if (project.byteLength > limits.xmlBytes)
		throw tooMuch('MB of project description', limits.xmlBytes / 1024 ** 2);
	const byName = new Map<string, string>();
	for (const name of files) {
		const key = baseName(name).toLowerCase();
		// The folder of the standard is asked first, whatever else has a file of that name.
		if (!byName.has(key) || /(^|\/)sources\/[^/]+$/i.test(name)) byName.set(key, name);
	}
	let read = 0;
	return {
		project,
		read(path) {
			const [, scheme = 'internal', rest = ''] =
				/^(?:([a-z]+):)?[/\\]*(.*)$/i.exec(path.trim()) ?? [];
			if (scheme.toLowerCase() !== 'internal') return 'outside';
			const name = byName.get(baseName(rest).toLowerCase()) ?? byName.get(decoded(rest));
			const text = name === undefined ? undefined : zip.read(name);
			if (!text) return 'missing';
			read += text.byteLength;
			if (read > limits.textBytes) throw tooMuch('MB of text', limits.textBytes / 1024 ** 2);
			return text;
		}
	};
}

/** What a Mac or a word processor leaves in a folder. */
function isOfSystem(name: string): boolean {
	return name.endsWith('/') || /(^|\/)(__MACOSX\/|\._|~\$|\.DS_Store$)/.test(name);
}

const baseName = (path: string) => path.split(/[/\\]/).at(-1)!;

function decoded(path: string): string {
	try {
		return baseName(decodeURIComponent(path)).toLowerCase();
	} catch {
		return '';
	}
}

/** The `.qde` file nearest to the root. */
function projectName(files: readonly string[]): string {
	const found = files
		.filter((name) => /\.qde$/i.test(name))
		.map((name) => ({ name, depth: name.split('/').length }))
		.sort((a, b) => a.depth - b.depth);
	if (!found[0]) throw refuseQda('no_project');
	if (found[1]?.depth === found[0].depth) throw refuseQda('two_projects');
	return found[0].name;
}
