import { hkdfSync } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type SealingKey, seal, unseal } from '../keys/sealing.ts';
import { Problem } from '../problem.ts';
import type { QdaFile } from './model.ts';

/**
 * What waits to be taken over may hold names that nobody has replaced yet, so it is sealed with a
 * key made of the token of the session that sent it. The database has only the token's hash: what
 * waits cannot be read there, and no more by anybody once the session has ended.
 */
const keyOf = (token: string): SealingKey => ({
	id: 'session',
	bytes: new Uint8Array(hkdfSync('sha256', token, 'mufakat', 'qda import', 32))
});

/** What was read of a file, for one import and one session. */
export function sealFile(token: string, importId: string, file: QdaFile): Uint8Array {
	const packed = deflateRawSync(JSON.stringify(file)).toString('base64');
	return seal(keyOf(token), `qda ${importId}`, packed);
}

/** @throws Problem qda_locked in any other session */
export function unsealFile(token: string, importId: string, sealed: Uint8Array): QdaFile {
	try {
		const packed = unseal(keyOf(token), `qda ${importId}`, sealed) as string;
		return JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString()) as QdaFile;
	} catch {
		throw new Problem('qda_locked');
	}
}
