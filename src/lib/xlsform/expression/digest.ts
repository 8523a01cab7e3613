/**
 * digest(): MD5 (RFC 1321), SHA-1 and SHA-2 (FIPS 180-4) over the UTF-8 of a text. Written
 * small rather than fast: no respondent hashes more than an answer. The tables of constants
 * are worked out as the standards define them, from sines and roots of primes.
 */
type Words = readonly bigint[];

const U32 = 0xffffffffn;
const U64 = 0xffffffffffffffffn;

/** The first 64 bits behind the point of a root of a whole number. */
function rootFraction(of: number, degree: bigint): bigint {
	const target = BigInt(of) << (64n * degree);
	let low = 0n;
	let high = BigInt(of) << 64n;
	while (low < high) {
		const middle = (low + high + 1n) >> 1n;
		if (middle ** degree <= target) low = middle;
		else high = middle - 1n;
	}
	return low & U64;
}

function primes(count: number): number[] {
	const found: number[] = [];
	for (let next = 2; found.length < count; next++)
		if (found.every((prime) => next % prime)) found.push(next);
	return found;
}

/** Text as UTF-8, padded to whole blocks with the length in bits at the end. */
function blocksOf(text: string, wide: boolean, littleEndian: boolean): DataView {
	const bytes = new TextEncoder().encode(text);
	const [block, tail] = wide ? [128, 16] : [64, 8];
	const size = Math.ceil((bytes.length + 1 + tail) / block) * block;
	const view = new DataView(new ArrayBuffer(size));
	bytes.forEach((byte, at) => view.setUint8(at, byte));
	view.setUint8(bytes.length, 0x80);
	view.setBigUint64(size - 8, BigInt(bytes.length) * 8n, littleEndian);
	return view;
}

let keys64: Words | undefined;
/** The constants of all rounds; those of the narrow words are the first halves. */
const roundKeys = () => (keys64 ??= primes(80).map((prime) => rootFraction(prime, 3n)));

/** SHA-2 with words of 32 or 64 bits. */
function sha2(text: string, wide: boolean, start: Words): Words {
	const [bits, mask, rounds] = wide ? [64n, U64, 80] : [32n, U32, 64];
	const turns = wide
		? [
				[1n, 8n, 7n],
				[19n, 61n, 6n],
				[14n, 18n, 41n],
				[28n, 34n, 39n]
			]
		: [
				[7n, 18n, 3n],
				[17n, 19n, 10n],
				[6n, 11n, 25n],
				[2n, 13n, 22n]
			];
	const right = (word: bigint, by: bigint) => ((word >> by) | (word << (bits - by))) & mask;
	const mix = (word: bigint, which: number, shifts: boolean) => {
		const [a, b, c] = turns[which] as [bigint, bigint, bigint];
		return right(word, a) ^ right(word, b) ^ (shifts ? word >> c : right(word, c));
	};
	const keys = roundKeys()
		.slice(0, rounds)
		.map((key) => key >> (64n - bits));
	const view = blocksOf(text, wide, false);
	const size = wide ? 8 : 4;
	let state = start;
	for (let from = 0; from < view.byteLength; from += size * 16) {
		const words = Array.from({ length: 16 }, (_word, at) =>
			wide ? view.getBigUint64(from + at * 8) : BigInt(view.getUint32(from + at * 4))
		);
		let [a, b, c, d, e, f, g, h] = state as [
			bigint,
			bigint,
			bigint,
			bigint,
			bigint,
			bigint,
			bigint,
			bigint
		];
		for (let at = 0; at < rounds; at++) {
			words[at] ??=
				(mix(words[at - 2]!, 1, true) +
					words[at - 7]! +
					mix(words[at - 15]!, 0, true) +
					words[at - 16]!) &
				mask;
			const one = h + mix(e, 2, false) + ((e & f) ^ (~e & mask & g)) + keys[at]! + words[at]!;
			const two = mix(a, 3, false) + ((a & b) ^ (a & c) ^ (b & c));
			[h, g, f, e, d, c, b, a] = [g, f, e, (d + one) & mask, c, b, a, (one + two) & mask];
		}
		state = [a, b, c, d, e, f, g, h].map((word, at) => (word + state[at]!) & mask);
	}
	return state;
}

