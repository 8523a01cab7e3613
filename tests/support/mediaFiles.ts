// Small files of sound and video, written byte by byte, with everything in them that tells on
// their maker. `samples` is what must come through untouched.
import { AUTHOR } from './files.ts';
import { pagesOf, writePage } from '#lib/server/storage/media/oggPages.ts';

/** The place as a phone writes it. */
export const PLACE = '+03.1390+101.6869/';

export type MediaFile = { bytes: Buffer; samples: Buffer[] };

const bytes = (...parts: (string | number | number[] | Uint8Array)[]) =>
	Buffer.concat(
		parts.map((part) => {
			if (typeof part === 'string') return Buffer.from(part, 'latin1');
			return typeof part === 'number' ? Buffer.alloc(part) : Buffer.from(part);
		})
	);
const u16 = (value: number) => bytes([value >> 8, value & 255]);
const u32 = (...values: number[]) => {
	const all = Buffer.alloc(values.length * 4);
	values.forEach((value, index) => all.writeUInt32BE(value >>> 0, index * 4));
	return all;
};
const u32le = (value: number) => u32(value).reverse();
/** Bytes that look like nothing else, the same for the same seed. */
export const noise = (length: number, seed: number) =>
	Buffer.from(Array.from({ length }, (_, index) => ((index + 1) * (seed * 2 + 61) * 7) % 251));

/** An MP4 box, or a film's box with several parts. */
export const box = (type: string, ...parts: Parameters<typeof bytes>) => {
	const body = bytes(...parts);
	return bytes(u32(body.length + 8), type, body);
};

/** When it was made, in seconds since 1904: found nowhere else in the files. */
export const MADE = 0xe1a2b3c4;

function track(
	id: number,
	handler: string,
	coding: string,
	fixed: Buffer,
	sizes: number[],
	at: number
) {
	const setup = handler === 'vide' ? box('avcC', [1, 66, 0, 30, 255, 224, 0]) : '';
	const entry = box(coding, fixed, setup, box('uuid', 16, AUTHOR));
	return box(
		'trak',
		box('tkhd', u32(7, MADE, MADE, id), 68),
		box('udta', box('name', AUTHOR)),
		box(
			'mdia',
			box('mdhd', u32(0, MADE, MADE, 1000, 2000), 4),
			box('hdlr', u32(0, 0), handler, 'appl', 8, `${AUTHOR}\0`),
			box(
				'minf',
				handler === 'vide' ? box('vmhd', 12) : box('smhd', 8),
				box('dinf', box('dref', u32(0, 1), box('url ', u32(1), AUTHOR))),
				box(
					'stbl',
					box('stsd', u32(0, 1), entry),
					box('stts', u32(0, 1, sizes.length, 10)),
					box('stsc', u32(0, 1, 1, sizes.length, 1)),
					box('stsz', u32(0, 0, sizes.length, ...sizes)),
					box('stco', u32(0, 1, at))
				)
			)
		)
	);
}

const video = () =>
	bytes(6, u16(1), 4, 'Rahs', 8, u16(40), u16(20), 14, [13], 'Rahsia Camera', 18, u16(24), 2);
const audio = () => bytes(6, u16(1), 4, 'Rahs', u16(1), u16(16), 4, u32(44100 * 65536));

/** A film with a picture and a sound track, one of places second by second, and dead data. */
export function film(brand = 'isom', hasPictures = true): MediaFile {
	const samples = [noise(40, 1), noise(33, 2), noise(21, 3)];
	const places = Buffer.from(`GPS ${PLACE} ${AUTHOR}`);
	const ftyp = box('ftyp', brand, u32(512), brand);
	const made = (at: number) =>
		box(
			'moov',
			box('mvhd', u32(0, MADE, MADE, 1000, 2000), 80),
			hasPictures ? track(1, 'vide', 'avc1', video(), [40, 33], at) : '',
			track(2, 'soun', 'mp4a', audio(), [21], at + 73 + places.length),
			track(3, 'meta', 'gpmd', bytes(8), [places.length], at + 73),
			box('udta', box('\xa9xyz', u16(18), u16(0x15c7), PLACE), box('loci', AUTHOR)),
			box('meta', u32(0), box('ilst', box('\xa9ART', AUTHOR)))
		);
	const behind = Buffer.from(`deleted ${AUTHOR}`);
	const tail = [box('mdat', ...samples.slice(0, 2), places, samples[2]!, behind)];
	tail.push(box('uuid', 16, `<x:xmpmeta>${AUTHOR}`), box('free', AUTHOR), box('XTRA', PLACE));
	const at = ftyp.length + made(0).length + 8;
	const kept = hasPictures ? samples : samples.slice(2);
	return { bytes: bytes(ftyp, made(at), ...tail), samples: kept };
}

