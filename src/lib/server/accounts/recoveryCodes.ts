import { randomBytes } from 'node:crypto';
import type { Trx } from '../database/database.ts';
import { hashToken } from './tokens.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const COUNT = 10;

/** 80 random bits: too many to try against the stored hash, few enough to write down. */
function newCode(): string {
	const letters = [...randomBytes(16)].map((byte) => ALPHABET[byte % 32]).join('');
	return letters.match(/.{4}/g)!.join('-');
}

/** Only these hashes are stored; dashes and capitals are the reader's. */
const hashCode = (accountId: string, code: string) =>
	hashToken(`${accountId}:${code.replaceAll(/[\s-]/g, '').toLowerCase()}`);

/** Replaces an account's codes by ten new ones and gives them: the only time they can be read. */
export async function replaceRecoveryCodes(trx: Trx, accountId: string): Promise<string[]> {
	const codes = Array.from({ length: COUNT }, newCode);
	await trx.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute();
	await trx
		.insertInto('recovery_codes')
		.values(codes.map((code) => ({ account_id: accountId, code_hash: hashCode(accountId, code) })))
		.execute();
	return codes;
}

/** true when `code` is one of the account's and was not used before; it is used now. */
export async function useRecoveryCode(
	trx: Trx,
	accountId: string,
	code: string,
	now: Date
): Promise<boolean> {
	const used = await trx
		.updateTable('recovery_codes')
		.set({ used_at: now })
		.where('account_id', '=', accountId)
		.where('code_hash', '=', hashCode(accountId, code))
		.where('used_at', 'is', null)
		.returning('account_id')
		.executeTakeFirst();
	return used !== undefined;
}
