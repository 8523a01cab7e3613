import { bodyOf, boxesIn, onlyBox, type Box } from './mp4Boxes.ts';

/** Places in the file that hold sound or pictures: from, to (not included). */
export type Span = [from: number, to: number];

/**
 * Where the samples of a track are. Source of the tables: ISO/IEC 14496-12, 8.7. Throws when the
 * tables do not agree.
 */
export function spansOfTrack(file: Buffer, track: Box): Span[] {
	const table = onlyBox(file, onlyBox(file, onlyBox(file, track, 'mdia'), 'minf'), 'stbl');
	const offsets = readOffsets(file, onlyBox(file, table, 'stco', 'co64'));
	const { count, sizeOf } = readSizes(file, onlyBox(file, table, 'stsz', 'stz2'));
	const runs = readRuns(bodyOf(file, onlyBox(file, table, 'stsc')));
	const spans: Span[] = [];
	let run = -1;
	let sample = 0;
	offsets.forEach((from, index) => {
		if (runs[run + 1]?.chunk === index + 1) run += 1;
		const samples = runs[run]?.samples ?? 0;
		// Before the loop, so that a count of four thousand million does not keep anybody waiting.
		if (sample + samples > count) throw new Error('more samples in chunks than there are');
		let to = from;
		for (let left = samples; left > 0; left -= 1) to += sizeOf(sample++);
		spans.push([from, to]);
	});
	if (sample !== count) throw new Error('samples outside of the chunks');
	return spans;
}

function readOffsets(file: Buffer, box: Box): number[] {
	const body = bodyOf(file, box);
	const wide = box.type === 'co64';
	const count = countOf(body, 4, 8, wide ? 8 : 4);
	return Array.from({ length: count }, (_, index) =>
		wide ? Number(body.readBigUInt64BE(8 + index * 8)) : body.readUInt32BE(8 + index * 4)
	);
}

function readSizes(file: Buffer, box: Box): { count: number; sizeOf: (sample: number) => number } {
	const body = bodyOf(file, box);
	if (box.type === 'stsz') {
		const same = body.readUInt32BE(4);
		// Samples of one size need no table, only to fit into the file.
		const most = Math.floor(file.length / Math.max(1, same));
		const count = same > 0 ? body.readUInt32BE(8) : countOf(body, 8, 12, 4);
		if (same > 0 && count > most) throw new Error('more samples than bytes');
		return { count, sizeOf: (sample) => same || body.readUInt32BE(12 + sample * 4) };
	}
	const bits = body.readUInt8(7);
	if (![4, 8, 16].includes(bits)) throw new Error('no size of sizes');
	const count = countOf(body, 8, 12, bits / 8);
	const sizeOf = (sample: number) => {
		if (bits === 16) return body.readUInt16BE(12 + sample * 2);
		if (bits === 8) return body.readUInt8(12 + sample);
		return (body.readUInt8(12 + (sample >> 1)) >> (sample % 2 === 0 ? 4 : 0)) & 15;
	};
	return { count, sizeOf };
}

function readRuns(body: Buffer): { chunk: number; samples: number }[] {
	return Array.from({ length: countOf(body, 4, 8, 12) }, (_, index) => ({
		chunk: body.readUInt32BE(8 + index * 12),
		samples: body.readUInt32BE(12 + index * 12)
	}));
}

/** A count at `at` of rows that begin at `from`. Throws when there is no room for them. */
function countOf(body: Buffer, at: number, from: number, row: number): number {
	const count = body.readUInt32BE(at);
	if (from + count * row > body.length) throw new Error('a table is longer than its box');
	return count;
}

/** The size of a sample where a fragment says none, by track. */
export function defaultSizes(file: Buffer, movie: Box): Map<number, number> {
	const sizes = new Map<number, number>();
	for (const extended of boxesIn(file, movie.body, movie.end)) {
		if (extended.type !== 'mvex') continue;
		for (const box of boxesIn(file, extended.body, extended.end)) {
			const body = bodyOf(file, box);
			if (box.type === 'trex') sizes.set(body.readUInt32BE(4), body.readUInt32BE(16));
		}
	}
	return sizes;
}

/**
 * The track of a fragment, and where its samples are. Source of the flags: ISO/IEC 14496-12,
 * 8.8.7 and 8.8.8.
 */
export function spansOfFragment(
	file: Buffer,
	moof: Box,
	traf: Box,
	isFirst: boolean,
	defaults: Map<number, number>
): { track: number; spans: Span[] } {
	const head = bodyOf(file, onlyBox(file, traf, 'tfhd'));
	const flags = head.readUInt32BE(0) & 0xffffff;
	const track = head.readUInt32BE(4);
	const hasBase = (flags & 1) > 0;
	// Without a base the data follows that of the track before, which may be one we take out.
	if (!hasBase && (flags & 0x20000) === 0 && !isFirst) throw new Error('a fragment without a base');
	const base = hasBase ? Number(head.readBigUInt64BE(8)) : moof.start;
	const at = 8 + (hasBase ? 8 : 0) + ((flags & 2) > 0 ? 4 : 0) + ((flags & 8) > 0 ? 4 : 0);
	const size = (flags & 16) > 0 ? head.readUInt32BE(at) : (defaults.get(track) ?? 0);
	const spans: Span[] = [];
	let next = base;
	for (const box of boxesIn(file, traf.body, traf.end)) {
		if (box.type !== 'trun') continue;
		const body = bodyOf(file, box);
		const has = (flag: number) => (body.readUInt32BE(0) & flag) > 0;
		const from = has(1) ? base + body.readInt32BE(8) : next;
		const first = 8 + (has(1) ? 4 : 0) + (has(4) ? 4 : 0);
		const row = [0x100, 0x200, 0x400, 0x800].filter(has).length * 4;
		const count = countOf(body, 4, first, row);
		next = from;
		if (!has(0x200)) next += count * size;
		else
			for (let index = 0; index < count; index += 1)
				next += body.readUInt32BE(first + index * row + (has(0x100) ? 4 : 0));
		spans.push([from, next]);
	}
	return { track, spans };
}
