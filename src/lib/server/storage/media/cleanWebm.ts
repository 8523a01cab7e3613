import { refusal } from '../upload.ts';
import { elementAt, elementsIn, readNumber, voidElement, type Element } from './ebml.ts';
import { CODEC, ID, IN_SEGMENT, KEPT, LONGER } from './webmRules.ts';

export type WebmExtension = 'webm' | 'weba' | 'mkv' | 'mka';

/**
 * A WebM or Matroska file in place: blocks of sound and pictures stay byte for byte, at the same
 * places; tags, attachments, chapters, titles, dates, programs and the tracks of anything else
 * become voids. Throws when a size does not fit, or the refusals `type_not_allowed` (another
 * coding, nothing to hear or see) and `encrypted`.
 */
export function cleanWebm(bytes: Uint8Array): { bytes: Uint8Array; extension: WebmExtension } {
	// A copy: the caller's bytes stay the caller's.
	const file = Buffer.from(new Uint8Array(bytes).buffer);
	const [header, segment, ...rest] = elementsIn(file, 0, file.length, (id) =>
		id === ID.segment ? file.length : undefined
	);
	if (header?.id !== ID.header || segment?.id !== ID.segment) throw new Error('no film');
	if (rest.some(({ id }) => id === ID.header || id === ID.segment))
		throw new Error('more than one film');
	rest.forEach((element) => voidElement(file, element));
	const type = elementsIn(file, header.data, header.end).find(({ id }) => id === ID.docType);
	const name = type ? textOf(file, type) : '';
	if (name !== 'webm' && name !== 'matroska') throw refusal('type_not_allowed');

	const parts = elementsIn(file, segment.data, segment.end, (id, data) =>
		id === ID.cluster ? endOfCluster(file, data, segment.end) : undefined
	);
	const lists = parts.filter(({ id }) => id === ID.tracks);
	if (lists.length !== 1) throw new Error('not one list of tracks');
	const { kept, hasPictures } = chooseTracks(file, lists[0]!);
	clean(file, ID.header, elementsIn(file, header.data, header.end), kept);
	clean(file, ID.segment, parts, kept);
	const extension = name === 'webm' ? (hasPictures ? 'webm' : 'weba') : hasPictures ? 'mkv' : 'mka';
	return { bytes: new Uint8Array(file.buffer), extension };
}

function endOfCluster(file: Buffer, data: number, to: number): number {
	let at = data;
	while (at < to) {
		const size = Math.clz32(file.readUInt8(at)) - 23;
		if (size === 4 && at + 4 <= to && IN_SEGMENT.includes(file.readUInt32BE(at))) break;
		at = elementAt(file, at, to).end;
	}
	return at;
}

/** Voids the tracks that are neither sound nor pictures; the numbers of the others. */
function chooseTracks(file: Buffer, tracks: Element) {
	const kept = new Set<number>();
	let hasPictures = false;
	for (const track of elementsIn(file, tracks.data, tracks.end)) {
		if (track.id !== ID.trackEntry) continue;
		const parts = elementsIn(file, track.data, track.end);
		const find = (wanted: number) => parts.find(({ id }) => id === wanted);
		const number = find(ID.trackNumber);
		const type = find(ID.trackType);
		const codec = find(ID.codec);
		if (!number || !type || !codec) throw new Error('a track of nothing');
		const kind = numberOf(file, type);
		if (kind !== 1 && kind !== 2) {
			voidElement(file, track);
			continue;
		}
		if (!CODEC.test(textOf(file, codec))) throw refusal('type_not_allowed');
		if (isEncrypted(file, find(ID.contentEncodings))) throw refusal('encrypted');
		const setup = find(ID.codecPrivate);
		if (textOf(file, codec) === 'A_VORBIS' && setup) emptyVorbis(file, setup);
		kept.add(numberOf(file, number));
		hasPictures ||= kind === 1;
	}
	if (kept.size === 0) throw refusal('type_not_allowed');
	return { kept, hasPictures };
}

function isEncrypted(file: Buffer, encodings: Element | undefined): boolean {
	if (!encodings) return false;
	return elementsIn(file, encodings.data, encodings.end).some(
		(encoding) =>
			encoding.id === ID.contentEncoding &&
			elementsIn(file, encoding.data, encoding.end).some(({ id }) => id === ID.contentEncryption)
	);
}

/** The comments of Vorbis are the second of three packets, whose lengths stand before them. */
function emptyVorbis(file: Buffer, { data, end }: Element) {
	let at = data + 1;
	const lengths = [0, 0].map(() => {
		let length = 0;
		let byte: number;
		do length += byte = file.readUInt8(at++);
		while (byte === 255);
		return length;
	});
	const from = at + lengths[0]!;
	const to = from + lengths[1]!;
	const isComment = file.toString('latin1', from, from + 7) === '\x03vorbis';
	if (file[data] !== 2 || to > end || to - from < 16 || !isComment) throw new Error('no Vorbis');
	// A maker's name as long as all that was there, of zeros, so that no length changes.
	file.fill(0, from + 7, to);
	file.writeUInt32LE(to - from - 16, from + 7);
	file.writeUInt8(1, to - 1);
}

function clean(file: Buffer, parent: number, elements: Element[], kept: Set<number>) {
	for (const element of elements) {
		const { id, data, end } = element;
		const stays = KEPT.get(parent)?.includes(id) && !isStray(file, element, kept);
		if (!stays) voidElement(file, element);
		else if (KEPT.has(id)) clean(file, id, elementsIn(file, data, end), kept);
		else if (end - data > (LONGER.get(id) ?? 8)) throw new Error('a number of too many bytes');
		else if (id === ID.muxingApp || id === ID.writingApp) file.fill(0, data, end);
	}
}

/** A block of a track that is gone, a pointer to something that is, or more than a picture needs. */
function isStray(file: Buffer, { id, data, end }: Element, kept: Set<number>): boolean {
	if (id === ID.simpleBlock || id === ID.block) {
		const { value, length } = readNumber(file, data);
		if (value === undefined || data + length + 3 > end) throw new Error('no block');
		return !kept.has(value);
	}
	if (id === ID.blockGroup) {
		const block = elementsIn(file, data, end).find((inner) => inner.id === ID.block);
		return !block || isStray(file, block, kept);
	}
	if (id === ID.blockMore) {
		// The first is what the coding itself defines; others carry captions and cameras' notes.
		const which = elementsIn(file, data, end).find((inner) => inner.id === ID.blockAddId);
		return which !== undefined && numberOf(file, which) !== 1;
	}
	if (id !== ID.seek) return false;
	const target = elementsIn(file, data, end).find((inner) => inner.id === ID.seekId);
	return !target || !KEPT.get(ID.segment)!.includes(numberOf(file, target));
}

function numberOf(file: Buffer, { data, end }: Element): number {
	if (end - data > 6) throw new Error('a number of too many bytes');
	return end > data ? file.readUIntBE(data, end - data) : 0;
}

function textOf(file: Buffer, { data, end }: Element): string {
	return file.toString('latin1', data, end).replace(/\0+$/, '');
}