const STARTS: Words = [0x67452301n, 0xefcdab89n, 0x98badcfen, 0x10325476n, 0xc3d2e1f0n];
const left = (word: bigint, by: bigint) => ((word << by) | (word >> (32n - by))) & U32;

function sha1(text: string): Words {
	const view = blocksOf(text, false, false);
	let state = STARTS;
	for (let from = 0; from < view.byteLength; from += 64) {
		const words = Array.from({ length: 16 }, (_word, at) => BigInt(view.getUint32(from + at * 4)));
		let [a, b, c, d, e] = state as [bigint, bigint, bigint, bigint, bigint];
		for (let at = 0; at < 80; at++) {
			words[at] ??= left(words[at - 3]! ^ words[at - 8]! ^ words[at - 14]! ^ words[at - 16]!, 1n);
			const [chosen, key] = [
				[(b & c) | (~b & U32 & d), 0x5a827999n],
				[b ^ c ^ d, 0x6ed9eba1n],
				[(b & c) | (b & d) | (c & d), 0x8f1bbcdcn],
				[b ^ c ^ d, 0xca62c1d6n]
			][Math.floor(at / 20)] as [bigint, bigint];
			const next = (left(a, 5n) + chosen + e + key + words[at]!) & U32;
			[e, d, c, b, a] = [d, c, left(b, 30n), a, next];
		}
		state = [a, b, c, d, e].map((word, at) => (word + state[at]!) & U32);
	}
	return state;
}

const MD5_TURNS = [
	[7n, 12n, 17n, 22n],
	[5n, 9n, 14n, 20n],
	[4n, 11n, 16n, 23n],
	[6n, 10n, 15n, 21n]
];

function md5(text: string): Words {
	const view = blocksOf(text, false, true);
	let state = STARTS.slice(0, 4);
	for (let from = 0; from < view.byteLength; from += 64) {
		let [a, b, c, d] = state as [bigint, bigint, bigint, bigint];
		for (let at = 0; at < 64; at++) {
			const round = at >> 4;
			const [mixed, word] = [
				[(b & c) | (~b & U32 & d), at],
				[(d & b) | (~d & U32 & c), at * 5 + 1],
				[b ^ c ^ d, at * 3 + 5],
				[c ^ (b | (~d & U32)), at * 7]
			][round] as [bigint, number];
			const key = BigInt(Math.floor(Math.abs(Math.sin(at + 1)) * 2 ** 32));
			const sum = a + mixed + key + BigInt(view.getUint32(from + (word % 16) * 4, true));
			[a, d, c, b] = [d, c, b, (b + left(sum & U32, MD5_TURNS[round]![at % 4]!)) & U32];
		}
		state = [a, b, c, d].map((word, at) => (word + state[at]!) & U32);
	}
	// MD5 writes its words backwards.
	return state.map((word) =>
		BigInt(`0x${word.toString(16).padStart(8, '0').match(/../g)!.reverse().join('')}`)
	);
}

const hexOf = (words: Words, digits: number) =>
	words.map((word) => word.toString(16).padStart(digits, '0')).join('');

function hexDigest(text: string, algorithm: string): string {
	const squares = (from: number) =>
		primes(16)
			.slice(from, from + 8)
			.map((prime) => rootFraction(prime, 2n));
	switch (algorithm) {
		case 'MD5':
			return hexOf(md5(text), 8);
		case 'SHA-1':
			return hexOf(sha1(text), 8);
		case 'SHA-256':
			return hexOf(
				sha2(
					text,
					false,
					squares(0).map((word) => word >> 32n)
				),
				8
			);
		case 'SHA-384':
			return hexOf(sha2(text, true, squares(8)), 16).slice(0, 96);
		case 'SHA-512':
			return hexOf(sha2(text, true, squares(0)), 16);
		default:
			return '';
	}
}

/** The digest of a text in `hex` or `base64`; '' for an algorithm or form that does not exist. */
export function digestOf(text: string, algorithm: string, form: string): string {
	const hex = hexDigest(text, algorithm);
	if (form === 'hex') return hex;
	if (form !== 'base64') return '';
	return btoa(hex.replace(/../g, (byte) => String.fromCharCode(parseInt(byte, 16))));
}
