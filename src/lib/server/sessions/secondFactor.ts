import type { Cookie } from 'lucia';
import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import type { StudyRole } from '#lib/terms.ts';
import { recordAudit } from '../audit/record.ts';
import { Problem } from '../problem.ts';
import { mailChange } from '../accounts/accountMail.ts';
import { type QrPath, qrPath } from '../accounts/qrPath.ts';
import { countRecoveryCodes, getAccount } from '../accounts/queries.ts';
import { replaceRecoveryCodes } from '../accounts/recoveryCodes.ts';
import { accountLimit, clearAttempts, countAttempt } from '../accounts/throttle.ts';
import { acceptTotp, newTotpSecret, totpAddress } from '../accounts/totp.ts';
import { openSecret, storedSecret } from '../accounts/totpSecret.ts';
import { confirmPassword } from './confirmPassword.ts';
import { needsSecondFactor } from './rules.ts';
import { insertSession } from './sessions.ts';

export interface SecondFactor {
	isOn: boolean;
	/** true where this person may not work without. */
	isRequired: boolean;
	codesLeft: number;
	/** What an authenticator is given while enrolment is under way; never again afterwards. */
	enrolment: { secret: string; address: string; picture: QrPath } | null;
}

/** The second factor of whoever acts. */
export async function getSecondFactor(ctx: Context): Promise<SecondFactor> {
	const account = await getAccount(ctx.db, ctx.actor.accountId);
	const isOn = account.totp_confirmed_at !== null;
	const held = await sql<{
		roles: StudyRole[];
	}>`select roles_of(${account.id}::uuid) as roles`.execute(ctx.db);
	const stored = isOn ? null : account.totp_secret;
	const secret = stored && openSecret(ctx.config, account.id, stored);
	const address = secret && totpAddress(secret, account.email);
	return {
		isOn,
		isRequired:
			!ctx.config.demo &&
			needsSecondFactor({
				isAdministrator: account.is_administrator,
				mayCreateStudies: account.may_create_studies,
				roles: held.rows[0]?.roles ?? []
			}),
		codesLeft: isOn ? await countRecoveryCodes(ctx.db, account.id) : 0,
		enrolment: secret && address ? { secret, address, picture: qrPath(address) } : null
	};
}

/** Begins, or begins anew, the enrolment of whoever acts. Counts for nothing until confirmed. */
export async function beginSecondFactor(ctx: Context): Promise<void> {
	const secret = storedSecret(ctx.config, ctx.actor.accountId, newTotpSecret());
	await asSystem(ctx.db, (trx) =>
		trx
			.updateTable('accounts')
			.set({ totp_secret: secret, totp_last_step: 0 })
			.where('id', '=', ctx.actor.accountId)
			.where('totp_confirmed_at', 'is', null)
			.execute()
	);
}

/**
 * Turns the second factor on with a first code. Every session ends and a new one begins; gives
 * its cookie and the recovery codes, which are never shown again; null where the code is wrong.
 * @throws Problem too_many_attempts; wrong_state where it is on already or was not begun
 */
export async function confirmSecondFactor(
	ctx: Context,
	input: { code: string; device: string }
): Promise<{ cookie: Cookie; codes: string[] } | null> {
	const limit = accountLimit('code', ctx.actor.accountId);
	await countAttempt(ctx, [limit]);
	const done = await asSystem(ctx.db, async (trx) => {
		const account = await getAccount(trx, ctx.actor.accountId);
		const { id, totp_secret } = account;
		if (account.totp_confirmed_at || !totp_secret) throw new Problem('wrong_state');
		const now = ctx.now();
		if (!(await acceptTotp(trx, ctx.config, { id, totp_secret }, input.code, now))) return null;
		await trx
			.updateTable('accounts')
			.set({ totp_confirmed_at: now })
			.where('id', '=', account.id)
			.execute();
		const codes = await replaceRecoveryCodes(trx, account.id);
		await trx.deleteFrom('sessions').where('account_id', '=', account.id).execute();
		await recordAudit(trx, ctx.actor, 'account.second_factor_on', { subjectId: account.id });
		await mailChange(trx, ctx.config, account, 'second_factor_on');
		const beginning = { device: input.device, secondFactorAt: now };
		return { codes, cookie: await insertSession(trx, ctx, account.id, beginning) };
	});
	if (done) await clearAttempts(ctx, limit);
	ctx.wake('mail');
	return done;
}

/**
 * Turns the second factor of whoever acts off; every session ends and a new one begins, whose
 * cookie is given. null where the password is wrong.
 * @throws Problem too_many_attempts; wrong_state where this person may not work without
 */
export async function turnOffSecondFactor(
	ctx: Context,
	input: { current: string; device: string }
): Promise<Cookie | null> {
	if ((await getSecondFactor(ctx)).isRequired) throw new Problem('wrong_state');
	if (!(await confirmPassword(ctx, input.current))) return null;
	const cookie = await asSystem(ctx.db, async (trx) => {
		const account = await getAccount(trx, ctx.actor.accountId);
		await trx
			.updateTable('accounts')
			.set({ totp_secret: null, totp_confirmed_at: null, totp_last_step: 0 })
			.where('id', '=', account.id)
			.execute();
		await trx.deleteFrom('recovery_codes').where('account_id', '=', account.id).execute();
		await trx.deleteFrom('sessions').where('account_id', '=', account.id).execute();
		await recordAudit(trx, ctx.actor, 'account.second_factor_off', { subjectId: account.id });
		await mailChange(trx, ctx.config, account, 'second_factor_off');
		return insertSession(trx, ctx, account.id, { device: input.device });
	});
	ctx.wake('mail');
	return cookie;
}

/**
 * Ten new recovery codes for whoever acts; the old ones are void. null where the password is wrong.
 * @throws Problem too_many_attempts; wrong_state where the second factor is off
 */
export async function renewRecoveryCodes(ctx: Context, current: string): Promise<string[] | null> {
	if (!(await confirmPassword(ctx, current))) return null;
	return asSystem(ctx.db, async (trx) => {
		const account = await getAccount(trx, ctx.actor.accountId);
		if (!account.totp_confirmed_at) throw new Problem('wrong_state');
		await recordAudit(trx, ctx.actor, 'account.second_factor_on', {
			subjectId: account.id,
			detail: { recoveryCodes: 'renewed' }
		});
		return replaceRecoveryCodes(trx, account.id);
	});
}
