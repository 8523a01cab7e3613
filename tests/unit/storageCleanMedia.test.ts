import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanUpload } from '#lib/server/storage/cleanUpload.ts';
import { createCleaner } from '#lib/server/storage/cleaner.ts';
import { elementsIn } from '#lib/server/storage/media/ebml.ts';
import { boxesIn } from '#lib/server/storage/media/mp4Boxes.ts';
import { readPages } from '#lib/server/storage/media/oggPages.ts';
import { MAX_UPLOAD_BYTES } from '#lib/server/storage/upload.ts';
import { AUTHOR } from '../support/files.ts';
import {
	box,
	film,
	fragmentedFilm,
	MADE,
	mp3,
	ogg,
	PLACE,
	wav,
	webm
} from '../support/mediaFiles.ts';

const FILES = [
	['mp4', 'video/mp4', film()],
	['m4a', 'audio/mp4', film('M4A ', false)],
	['mov', 'video/quicktime', film('qt  ')],
	['3gp', 'video/3gpp', film('3gp5')],
	['mp4', 'video/mp4', fragmentedFilm()],
	['mp3', 'audio/mpeg', mp3()],
	['wav', 'audio/wav', wav()],
	['ogg', 'audio/ogg', ogg('opus')],
	['ogg', 'audio/ogg', ogg('vorbis')],
	['webm', 'video/webm', webm()],
	['webm', 'video/webm', webm(true)],
	['mkv', 'video/matroska', webm(false, 'matroska')]
] as const;

/** The ending of the cleaned file, or why it was refused. */
async function answerTo(bytes: Uint8Array) {
	const cleaned = await cleanUpload(bytes);
	return cleaned.ok ? cleaned.extension : cleaned.code;
}

async function accepted(bytes: Uint8Array) {
	const cleaned = await cleanUpload(bytes);
	if (!cleaned.ok) throw new Error(`refused as ${cleaned.code}`);
	return { ...cleaned, bytes: Buffer.from(cleaned.bytes) };
}
const made = Buffer.alloc(4);
made.writeUInt32BE(MADE);

/** The file with one short text in place of another of the same length. */
function swapped(bytes: Buffer, from: string | Buffer, to: string | Buffer) {
	const at = bytes.indexOf(from, 0, 'latin1');
	if (at < 0 || from.length !== to.length) throw new Error('nothing to swap');
	const copy = Buffer.from(bytes);
	copy.set(Buffer.from(to as string, 'latin1'), at);
	return copy;
}
const u32 = (value: number) => Buffer.from(value.toString(16).padStart(8, '0'), 'hex');

describe.each(FILES)('%s (%s)', (extension, mediaType, { bytes, samples }) => {
	test('loses its maker, its place and its dates and keeps sound and pictures', async () => {
		const before = Buffer.from(bytes);
		expect(bytes.includes(AUTHOR)).toBe(true);
		expect(bytes.includes(PLACE)).toBe(true);
		const cleaned = await accepted(bytes);
		expect(cleaned).toMatchObject({ extension, mediaType });
		for (const word of [AUTHOR, AUTHOR.slice(1, -1), PLACE, 'Rahs', made])
			expect(cleaned.bytes.includes(word)).toBe(false);
		for (const sample of samples) expect(cleaned.bytes.includes(sample)).toBe(true);
		// The caller's bytes are the caller's.
		expect(bytes.equals(before)).toBe(true);
		// What is clean stays as it is.
		expect((await accepted(cleaned.bytes)).bytes.equals(cleaned.bytes)).toBe(true);
	});

	test('is refused as broken where it breaks off', async () => {
		const whole = extension === 'wav' ? bytes.subarray(0, bytes.indexOf('behind')) : bytes;
		for (const part of [0.3, 0.6, 0.97]) {
			const half = whole.subarray(0, Math.floor(whole.length * part));
			expect((await cleanUpload(half)).ok).toBe(false);
		}
	});

	test('whatever is changed in it, the answer is a cleaned file or a refusal', async () => {
		const change = fc.record({
			at: fc.nat(bytes.length - 1),
			put: fc.uint8Array({ minLength: 1, maxLength: 9 }),
			cut: fc.boolean()
		});
		await fc.assert(
			fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
				let hurt = Buffer.from(bytes);
				for (const { at, put, cut } of changes) {
					if (cut) hurt = Buffer.concat([hurt.subarray(0, at), hurt.subarray(at + put.length)]);
					else put.forEach((byte, index) => at + index < hurt.length && (hurt[at + index] = byte));
				}
				const start = performance.now();
				const cleaned = await cleanUpload(hurt);
				expect(performance.now() - start).toBeLessThan(2000);
				expect(cleaned.ok || cleaned.code).toSatisfy(
					(code) =>
						code === true ||
						['broken', 'type_not_allowed', 'encrypted', 'empty'].includes(String(code))
				);
			}),
			{ numRuns: bytes.length > 10_000 ? 60 : 200 }
		);
	}, 30_000);
});

