import { sql } from 'kysely';
import type { Context } from '../context.ts';
import type { Trx } from '../database/database.ts';
import { sealedPlace } from '../keys/places.ts';
import { seal, unseal } from '../keys/sealing.ts';
import type { ReplacedName } from './replacements.ts';

/**
 * Takes the names that stood for one participant out of the sealed lists of their meeting, as the
 * system, in the transaction of an erasure. Gives how many went, and how many lists could not be opened.
 */
export async function dropReplacements(
	ctx: Context,
	trx: Trx,
	head: { id: string; groupId: string; pseudonym: string }
): Promise<{ names: number; closedLists: number }> {
	const key = ctx.config.sealingKey;
	const rows = await trx
		.selectFrom('name_replacements')
		.select(['id', 'sealed', 'key_id'])
		.where('group_id', '=', head.groupId)
		.forUpdate()
		.execute();
	let names = 0;
	let closedLists = 0;
	for (const row of rows) {
		if (!key || row.key_id !== key.id) {
			closedLists++;
			continue;
		}
		const place = sealedPlace.replacements(row.id);
		const list = unseal(key, place, new Uint8Array(row.sealed)) as ReplacedName[];
		const kept = list.filter(
			({ participantId, replacement }) =>
				participantId !== head.id && replacement !== `[${head.pseudonym}]`
		);
		if (kept.length === list.length) continue;
		names += list.length - kept.length;
		await (
			kept.length === 0
				? sql`delete from name_replacements where id = ${row.id}::uuid`
				: sql`update name_replacements set sealed = ${seal(key, place, kept)} where id = ${row.id}::uuid`
		).execute(trx);
	}
	return { names, closedLists };
}
