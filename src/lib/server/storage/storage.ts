// Files by content: the name of a file is the SHA-256 of its bytes, so no name that a person
// chose ever reaches the disk, and the same bytes are kept once.
import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';

/** What was kept: `sha256` in lower-case hexadecimal, `size` in bytes. */
export type Stored = { sha256: string; size: number };

export type Storage = {
	/** Keeps the bytes; returns once they are on the disk. Keeping the same bytes twice is harmless. */
	put(bytes: Uint8Array): Promise<Stored>;
	/** The same for bytes that arrive in pieces, in constant memory. Keeps nothing when the source fails. */
	putStream(chunks: AsyncIterable<Uint8Array>): Promise<Stored>;
	/**
	 * The bytes, or null when there are none under this name; with `part` those from the first to
	 * the last one given. Throws RangeError on a malformed name.
	 */
	open(
		sha256: string,
		part?: { from: number; to: number }
	): Promise<ReadableStream<Uint8Array> | null>;
	/** Forgets the bytes. The caller knows whether another row still points at them. */
	remove(sha256: string): Promise<void>;
};

const STALE_MS = 24 * 60 * 60 * 1000;

/** Storage in a local directory: `dir/ab/cd/<sha256>`, readable by this user only. */
export function createStorage(dir: string): Storage {
	const root = resolve(dir);
	const unfinished = join(root, 'unfinished');
	mkdirSync(unfinished, { recursive: true, mode: 0o700 });
	// The directory may have been made earlier by a more generous hand.
	chmodSync(root, 0o700);
	removeStale(unfinished);

	async function putStream(chunks: AsyncIterable<Uint8Array>): Promise<Stored> {
		const temporary = join(unfinished, randomUUID());
		try {
			const stored = await writeFile(temporary, chunks);
			const path = pathOf(root, stored.sha256);
			await mkdir(dirname(path), { recursive: true, mode: 0o700 });
			await rename(temporary, path);
			await syncDirectory(dirname(path));
			return stored;
		} catch (error) {
			await rm(temporary, { force: true });
			throw error;
		}
	}

	return {
		putStream,
		put: (bytes) => putStream(once(bytes)),
		async open(sha256, part) {
			const file = await openIfThere(pathOf(root, sha256));
			if (!file) return null;
			const stream = file.createReadStream(part ? { start: part.from, end: part.to } : {});
			return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
		},
		async remove(sha256) {
			await rm(pathOf(root, sha256), { force: true });
		}
	};
}

/** Only 64 hexadecimal digits make a path: nothing else can leave the directory. */
function pathOf(root: string, sha256: string): string {
	if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError('not the SHA-256 of a file');
	return join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
}

async function* once(bytes: Uint8Array) {
	yield bytes;
}

async function writeFile(path: string, chunks: AsyncIterable<Uint8Array>): Promise<Stored> {
	const hash = createHash('sha256');
	let size = 0;
	const file = await open(path, 'wx', 0o600);
	try {
		for await (const chunk of chunks) {
			hash.update(chunk);
			size += chunk.byteLength;
			// writeFile on a handle continues where the last write ended, and writes all of it.
			await file.writeFile(chunk);
		}
		await file.sync();
	} finally {
		await file.close();
	}
	return { sha256: hash.digest('hex'), size };
}

/** A rename survives a power cut only when the directory itself has been written. */
async function syncDirectory(path: string) {
	const directory = await open(path, 'r');
	try {
		await directory.sync();
	} finally {
		await directory.close();
	}
}

async function openIfThere(path: string) {
	try {
		if (!(await stat(path)).isFile()) return null;
		return await open(path, 'r');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw error;
	}
}

/** What a killed process left half written. Younger files may belong to a process at work. */
function removeStale(unfinished: string) {
	for (const name of readdirSync(unfinished)) {
		const path = join(unfinished, name);
		const found = statSync(path, { throwIfNoEntry: false });
		if (found && Date.now() - found.mtimeMs > STALE_MS) rmSync(path, { force: true });
	}
}
