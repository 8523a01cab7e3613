import { isIPv6 } from 'node:net';
import { sql } from 'kysely';
import type { SystemContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { hashToken } from './tokens.ts';

/** So many attempts under `key` are let through in a quarter of an hour. */
export interface Limit {
	key: string;
	most: number;
}

const MINUTES = 15;

/** Ten for one account. The key is a hash: the table names nobody, and needs no account to exist. */
export function accountLimit(kind: 'sign-in' | 'code' | 'reset', who: string): Limit {
	return { key: `${kind}:${hashToken(who)}`, most: kind === 'reset' ? 5 : 10 };
}

/** Fifty for one address; for IPv6 the network of 64 bits counts, of which one person has all. */
export function addressLimit(address: string): Limit {
	return { key: `address:${hashToken(network(address))}`, most: 50 };
}

function network(address: string): string {
	const mapped = address.replace(/^::ffff:(?=\d+\.)/i, '');
	if (!isIPv6(mapped)) return mapped;
	const [head = '', tail] = mapped.split('::');
	const before = head.split(':').filter(Boolean);
	const after = (tail ?? '').split(':').filter(Boolean);
	const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
	const groups = [...before, ...Array<string>(Math.max(zeros, 0)).fill('0'), ...after];
	return groups
		.slice(0, 4)
		.map((group) => Number.parseInt(group, 16).toString(16))
		.join(':');
}

/**
 * Counts one attempt under every limit, before it is known whether it is right, so that many at
 * once cannot slip through. Not for use inside a transaction: a count must outlive a rollback.
 * @throws Problem too_many_attempts with the `minutes` until the next is let through
 */
export async function countAttempt(
	system: Pick<SystemContext, 'db' | 'now'>,
	limits: readonly Limit[]
): Promise<void> {
	const now = system.now();
	let waitUntil = 0;
	for (const limit of limits) {
		const counted = await sql<{ count: number; resets_at: Date }>`
			insert into throttles as t (key, count, resets_at)
			values (${limit.key}, 1, ${new Date(now.getTime() + MINUTES * 60_000)})
			on conflict (key) do update set
				count = case when t.resets_at <= ${now} then 1 else t.count + 1 end,
				resets_at = case when t.resets_at <= ${now} then excluded.resets_at else t.resets_at end
			returning count, resets_at`.execute(system.db);
		const row = counted.rows[0];
		if (row && row.count > limit.most) waitUntil = Math.max(waitUntil, row.resets_at.getTime());
	}
	if (waitUntil)
		throw new Problem('too_many_attempts', {
			minutes: Math.max(1, Math.ceil((waitUntil - now.getTime()) / 60_000))
		});
}

/** After a success: the account starts anew, and the address has this one attempt back. */
export async function clearAttempts(
	system: Pick<SystemContext, 'db'>,
	account: Limit,
	address?: Limit
): Promise<void> {
	await system.db.deleteFrom('throttles').where('key', '=', account.key).execute();
	if (address)
		await system.db
			.updateTable('throttles')
			.set({ count: sql`greatest(count - 1, 0)` })
			.where('key', '=', address.key)
			.execute();
}
