import type { Selectable } from 'kysely';
import { hashToken } from '../accounts/tokens.ts';
import type { Trx } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import type { InvitationRole } from '#lib/terms.ts';

export type InvitationState = 'pending' | 'accepted' | 'expired' | 'revoked';

export interface ListedInvitation {
	id: string;
	email: string;
	role: InvitationRole | 'helper';
	delegationId: string | null;
	createdAt: Date;
	expiresAt: Date;
	state: InvitationState;
}

/** Invitations as the actor sees them: of a study, of a delegation, or (null) of the instance. */
export async function listInvitations(
	trx: Trx,
	of: { studyId: string } | { delegationId: string } | null,
	now: Date
): Promise<ListedInvitation[]> {
	const rows = await trx
		.selectFrom('invitations')
		.select([
			'id',
			'email',
			'role',
			'proposes_only',
			'delegation_id',
			'created_at',
			'expires_at',
			'accepted_at',
			'revoked_at'
		])
		.$call((from) => {
			if (of === null) return from.where('study_id', 'is', null);
			if ('studyId' in of) return from.where('study_id', '=', of.studyId);
			return from.where('delegation_id', '=', of.delegationId);
		})
		.orderBy('created_at', 'desc')
		.orderBy('id')
		.limit(500)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		email: row.email,
		role: row.proposes_only ? 'helper' : row.role,
		delegationId: row.delegation_id,
		createdAt: row.created_at,
		expiresAt: row.expires_at,
		state: stateOf(row, now)
	}));
}

/** Where an invitation stands at `now`. */
export function stateOf(
	row: Pick<Selectable<Tables['invitations']>, 'accepted_at' | 'revoked_at' | 'expires_at'>,
	now: Date
): InvitationState {
	if (row.accepted_at) return 'accepted';
	if (row.revoked_at) return 'revoked';
	return row.expires_at <= now ? 'expired' : 'pending';
}

/** The invitation a link belongs to, locked until the transaction ends. System only. */
export function lockInvitation(trx: Trx, token: string) {
	return trx
		.selectFrom('invitations')
		.selectAll()
		.where('token_hash', '=', hashToken(token))
		.forUpdate()
		.executeTakeFirst();
}

/** Who invites to what, for whoever holds the link. System only. */
export function findInvitation(trx: Trx, token: string) {
	return trx
		.selectFrom('invitations as i')
		.leftJoin('studies as s', 's.id', 'i.study_id')
		.leftJoin('delegations as d', 'd.id', 'i.delegation_id')
		.leftJoin('rounds as r', 'r.id', 'd.round_id')
		.leftJoin('round_countries as c', (on) =>
			on.onRef('c.round_id', '=', 'd.round_id').onRef('c.country', '=', 'd.country')
		)
		.leftJoin('accounts as host', 'host.id', 'i.invited_by')
		.leftJoin('accounts as guest', 'guest.email', 'i.email')
		.select([
			'i.email',
			'i.role',
			'i.proposes_only as proposesOnly',
			'i.language',
			'i.expires_at',
			'i.accepted_at',
			'i.revoked_at',
			's.name as study',
			'r.name as round',
			'c.name as country',
			'd.name as delegation',
			'host.name as invitedBy',
			'guest.id as accountId',
			'guest.password_hash as passwordHash',
			'guest.totp_confirmed_at as totpConfirmedAt',
			'guest.disabled_at as disabledAt'
		])
		.where('i.token_hash', '=', hashToken(token))
		.executeTakeFirst();
}

/** Ends the invitations that a person sent to a study, or to one delegation of it, and left open. */
export async function revokeInvitationsOf(
	trx: Trx,
	sent: { accountId: string; studyId: string; delegationId?: string },
	now: Date
): Promise<void> {
	await trx
		.updateTable('invitations')
		.set({ revoked_at: now })
		.where('invited_by', '=', sent.accountId)
		.where('study_id', '=', sent.studyId)
		.$if(sent.delegationId !== undefined, (from) =>
			from.where('delegation_id', '=', sent.delegationId!)
		)
		.where('accepted_at', 'is', null)
		.where('revoked_at', 'is', null)
		.execute();
}
