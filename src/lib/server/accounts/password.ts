import { type Options, hash, verify } from '@node-rs/argon2';
import { Problem } from '../problem.ts';
import commonPasswords from './commonPasswords.json' with { type: 'json' };
import { PASSWORD_MAX, PASSWORD_MIN } from '#lib/schemas/password.ts';

/** An Argon2id hash. A type of its own, so that no password is stored where a hash belongs. */
export type PasswordHash = string & { readonly isPasswordHash: true };
export type PasswordFault = 'short' | 'long' | 'common' | 'personal';

// OWASP Password Storage Cheat Sheet: m = 19 MiB, t = 2, p = 1. The enum of algorithms is const and
// cannot be imported file by file: 2 is Argon2id.
const settings = {
	algorithm: 2 as NonNullable<Options['algorithm']>,
	memoryCost: 19_456,
	timeCost: 2,
	parallelism: 1
};
const common = new Set(commonPasswords);
let dummy: Promise<string> | undefined;

const normalise = (password: string) => password.normalize('NFC');

/** Takes a password; gives its hash. About 50 ms of one core, outside the main thread. */
export async function hashPassword(password: string): Promise<PasswordHash> {
	return (await hash(normalise(password), settings)) as PasswordHash;
}

/**
 * true when the password is the one that was hashed. Where there is no hash (no such account,
 * or none set yet) a dummy is hashed: whoever measures the time learns nothing (R14).
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
	dummy ??= hash('no account has this password', settings);
	const isRight = await verify(stored ?? (await dummy), normalise(password).slice(0, PASSWORD_MAX));
	return isRight && stored !== null && normalise(password).length <= PASSWORD_MAX;
}

/**
 * Why a new password may not be used, or undefined where it may: too short or long, among the
 * most common ones, one short pattern repeated, or little more than the person's own name,
 * e-mail or the name of this application. No rules on which characters (NIST SP 800-63B).
 */
export function passwordFault(
	password: string,
	about: { email?: string; name?: string } = {}
): PasswordFault | undefined {
	const text = normalise(password).toLowerCase();
	if (normalise(password).length < PASSWORD_MIN) return 'short';
	if (normalise(password).length > PASSWORD_MAX) return 'long';
	if (common.has(text) || /^(.{1,5}?)\1+.?$/su.test(text)) return 'common';
	const words = `mufakat ${about.email ?? ''} ${about.name ?? ''}`.normalize('NFC').toLowerCase();
	const personal = words
		.split(/[^\p{L}\p{M}\p{N}]+/u)
		.filter((word) => word.length >= 4)
		.sort((one, other) => other.length - one.length);
	const rest = personal.reduce((left, word) => left.replaceAll(word, ''), text);
	const letters = rest.replaceAll(/[^\p{L}\p{N}]/gu, '');
	if (rest.length < text.length && letters.length < 5) return 'personal';
	return undefined;
}

/**
 * @throws Problem invalid, with `field: 'password'` and the `fault`, for a password that may not be used
 */
export function requireGoodPassword(
	password: string,
	about: { email?: string; name?: string }
): void {
	const fault = passwordFault(password, about);
	if (fault) throw new Problem('invalid', { field: 'password', fault });
}
