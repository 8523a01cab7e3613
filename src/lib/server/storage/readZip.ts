// Reads a ZIP package by its table of contents. Everything declared is checked before anything is
// inflated, and inflating stops at the declared size.
import { crc32, inflateRawSync } from 'node:zlib';
import { refusal } from './upload.ts';

/** How much a package may hold, shared with the packages embedded in it. */
export type ZipBudget = { bytes: number; entries: number };

export type ZipPart = { name: string; bytes: Uint8Array };

/** 60 MB uncompressed and 2,000 entries: far above what a 10 MB document of a study needs. */
export const newZipBudget = (): ZipBudget => ({ bytes: 60 * 1024 * 1024, entries: 2000 });

// Deflate cannot exceed about 1,030 to 1; text documents stay below 50 to 1.
const MAX_RATIO = 200;
const RATIO_FREE_BYTES = 1024 * 1024;
const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

type Entry = {
	name: string;
	method: number;
	checksum: number;
	packed: number;
	size: number;
	offset: number;
};

/**
 * The files of the package in their order, inflated, without its directories. Takes their sizes
 * off the budget. Throws the refusal `too_large` or `encrypted`, or an error when the package is
 * malformed or ambiguous.
 */
export function readZip(bytes: Uint8Array, budget: ZipBudget): ZipPart[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const entries = readEntries(bytes, view, budget);
	const seen = new Set<string>();
	for (const { name } of entries) {
		checkName(name);
		// Two files of one name let two programs read two documents.
		if (seen.has(name.toLowerCase())) throw new Error('a name stands twice');
		seen.add(name.toLowerCase());
	}
	return entries
		.filter(({ name }) => !name.endsWith('/'))
		.map((entry) => ({ name: entry.name, bytes: inflate(bytes, view, entry) }));
}

function readEntries(bytes: Uint8Array, view: DataView, budget: ZipBudget): Entry[] {
	const end = findEnd(view);
	const count = view.getUint16(end + 10, true);
	budget.entries -= count;
	if (budget.entries < 0) throw refusal('too_large');
	const entries: Entry[] = [];
	let at = view.getUint32(end + 16, true);
	for (let index = 0; index < count; index += 1) {
		if (view.getUint32(at, true) !== CENTRAL) throw new Error('no table of contents');
		if (view.getUint16(at + 8, true) & 1) throw refusal('encrypted');
		const nameLength = view.getUint16(at + 28, true);
		const entry = {
			name: new TextDecoder('utf-8', { fatal: true }).decode(
				bytes.subarray(at + 46, at + 46 + nameLength)
			),
			method: view.getUint16(at + 10, true),
			checksum: view.getUint32(at + 16, true),
			packed: view.getUint32(at + 20, true),
			size: view.getUint32(at + 24, true),
			offset: view.getUint32(at + 42, true)
		};
		budget.bytes -= entry.size;
		if (budget.bytes < 0) throw refusal('too_large');
		if (entry.size > RATIO_FREE_BYTES && entry.size > entry.packed * MAX_RATIO)
			throw refusal('too_large');
		entries.push(entry);
		at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
	}
	return entries;
}

/** The end record, whose comment must reach exactly to the end of the file. */
function findEnd(view: DataView): number {
	const last = view.byteLength - 22;
	for (let at = last; at >= Math.max(0, last - 0xffff); at -= 1) {
		if (view.getUint32(at, true) !== END) continue;
		if (at + 22 + view.getUint16(at + 20, true) === view.byteLength) return at;
	}
	throw new Error('no end of the package');
}

function checkName(name: string) {
	const segments = name.split('/');
	const odd = /[\\:]/.test(name) || [...name].some((letter) => letter < ' ');
	if (name === '' || segments[0] === '' || segments.includes('..') || odd)
		throw new Error('a name that leads out of the package');
}

function inflate(bytes: Uint8Array, view: DataView, entry: Entry): Uint8Array {
	if (view.getUint32(entry.offset, true) !== LOCAL) throw new Error('no file at its place');
	const start =
		entry.offset +
		30 +
		view.getUint16(entry.offset + 26, true) +
		view.getUint16(entry.offset + 28, true);
	const packed = bytes.subarray(start, start + entry.packed);
	const content =
		entry.method === 8
			? new Uint8Array(inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) }))
			: packed.slice();
	if (entry.method !== 8 && entry.method !== 0) throw new Error('unknown compression');
	if (content.byteLength !== entry.size || crc32(content) !== entry.checksum)
		throw new Error('a file is not what the table of contents says');
	return content;
}
