import type { SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { recordAudit } from '../audit/record.ts';
import { publicLink } from '../mail/publicLink.ts';
import { Problem, notFound } from '../problem.ts';
import { mailChange, mailResetLink } from './accountMail.ts';
import { normaliseEmail } from './accounts.ts';
import { lockDeviceKey, lockOf, unlockDeviceKey } from './deviceKey.ts';
import { hashPassword, requireGoodPassword } from './password.ts';
import { findAccountByEmail } from './queries.ts';
import { accountLimit, addressLimit, clearAttempts, countAttempt } from './throttle.ts';
import { TOKEN_SHAPE, hashToken, newToken } from './tokens.ts';

const HOUR = 3_600_000;
/** Longer than any of the work below takes, so that the answer comes as late for an unknown e-mail. */
const LEAST_MS = 300;

async function insertReset(trx: Trx, accountId: string, now: Date, lasts: number): Promise<string> {
	const token = newToken();
	await trx.deleteFrom('password_resets').where('account_id', '=', accountId).execute();
	await trx
		.insertInto('password_resets')
		.values({
			token_hash: hashToken(token),
			account_id: accountId,
			created_at: now,
			expires_at: new Date(now.getTime() + lasts)
		})
		.execute();
	return token;
}

/**
 * Mails a link to choose a new password, where there is an account that can have one. Gives
 * nothing and takes as long either way (R14). The link works once, within an hour.
 * @throws Problem too_many_attempts
 */
export async function requestReset(
	system: SystemContext,
	given: { email: string; address: string }
): Promise<void> {
	const email = normaliseEmail(given.email);
	await countAttempt(system, [accountLimit('reset', email), addressLimit(given.address)]);
	const pause = new Promise((resolve) => setTimeout(resolve, LEAST_MS));
	const account = await findAccountByEmail(system.db, email);
	if (account && !account.disabled_at)
		await asSystem(system.db, async (trx) => {
			const token = await insertReset(trx, account.id, system.now(), HOUR);
			await mailResetLink(trx, system.config, account, token);
		});
	await pause;
	system.wake('mail');
}

/** true while the link can still be used. Looking does not use it: mail scanners look. */
export async function isResetOpen(system: SystemContext, token: string): Promise<boolean> {
	return (await findReset(system, token)) !== undefined;
}

async function findReset(system: SystemContext, token: string) {
	if (!TOKEN_SHAPE.test(token)) return undefined;
	return system.db
		.selectFrom('password_resets')
		.innerJoin('accounts', 'accounts.id', 'password_resets.account_id')
		.select(['accounts.id', 'accounts.email', 'accounts.name', 'accounts.language'])
		.where('token_hash', '=', hashToken(token))
		.where('used_at', 'is', null)
		.where('expires_at', '>', system.now())
		.where('accounts.disabled_at', 'is', null)
		.executeTakeFirst();
}

/**
 * Sets the password with a link from a mail. The link is spent, every session ends, and the
 * person signs in anew, with their second factor where they have one.
 * @throws Problem link_expired for a link that is spent, late or was never made; invalid for a bad password
 */
export async function resetPassword(
	system: SystemContext,
	token: string,
	password: string
): Promise<void> {
	const account = await findReset(system, token);
	if (!account) throw new Problem('link_expired');
	requireGoodPassword(password, account);
	const passwordHash = await hashPassword(password);
	const lock = await lockOf(password);
	await asSystem(system.db, async (trx) => {
		const spent = await trx
			.updateTable('password_resets')
			.set({ used_at: system.now() })
			.where('token_hash', '=', hashToken(token))
			.where('used_at', 'is', null)
			.returning('account_id')
			.executeTakeFirst();
		if (!spent) throw new Problem('link_expired');
		await trx
			.updateTable('accounts')
			.set({ password_hash: passwordHash })
			.where('id', '=', account.id)
			.execute();
		await lockDeviceKey(trx, account.id, lock);
		await trx.deleteFrom('sessions').where('account_id', '=', account.id).execute();
		await recordAudit(trx, { accountId: account.id }, 'account.password_reset', {
			subjectId: account.id
		});
		await mailChange(trx, system.config, account, 'password');
	});
	await clearAttempts(system, accountLimit('sign-in', account.email));
	system.wake('mail');
}

/**
 * For the command line, when someone has lost password and second factor: clears both, ends
 * every session and gives a link to choose a password, good once within a day.
 * @throws Problem not_found where no account has this e-mail
 */
export async function resetAccount(system: SystemContext, email: string): Promise<string> {
	const account = await findAccountByEmail(system.db, normaliseEmail(email));
	if (!account) throw notFound();
	return asSystem(system.db, async (trx) => {
		await trx
			.updateTable('accounts')
			.set({ password_hash: null, totp_secret: null, totp_confirmed_at: null })
			.where('id', '=', account.id)
			.execute();
		await unlockDeviceKey(trx, account.id);
		await trx.deleteFrom('recovery_codes').where('account_id', '=', account.id).execute();
		await trx.deleteFrom('sessions').where('account_id', '=', account.id).execute();
		const token = await insertReset(trx, account.id, system.now(), 24 * HOUR);
		await recordAudit(trx, null, 'account.reset', { subjectId: account.id });
		return publicLink(system.config, `/reset/${token}`);
	});
}
