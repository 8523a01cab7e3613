import { sql } from 'kysely';
import type { Config } from '../config.ts';
import type { SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { sealedPlace } from '../keys/places.ts';
import { type SealingKey, seal, unseal } from '../keys/sealing.ts';

/**
 * How a second factor's secret is stored: sealed with the key that is not in the database, so that a copy
 * of the database makes no codes; in the clear where there is no key.
 */
const SEALED = /^sealed:([0-9a-f]{16}):([A-Za-z0-9_-]+)$/;

/** Takes a secret in base32; gives what the column holds. */
export function storedSecret(
	config: Pick<Config, 'sealingKey'>,
	accountId: string,
	secret: string
): string {
	const key = config.sealingKey;
	return key ? sealSecret(key, accountId, secret) : secret;
}

function sealSecret(key: SealingKey, accountId: string, secret: string): string {
	const bytes = seal(key, sealedPlace.secondFactor(accountId), secret);
	return `sealed:${key.id}:${Buffer.from(bytes).toString('base64url')}`;
}

/**
 * Takes what the column holds; gives the secret.
 * @throws Error without the key it was sealed with; a server does not start without that
 */
export function openSecret(
	config: Pick<Config, 'sealingKey'>,
	accountId: string,
	stored: string
): string {
	const found = SEALED.exec(stored);
	if (!found) return stored;
	if (!config.sealingKey) throw new Error('a second factor is sealed, and MUFAKAT_KEY is not set');
	const bytes = Buffer.from(found[2]!, 'base64url');
	return unseal(config.sealingKey, sealedPlace.secondFactor(accountId), bytes) as string;
}

/** Seals every secret that stands in the clear, once there is a key. Gives how many. */
export async function sealSecrets(system: Pick<SystemContext, 'db' | 'config'>): Promise<number> {
	const key = system.config.sealingKey;
	if (!key) return 0;
	return asSystem(system.db, async (trx) => {
		const plain = await sql<{ id: string; secret: string }>`select id, totp_secret as secret
			from accounts where totp_secret is not null and totp_secret not like 'sealed:%' for update`.execute(
			trx
		);
		for (const { id, secret } of plain.rows) await setSecret(trx, id, sealSecret(key, id, secret));
		return plain.rows.length;
	});
}

function setSecret(trx: Trx, accountId: string, stored: string | null) {
	return trx
		.updateTable('accounts')
		.set({ totp_secret: stored })
		.where('id', '=', accountId)
		.execute();
}

/** Second factors sealed with another key than `key`; all that are sealed where there is none. */
export async function listForeignSecrets(
	trx: Trx,
	key: SealingKey | undefined
): Promise<{ id: string; email: string; stored: string }[]> {
	const found = await sql<{ id: string; email: string; stored: string }>`select id, email,
			totp_secret as stored from accounts
		where totp_secret like 'sealed:%' and totp_secret not like ${`sealed:${key?.id ?? ''}:%`}
		order by email for update`.execute(trx);
	return found.rows;
}

/**
 * Seals a secret with `to` that was sealed with `from`.
 * @throws Error where it was sealed with another key
 */
export async function resealSecret(
	trx: Trx,
	{ id, stored }: { id: string; stored: string },
	from: SealingKey,
	to: SealingKey
): Promise<void> {
	await setSecret(trx, id, sealSecret(to, id, openSecret({ sealingKey: from }, id, stored)));
}

/**
 * Takes a second factor away that nobody can open any more: its account signs in with the password
 * alone, from a new session, until it sets one up again.
 */
export async function dropSecondFactor(trx: Trx, accountId: string): Promise<void> {
	await trx
		.updateTable('accounts')
		.set({ totp_secret: null, totp_confirmed_at: null, totp_last_step: 0 })
		.where('id', '=', accountId)
		.execute();
	await trx.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute();
	await trx.deleteFrom('sessions').where('account_id', '=', accountId).execute();
}
