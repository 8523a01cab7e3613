import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ENCODINGS } from '#lib/transcripts/decodeBytes.ts';
import { parseText } from '#lib/transcripts/parseText.ts';

const FORMATS = ['webvtt', 'srt', 'csv', 'text'];

/** Pieces that transcripts are made of, whole and broken, in any order. */
const piece = fc.oneof(
	fc.constantFrom(
		...['WEBVTT', 'NOTE', 'STYLE', 'REGION', '\n', '\r', '\r\n', '\n\n', ' ', '\t', '\0', '\uFEFF'],
		...[
			'00:00:01.000 --> 00:00:02,500',
			'00:01 --> 00:02',
			'-->',
			'1',
			'42',
			'[00:14:02]',
			'#00:00:05-1#'
		],
		...[
			'<v Sokha>',
			'</v>',
			'<',
			'&amp;',
			'<i>',
			'{\\an8}',
			'Sokha: ',
			'[Dara] ',
			'សុខា៖ ',
			'17:30',
			'http:'
		],
		...[
			'time,speaker,text',
			'"',
			',',
			';',
			'|',
			'|---|---|',
			'a|b',
			'\u2028',
			'\u{1F600}',
			'ก็',
			'ကို'
		]
	),
	fc.string({ unit: 'binary', maxLength: 20 })
);
const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
const hints = fc.record(
	{
		extension: fc.constantFrom('vtt', 'srt', 'csv', 'txt', 'docx', ''),
		encoding: fc.constantFrom(...ENCODINGS)
	},
	{ requiredKeys: [] }
);

function check(bytes: Uint8Array, given: Parameters<typeof parseText>[1]) {
	const read = parseText(bytes, given);
	if (!read.ok) return;
	const { format, encoding, cues, warnings } = read.transcript;
	expect(FORMATS).toContain(format);
	expect(() => new TextDecoder(encoding.replace('utf-32', 'utf-16'))).not.toThrow();
	for (const { id, start, end, speaker, text: words } of cues) {
		for (const time of [start, end])
			expect(time === null || (Number.isSafeInteger(time) && time >= 0)).toBe(true);
		expect(
			[id, speaker].every((each) => each === null || (typeof each === 'string' && each !== ''))
		).toBe(true);
		expect(typeof words).toBe('string');
	}
	for (const { line } of warnings) expect(line === undefined || line >= 1).toBe(true);
	expect(JSON.parse(JSON.stringify(read))).toEqual(read);
}

describe('whatever the bytes, they are read or refused', () => {
	test('any bytes', () => {
		fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), hints, check), { numRuns: 2000 });
	}, 60_000);
	test('any text', () => {
		fc.assert(
			fc.property(text, hints, (given, hint) => check(new TextEncoder().encode(given), hint)),
			{ numRuns: 2000 }
		);
	}, 60_000);
	test('any text in UTF-16', () => {
		fc.assert(
			fc.property(text, hints, (given, hint) =>
				check(new Uint8Array(Buffer.from(given, 'utf16le')), hint)
			),
			{ numRuns: 1000 }
		);
	}, 60_000);
});

describe('nothing takes longer than its size', () => {
	const MB = 1024 ** 2;
	test.each([
		['one line', 'a'],
		['blanks', ' '],
		['line ends', '\n'],
		['colons', ':'],
		['brackets', '['],
		['arrows', '-->'],
		['arrows with times', '00:00:01.000 -->'],
		['digits', '1'],
		['digits and colons', '1:'],
		['tags', '<v '],
		['ampersands', '&'],
		['quotes', '"'],
		['quotes and commas', '",'],
		['bars', '|'],
		['tabs', '\t'],
		['names', 'Sokha: '],
		['names on lines', 'Sokha:\n'],
		['headless lines', 'Sokha  0:05\n'],
		['braces', '{\\'],
		['hashes', '#00:00:01'],
		['byte order marks', '\uFEFF'],
		['Thai', 'ที่'],
		['zeros', '\0']
	])(
		'%s',
		(_, unit) => {
			const words = unit.repeat(Math.ceil(MB / 2 / unit.length));
			for (const head of [
				'',
				'WEBVTT\n\n00:00.000 --> 00:01.000\n',
				'00:01 --> 00:02\n',
				'time,text\n'
			]) {
				const bytes = new TextEncoder().encode(head + words);
				// Of this process, so that a busy machine changes nothing.
				const from = process.cpuUsage();
				parseText(bytes);
				expect(process.cpuUsage(from).user / 1000, head).toBeLessThan(4000);
			}
		},
		60_000
	);
});
