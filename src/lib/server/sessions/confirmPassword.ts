import type { SystemContext } from '../context.ts';
import type { Actor } from '../database/asActor.ts';
import { verifyPassword } from '../accounts/password.ts';
import { getAccount } from '../accounts/queries.ts';
import { accountLimit, clearAttempts, countAttempt } from '../accounts/throttle.ts';

/**
 * true when `password` is that of whoever acts: asked again before the way they sign in is
 * changed, because the phone may be in another hand. Counts like an attempt to sign in.
 * @throws Problem too_many_attempts
 */
export async function confirmPassword(
	ctx: SystemContext & { actor: Actor },
	password: string
): Promise<boolean> {
	const account = await getAccount(ctx.db, ctx.actor.accountId);
	const limit = accountLimit('sign-in', account.email);
	await countAttempt(ctx, [limit]);
	const isRight = await verifyPassword(account.password_hash, password);
	if (isRight) await clearAttempts(ctx, limit);
	return isRight;
}
