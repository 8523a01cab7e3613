// A ZIP package read by its table of contents, one file at a time and only those asked for.
// Everything declared is checked before anything is inflated; inflating stops at the declared
// size. Unlike storage/readZip.ts it takes what other programs write (ZIP64, notes behind the
// end, backslashes), because nothing read here is handed on.
import { crc32, inflateRawSync } from 'node:zlib';
import type { WorkbookLimits } from './limits.ts';
import { refuse, tooMany } from './refusal.ts';

export interface ZipFile {
	/** Names in the order of the package. */
	names: readonly string[];
	/** The file inflated, or undefined where there is none. Upper and lower case are the same. */
	read(name: string): Uint8Array | undefined;
}

/** What a package may hold. */
export type ZipLimits = Pick<WorkbookLimits, 'entries' | 'entryBytes' | 'totalBytes' | 'ratio'>;

const RATIO_FREE_BYTES = 1024 ** 2;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const FULL_32 = 0xffffffff;

interface Entry {
	name: string;
	method: number;
	checksum: number;
	packed: number;
	size: number;
	offset: number;
}

/** Opens the package. Throws a refusal, or any error when it is malformed or ambiguous. */
export function openZip(bytes: Uint8Array, limits: ZipLimits): ZipFile {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const entries = new Map<string, Entry>();
	let total = 0;
	for (const entry of readEntries(bytes, view, limits)) {
		total += entry.size;
		const megabytes = (most: number) => tooMany('megabytes when unpacked', most / 1024 ** 2);
		if (entry.size > RATIO_FREE_BYTES && entry.size > entry.packed * limits.ratio)
			throw refuse('workbook_bomb');
		if (entry.size > limits.entryBytes) throw megabytes(limits.entryBytes);
		if (total > limits.totalBytes) throw megabytes(limits.totalBytes);
		const key = entry.name.toLowerCase();
		// Two files of one name let two programs read two workbooks.
		if (entries.has(key)) throw new Error('a name stands twice');
		entries.set(key, entry);
	}
	return {
		names: [...entries.values()].map(({ name }) => name),
		read(name) {
			const entry = entries.get(name.toLowerCase());
			return entry && inflate(bytes, view, entry);
		}
	};
}

function readEntries(bytes: Uint8Array, view: DataView, limits: ZipLimits): Entry[] {
	const { count, start } = findContents(view);
	if (count > limits.entries) throw tooMany('files inside', limits.entries);
	const entries: Entry[] = [];
	let at = start;
	for (let index = 0; index < count; index += 1) {
		if (view.getUint32(at, true) !== CENTRAL) throw new Error('no table of contents');
		if (view.getUint16(at + 8, true) & 1) throw refuse('workbook_encrypted');
		const nameLength = view.getUint16(at + 28, true);
		const extraLength = view.getUint16(at + 30, true);
		const entry = {
			name: new TextDecoder()
				.decode(bytes.subarray(at + 46, at + 46 + nameLength))
				.replaceAll('\\', '/'),
			method: view.getUint16(at + 10, true),
			checksum: view.getUint32(at + 16, true),
			packed: view.getUint32(at + 20, true),
			size: view.getUint32(at + 24, true),
			offset: view.getUint32(at + 42, true)
		};
		readLargeSizes(view, at + 46 + nameLength, extraLength, entry);
		entries.push(entry);
		at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
	}
	return entries;
}

/** ZIP64 keeps a number that is all ones in an extra field, in this order. */
function readLargeSizes(view: DataView, from: number, length: number, entry: Entry): void {
	for (let at = from; at + 4 <= from + length; at += 4 + view.getUint16(at + 2, true)) {
		if (view.getUint16(at, true) !== 1) continue;
		let next = at + 4;
		for (const key of ['size', 'packed', 'offset'] as const) {
			if (entry[key] !== FULL_32) continue;
			entry[key] = Number(view.getBigUint64(next, true));
			next += 8;
		}
		return;
	}
}

function findContents(view: DataView): { count: number; start: number } {
	const last = view.byteLength - 22;
	for (let at = last; at >= Math.max(0, last - 0xffff); at -= 1) {
		if (view.getUint32(at, true) !== END) continue;
		const count = view.getUint16(at + 10, true);
		const start = view.getUint32(at + 16, true);
		if (count !== 0xffff && start !== FULL_32) return { count, start };
		const end64 = Number(view.getBigUint64(at - 12, true));
		if (view.getUint32(end64, true) !== END_64) throw new Error('no end of the package');
		return {
			count: Number(view.getBigUint64(end64 + 32, true)),
			start: Number(view.getBigUint64(end64 + 48, true))
		};
	}
	throw new Error('no end of the package');
}

function inflate(bytes: Uint8Array, view: DataView, entry: Entry): Uint8Array {
	if (view.getUint32(entry.offset, true) !== LOCAL) throw new Error('no file at its place');
	const start =
		entry.offset +
		30 +
		view.getUint16(entry.offset + 26, true) +
		view.getUint16(entry.offset + 28, true);
	const packed = bytes.subarray(start, start + entry.packed);
	if (entry.method !== 8 && entry.method !== 0) throw new Error('unknown compression');
	const content = entry.method === 8 ? inflateUpTo(packed, entry.size) : packed;
	if (content.byteLength !== entry.size || crc32(content) !== entry.checksum)
		throw new Error('a file is not what the table of contents says');
	return content;
}

/** A file that inflates to more than it declares was made to harm. */
function inflateUpTo(packed: Uint8Array, size: number): Uint8Array {
	try {
		return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
	} catch (error) {
		if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE')
			throw refuse('workbook_bomb');
		throw error;
	}
}
