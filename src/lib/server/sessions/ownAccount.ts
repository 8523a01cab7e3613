import type { Cookie } from 'lucia';
import type { Context } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import { recordAudit } from '../audit/record.ts';
import { mailChange } from '../accounts/accountMail.ts';
import { hashPassword, requireGoodPassword } from '../accounts/password.ts';
import { getAccount } from '../accounts/queries.ts';
import { confirmPassword } from './confirmPassword.ts';
import { lockDeviceKey, lockOf } from '../accounts/deviceKey.ts';
import { insertSession } from './sessions.ts';

/**
 * Changes the password of whoever acts. Every session ends, links to reset are void, and a new
 * session begins whose cookie is given; null where `current` is wrong.
 * @throws Problem too_many_attempts; invalid for a password that may not be used
 */
export async function changePassword(
	ctx: Context,
	input: { current: string; password: string; device: string }
): Promise<Cookie | null> {
	if (!(await confirmPassword(ctx, input.current))) return null;
	const account = await getAccount(ctx.db, ctx.actor.accountId);
	requireGoodPassword(input.password, account);
	const passwordHash = await hashPassword(input.password);
	const lock = await lockOf(input.password);
	const cookie = await asSystem(ctx.db, async (trx) => {
		await trx
			.updateTable('accounts')
			.set({ password_hash: passwordHash })
			.where('id', '=', account.id)
			.execute();
		await trx.deleteFrom('sessions').where('account_id', '=', account.id).execute();
		await trx.deleteFrom('password_resets').where('account_id', '=', account.id).execute();
		await lockDeviceKey(trx, account.id, lock);
		await recordAudit(trx, ctx.actor, 'account.password_change', { subjectId: account.id });
		await mailChange(trx, ctx.config, account, 'password');
		return insertSession(trx, ctx, account.id, {
			device: input.device,
			secondFactorAt: account.totp_confirmed_at ? ctx.now() : null
		});
	});
	ctx.wake('mail');
	return cookie;
}

/** Ends every session of whoever acts but this one; gives how many ended. */
export async function signOutElsewhere(ctx: Context, sessionId: string): Promise<number> {
	return asSystem(ctx.db, async (trx) => {
		const ended = await trx
			.deleteFrom('sessions')
			.where('account_id', '=', ctx.actor.accountId)
			.where('id', '<>', sessionId)
			.returning('id')
			.execute();
		await recordAudit(trx, ctx.actor, 'account.sign_out_everywhere', {
			subjectId: ctx.actor.accountId,
			detail: { ended: ended.length }
		});
		return ended.length;
	});
}
