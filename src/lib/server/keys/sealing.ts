import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/**
 * A key that is not in the database (MUFAKAT_KEY), for what must be unreadable there: who a
 * participant is, and which names were replaced in a transcript.
 */
export interface SealingKey {
	/** Tells keys apart and says nothing about them: 16 hexadecimal digits. */
	id: string;
	bytes: Uint8Array;
}

const ALGORITHM = 'aes-256-gcm';
const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Takes MUFAKAT_KEY: 32 bytes, as 64 hexadecimal digits or in base64 or base64url.
 * @throws Error where it is anything else
 */
export function readSealingKey(text: string): SealingKey {
	const bytes = /^[0-9a-f]{64}$/i.test(text)
		? Buffer.from(text, 'hex')
		: Buffer.from(text.replaceAll('-', '+').replaceAll('_', '/'), 'base64');
	if (bytes.length !== 32) throw new Error('a key is 32 bytes, as `mufakat key new` prints one');
	const id = createHash('sha256').update('mufakat sealing key\0').update(bytes).digest('hex');
	return { id: id.slice(0, 16), bytes: new Uint8Array(bytes) };
}

/** A fresh key as MUFAKAT_KEY takes it: 43 characters of base64url. */
export function newSealingKey(): string {
	return randomBytes(32).toString('base64url');
}

/**
 * Seals a value (anything JSON holds) for one place, such as `identity <participant>`: bytes moved
 * to another row do not open there. Gives version, vector, tag and cipher text in this order.
 */
export function seal(key: SealingKey, place: string, value: unknown): Uint8Array {
	const iv = randomBytes(IV_BYTES);
	const cipher = createCipheriv(ALGORITHM, key.bytes, iv, { authTagLength: TAG_BYTES });
	cipher.setAAD(Buffer.from(place, 'utf8'));
	const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
	return new Uint8Array(Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), text]));
}

/**
 * Opens what `seal` gave for the same place.
 * @throws Error with another key, another place, or altered bytes
 */
export function unseal(key: SealingKey, place: string, sealed: Uint8Array): unknown {
	const bytes = Buffer.from(sealed);
	if (bytes[0] !== VERSION || bytes.length < 1 + IV_BYTES + TAG_BYTES)
		throw new Error('not sealed by this application');
	const iv = bytes.subarray(1, 1 + IV_BYTES);
	const cipher = createDecipheriv(ALGORITHM, key.bytes, iv, { authTagLength: TAG_BYTES });
	cipher.setAAD(Buffer.from(place, 'utf8'));
	cipher.setAuthTag(bytes.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES));
	const text = cipher.update(bytes.subarray(1 + IV_BYTES + TAG_BYTES));
	return JSON.parse(Buffer.concat([text, cipher.final()]).toString('utf8'));
}
