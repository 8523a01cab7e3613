import { createHash, randomBytes } from 'node:crypto';

/** What `newToken` gives: 256 random bits as base64url. Anything else never reaches the database. */
export const TOKEN_SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** A secret for a cookie or a link. Only its hash is ever stored. */
export function newToken(): string {
	return randomBytes(32).toString('base64url');
}

/** SHA-256 in hex, as the tables keep tokens and codes. */
export function hashToken(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}
