import { refusal } from '../upload.ts';
import { CONTINUED, FIRST, pagesOf, readPages, writePage, type Page } from './oggPages.ts';

type Coding = {
	/** How its first packet begins, and how long that packet is at most. */
	sign: string;
	most: number;
	/** How the packets begin that follow before sound or pictures: the comments, then the tables. */
	headers: string[];
	isVideo?: true;
	/** The comments of Vorbis close with a bit that is set. */
	closed?: true;
};

// Sources: RFC 7845 (Opus), the specifications of Vorbis I, Theora and Speex.
const CODINGS: Coding[] = [
	{ sign: 'OpusHead', most: 276, headers: ['OpusTags'] },
	{ sign: '\x01vorbis', most: 30, headers: ['\x03vorbis', '\x05vorbis'], closed: true },
	{ sign: '\x80theora', most: 42, headers: ['\x81theora', '\x82theora'], isVideo: true },
	{ sign: 'Speex   ', most: 80, headers: [''] }
];

type Stream = {
	coding: Coding;
	/** Packets read behind the first one, and the pieces of the one that is being read. */
	headers: Uint8Array[];
	pieces: Uint8Array[];
	headerPages: number;
	/** What is added to the numbers of its pages, once the headers are written anew. */
	shift: number;
	isReady: boolean;
	hasContent: boolean;
};

/**
 * An Ogg file whose comment headers say nothing; the packets of sound and pictures stay as they
 * were. Skeletons are left out. Throws when a page is damaged or missing, or the refusal
 * `type_not_allowed` when a stream is neither Opus, Vorbis, Speex nor Theora.
 */
export function cleanOgg(bytes: Uint8Array): { bytes: Uint8Array; extension: 'ogg' | 'ogv' } {
	const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const streams = new Map<number, Stream | 'left out'>();
	const all: Stream[] = [];
	const written: Buffer[] = [];
	for (const page of readPages(file)) {
		if (page.flags & FIRST) {
			const stream = begin(page);
			streams.set(page.serial, stream);
			if (stream === 'left out') continue;
			all.push(stream);
			written.push(writePage(page));
			continue;
		}
		const stream = streams.get(page.serial);
		if (!stream) throw new Error('a page of no stream');
		if (stream === 'left out') continue;
		if (stream.isReady) {
			stream.hasContent = true;
			written.push(writePage({ ...page, sequence: (page.sequence + stream.shift) >>> 0 }));
			continue;
		}
		written.push(...readHeaders(stream, page).map(writePage));
	}
	if (all.length === 0 || !all.every((stream) => stream.hasContent)) throw new Error('no content');
	const isVideo = all.some(({ coding }) => coding.isVideo);
	return { bytes: new Uint8Array(Buffer.concat(written)), extension: isVideo ? 'ogv' : 'ogg' };
}

function begin(page: Page): Stream | 'left out' {
	if (startsWith(page.body, 'fishead\0')) return 'left out';
	const coding = CODINGS.find(({ sign }) => startsWith(page.body, sign));
	if (!coding) throw refusal('type_not_allowed');
	const isWhole = page.lacing.findIndex((length) => length < 255) === page.lacing.length - 1;
	if (!isWhole || page.body.byteLength > coding.most) throw new Error('no header');
	const isSpeex = coding.sign.startsWith('Speex');
	// Speex may announce further headers, which nobody writes and nothing here knows.
	if (isSpeex && Buffer.from(page.body).readUInt32LE(68) > 0) throw refusal('type_not_allowed');
	return {
		coding,
		headers: [],
		pieces: [],
		headerPages: 0,
		shift: 0,
		isReady: false,
		hasContent: false
	};
}

/** Takes in a page of headers; gives all of them anew once the last is complete. */
function readHeaders(stream: Stream, page: Page): Page[] {
	const { coding, headers, pieces } = stream;
	if (Boolean(page.flags & CONTINUED) !== pieces.length > 0) throw new Error('a page is missing');
	let at = 0;
	for (const length of page.lacing) {
		// Sound and pictures begin on a page of their own.
		if (headers.length === coding.headers.length) throw new Error('no end of the headers');
		pieces.push(page.body.subarray(at, at + length));
		at += length;
		if (length < 255) headers.push(Buffer.concat(pieces.splice(0)));
	}
	stream.headerPages += 1;
	if (headers.length < coding.headers.length) return [];
	if (!headers.every((header, index) => startsWith(header, coding.headers[index]!)))
		throw new Error('not the headers that belong here');
	const [sign = ''] = coding.headers;
	const tail = Buffer.alloc(coding.closed ? 9 : 8);
	if (coding.closed) tail[8] = 1;
	const comments = Buffer.concat([Buffer.from(sign, 'latin1'), tail]);
	const first = page.sequence - stream.headerPages + 1;
	const pages = pagesOf([comments, ...headers.slice(1)], page.serial, first >>> 0);
	stream.shift = pages.length - stream.headerPages;
	stream.isReady = true;
	return pages;
}

function startsWith(bytes: Uint8Array, sign: string): boolean {
	return [...sign].every((letter, index) => bytes[index] === letter.charCodeAt(0));
}
