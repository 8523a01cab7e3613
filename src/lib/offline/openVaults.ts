import { leavesNoTrace } from './cookies.ts';
import { fetchKey } from './fetchKey.ts';
import { openDatabase } from './database.ts';
import { type Sealed, bytesOf, createSeal, unwrapKey } from './seal.ts';
import { isSigningOut } from './signingOut.ts';
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
		!leavesNoTrace() &&
		!isSigningOut()
	);
}

/** Whether the vault was opened with the password, so that pages come from copies. */
export const isOpenedOffline = () => current?.isOffline ?? false;

export type Opening =
	| { kind: 'open'; vault: Vault }
	| { kind: 'signed_out' }
	| { kind: 'other_account' }
	| { kind: 'offline' | 'nothing' };

/**
 * Opens what this device keeps with the key of whoever is signed in. `account`: of whom alone;
 * a page of somebody must not be kept with the key of who signed in since. `isOffline`: for the
 * shell, whose pages come from copies whether there is a line or not.
 */
export async function openSignedIn(
	wanted: { account?: string; isOffline?: boolean } = {}
): Promise<Opening> {
	const { account, isOffline = false } = wanted;
	const isWanted = (whose: string) => account === undefined || whose === account;
	if (!mayKeep()) return { kind: 'nothing' };
	if (current && isWanted(current.vault.account)) return { kind: 'open', vault: current.vault };
	const said = await fetchKey();
	if (said.kind !== 'key') return said;
	// Asked again: signing out, or leaving no trace, may have been pressed meanwhile.
	if (!mayKeep()) return { kind: 'nothing' };
	if (!isWanted(said.account)) return { kind: 'other_account' };
	const vault = await openVault(said.account, bytesOf(said.key));
	if (said.wrapped) await vault.keepWrapped(said.wrapped, said.name);
	current = { vault, isOffline };
	return { kind: 'open', vault };
}

/** What a password opens: the keys of one account, or of several whose passwords are the same. */
export interface Fitting {
	/** What the account is called; '' where the device does not know. */
	name: string;
	open: () => Promise<Vault>;
}

/**
 * What this device keeps that a password opens without a network. The server is not asked, so
 * guessing costs only the time a guess takes.
 */
export async function findFitting(password: string): Promise<Fitting[]> {
	const db = await openDatabase();
	const rings = await db.getAll('keyring');
	db.close();
	const found = await Promise.all(
		rings.map(async (ring): Promise<Fitting[]> => {
			const key = await unwrapKey(ring.wrapped, password);
			const whose = key && (await whoseIs(ring, key));
			if (!whose) return [];
			const open = async () => {
				const vault = await openVault(whose.account, key);
				current = { vault, isOffline: true };
				return vault;
			};
			return [{ name: whose.name, open }];
		})
	);
	return found.flat();
}

/** The account of a key; null where that was altered on the disk. */
async function whoseIs(ring: Sealed, key: Uint8Array<ArrayBuffer>) {
	try {
		const said = await (await createSeal(key)).open('keyring', ring);
		const whose = JSON.parse(new TextDecoder().decode(said)) as
			string | { account: string; name: string };
		// Before there could be several, a device knew the id alone.
		return typeof whose === 'string' ? { account: whose, name: '' } : whose;
	} catch {
		return null;
	}
}

/** Whether anybody's key is on this device. */
export async function hasKeyring(): Promise<boolean> {
	if (!mayKeep()) return false;
	const db = await openDatabase();
	const count = await db.count('keyring');
	db.close();
	return count > 0;
}