/** A film in fragments, as browsers record it, with a track of places among them. */
export function fragmentedFilm(): MediaFile {
	const samples = [noise(50, 4), noise(30, 5)];
	const places = Buffer.from(`GPS ${PLACE}`);
	const empty = (id: number, handler: string, coding: string, fixed: Buffer) =>
		track(id, handler, coding, fixed, [], 0);
	const moov = box(
		'moov',
		box('mvhd', u32(1 << 24, 0, MADE, 0, MADE, 1000, 0, 0), 80),
		empty(1, 'vide', 'avc1', video()),
		empty(2, 'text', 'text', bytes(8)),
		box('mvex', box('trex', u32(0, 1, 1, 10, 0, 0)), box('trex', u32(0, 2, 1, 10, 0, 0)))
	);
	const moof = (at: number) =>
		box(
			'moof',
			box('mfhd', u32(0, 1)),
			box('traf', box('tfhd', u32(0x20000, 2)), box('trun', u32(0x201, 1, at, places.length))),
			box(
				'traf',
				box('tfhd', u32(0x20010, 1, 50)),
				box('trun', u32(1, 1, at + places.length)),
				box('trun', u32(0x200, 1, 30))
			),
			box('uuid', 16, AUTHOR)
		);
	const head = bytes(box('ftyp', 'iso5', u32(512), 'iso5'), moov, box('prft', AUTHOR));
	const data = box('mdat', places, ...samples, AUTHOR);
	return { bytes: bytes(head, moof(moof(0).length + 8), data), samples };
}

/** Three frames of 128 kbit/s between every kind of tag. */
export function mp3(): MediaFile {
	const frame = (seed: number) => bytes([0xff, 0xfb, 0x90, 0x00], noise(413, seed));
	const samples = [frame(1), frame(2), frame(3)];
	const text = `TIT2 ${AUTHOR} ${PLACE}`;
	const ape = (isHeader: boolean, length: number) =>
		bytes(
			'APETAGEX',
			u32le(2000),
			u32le(length),
			u32le(1),
			u32le(isHeader ? 0xa0000000 : 0x80000000),
			8
		);
	const items = bytes(u32le(AUTHOR.length), 4, 'Artist\0', AUTHOR);
	const lyrics = `LYRICSBEGININD00002AUT000${AUTHOR.length}${AUTHOR}`;
	return {
		bytes: bytes(
			...['ID3', [3, 0, 0, 0, 0, 0, text.length + 10], text, 10],
			...[samples[0]!, 'ID3', [4, 0, 0, 0, 0, 0, text.length], text, samples[1]!, samples[2]!],
			...[ape(true, items.length + 32), items, ape(false, items.length + 32)],
			...[lyrics, `000000${lyrics.length}`.slice(-6), 'LYRICS200'],
			bytes('TAG', AUTHOR, 128).subarray(0, 128)
		),
		samples
	};
}

/** A WAV with the notes of a recorder around its sound, whose length is odd. */
export function wav(): MediaFile {
	const sound = noise(101, 6);
	const chunk = (name: string, ...parts: Parameters<typeof bytes>) => {
		const body = bytes(...parts);
		return bytes(name, u32le(body.length), body, body.length % 2);
	};
	const format = chunk('fmt ', [1, 0, 1, 0], u32le(8000), u32le(8000), [1, 0, 8, 0]);
	const body = bytes(
		...['WAVE', chunk('bext', AUTHOR), format, chunk('fact', u32le(101)), chunk('data', sound)],
		...[chunk('LIST', 'INFO', chunk('IART', AUTHOR)), chunk('iXML', PLACE), chunk('id3 ', AUTHOR)]
	);
	return { bytes: bytes('RIFF', u32le(body.length), body, `behind ${AUTHOR}`), samples: [sound] };
}

const comments = (sign: string, closing: number[], ...said: string[]) =>
	bytes(
		...[sign, u32le(AUTHOR.length), AUTHOR, u32le(said.length)],
		...said.flatMap((word) => [u32le(word.length), word]),
		closing
	);
const opusHead = () => bytes('OpusHead', [1, 1], 2, u32le(48000), 3);
const vorbisHead = () => bytes('\x01vorbis', u32le(0), [1], u32le(44100), 12, [0xb8, 1]);

