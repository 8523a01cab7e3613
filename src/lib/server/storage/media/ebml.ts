/** An element: `start` of its id, `data` behind its size, `end` behind its last byte. */
export type Element = { id: number; start: number; data: number; end: number };

/** Where the end of an element lies that does not say its size (recordings made while sent). */
export type OpenEnd = (id: number, data: number) => number | undefined;

/**
 * The elements that fill the bytes from `from` to `to`. Source of the layout: RFC 8794, sections
 * 4 to 6. Throws when a size leaves the room it is in, or is unknown where `openEnd` gives none.
 */
export function elementsIn(file: Buffer, from: number, to: number, openEnd?: OpenEnd): Element[] {
	const elements: Element[] = [];
	for (let at = from; at < to;) {
		const element = elementAt(file, at, to, openEnd);
		elements.push(element);
		at = element.end;
	}
	return elements;
}

/** The element that begins at `start`. Throws as `elementsIn`. */
export function elementAt(file: Buffer, start: number, to: number, openEnd?: OpenEnd): Element {
	const idLength = Math.clz32(file.readUInt8(start)) - 23;
	if (idLength > 4) throw new Error('no element');
	const id = file.readUIntBE(start, idLength);
	const { value, length } = readNumber(file, start + idLength);
	const data = start + idLength + length;
	const end = value === undefined ? openEnd?.(id, data) : data + value;
	if (end === undefined) throw new Error('an element without an end');
	if (data > to || end > to) throw new Error('an element is longer than what it is in');
	return { id, start, data, end };
}

/** A number of one to eight bytes that says its own length; undefined stands for "unknown". */
export function readNumber(
	file: Buffer,
	at: number
): { value: number | undefined; length: number } {
	const first = file.readUInt8(at);
	const length = Math.clz32(first) - 23;
	if (length > 8) throw new Error('no number');
	let value = first & (0xff >> length);
	let isUnknown = value === 0xff >> length;
	for (let index = 1; index < length; index += 1) {
		const byte = file.readUInt8(at + index);
		value = value * 256 + byte;
		isUnknown &&= byte === 0xff;
	}
	return { value: isUnknown ? undefined : value, length };
}

/** Room of the same length that says nothing (an EBML Void). */
export function voidElement(file: Buffer, { start, end }: Element) {
	const length = end - start;
	file.fill(0, start, end);
	file.writeUInt8(0xec, start);
	// The size in one byte where it fits, else in eight: one of the two always does.
	if (length - 2 < 127) file.writeUInt8(0x80 | (length - 2), start + 1);
	else {
		file.writeUInt8(0x01, start + 1);
		file.writeUIntBE(length - 9, start + 3, 6);
	}
}
