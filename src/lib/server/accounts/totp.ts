import { Secret, TOTP } from 'otpauth';
import type { Config } from '../config.ts';
import type { Trx } from '../database/database.ts';
import { openSecret } from './totpSecret.ts';

const PERIOD_MS = 30_000;

const totp = (secret: string, label = '') =>
	new TOTP({
		issuer: 'Mufakat',
		label,
		secret: Secret.fromBase32(secret),
		algorithm: 'SHA1',
		digits: 6,
		period: PERIOD_MS / 1000
	});

/** A new secret of 160 bits, in base32 as people type it. */
export function newTotpSecret(): string {
	return new Secret({ size: 20 }).base32;
}

/** The address an authenticator reads from the picture. */
export function totpAddress(secret: string, email: string): string {
	return totp(secret, email).toString();
}

/** The step of time (RFC 6238) that `code` belongs to, one step early or late; null where wrong. */
export function totpStep(secret: string, code: string, now: Date): number | null {
	const delta = totp(secret).validate({ token: code, timestamp: now.getTime(), window: 1 });
	return delta === null ? null : Math.floor(now.getTime() / PERIOD_MS) + delta;
}

/**
 * Takes a code of an account with its secret as stored; true when it is right and its step was not used before. The
 * step is taken by the same statement that asks, so one code opens one door (ASVS 6.5.1).
 */
export async function acceptTotp(
	trx: Trx,
	config: Pick<Config, 'sealingKey'>,
	account: { id: string; totp_secret: string },
	code: string,
	now: Date
): Promise<boolean> {
	const step = totpStep(openSecret(config, account.id, account.totp_secret), code, now);
	if (step === null) return false;
	const taken = await trx
		.updateTable('accounts')
		.set({ totp_last_step: step })
		.where('id', '=', account.id)
		.where('totp_secret', '=', account.totp_secret)
		.where('totp_last_step', '<', step)
		.returning('id')
		.executeTakeFirst();
	return taken !== undefined;
}
