import type { Cookie } from 'lucia';
import type { SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import { recordAudit } from '../audit/record.ts';
import { normaliseEmail } from '../accounts/accounts.ts';
import { verifyPassword } from '../accounts/password.ts';
import { findAccountByEmail, getAccount } from '../accounts/queries.ts';
import { useRecoveryCode } from '../accounts/recoveryCodes.ts';
import { accountLimit, addressLimit, clearAttempts, countAttempt } from '../accounts/throttle.ts';
import { acceptTotp } from '../accounts/totp.ts';
import { lockDeviceKey, missingLock } from '../accounts/deviceKey.ts';
import { insertSession, type SignedIn } from './sessions.ts';

export interface SignInResult {
	cookie: Cookie;
	language: string;
	/** true: the session opens nothing before the code of the second factor. */
	codeDue: boolean;
}

/**
 * Signs in with e-mail and password; null where they are not right, the account is closed, or
 * there is none: all of these do the same work and look the same (R14).
 * `address` is where the request came from, `device` is from `deviceOf`.
 * @throws Problem too_many_attempts
 */
export async function signIn(
	system: SystemContext,
	given: { email: string; password: string; address: string; device: string }
): Promise<SignInResult | null> {
	const email = normaliseEmail(given.email);
	const limits = [accountLimit('sign-in', email), addressLimit(given.address)] as const;
	await countAttempt(system, limits);
	const account = await findAccountByEmail(system.db, email);
	const isRight = await verifyPassword(account?.password_hash ?? null, given.password);
	const lock = account && isRight ? await missingLock(system, account.id, given.password) : null;
	const result = await asSystem(system.db, async (trx) => {
		// Asked again, because hashing took a while: the account may have been closed or reset since.
		const open = await trx
			.selectFrom('accounts')
			.select(['id', 'language', 'totp_confirmed_at'])
			.where('email', '=', email)
			.where('password_hash', '=', account?.password_hash ?? '')
			.where('disabled_at', 'is', null)
			.forUpdate()
			.executeTakeFirst();
		if (!isRight || !open) {
			await recordAudit(trx, null, 'account.sign_in_refused', { detail: { step: 'password' } });
			return null;
		}
		const codeDue = open.totp_confirmed_at !== null;
		if (lock) await lockDeviceKey(trx, open.id, lock);
		const cookie = await insertSession(trx, system, open.id, { device: given.device });
		if (!codeDue)
			await recordAudit(trx, { accountId: open.id }, 'account.sign_in', {
				subjectId: open.id,
				detail: { secondFactor: 'none' }
			});
		return { cookie, codeDue, language: open.language };
	});
	if (result) await clearAttempts(system, ...limits);
	return result;
}

/**
 * Completes a sign-in with a code of the authenticator or a recovery code; gives the cookie of a
 * new session, or null where the code is wrong or was used. `waiting` is the session that has
 * only the password.
 * @throws Problem too_many_attempts
 */
export async function signInWithCode(
	system: SystemContext,
	waiting: SignedIn,
	given: { code: string; address: string; device: string }
): Promise<Cookie | null> {
	const accountId = waiting.account.id;
	const limits = [accountLimit('code', accountId), addressLimit(given.address)] as const;
	await countAttempt(system, limits);
	const cookie = await asSystem(system.db, async (trx) => {
		const actor = { accountId };
		const now = system.now();
		const { totp_secret } = await getAccount(trx, accountId);
		const kind = /^\d{6}$/.test(given.code) ? 'totp' : 'recovery_code';
		const isRight =
			kind === 'totp'
				? totp_secret !== null &&
					(await acceptTotp(trx, system.config, { id: accountId, totp_secret }, given.code, now))
				: await useRecoveryCode(trx, accountId, given.code, now);
		if (!isRight) {
			await recordAudit(trx, actor, 'account.sign_in_refused', { detail: { step: 'code' } });
			return null;
		}
		// Gone already where two codes came at once for one sign-in: the second opens nothing.
		const ended = await trx
			.deleteFrom('sessions')
			.where('id', '=', waiting.sessionId)
			.returning('id')
			.executeTakeFirst();
		if (!ended) return null;
		await recordAudit(trx, actor, 'account.sign_in', {
			subjectId: accountId,
			detail: { secondFactor: kind }
		});
		return insertSession(trx, system, accountId, { device: given.device, secondFactorAt: now });
	});
	if (cookie) await clearAttempts(system, ...limits);
	return cookie;
}
