import { isSigned, sign } from '../keys/instanceKey.ts';

/** How long the link in a mail answers its query. */
export const LINK_DAYS = 21;

/** What a link is good for: one account replies to one query, until then. */
export interface QueryLink {
	queryId: string;
	accountId: string;
	expiresAt: Date;
}

/** Two UUIDs and the seconds of the end, 36 bytes, and the signature of these 48 letters. */
const SHAPE = /^([A-Za-z0-9_-]{48})([A-Za-z0-9_-]{43})$/;

/**
 * The part of an address that stands for a link, 91 letters. Nothing of it is stored: whoever
 * cannot sign with the instance's key for `query_link` cannot make one.
 */
export function writeQueryToken(key: Uint8Array, link: QueryLink): string {
	const until = Buffer.alloc(4);
	until.writeUInt32BE(Math.floor(link.expiresAt.getTime() / 1000));
	const said = Buffer.concat([bytesOf(link.queryId), bytesOf(link.accountId), until]);
	const payload = said.toString('base64url');
	return payload + sign(key, payload);
}

/** Takes any text; gives the link it is, undefined where it is forged, cut or expired. */
export function readQueryToken(key: Uint8Array, token: string, now: Date): QueryLink | undefined {
	const [, payload, signature] = SHAPE.exec(token) ?? [];
	if (!payload || !signature || !isSigned(key, payload, signature)) return undefined;
	const said = Buffer.from(payload, 'base64url');
	const expiresAt = new Date(said.readUInt32BE(32) * 1000);
	if (expiresAt <= now) return undefined;
	return {
		queryId: uuidOf(said.subarray(0, 16)),
		accountId: uuidOf(said.subarray(16, 32)),
		expiresAt
	};
}

function bytesOf(uuid: string): Buffer {
	return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function uuidOf(bytes: Uint8Array): string {
	return Buffer.from(bytes)
		.toString('hex')
		.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
