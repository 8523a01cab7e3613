// The container of .xls files: Microsoft's Compound File Binary format, [MS-CFB]. Only the streams
// of the root are read. Chains of sectors are followed for at most as many steps as the file has
// sectors, so a circle in them ends.

export interface CompoundFile {
	/** The stream of this name (upper and lower case are the same), or undefined. */
	read(name: string): Uint8Array | undefined;
}

const SIGNATURE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const LAST_SECTOR = 0xfffffffa;
const ENTRY_BYTES = 128;
const STREAM = 2;
const ROOT = 5;

export function isCompoundFile(bytes: Uint8Array): boolean {
	return SIGNATURE.every((byte, at) => bytes[at] === byte);
}

/** Opens the container. Throws an error when it is damaged. */
export function openCompoundFile(bytes: Uint8Array): CompoundFile {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const shift = view.getUint16(30, true);
	const miniShift = view.getUint16(32, true);
	if (shift < 7 || shift > 16 || miniShift < 2 || miniShift > shift)
		throw new Error('sectors of no known size');
	const size = 2 ** shift;
	const most = Math.ceil(bytes.byteLength / size);
	// The last sector of some files is cut short; what is missing reads as zeros.
	const sector = (index: number) => {
		const from = (index + 1) * size;
		if (from >= bytes.byteLength) throw new Error('a sector outside of the file');
		const part = bytes.subarray(from, from + size);
		if (part.byteLength === size) return part;
		const padded = new Uint8Array(size);
		padded.set(part);
		return padded;
	};
	const fat = readFat(view, sector, most);
	const chain = (start: number) => join(follow(start, fat, most).map(sector));

	const entries = readDirectory(chain(view.getUint32(48, true)));
	const root = entries.find(({ type }) => type === ROOT);
	const cutoff = view.getUint32(56, true);
	const miniFat = () => toNumbers(chain(view.getUint32(60, true)));
	const readMini = (start: number) => {
		const store = chain(root?.start ?? LAST_SECTOR);
		const miniSize = 2 ** miniShift;
		const parts = follow(start, miniFat(), Math.ceil(store.byteLength / miniSize));
		return join(parts.map((index) => store.subarray(index * miniSize, (index + 1) * miniSize)));
	};
	return {
		read(name) {
			const entry = entries.find(
				(one) => one.type === STREAM && one.name.toLowerCase() === name.toLowerCase()
			);
			if (!entry) return undefined;
			const stream = entry.size < cutoff ? readMini(entry.start) : chain(entry.start);
			return stream.subarray(0, entry.size);
		}
	};
}

/** The table of which sector follows which; where its own sectors are begins in the header. */
function readFat(
	view: DataView,
	sector: (index: number) => Uint8Array,
	most: number
): Uint32Array | number[] {
	const places: number[] = [];
	for (let at = 76; at < 512; at += 4) places.push(view.getUint32(at, true));
	let next = view.getUint32(68, true);
	for (let steps = 0; next < LAST_SECTOR; steps += 1) {
		if (steps > most) throw new Error('a circle of sectors');
		const more = toNumbers(sector(next));
		next = more.pop() ?? LAST_SECTOR;
		places.push(...more);
	}
	const used = places.filter((place) => place < LAST_SECTOR);
	if (used.length > most) throw new Error('more tables than sectors');
	return toNumbers(join(used.map(sector)));
}

function follow(start: number, table: ArrayLike<number>, most: number): number[] {
	const found: number[] = [];
	for (let at = start; at < LAST_SECTOR; at = table[at] ?? LAST_SECTOR)
		if (found.push(at) > most) throw new Error('a circle of sectors');
	return found;
}

function readDirectory(bytes: Uint8Array) {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const entries: { name: string; type: number; start: number; size: number }[] = [];
	for (let at = 0; at + ENTRY_BYTES <= bytes.byteLength; at += ENTRY_BYTES) {
		const length = Math.min(64, view.getUint16(at + 64, true));
		entries.push({
			name: new TextDecoder('utf-16le').decode(bytes.subarray(at, at + Math.max(0, length - 2))),
			type: view.getUint8(at + 66),
			start: view.getUint32(at + 116, true),
			size: view.getUint32(at + 120, true)
		});
	}
	return entries;
}

function toNumbers(bytes: Uint8Array): number[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return Array.from({ length: bytes.byteLength >> 2 }, (_, at) => view.getUint32(at * 4, true));
}

function join(parts: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.byteLength;
	}
	return whole;
}
