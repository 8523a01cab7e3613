import { sql } from 'kysely';
import { dropSecondFactor, listForeignSecrets, resealSecret } from '../accounts/totpSecret.ts';
import { recordAudit } from '../audit/record.ts';
import type { SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { probeOf } from '../keys/checkSealingKey.ts';
import { sealedPlace } from '../keys/places.ts';
import { type SealingKey, seal, unseal } from '../keys/sealing.ts';

/** How many of each kind a change of keys touched. */
export interface Sealed {
	identities: number;
	/** Lists of names that were replaced at an import. */
	lists: number;
	secondFactors: number;
}

/** Tables whose rows hold `sealed` and `key_id`, with what each row is bound to. */
const TABLES = [
	{ table: 'participant_identities', id: 'participant_id', place: sealedPlace.identity },
	{ table: 'name_replacements', id: 'id', place: sealedPlace.replacements }
] as const;

interface Row {
	id: string;
	sealed: Uint8Array;
	keyId: string;
}

/** Nothing may be sealed while keys change; those who read wait for a moment. */
const lockSealed = (trx: Trx) =>
	sql`lock table participant_identities, name_replacements, sealing_keys in exclusive mode`.execute(
		trx
	);

async function foreignRows(
	trx: Trx,
	{ table, id }: (typeof TABLES)[number],
	key: SealingKey | undefined
): Promise<Row[]> {
	const found = await sql<Row>`select ${sql.ref(id)} as id, sealed, key_id as "keyId"
		from ${sql.table(table)} where key_id is distinct from ${key?.id ?? null}`.execute(trx);
	return found.rows;
}

/**
 * Seals with MUFAKAT_KEY everything that MUFAKAT_OLD_KEY opens, all of it or nothing. Run again, it
 * finds nothing left to do.
 * @throws Error that says what to set, or how many could not be opened
 */
export async function rotateKey(system: Pick<SystemContext, 'db' | 'config'>): Promise<Sealed> {
	const { sealingKey: to, oldSealingKey: from } = system.config;
	if (!to || !from)
		throw new Error('Set MUFAKAT_KEY to the new key and MUFAKAT_OLD_KEY to the one before.');
	if (to.id === from.id) throw new Error('MUFAKAT_KEY and MUFAKAT_OLD_KEY are the same key.');
	return asSystem(system.db, async (trx) => {
		await lockSealed(trx);
		const counts: number[] = [];
		let closed = 0;
		for (const each of TABLES) {
			const rows = await foreignRows(trx, each, to);
			for (const row of rows) {
				const sealed = reseal(row, each.place(row.id), from, to);
				if (!sealed) closed++;
				else
					await sql`update ${sql.table(each.table)} set sealed = ${sealed}, key_id = ${to.id}
						where ${sql.ref(each.id)} = ${row.id}::uuid`.execute(trx);
			}
			counts.push(rows.length);
		}
		const secrets = await listForeignSecrets(trx, to);
		for (const secret of secrets)
			await resealSecret(trx, secret, from, to).catch(() => void closed++);
		if (closed > 0)
			throw new Error(
				`${closed} sealed rows cannot be opened with MUFAKAT_OLD_KEY. Nothing was changed.`
			);
		const known = await trx.selectFrom('sealing_keys').select('key_id').execute();
		if (known.some(({ key_id }) => key_id !== to.id && key_id !== from.id))
			throw new Error('MUFAKAT_OLD_KEY is not the key of this database. Nothing was changed.');
		await trx.deleteFrom('sealing_keys').execute();
		await trx.insertInto('sealing_keys').values(probeOf(to)).execute();
		const [identities = 0, lists = 0] = counts;
		const done = { identities, lists, secondFactors: secrets.length };
		await recordAudit(trx, null, 'identity.rotate', { detail: { ...done } });
		return done;
	});
}

function reseal(row: Row, place: string, from: SealingKey, to: SealingKey): Uint8Array | undefined {
	if (row.keyId !== from.id) return undefined;
	try {
		return seal(to, place, unseal(from, place, new Uint8Array(row.sealed)));
	} catch {
		return undefined;
	}
}

/** What `forgetKey` found or removed. */
export interface Forgotten extends Omit<Sealed, 'secondFactors'> {
	/** Addresses of the accounts whose second factor is gone with the key. */
	accounts: string[];
}

/**
 * For a key that is lost: removes what it sealed, which nobody can read any more, and the memory of
 * it, so that Mufakat starts with another key or with none. What the key that is set now sealed stays. With
 * `isReal` false it only counts.
 */
export async function forgetKey(
	system: Pick<SystemContext, 'db' | 'config'>,
	isReal: boolean
): Promise<Forgotten> {
	const key = system.config.sealingKey;
	return asSystem(system.db, async (trx) => {
		await lockSealed(trx);
		const counts: number[] = [];
		for (const each of TABLES) {
			counts.push((await foreignRows(trx, each, key)).length);
			if (isReal)
				await sql`delete from ${sql.table(each.table)}
					where key_id is distinct from ${key?.id ?? null}`.execute(trx);
		}
		const secrets = await listForeignSecrets(trx, key);
		const [identities = 0, lists = 0] = counts;
		const accounts = secrets.map(({ email }) => email);
		if (!isReal) return { identities, lists, accounts };
		for (const { id } of secrets) await dropSecondFactor(trx, id);
		await sql`delete from sealing_keys where key_id is distinct from ${key?.id ?? null}`.execute(
			trx
		);
		await recordAudit(trx, null, 'identity.rotate', {
			detail: { forgotten: true, identities, lists, secondFactors: accounts.length }
		});
		return { identities, lists, accounts };
	});
}
