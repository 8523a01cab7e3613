// The records of a Workbook stream, [MS-XLS] 2.1.4, and the texts inside them.

/** One record with the CONTINUE records behind it, as one piece each. */
export interface BiffRecord {
	type: number;
	/** Where the record begins in the stream. */
	at: number;
	pieces: readonly Uint8Array[];
	/** The first piece. */
	view: DataView;
}

const CONTINUE = 0x3c;

const viewOf = (bytes: Uint8Array) =>
	new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The records from `start` on, to the end of the stream or the first one cut short. */
export function* recordsFrom(stream: Uint8Array, start: number): Generator<BiffRecord> {
	const view = viewOf(stream);
	let at = start;
	while (at + 4 <= stream.byteLength) {
		const begin = at;
		const type = view.getUint16(at, true);
		const pieces: Uint8Array[] = [];
		do {
			const length = view.getUint16(at + 2, true);
			if (at + 4 + length > stream.byteLength) return;
			pieces.push(stream.subarray(at + 4, at + 4 + length));
			at += 4 + length;
		} while (at + 4 <= stream.byteLength && view.getUint16(at, true) === CONTINUE);
		yield { type, at: begin, pieces, view: viewOf(pieces[0] ?? new Uint8Array()) };
	}
}

/** Reads the pieces of a record one after the other. Throws at their end. */
export interface PieceReader {
	byte(): number;
	number16(): number;
	number32(): number;
	skip(bytes: number): void;
	/** `count` signs, two bytes each when `isWide`; a new piece says anew whether they are. */
	signs(count: number, isWide: boolean): string;
	isAtEnd(): boolean;
}

export function readPieces(pieces: readonly Uint8Array[], start: number): PieceReader {
	let piece = 0;
	let at = start;
	const current = () => pieces[piece];
	const advance = () => {
		for (let bytes = current(); bytes && at >= bytes.byteLength; bytes = current()) {
			piece += 1;
			at = 0;
		}
	};
	const reader: PieceReader = {
		byte() {
			advance();
			const byte = current()?.[at];
			if (byte === undefined) throw new Error('a record that ends too soon');
			at += 1;
			return byte;
		},
		number16: () => reader.byte() + reader.byte() * 0x100,
		number32: () => reader.number16() + reader.number16() * 0x10000,
		skip(bytes) {
			for (let rest = bytes; rest > 0;) {
				advance();
				const length = current()?.byteLength;
				if (length === undefined) throw new Error('a record that ends too soon');
				const step = Math.min(rest, length - at);
				at += step;
				rest -= step;
			}
		},
		signs(count, isWide) {
			let text = '';
			let wide = isWide;
			for (let rest = count; rest > 0;) {
				const bytes = current();
				if (bytes && at >= bytes.byteLength) {
					advance();
					wide = (reader.byte() & 1) === 1;
					continue;
				}
				if (!bytes) throw new Error('a record that ends too soon');
				const step = Math.min(rest, wide ? (bytes.byteLength - at) >> 1 : bytes.byteLength - at);
				if (step === 0) throw new Error('half a sign');
				const end = at + (wide ? step * 2 : step);
				text += decodeSigns(bytes.subarray(at, end), wide);
				at = end;
				rest -= step;
			}
			return text;
		},
		isAtEnd() {
			advance();
			return current() === undefined;
		}
	};
	return reader;
}

/** Signs of two bytes are UTF-16; signs of one are its lower half, which is Latin-1. */
function decodeSigns(bytes: Uint8Array, isWide: boolean): string {
	const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return buffer.toString(isWide ? 'utf16le' : 'latin1');
}

/** A text of BIFF8 (XLUnicodeRichExtendedString): its signs without formats and readings. */
export function readUnicode(reader: PieceReader, count: number): string {
	const flags = reader.byte();
	const runs = flags & 8 ? reader.number16() : 0;
	const reading = flags & 4 ? reader.number32() : 0;
	const text = reader.signs(count, (flags & 1) === 1);
	reader.skip(runs * 4 + reading);
	return text;
}

/** The shared strings of an SST record. */
export function readStringTable(record: BiffRecord): string[] {
	const reader = readPieces(record.pieces, 4);
	const count = reader.number32();
	const strings: string[] = [];
	while (strings.length < count && !reader.isAtEnd())
		strings.push(readUnicode(reader, reader.number16()));
	return strings;
}
