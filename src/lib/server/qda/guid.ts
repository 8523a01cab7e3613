import { createHash } from 'node:crypto';
import { v5 } from 'uuid';

/** The namespace of every GUID this application makes; it never changes. */
const NAMESPACE = '1f8f3d9e-54a6-5b0c-9a3d-6d5f0c7e2b41';

export type GuidKind =
	| 'account'
	| 'answer'
	| 'answers'
	| 'area'
	| 'case'
	| 'code'
	| 'coding'
	| 'folder'
	| 'group'
	| 'memo'
	| 'notes'
	| 'passage'
	| 'speaker'
	| 'transcript'
	| 'translation'
	| 'turn'
	| 'variable';

/**
 * The GUID of one of our things: the same each time, so that exporting again merges with what was
 * exported before, and not to be traced back to the id (RFC 9562, version 5).
 */
export function guidOf(kind: GuidKind, ...ids: string[]): string {
	return v5([kind, ...ids].join(' '), NAMESPACE);
}

/** An id for something of a file in one study: reading the same file again gives the same. */
export function idFromGuid(studyId: string, ...parts: string[]): string {
	return v5(['import', studyId, ...parts].join(' '), NAMESPACE);
}

/**
 * Reads the GUIDs of one file as they are compared here: lower case, without braces. What is none,
 * which some programs write, gets one that follows from it and from the file, so that `code1` of
 * two files is not one code.
 */
export function createGuidReader(file: Uint8Array) {
	const salt = createHash('sha256').update(file).digest('hex');
	return (text: string): { guid: string; isValid: boolean } => {
		const plain = text
			.trim()
			.replace(/^\{(.*)\}$/, '$1')
			.toLowerCase();
		// Any 128 bits: programs write versions that RFC 9562 does not know.
		if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(plain))
			return { guid: plain, isValid: true };
		return { guid: v5(`foreign ${salt} ${plain}`, NAMESPACE), isValid: false };
	};
}

export type GuidReader = ReturnType<typeof createGuidReader>;
