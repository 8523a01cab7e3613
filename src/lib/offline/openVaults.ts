import { leavesNoTrace } from './cookies.ts';
import { fetchKey } from './fetchKey.ts';
import { openDatabase } from './database.ts';
import { bytesOf, createSeal, unwrapKey } from './seal.ts';
import { type Vault, openVault } from './vault.ts';

/** The one vault this page has open. The key is in its memory only. */
let current: { vault: Vault; isOffline: boolean } | undefined;

/** Whether this browser can keep anything, and may. */
export function mayKeep(): boolean {
	return (
		globalThis.isSecureContext &&
		typeof crypto?.subtle === 'object' &&
		typeof indexedDB === 'object' &&
		navigator.locks !== undefined &&
		!leavesNoTrace()
	);
}

/** Whether the vault was opened with the password, so that pages come from copies. */
export const isOpenedOffline = () => current?.isOffline ?? false;

export type Opening =
	{ kind: 'open'; vault: Vault } | { kind: 'signed_out' } | { kind: 'offline' | 'nothing' };

/**
 * Opens what this device keeps with the key of whoever is signed in. `isOffline`: for the shell,
 * whose pages come from copies whether there is a line or not.
 */
export async function openSignedIn(isOffline = false): Promise<Opening> {
	if (!mayKeep()) return { kind: 'nothing' };
	if (current) return { kind: 'open', vault: current.vault };
	const said = await fetchKey();
	if (said.kind !== 'key') return said;
	const vault = await openVault(said.account, bytesOf(said.key));
	if (said.wrapped) await vault.keepWrapped(said.wrapped);
	current = { vault, isOffline };
	return { kind: 'open', vault };
}

/**
 * Opens it without a network, with the password; null where no key of this device has that
 * password. The server is not asked, so guessing costs only the time a guess takes.
 */
export async function openWithPassword(password: string): Promise<Vault | null> {
	const db = await openDatabase();
	const rings = await db.getAll('keyring');
	db.close();
	for (const ring of rings) {
		const key = await unwrapKey(ring.wrapped, password);
		if (!key) continue;
		const seal = await createSeal(key);
		const account = JSON.parse(
			new TextDecoder().decode(await seal.open('keyring', ring))
		) as string;
		const vault = await openVault(account, key);
		current = { vault, isOffline: true };
		return vault;
	}
	return null;
}

/** Whether anybody's key is on this device. */
export async function hasKeyring(): Promise<boolean> {
	if (!mayKeep()) return false;
	const db = await openDatabase();
	const count = await db.count('keyring');
	db.close();
	return count > 0;
}
