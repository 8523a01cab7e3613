import type { Db } from '../database/database.ts';

/** What sign-in needs of an account; read as the system, before there is an actor. */
export function findAccountByEmail(db: Db, email: string) {
	return db.selectFrom('accounts').select(columns).where('email', '=', email).executeTakeFirst();
}

export function getAccount(db: Db, id: string) {
	return db.selectFrom('accounts').select(columns).where('id', '=', id).executeTakeFirstOrThrow();
}

const columns = [
	'id',
	'email',
	'name',
	'language',
	'password_hash',
	'is_administrator',
	'may_create_studies',
	'totp_secret',
	'totp_confirmed_at',
	'disabled_at'
] as const;

/** How many one-time codes are left. */
export async function countRecoveryCodes(db: Db, accountId: string): Promise<number> {
	const { count } = await db
		.selectFrom('recovery_codes')
		.select((at) => at.fn.countAll<number>().as('count'))
		.where('account_id', '=', accountId)
		.where('used_at', 'is', null)
		.executeTakeFirstOrThrow();
	return Number(count);
}
