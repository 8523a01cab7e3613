/** One page of an Ogg file; `lacing` are its segment lengths, `body` what they measure. */
export type Page = {
	flags: number;
	granule: Buffer;
	serial: number;
	sequence: number;
	lacing: Uint8Array;
	body: Uint8Array;
};

export const CONTINUED = 1;
export const FIRST = 2;

const HEAD = 27;
const MAX_SEGMENTS = 255;

// The polynomial 0x04c11db7, most significant bit first, as RFC 3533 wants it.
const CRC = Uint32Array.from({ length: 256 }, (_, index) => {
	let rest = index << 24;
	for (let bit = 0; bit < 8; bit += 1) rest = rest < 0 ? (rest << 1) ^ 0x04c11db7 : rest << 1;
	return rest >>> 0;
});

function checksum(bytes: Uint8Array): number {
	let rest = 0;
	for (const byte of bytes) rest = (rest << 8) ^ CRC[(rest >>> 24) ^ byte]!;
	return rest >>> 0;
}

/**
 * All pages from the first byte to the last. Source of the layout: RFC 3533, section 6. Throws
 * when something between the pages is no page, breaks off or fails its checksum.
 */
export function readPages(file: Buffer): Page[] {
	const pages: Page[] = [];
	for (let at = 0; at < file.length;) {
		if (file.toString('latin1', at, at + 5) !== 'OggS\0') throw new Error('no page');
		const body = at + HEAD + file.readUInt8(at + 26);
		const lacing = file.subarray(at + HEAD, body);
		const end = body + lacing.reduce((sum, length) => sum + length, 0);
		if (end > file.length) throw new Error('a page breaks off');
		const page = {
			flags: file.readUInt8(at + 5),
			granule: file.subarray(at + 6, at + 14),
			serial: file.readUInt32LE(at + 14),
			sequence: file.readUInt32LE(at + 18),
			lacing,
			body: file.subarray(body, end)
		};
		if (writePage(page).readUInt32LE(22) !== file.readUInt32LE(at + 22))
			throw new Error('a page is damaged');
		pages.push(page);
		at = end;
	}
	return pages;
}

/** The bytes of a page, with its checksum. */
export function writePage(page: Page): Buffer {
	const head = Buffer.alloc(HEAD);
	head.write('OggS', 'latin1');
	head.writeUInt8(page.flags, 5);
	head.set(page.granule, 6);
	head.writeUInt32LE(page.serial, 14);
	head.writeUInt32LE(page.sequence, 18);
	head.writeUInt8(page.lacing.length, 26);
	const bytes = Buffer.concat([head, page.lacing, page.body]);
	bytes.writeUInt32LE(checksum(bytes), 22);
	return bytes;
}

/** Pages that hold the packets one after the other, numbered from `sequence`, at time zero. */
export function pagesOf(packets: Uint8Array[], serial: number, sequence: number): Page[] {
	// A packet is whole segments of 255 bytes and a shorter one that ends it, empty if need be.
	const lengths = packets.flatMap((packet) => [
		...Array<number>(Math.floor(packet.byteLength / 255)).fill(255),
		packet.byteLength % 255
	]);
	const all = Buffer.concat(packets);
	const pages: Page[] = [];
	let at = 0;
	for (let from = 0; from < lengths.length; from += MAX_SEGMENTS) {
		const lacing = Uint8Array.from(lengths.slice(from, from + MAX_SEGMENTS));
		const end = at + lacing.reduce((sum, length) => sum + length, 0);
		const isContinued = from > 0 && lengths[from - 1] === 255;
		// A page on which no packet ends has no time, which is written as all ones.
		const granule = Buffer.alloc(8, lacing.every((length) => length === 255) ? 0xff : 0);
		const flags = isContinued ? CONTINUED : 0;
		const number = (sequence + pages.length) >>> 0;
		pages.push({ flags, granule, serial, sequence: number, lacing, body: all.subarray(at, end) });
		at = end;
	}
	return pages;
}
