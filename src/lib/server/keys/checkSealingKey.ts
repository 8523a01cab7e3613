import type { SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import { type SealingKey, seal, unseal } from './sealing.ts';

const PROBE = 'mufakat';
const place = (key: SealingKey) => `probe ${key.id}`;

/**
 * Holds the key of this start against the one the database was sealed with; the first one ever
 * given is remembered by a probe.
 * @throws Error with what to do, where the key is another one or missing
 */
export async function checkSealingKey({
	db,
	config
}: Pick<SystemContext, 'db' | 'config'>): Promise<void> {
	const key = config.sealingKey;
	await asSystem(db, async (trx) => {
		const known = await trx.selectFrom('sealing_keys').select(['key_id', 'probe']).execute();
		if (known.length === 0) {
			if (key)
				await trx
					.insertInto('sealing_keys')
					.values({ key_id: key.id, probe: seal(key, place(key), PROBE) })
					.execute();
			return;
		}
		const hint =
			'Start with the key this database was sealed with. To change keys, set MUFAKAT_OLD_KEY to it ' +
			'and run: mufakat key rotate. If it is lost, mufakat key forget removes what it sealed.';
		if (!key)
			throw new Error(
				`MUFAKAT_KEY is not set, and this database holds names sealed with a key. ${hint}`
			);
		const own = known.find(({ key_id }) => key_id === key.id);
		if (!own || !opens(key, own.probe))
			throw new Error(`MUFAKAT_KEY is not the key of this database. ${hint}`);
	});
}

function opens(key: SealingKey, probe: Uint8Array): boolean {
	try {
		return unseal(key, place(key), probe) === PROBE;
	} catch {
		return false;
	}
}

/** Puts the probe of a new key in the place of the old one's; for a rotation, in its transaction. */
export function probeOf(key: SealingKey): { key_id: string; probe: Uint8Array } {
	return { key_id: key.id, probe: seal(key, place(key), PROBE) };
}