test('every place in a film stays where it was, and the cleaned film walks to its end', async () => {
	const { bytes, samples } = film();
	const cleaned = await accepted(bytes);
	expect(cleaned.bytes.length).toBe(bytes.length);
	for (const sample of samples) expect(cleaned.bytes.indexOf(sample)).toBe(bytes.indexOf(sample));
	const types = boxesIn(cleaned.bytes, 0, bytes.length, { isTop: true }).map(({ type }) => type);
	expect(types).toEqual(['ftyp', 'moov', 'mdat', 'free', 'free', 'free']);
	expect(cleaned.bytes.includes('gpmd')).toBe(false);
});

test('a second sound track in a coding that is not known is left out, the first stays', async () => {
	const { bytes, samples } = film();
	const cleaned = (await accepted(swapped(bytes, 'metaappl', 'sounappl'))).bytes;
	expect(cleaned.includes('gpmd')).toBe(false);
	expect(cleaned.includes(PLACE)).toBe(false);
	for (const sample of samples) expect(cleaned.includes(sample)).toBe(true);
});

test('the cleaned Matroska walks to its end, without tags, titles and subtitles', async () => {
	const { bytes } = webm();
	const cleaned = (await accepted(bytes)).bytes;
	const [, segment] = elementsIn(cleaned, 0, cleaned.length);
	const ids = elementsIn(cleaned, segment!.data, segment!.end).map(({ id }) => id.toString(16));
	expect(cleaned.length).toBe(bytes.length);
	expect(ids).toEqual('114d9b74 1549a966 1654ae6b 1f43b675 ec 1f43b675 ec ec ec'.split(' '));
	expect(cleaned.includes('S_TEXT')).toBe(false);
});

test('the pages of a cleaned Ogg are numbered without a gap, and have their checksums', async () => {
	for (const coding of ['opus', 'vorbis'] as const) {
		const { bytes } = ogg(coding);
		const pages = readPages((await accepted(bytes)).bytes);
		expect(pages.length).toBeLessThan(readPages(bytes).length);
		expect(pages.map(({ sequence }) => sequence)).toEqual(pages.map((_, index) => index));
		expect(pages.at(-1)).toMatchObject({ flags: 4 });
		expect(pages.at(-1)?.granule.readUInt32LE(0)).toBe(2880);
	}
	const hurt = Buffer.from(ogg('opus').bytes);
	hurt[hurt.length - 1]! ^= 1;
	expect(await answerTo(hurt)).toBe('broken');
});

test('the cleaned MP3 and WAV are their frames and their sound, nothing else', async () => {
	const song = mp3();
	expect((await accepted(song.bytes)).bytes.equals(Buffer.concat(song.samples))).toBe(true);
	const record = await accepted(wav().bytes);
	// RIFF, fmt, fact, data and its byte of padding.
	expect(record.bytes.length).toBe(12 + 24 + 12 + 8 + 101 + 1);
	expect(record.bytes.readUInt32LE(4)).toBe(record.bytes.length - 8);
});

/** The table of sizes of the picture track: how many samples, and how long the first is. */
const sizes = (count: number, first: number) =>
	Buffer.concat([Buffer.from('stsz'), u32(0), u32(0), u32(count), u32(first)]);
