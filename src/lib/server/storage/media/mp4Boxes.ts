/** A box: `start` of its header, `body` behind the header, `end` behind its last byte. */
export type Box = { type: string; start: number; body: number; end: number };

type Walk = {
	/** The outermost boxes: only there a length of 0 means "to the end". */
	isTop?: boolean;
	/** QuickTime ends some lists with a few zeros that are no box. */
	allowTail?: boolean;
};

/**
 * The boxes that fill the bytes from `from` to `to`. Source of the layout: ISO/IEC 14496-12,
 * section 4.2. Throws when a length leaves the room it is in, or bytes are left over.
 */
export function boxesIn(file: Buffer, from: number, to: number, walk: Walk = {}): Box[] {
	const boxes: Box[] = [];
	for (let start = from; start < to;) {
		if (to - start < 8) {
			if (!walk.allowTail || file.subarray(start, to).some((byte) => byte !== 0))
				throw new Error('no box');
			break;
		}
		const type = file.toString('latin1', start + 4, start + 8);
		const short = file.readUInt32BE(start);
		const body = start + (short === 1 ? 16 : 8);
		let length = short;
		if (short === 1) length = Number(file.readBigUInt64BE(start + 8));
		if (short === 0 && walk.isTop) length = to - start;
		const end = start + length;
		if (end < body || end > to) throw new Error(`the length of ${type} does not fit`);
		boxes.push({ type, start, body, end });
		start = end;
	}
	return boxes;
}

/** The one box of this type among the children of another. Throws when there is none, or a second. */
export function onlyBox(file: Buffer, parent: Box, ...types: string[]): Box {
	const found = boxesIn(file, parent.body, parent.end).filter(({ type }) => types.includes(type));
	if (found.length !== 1) throw new Error(`not one ${types.join(' or ')}`);
	return found[0]!;
}

/** Room of the same length that says nothing: every place in the file stays where it was. */
export function eraseBox(file: Buffer, box: Box) {
	file.write('free', box.start + 4, 'latin1');
	file.fill(0, box.body, box.end);
}

/** Fills with zeros. Throws where the place is not inside the box. */
export function zero(file: Buffer, box: Box, at: number, length: number) {
	if (at + length > box.end - box.body) throw new Error(`${box.type} breaks off`);
	file.fill(0, box.body + at, box.body + at + length);
}

/** The bytes of a box behind its header. */
export function bodyOf(file: Buffer, box: Box): Buffer {
	return file.subarray(box.body, box.end);
}
