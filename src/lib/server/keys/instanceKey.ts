import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';

/** What this instance signs: links in mails, files that leave it to be filled in elsewhere. */
export type KeyPurpose = 'query_link' | 'paper';

/**
 * The instance's secret for one purpose, made on first use. Opens a transaction of its own:
 * ask for it before beginning one.
 */
export async function getInstanceKey(
	system: Pick<SystemContext, 'db'>,
	purpose: KeyPurpose
): Promise<Uint8Array> {
	return asSystem(system.db, async (trx) => {
		await trx
			.insertInto('instance_keys')
			.values({ purpose, secret: randomBytes(32) })
			.onConflict((conflict) => conflict.column('purpose').doNothing())
			.execute();
		const { secret } = await trx
			.selectFrom('instance_keys')
			.select('secret')
			.where('purpose', '=', purpose)
			.executeTakeFirstOrThrow();
		// pg gives a Buffer, PGlite a Uint8Array.
		return new Uint8Array(secret);
	});
}

/** HMAC-SHA-256 of a text as base64url, 43 characters. */
export function sign(key: Uint8Array, text: string): string {
	return createHmac('sha256', key).update(text, 'utf8').digest('base64url');
}

/** Whether `signature` is the one `sign` gives; compared in constant time. Any text may come. */
export function isSigned(key: Uint8Array, text: string, signature: string): boolean {
	const expected = Buffer.from(sign(key, text));
	const given = Buffer.from(signature);
	return given.length === expected.length && timingSafeEqual(given, expected);
}