const song = mp3().bytes;
const frames = Buffer.concat(mp3().samples);
test.each([
	['a box longer than the file', Buffer.from(film().bytes).fill(0x7f, 20, 21)],
	['a sample outside the data', swapped(film().bytes, sizes(2, 40), sizes(2, 4000))],
	['more samples than there is room for', swapped(film().bytes, sizes(2, 40), sizes(2 ** 31, 40))],
	['a film without its table of contents', swapped(film().bytes, 'moov', 'free')],
	['two tables of contents', Buffer.concat([film().bytes, film().bytes])],
	['bytes behind the last box', Buffer.concat([film().bytes, Buffer.from('abc')])],
	['a tag longer than the file', Buffer.from(song).fill(0x7f, 6, 10)],
	['a frame that breaks off', frames.subarray(0, frames.length - 1)],
	['words between the frames', Buffer.concat([frames, Buffer.from(AUTHOR), frames])],
	['a chunk longer than the file', swapped(wav().bytes, 'LIST\x20', 'LIST\xff')],
	['a WAV without sound', swapped(wav().bytes, 'data', 'dataa'.slice(0, 3) + 'x')],
	['words between the pages', Buffer.concat([ogg('opus').bytes, Buffer.from(AUTHOR)])],
	['an Ogg without sound', Buffer.concat([ogg('opus').bytes.subarray(0, 400)])],
	[
		'an element longer than the film',
		swapped(webm().bytes, '\x16\x54\xae\x6b\x01\0', '\x16\x54\xae\x6b\x01\x7f')
	],
	['two films in one', Buffer.concat([webm().bytes, webm().bytes])]
])('is broken: %s', async (_name, bytes) => {
	expect(await answerTo(bytes)).toBe('broken');
});

test.each([
	['a film of still pictures with EXIF each', swapped(film().bytes, 'avc1', 'jpeg')],
	[
		'data in another file',
		swapped(film().bytes, Buffer.from('url \0\0\0\x01'), Buffer.from('url \0\0\0\0'))
	],
	['a film of places only', swapped(swapped(film().bytes, 'vide', 'meta'), 'soun', 'meta')],
	['HEIC', Buffer.concat([box('ftyp', 'heic', 8), box('meta', 40)])],
	[
		'FLAC behind an ID3 tag',
		Buffer.concat([song.subarray(0, song.indexOf(0xff)), Buffer.from('fLaC\0\0\0\x22')])
	],
	['MP3 in a WAV', swapped(wav().bytes, 'fmt \x10\0\0\0\x01', 'fmt \x10\0\0\0\x55')],
	['a Matroska of Motion JPEG', swapped(webm().bytes, 'V_VP8', 'V_MJP')],
	['AVI', Buffer.from('RIFF\x20\0\0\0AVI LIST', 'latin1')]
])('is not allowed: %s', async (_name, bytes) => {
	expect(await answerTo(bytes)).toBe('type_not_allowed');
});

test('an encrypted film says so', async () => {
	const bytes = swapped(film().bytes, 'avc1', 'encv');
	expect(await answerTo(bytes)).toBe('encrypted');
});

test.each([
	'ID3 is a kind of tag.',
	'RIFFraff in a WAVE',
	'RIFF1234WAVE and more words',
	'The ftyp of a file'
])('words that begin like a recording are text: %s', async (words) => {
	expect(await answerTo(Buffer.from(words))).toBe('txt');
});

test('a recording of the largest size is cleaned in good time, in the thread', async () => {
	const clean = createCleaner();
	const { bytes } = film();
	const filler = box('free', Buffer.alloc(MAX_UPLOAD_BYTES - bytes.length - 8));
	const many = Buffer.concat(Array<Buffer>(8000).fill(frames));
	for (const large of [Buffer.concat([bytes, filler]), many]) {
		expect(large.length).toBeLessThanOrEqual(MAX_UPLOAD_BYTES);
		const start = performance.now();
		expect((await clean(large)).ok).toBe(true);
		expect(performance.now() - start).toBeLessThan(10_000);
	}
}, 30_000);
