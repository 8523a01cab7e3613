import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Sealed, WrappedKey } from './seal.ts';

/** Name of the database everything is kept in. */
export const DATABASE_NAME = 'mufakat';

/** One thing kept, under a name nobody can read. */
export interface Kept extends Sealed {
	name: string;
	/** Whose it is: the same for everything of one account. */
	owner: string;
	/** The area of a delegation it belongs to. */
	place: string;
	/** When, in milliseconds since 1970; what waits is sent in this order. */
	at: number;
	/** The bytes of a file that goes with it. */
	file?: Sealed;
}

/** What is kept: areas as the server gave them, answers that wait, and what else waits. */
export const STORES = ['copies', 'pending', 'outbox'] as const;
export type Store = (typeof STORES)[number];

/** A key locked with a password, and the account it is of. */
interface Keyring extends Sealed {
	owner: string;
	wrapped: WrappedKey;
}

interface Schema extends DBSchema {
	keyring: { key: string; value: Keyring };
	copies: { key: string; value: Kept; indexes: { owner: string } };
	pending: { key: string; value: Kept; indexes: { owner: string } };
	outbox: { key: string; value: Kept; indexes: { owner: string } };
}
export type DeviceDatabase = IDBPDatabase<Schema>;

/** Opens the database of this device. It closes by itself when another tab takes it away. */
export function openDatabase(): Promise<DeviceDatabase> {
	return openDB<Schema>(DATABASE_NAME, 1, {
		upgrade(db) {
			db.createObjectStore('keyring', { keyPath: 'owner' });
			for (const name of STORES)
				db.createObjectStore(name, { keyPath: 'name' }).createIndex('owner', 'owner');
		},
		blocking: (_old, _new, event) => (event.target as IDBDatabase).close()
	});
}
