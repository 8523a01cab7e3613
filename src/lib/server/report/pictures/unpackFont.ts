import { inflateSync } from 'node:zlib';

const align = (length: number) => (length + 3) & ~3;

/**
 * A web font (WOFF 1.0, https://www.w3.org/TR/WOFF/) as the TrueType or OpenType font in it, for
 * programs that read only those: the tables are the same, each compressed on its own. Throws where
 * the bytes are none.
 */
export function unpackFont(woff: Buffer): Buffer {
	if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('not a WOFF font');
	const count = woff.readUInt16BE(12);
	const tables = Array.from({ length: count }, (_, at) => {
		const entry = 44 + at * 20;
		const [offset, packed, length] = [4, 8, 12].map((field) => woff.readUInt32BE(entry + field));
		const bytes = woff.subarray(offset!, offset! + packed!);
		return {
			tag: woff.subarray(entry, entry + 4),
			sum: woff.readUInt32BE(entry + 16),
			bytes: packed! < length! ? inflateSync(bytes) : bytes
		};
	});
	const steps = Math.floor(Math.log2(count));
	const head = Buffer.alloc(12 + count * 16);
	woff.copy(head, 0, 4, 8);
	head.writeUInt16BE(count, 4);
	head.writeUInt16BE(2 ** steps * 16, 6);
	head.writeUInt16BE(steps, 8);
	head.writeUInt16BE((count - 2 ** steps) * 16, 10);
	const parts: Buffer[] = [head];
	let offset = head.length;
	for (const [at, { tag, sum, bytes }] of tables.entries()) {
		const entry = 12 + at * 16;
		tag.copy(head, entry);
		head.writeUInt32BE(sum, entry + 4);
		head.writeUInt32BE(offset, entry + 8);
		head.writeUInt32BE(bytes.length, entry + 12);
		parts.push(bytes, Buffer.alloc(align(bytes.length) - bytes.length));
		offset += align(bytes.length);
	}
	return Buffer.concat(parts);
}
