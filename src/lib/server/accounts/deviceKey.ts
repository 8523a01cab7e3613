import { createCipheriv, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { recordAudit } from '../audit/record.ts';
import type { Context, SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';

/** OWASP Password Storage Cheat Sheet for PBKDF2 with SHA-256: all that WebCrypto offers. */
const ITERATIONS = 600_000;
const derive = promisify(pbkdf2);

/** What a password became, to lock a device key with. */
export interface PasswordLock {
	salt: Uint8Array;
	iterations: number;
	key: Uint8Array;
}

/** A device key locked with a password, each part as base64. */
export interface WrappedKey {
	salt: string;
	iterations: number;
	iv: string;
	wrapped: string;
}

/**
 * Takes a password; gives what locks a device key with it. About 200 ms of a core outside the
 * main thread: ask for it before the transaction.
 */
export async function lockOf(password: string): Promise<PasswordLock> {
	const salt = randomBytes(16);
	const key = await derive(password.normalize('NFC'), salt, ITERATIONS, 32, 'sha256');
	return { salt, iterations: ITERATIONS, key };
}

/** The lock for a password that was just found right; null where the account's key has one. */
export async function missingLock(
	system: Pick<SystemContext, 'db'>,
	accountId: string,
	password: string
): Promise<PasswordLock | null> {
	const row = await asSystem(system.db, (trx) =>
		trx
			.selectFrom('device_keys')
			.select('iterations')
			.where('account_id', '=', accountId)
			.executeTakeFirst()
	);
	return row?.iterations === ITERATIONS ? null : lockOf(password);
}

/** Locks an account's device key with its password, in the caller's transaction of the system. */
export async function lockDeviceKey(
	trx: Trx,
	accountId: string,
	lock: PasswordLock
): Promise<void> {
	const secret = await requireSecret(trx, accountId);
	const iv = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', lock.key, iv);
	// WebCrypto reads the tag behind the text.
	const wrapped = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
	await trx
		.updateTable('device_keys')
		.set({ salt: lock.salt, iterations: lock.iterations, iv, wrapped })
		.where('account_id', '=', accountId)
		.execute();
}

/** Forgets the password's lock: the key opens nothing without a network until the next sign-in. */
export async function unlockDeviceKey(trx: Trx, accountId: string): Promise<void> {
	await trx
		.updateTable('device_keys')
		.set({ salt: null, iterations: null, iv: null, wrapped: null })
		.where('account_id', '=', accountId)
		.execute();
}

/** The account's key. It never changes: what waits on a phone would be lost with it. */
async function requireSecret(trx: Trx, accountId: string): Promise<Uint8Array> {
	await trx
		.insertInto('device_keys')
		.values({ account_id: accountId, secret: randomBytes(32) })
		.onConflict((conflict) => conflict.column('account_id').doNothing())
		.execute();
	const { secret } = await trx
		.selectFrom('device_keys')
		.select('secret')
		.where('account_id', '=', accountId)
		.executeTakeFirstOrThrow();
	return new Uint8Array(secret);
}

/**
 * The device key of whoever acts, as base64, with their name, and the same locked with their password, null
 * where no password was given since the key was made. Audited once for each session.
 */
export async function getDeviceKey(
	ctx: Context,
	sessionId: string
): Promise<{ account: string; name: string; key: string; wrapped: WrappedKey | null }> {
	const { accountId } = ctx.actor;
	return asSystem(ctx.db, async (trx) => {
		const secret = await requireSecret(trx, accountId);
		const read = await trx
			.insertInto('device_key_readings')
			.values({ session_id: sessionId, read_at: ctx.now() })
			.onConflict((conflict) => conflict.column('session_id').doNothing())
			.executeTakeFirst();
		if (read.numInsertedOrUpdatedRows)
			await recordAudit(trx, ctx.actor, 'device.key', { subjectId: accountId });
		const row = await trx
			.selectFrom('device_keys as k')
			.innerJoin('accounts as a', 'a.id', 'k.account_id')
			.select(['a.name', 'k.salt', 'k.iterations', 'k.iv', 'k.wrapped'])
			.where('k.account_id', '=', accountId)
			.executeTakeFirstOrThrow();
		const { name, salt, iterations, iv, wrapped } = row;
		const isLocked = salt && iterations && iv && wrapped;
		return {
			account: accountId,
			name,
			key: base64(secret),
			wrapped: isLocked
				? { salt: base64(salt), iterations, iv: base64(iv), wrapped: base64(wrapped) }
				: null
		};
	});
}

/** pg gives a Buffer, PGlite a Uint8Array. */
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
