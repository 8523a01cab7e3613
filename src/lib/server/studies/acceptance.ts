import type { Selectable } from 'kysely';
import { createAccount } from '../accounts/accounts.ts';
import { lockDeviceKey, lockOf } from '../accounts/deviceKey.ts';
import { hashPassword, requireGoodPassword, verifyPassword } from '../accounts/password.ts';
import { accountLimit, clearAttempts, countAttempt } from '../accounts/throttle.ts';
import { TOKEN_SHAPE } from '../accounts/tokens.ts';
import { recordAudit } from '../audit/record.ts';
import type { SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import type { InvitationRole } from '#lib/terms.ts';
import { Problem, notFound } from '../problem.ts';
import { findInvitation, lockInvitation, stateOf } from './invitationQueries.ts';

/** What the holder of a link is told; holding it proves the mail address. */
export interface OpenInvitation {
	email: string;
	role: InvitationRole | 'helper';
	language: string;
	expiresAt: Date;
	study: string | null;
	round: string | null;
	country: string | null;
	invitedBy: string | null;
	/** true where the address has an account, whose password is then asked. */
	hasAccount: boolean;
}

/**
 * Who invites to what. Reading changes nothing: mail scanners open links.
 * @throws Problem not_found for what is no token; link_expired for one that was never given,
 * is late, used or revoked, all alike
 */
export async function readInvitation(
	system: SystemContext,
	token: string
): Promise<OpenInvitation> {
	const found = await getOpen(system, token);
	return {
		email: found.email,
		role: found.proposesOnly ? 'helper' : found.role,
		language: found.language,
		expiresAt: found.expires_at,
		study: found.study,
		round: found.round,
		country: found.country,
		invitedBy: found.invitedBy,
		hasAccount: found.accountId !== null
	};
}

/** How the holder of the link shows who they are. */
export type Acceptance =
	| { kind: 'new'; name: string; password: string; language: string; organisation: string }
	| { kind: 'password'; password: string; organisation: string }
	| { kind: 'signed_in'; accountId: string; organisation: string };

/**
 * Takes the invitation's token; gives the account that now takes part, made where there was none.
 * @throws Problem link_expired; not_found where the account is another's; invalid with
 * `field: 'password'` where the password is wrong or may not be chosen; too_many_attempts;
 * already_exists where an account was made meanwhile
 */
export async function acceptInvitation(
	system: SystemContext,
	token: string,
	acceptance: Acceptance
): Promise<string> {
	const found = await getOpen(system, token);
	// Hashing comes before the transaction: it takes long, and the embedded engine has only one.
	const passwordHash = acceptance.kind === 'new' ? await hashChosen(acceptance, found.email) : null;
	if (acceptance.kind === 'password') await checkPassword(system, found, acceptance.password);
	const lock = acceptance.kind === 'signed_in' ? null : await lockOf(acceptance.password);
	if (acceptance.kind === 'signed_in' && acceptance.accountId !== found.accountId) throw notFound();
	return asSystem(system.db, async (trx) => {
		const invitation = await lockInvitation(trx, token);
		if (!invitation || stateOf(invitation, system.now()) !== 'pending')
			throw new Problem('link_expired');
		const accountId =
			acceptance.kind === 'new'
				? await createAccount(trx, {
						email: invitation.email,
						name: acceptance.name,
						passwordHash,
						language: acceptance.language
					})
				: found.accountId!;
		if (lock) await lockDeviceKey(trx, accountId, lock);
		await grantRole(trx, invitation, accountId, acceptance.organisation);
		await trx
			.updateTable('invitations')
			.set({ accepted_at: system.now() })
			.where('id', '=', invitation.id)
			.execute();
		await recordAudit(trx, { accountId }, 'invitation.accept', {
			studyId: invitation.study_id,
			delegationId: invitation.delegation_id,
			subjectId: invitation.id,
			detail: { role: invitation.role }
		});
		// The page signs them in next; where a code is due, its page records that.
		if (acceptance.kind !== 'signed_in' && !found.totpConfirmedAt)
			await recordAudit(trx, { accountId }, 'account.sign_in', {
				subjectId: accountId,
				detail: { by: 'invitation' }
			});
		return accountId;
	});
}

async function getOpen(system: SystemContext, token: string) {
	if (!TOKEN_SHAPE.test(token)) throw notFound();
	const found = await asSystem(system.db, (trx) => findInvitation(trx, token));
	if (!found || found.disabledAt || stateOf(found, system.now()) !== 'pending')
		throw new Problem('link_expired');
	return found;
}

function hashChosen(chosen: { name: string; password: string }, email: string) {
	requireGoodPassword(chosen.password, { name: chosen.name, email });
	return hashPassword(chosen.password);
}

async function checkPassword(
	system: SystemContext,
	found: { email: string; passwordHash: string | null },
	password: string
): Promise<void> {
	// The same count as on the sign-in page, so that a link is no second way to guess.
	const limit = accountLimit('sign-in', found.email);
	await countAttempt(system, [limit]);
	if (!(await verifyPassword(found.passwordHash, password)))
		throw new Problem('invalid', { field: 'password', fault: 'wrong' });
	await clearAttempts(system, limit);
}

/** Gives the account what it was invited to; what it has already, it keeps. */
async function grantRole(
	trx: Trx,
	invitation: Selectable<Tables['invitations']>,
	accountId: string,
	organisation: string
): Promise<void> {
	const { role } = invitation;
	if (role === 'study_creator' || role === 'administrator') {
		await trx
			.updateTable('accounts')
			.set(role === 'administrator' ? { is_administrator: true } : { may_create_studies: true })
			.where('id', '=', accountId)
			.execute();
	} else if (role === 'focal_point' || role === 'representative') {
		const isFocalPoint = role === 'focal_point';
		await trx
			.insertInto('delegation_members')
			.values({
				delegation_id: invitation.delegation_id!,
				account_id: accountId,
				is_focal_point: isFocalPoint,
				proposes_only: invitation.proposes_only,
				organisation
			})
			.onConflict((already) => {
				const on = already.columns(['delegation_id', 'account_id']);
				if (isFocalPoint) return on.doUpdateSet({ is_focal_point: true, proposes_only: false });
				// Who only proposed may write from now on; who writes is not made to propose.
				return invitation.proposes_only ? on.doNothing() : on.doUpdateSet({ proposes_only: false });
			})
			.execute();
	} else {
		await trx
			.insertInto('memberships')
			.values({ study_id: invitation.study_id!, account_id: accountId, role })
			.onConflict((already) => already.columns(['study_id', 'account_id', 'role']).doNothing())
			.execute();
	}
}