/** Opus or Vorbis; the comments are longer than a page, as with a picture of the cover. */
export function ogg(coding: 'opus' | 'vorbis'): MediaFile {
	const samples = [noise(300, 7), noise(255, 8), noise(40, 9)];
	const cover = `METADATA_BLOCK_PICTURE=${AUTHOR}${'A'.repeat(70_000)}`;
	const said = [`ARTIST=${AUTHOR}`, `GEO=${PLACE}`, cover];
	const isOpus = coding === 'opus';
	const setup = bytes('\x05vorbis', noise(700, 10));
	const headers = isOpus
		? [comments('OpusTags', [], ...said)]
		: [comments('\x03vorbis', [1], ...said), setup];
	const pages = pagesOf([isOpus ? opusHead() : vorbisHead()], 77, 0);
	pages[0]!.flags = 2;
	pages.push(...pagesOf(headers, 77, 1));
	for (const [index, sample] of samples.entries()) {
		const [page] = pagesOf([sample], 77, pages.length);
		page!.granule.writeUInt32LE(960 * (index + 1));
		page!.flags = index === 2 ? 4 : 0;
		pages.push(page!);
	}
	return { bytes: bytes(...pages.map(writePage)), samples: isOpus ? samples : [setup, ...samples] };
}

/** A Matroska element with a size of eight bytes, or without one. */
export const element = (id: number, ...parts: Parameters<typeof bytes>) => {
	const name = Buffer.from(id.toString(16).padStart(2, '0'), 'hex');
	const body = bytes(...parts);
	return bytes(name, [1, 0, 0, 0], u32(body.length), body);
};
const openElement = (id: number, ...parts: Parameters<typeof bytes>) =>
	bytes(u32(id), [0x01, 255, 255, 255, 255, 255, 255, 255], ...parts);

/** A film as a browser records it, with or without sizes, subtitles and an attachment in it. */
export function webm(isOpen = false, name = 'webm'): MediaFile {
	const samples = [noise(60, 11), noise(20, 12), noise(35, 13), noise(15, 14)];
	const make = isOpen ? openElement : element;
	const lines = bytes(
		[2, 34, 2],
		`\x03vorbis`,
		u32le(AUTHOR.length - 1),
		AUTHOR.slice(1),
		u32le(0),
		[1]
	);
	lines[2] = lines.length - 3;
	const priv = bytes(
		[2, 30, lines[2]!],
		vorbisHead(),
		lines.subarray(3),
		'\x05vorbis',
		noise(30, 1)
	);
	const entry = (number: number, type: number, codec: string, ...more: Buffer[]) =>
		element(
			0xae,
			...[element(0xd7, [number]), element(0x73c5, [number]), element(0x83, [type])],
			...[element(0x86, codec), element(0x536e, AUTHOR), ...more]
		);
	const block = (number: number, data: Uint8Array) =>
		element(0xa3, [0x80 | number, 0, 0, 0x80], data);
	const parts = [
		element(0x114d9b74, ...[0x1254c367, 0x1549a966].map(seek)),
		element(
			0x1549a966,
			...[element(0x2ad7b1, [15, 66, 64]), element(0x7ba9, AUTHOR), element(0x4461, u32(7, MADE))],
			...[element(0x4d80, `Muxer of ${AUTHOR}`), element(0x5741, AUTHOR)]
		),
		element(
			0x1654ae6b,
			entry(1, 1, 'V_VP8', element(0xe0, element(0xb0, [40]), element(0xba, [20]))),
			entry(2, 2, 'A_VORBIS', element(0x63a2, priv), element(0xe1, element(0x9f, [1]))),
			entry(3, 17, 'S_TEXT/UTF8')
		),
		make(0x1f43b675, element(0xe7, [0]), block(1, samples[0]!), block(3, Buffer.from(PLACE))),
		element(0x1254c367, element(0x7373, AUTHOR)),
		make(
			0x1f43b675,
			...[element(0xe7, [9]), block(2, samples[1]!)],
			element(
				0xa0,
				element(0xa1, [0x81, 0, 0, 0], samples[2]!),
				element(0x75a1, more(1, samples[3]!), more(4, Buffer.from(AUTHOR)))
			),
			element(0xa0, element(0xa1, [0x83, 0, 0, 0], PLACE), element(0x9b, [1]))
		),
		element(0x1941a469, element(0x61a7, element(0x466e, AUTHOR))),
		element(0x1043a770, AUTHOR),
		element(0xec, AUTHOR)
	];
	const header = element(0x1a45dfa3, element(0x4286, [1]), element(0x4282, name), element(0xbf, 4));
	return { bytes: bytes(header, make(0x18538067, ...parts)), samples };

	function more(id: number, data: Buffer) {
		return element(0xa6, element(0xee, [id]), element(0xa5, data));
	}
	function seek(id: number) {
		return element(0x4dbb, element(0x53ab, u32(id)), element(0x53ac, [1]));
	}
}
