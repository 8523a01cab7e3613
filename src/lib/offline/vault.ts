import type { AreaView } from '#lib/components/questionnaire/answering/areaView.ts';
import type { RoomView } from '#lib/components/room/roomView.ts';
import type { Pending } from '#lib/client/saves.ts';
import { WAITING_COOKIE, leavesNoTrace, setDeviceCookie } from './cookies.ts';
import { type DeviceDatabase, type Kept, type Store, openDatabase } from './database.ts';
import type { OutboxItem } from './outbox.ts';
import { type Seal, type WrappedKey, createSeal } from './seal.ts';
import { isSigningOut } from './signingOut.ts';

/** An area. `format`: of the view, see copies.ts; what is before it can be read in every format. */
export interface AreaCopy {
	kind?: undefined;
	home: string;
	area: string;
	format: number;
	view: AreaView;
}

/** The notes of a meeting, see roomCopies.ts. */
export interface RoomCopy {
	kind: 'room';
	home: string;
	area: string;
	format: number;
	view: RoomView;
}

/** What is under the names of a store, when it has been opened. */
interface Contents {
	copies: AreaCopy | RoomCopy;
	pending: { home: string; area: string; response: string; pending: Pending };
	outbox: OutboxItem;
}

/** One thing taken out. */
export interface Taken<S extends Store> {
	name: string;
	at: number;
	content: Contents[S];
	/** Whether a file goes with it; its bytes come from `fileOf`. */
	hasFile: boolean;
}

/** What a device keeps for one account, while its key is in memory. */
export interface Vault {
	account: string;
	/** A name for a place, such as the copy of an area. */
	nameOf(text: string): Promise<string>;
	/** Gives whether it is kept: not on a full disk, nor once the device leaves no trace. Never throws. */
	put<S extends Store>(
		store: S,
		name: string,
		place: string,
		content: Contents[S],
		file?: ArrayBuffer
	): Promise<boolean>;
	get<S extends Store>(store: S, name: string): Promise<Taken<S> | undefined>;
	/** Everything of this account, oldest first. */
	list<S extends Store>(store: S): Promise<Taken<S>[]>;
	fileOf(name: string): Promise<ArrayBuffer | undefined>;
	remove(store: Store, name: string): Promise<void>;
	/** Keeps the key locked with the password, and whose it is, for opening without a network. */
	keepWrapped(wrapped: WrappedKey, name: string): Promise<void>;
	/** How much waits on this device, of every account; the server's pages are told too. */
	countWaiting(): Promise<number>;
	close(): void;
}

const encode = (content: unknown) => new TextEncoder().encode(JSON.stringify(content));
const decode = (bytes: ArrayBuffer) => JSON.parse(new TextDecoder().decode(bytes)) as unknown;

/** Opens what this device keeps for an account. `key`: the 32 bytes of its device key. */
export async function openVault(account: string, key: Uint8Array<ArrayBuffer>): Promise<Vault> {
	const seal = await createSeal(key);
	const owner = await seal.nameOf(`owner ${account}`);
	return vaultOver(await openDatabase(), seal, owner, account);
}

function vaultOver(opened: DeviceDatabase, seal: Seal, owner: string, account: string): Vault {
	let db = opened;

	/** Does something with the database, once more where another tab took it away meanwhile. */
	async function use<T>(nothing: T, work: () => Promise<T>): Promise<T> {
		// Asked each time: another tab may have been told to leave no trace. Opening would make it anew.
		if (leavesNoTrace()) return nothing;
		try {
			return await work();
		} catch {
			// Signing out takes it away as well.
			if (leavesNoTrace() || isSigningOut()) return nothing;
			db.close();
			db = await openDatabase();
			return work();
		}
	}

	async function take<S extends Store>(store: S, kept: Kept): Promise<Taken<S> | undefined> {
		const { name, at, file } = kept;
		try {
			const content = decode(await seal.open(`${store} ${name}`, kept)) as Contents[S];
			return { name, at, content, hasFile: file !== undefined };
		} catch {
			// Altered on the disk: as good as not there, and no reason to stop.
			return undefined;
		}
	}

	return {
		account,
		nameOf: (text) => seal.nameOf(text),
		async put(store, name, place, content, file) {
			try {
				const sealed = await seal.close(`${store} ${name}`, encode(content));
				const unreadable = await seal.nameOf(`place ${place}`);
				const closed = file && (await seal.close(`file ${name}`, file));
				return await use(false, async () => {
					const before = await db.get(store, name);
					// What waits keeps its turn when it is changed.
					const at = store === 'copies' ? Date.now() : (before?.at ?? Date.now());
					const kept: Kept = { name, owner, place: unreadable, at, ...sealed };
					const bytes = closed ?? before?.file;
					await db.put(store, bytes ? { ...kept, file: bytes } : kept);
					return true;
				});
			} catch {
				return false;
			}
		},
		async get(store, name) {
			const kept = await use(undefined, () => db.get(store, name));
			return kept?.owner === owner ? take(store, kept) : undefined;
		},
		async list(store) {
			const all = await use([], () => db.getAllFromIndex(store as 'copies', 'owner', owner));
			const taken = await Promise.all(all.map((each) => take(store, each)));
			return taken.filter((each) => each !== undefined).sort((one, other) => one.at - other.at);
		},
		async fileOf(name) {
			const kept = await use(undefined, () => db.get('outbox', name));
			return kept?.file && seal.open(`file ${name}`, kept.file);
		},
		remove: (store, name) => use(undefined, () => db.delete(store, name)),
		async keepWrapped(wrapped, name) {
			const sealed = await seal.close('keyring', encode({ account, name }));
			await use(undefined, async () => {
				await db.put('keyring', { owner, wrapped, ...sealed });
			});
		},
		async countWaiting() {
			const count = await use(0, async () => {
				return (await db.count('pending')) + (await db.count('outbox'));
			});
			setDeviceCookie(WAITING_COOKIE, count);
			return count;
		},
		close: () => db.close()
	};
}
