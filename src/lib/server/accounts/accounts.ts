import type { Context, SystemContext } from '../context.ts';
import { type Actor, asActor, asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import { Problem, notFound } from '../problem.ts';
import type { MailRhythm } from '#lib/terms.ts';
import type { PasswordHash } from './password.ts';

export interface NewAccount {
	email: string;
	name: string;
	/** From `hashPassword`, called before the transaction; null for an account that has none yet. */
	passwordHash: PasswordHash | null;
	language: string;
	isAdministrator?: boolean;
	mayCreateStudies?: boolean;
}

/** An e-mail address as it is stored and looked up. */
export function normaliseEmail(email: string): string {
	return email.trim().normalize('NFC').toLowerCase();
}

/**
 * Makes an account in a transaction of the system; gives its id.
 * @throws Problem already_exists where the e-mail has one
 */
export async function createAccount(trx: Trx, given: NewAccount): Promise<string> {
	const row = await trx
		.insertInto('accounts')
		.values({
			email: normaliseEmail(given.email),
			name: given.name,
			language: given.language,
			password_hash: given.passwordHash,
			is_administrator: given.isAdministrator ?? false,
			may_create_studies: given.mayCreateStudies ?? false
		})
		.onConflict((conflict) => conflict.column('email').doNothing())
		.returning('id')
		.executeTakeFirst();
	if (!row) throw new Problem('already_exists');
	await recordAudit(trx, null, 'account.create', { subjectId: row.id });
	return row.id;
}

/** Changes the name and language of whoever acts. */
export async function changeProfile(
	ctx: Context,
	input: { name: string; language: string }
): Promise<void> {
	await asSystem(ctx.db, async (trx) => {
		await trx
			.updateTable('accounts')
			.set({ name: input.name, language: input.language })
			.where('id', '=', ctx.actor.accountId)
			.execute();
		await recordAudit(trx, ctx.actor, 'account.profile_change', {
			subjectId: ctx.actor.accountId
		});
	});
}

/** When whoever acts gets mail about what is new. */
export async function getMailRhythm(ctx: Context): Promise<MailRhythm> {
	const account = await asSystem(ctx.db, (trx) =>
		trx
			.selectFrom('accounts')
			.select('mail_rhythm')
			.where('id', '=', ctx.actor.accountId)
			.executeTakeFirstOrThrow()
	);
	return account.mail_rhythm;
}

/** Changes when whoever acts gets mail; what waits already goes out at once where they want that. */
export async function changeMailRhythm(ctx: Context, rhythm: MailRhythm): Promise<void> {
	await asSystem(ctx.db, async (trx) => {
		await trx
			.updateTable('accounts')
			.set({ mail_rhythm: rhythm })
			.where('id', '=', ctx.actor.accountId)
			.execute();
		await recordAudit(trx, ctx.actor, 'account.profile_change', {
			subjectId: ctx.actor.accountId,
			detail: { mail: rhythm }
		});
	});
	ctx.wake('mail');
}

/** Keeps the language whoever acts has chosen, for their mails and their next device. */
export async function changeLanguage(ctx: Context, language: string): Promise<void> {
	await asSystem(ctx.db, async (trx) => {
		await trx
			.updateTable('accounts')
			.set({ language })
			.where('id', '=', ctx.actor.accountId)
			.execute();
		await recordAudit(trx, ctx.actor, 'account.profile_change', {
			subjectId: ctx.actor.accountId
		});
	});
}

/**
 * Closes an account: it signs in no more, and is signed out everywhere at once. `by` is the
 * administrator who does it, or null for the command line.
 * @throws Problem wrong_state for one's own account; not_found where there is none
 */
export async function disableAccount(
	system: SystemContext,
	by: Actor | null,
	accountId: string
): Promise<void> {
	await requireAdministrator(system, by);
	if (by?.accountId === accountId) throw new Problem('wrong_state');
	await asSystem(system.db, async (trx) => {
		const changed = await trx
			.updateTable('accounts')
			.set({ disabled_at: system.now() })
			.where('id', '=', accountId)
			.where('disabled_at', 'is', null)
			.returning('id')
			.executeTakeFirst();
		if (!changed) throw notFound();
		await trx.deleteFrom('sessions').where('account_id', '=', accountId).execute();
		await trx.deleteFrom('password_resets').where('account_id', '=', accountId).execute();
		// What it invited people to is no longer vouched for.
		await trx
			.updateTable('invitations')
			.set({ revoked_at: system.now() })
			.where('invited_by', '=', accountId)
			.where('accepted_at', 'is', null)
			.where('revoked_at', 'is', null)
			.execute();
		await recordAudit(trx, by, 'account.disable', { subjectId: accountId });
	});
}

/**
 * Opens a closed account again, with the password and second factor it had.
 * @throws Problem not_found where there is no closed account of this id
 */
export async function enableAccount(
	system: SystemContext,
	by: Actor | null,
	accountId: string
): Promise<void> {
	await requireAdministrator(system, by);
	await asSystem(system.db, async (trx) => {
		const changed = await trx
			.updateTable('accounts')
			.set({ disabled_at: null })
			.where('id', '=', accountId)
			.where('disabled_at', 'is not', null)
			.returning('id')
			.executeTakeFirst();
		if (!changed) throw notFound();
		await recordAudit(trx, by, 'account.enable', { subjectId: accountId });
	});
}

async function requireAdministrator(system: SystemContext, by: Actor | null): Promise<void> {
	if (by) await asActor(system.db, by, (trx) => authorize(trx, 'instance.administer', {}));
}
