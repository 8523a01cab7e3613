import { createFindings } from './findings.ts';
import { type GuidReader, createGuidReader } from './guid.ts';
import type { QdaLimits } from './limits.ts';
import type { QdaFile } from './model.ts';
import { openPackage } from './openPackage.ts';
import {
	attribute,
	childOf,
	createReading,
	noteUnknown,
	readCodes,
	readSets
} from './readElements.ts';
import { readProject } from './readProject.ts';
import { refuseQda } from './refusal.ts';
import { type XmlElement, readXmlTree } from './xmlTree.ts';

/**
 * What a `.qdpx`, `.qde` or `.qdc` file holds, told by its content and not by its name.
 * @throws a refusal, or any error where the file is broken
 */
export function parseQda(bytes: Uint8Array, limits: QdaLimits): QdaFile {
	if (bytes.byteLength === 0) throw refuseQda('empty');
	const guid = createGuidReader(bytes);
	if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
		const { project, read } = openPackage(bytes, limits);
		const root = readRoot(project);
		if (root.name !== 'Project') throw refuseQda('type');
		return readProject(root, { limits, guid, readText: read });
	}
	const root = readRoot(bytes);
	if (root.name === 'CodeBook') return readCodebook(root, limits, guid);
	if (root.name === 'Project')
		return readProject(root, { limits, guid, readText: () => 'missing' });
	throw refuseQda('type');
}

function readRoot(bytes: Uint8Array): XmlElement {
	const head = new TextDecoder(bytes[0] === 0xff || bytes[1] === 0 ? 'utf-16le' : 'utf-8').decode(
		bytes.subarray(0, 200)
	);
	if (bytes[0] !== 0xfe && !head.trimStart().startsWith('<')) throw refuseQda('type');
	try {
		return readXmlTree(bytes);
	} catch {
		throw refuseQda('xml');
	}
}

/** The codebook in the root of a `.qdc`. An empty `Sets`, which Taguette writes, is nothing. */
export function readCodebook(root: XmlElement, limits: QdaLimits, guid: GuidReader): QdaFile {
	const findings = createFindings();
	const reading = createReading(findings, limits, guid);
	noteUnknown(reading, root, ['Codes', 'Sets']);
	const codebook = {
		origin: attribute(root, 'origin'),
		codes: readCodes(reading, childOf(root, 'Codes')),
		sets: readSets(reading, childOf(root, 'Sets'))
	};
	return {
		kind: 'codebook',
		codebook,
		leftOut: findings.leftOut(),
		warnings: findings.warnings()
	};
}
