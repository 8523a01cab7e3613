import { sql } from 'kysely';
import { recordAudit } from '../audit/record.ts';
import type { SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { Problem, notFound } from '../problem.ts';
import { createAccount } from './accounts.ts';
import { lockDeviceKey, lockOf } from './deviceKey.ts';
import { hashPassword, requireGoodPassword } from './password.ts';
import { TOKEN_SHAPE, hashToken, newToken } from './tokens.ts';

const HOURS_OPEN = 24;

/**
 * Makes the link with which the first administrator sets up an instance; gives its path.
 * @throws Problem wrong_state where there is an administrator already
 */
export async function createSetupLink(system: SystemContext): Promise<string> {
	const token = newToken();
	await asSystem(system.db, async (trx) => {
		if (await hasAdministrator(trx)) throw new Problem('wrong_state');
		// One link at a time: what an earlier start printed stops working.
		await trx.deleteFrom('setup_links').where('used_at', 'is', null).execute();
		await trx
			.insertInto('setup_links')
			.values({
				token_hash: hashToken(token),
				created_at: system.now(),
				expires_at: new Date(system.now().getTime() + HOURS_OPEN * 3_600_000)
			})
			.execute();
	});
	return `/setup/${token}`;
}

/** true while nobody administers this instance. */
export function needsSetup(system: SystemContext): Promise<boolean> {
	return asSystem(system.db, async (trx) => !(await hasAdministrator(trx)));
}

/**
 * Looks whether a link can still be used; looking does not use it.
 * @throws Problem not_found for what is no token; link_expired for one that works no longer
 */
export async function checkSetupLink(system: SystemContext, token: string): Promise<void> {
	if (!TOKEN_SHAPE.test(token)) throw notFound();
	await asSystem(system.db, (trx) => lockOpenLink(trx, token, system.now()));
}

/**
 * Makes the first account: an administrator who may also create studies. Gives its id.
 * @throws Problem link_expired; invalid with `field: 'password'` for a password that may not be chosen
 */
export async function setUp(
	system: SystemContext,
	token: string,
	given: { email: string; name: string; password: string; language: string }
): Promise<string> {
	await checkSetupLink(system, token);
	requireGoodPassword(given.password, given);
	const passwordHash = await hashPassword(given.password);
	const lock = await lockOf(given.password);
	return asSystem(system.db, async (trx) => {
		// Two links used at once would otherwise both find no administrator.
		await sql`select pg_advisory_xact_lock(hashtext('mufakat.setup'))`.execute(trx);
		await lockOpenLink(trx, token, system.now());
		await trx
			.updateTable('setup_links')
			.set({ used_at: system.now() })
			.where('token_hash', '=', hashToken(token))
			.execute();
		const accountId = await createAccount(trx, {
			email: given.email,
			name: given.name,
			passwordHash,
			language: given.language,
			isAdministrator: true,
			mayCreateStudies: true
		});
		await lockDeviceKey(trx, accountId, lock);
		await recordAudit(trx, { accountId }, 'account.sign_in', {
			subjectId: accountId,
			detail: { by: 'setup' }
		});
		return accountId;
	});
}

async function lockOpenLink(trx: Trx, token: string, now: Date): Promise<void> {
	const link = await trx
		.selectFrom('setup_links')
		.select('token_hash')
		.where('token_hash', '=', hashToken(token))
		.where('used_at', 'is', null)
		.where('expires_at', '>', now)
		.forUpdate()
		.executeTakeFirst();
	if (!link || (await hasAdministrator(trx))) throw new Problem('link_expired');
}

async function hasAdministrator(trx: Trx): Promise<boolean> {
	const found = await trx
		.selectFrom('accounts')
		.select('id')
		.where('is_administrator', '=', true)
		.where('disabled_at', 'is', null)
		.limit(1)
		.executeTakeFirst();
	return found !== undefined;
}
