import { sql } from 'kysely';
import type { Adapter } from 'lucia';
import type { Db } from '../database/database.ts';
import type { StudyRole } from '#lib/terms.ts';
import { hashToken } from '../accounts/tokens.ts';

/** Columns of a session that Lucia hands through. */
export interface SessionColumns {
	createdAt: Date;
	lastSeenAt: Date;
	secondFactorAt: Date | null;
	device: string;
}

/** What is known of the account of a session, read with it in one query. */
export interface UserColumns {
	email: string;
	name: string;
	language: string;
	isAdministrator: boolean;
	mayCreateStudies: boolean;
	hasSecondFactor: boolean;
	/** Every role held in any study. */
	roles: StudyRole[];
}

/**
 * Where Lucia keeps sessions. Lucia calls the cookie's token the session's id; only its SHA-256
 * reaches a table, so a stolen table opens no session. `db` may be a transaction.
 */
export function sessionAdapter(db: Db): Adapter {
	return {
		async getSessionAndUser(token) {
			const row = await db
				.selectFrom('sessions as s')
				.innerJoin('accounts as a', 'a.id', 's.account_id')
				.select([
					's.account_id',
					's.created_at',
					's.last_seen_at',
					's.expires_at',
					's.second_factor_at',
					's.device',
					'a.email',
					'a.name',
					'a.language',
					'a.is_administrator',
					'a.may_create_studies',
					sql<boolean>`a.totp_confirmed_at is not null`.as('has_second_factor'),
					sql<StudyRole[]>`roles_of(a.id)`.as('roles')
				])
				.where('s.id', '=', hashToken(token))
				.where('a.disabled_at', 'is', null)
				.executeTakeFirst();
			if (!row) return [null, null];
			return [
				{
					// Lucia passes this on to the cookie and to the methods below, so it is the token.
					id: token,
					userId: row.account_id,
					expiresAt: row.expires_at,
					attributes: {
						createdAt: row.created_at,
						lastSeenAt: row.last_seen_at,
						secondFactorAt: row.second_factor_at,
						device: row.device
					}
				},
				{
					id: row.account_id,
					attributes: {
						email: row.email,
						name: row.name,
						language: row.language,
						isAdministrator: row.is_administrator,
						mayCreateStudies: row.may_create_studies,
						hasSecondFactor: row.has_second_factor,
						roles: row.roles
					}
				}
			];
		},
		/** The ids are hashes here: a list of devices, never cookies. */
		async getUserSessions(accountId) {
			const rows = await db
				.selectFrom('sessions')
				.selectAll()
				.where('account_id', '=', accountId)
				.orderBy('last_seen_at', 'desc')
				.execute();
			return rows.map((row) => ({
				id: row.id,
				userId: row.account_id,
				expiresAt: row.expires_at,
				attributes: {
					createdAt: row.created_at,
					lastSeenAt: row.last_seen_at,
					secondFactorAt: row.second_factor_at,
					device: row.device
				}
			}));
		},
		async setSession(session) {
			await db
				.insertInto('sessions')
				.values({
					id: hashToken(session.id),
					account_id: session.userId,
					created_at: session.attributes.createdAt,
					last_seen_at: session.attributes.lastSeenAt,
					expires_at: session.expiresAt,
					second_factor_at: session.attributes.secondFactorAt,
					device: session.attributes.device
				})
				.execute();
		},
		/** Lucia would push the end on with each use; ours stands where sign-in put it. */
		async updateSessionExpiration() {},
		async deleteSession(token) {
			await db.deleteFrom('sessions').where('id', '=', hashToken(token)).execute();
		},
		async deleteUserSessions(accountId) {
			await db.deleteFrom('sessions').where('account_id', '=', accountId).execute();
		},
		async deleteExpiredSessions() {
			await db.deleteFrom('sessions').where('expires_at', '<=', new Date()).execute();
		}
	};
}
