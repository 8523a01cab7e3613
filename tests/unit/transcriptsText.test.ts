import { describe, expect, test } from 'vitest';
import type { ReadTranscript } from '#lib/transcripts/cue.ts';
import { parseText } from '#lib/transcripts/parseText.ts';
import { encodeUtf8 } from '../support/encodings.ts';

const transcriptOf = (read: ReadTranscript) => {
	if (!read.ok) throw new Error(`refused: ${read.refusal}`);
	return read.transcript;
};
const read = (text: string, extension = 'txt') =>
	transcriptOf(parseText(encodeUtf8(text), { extension }));
const said = (text: string) => read(text).cues.map((cue) => [cue.speaker, cue.text]);
const timed = (text: string) =>
	read(text).cues.map(({ speaker, start, end, text: words }) => [speaker, start, end, words]);
const codes = (text: string, extension?: string) =>
	read(text, extension).warnings.map(({ code }) => code);

describe('turns of a text', () => {
	test('a name begins a turn, paragraphs without one go on with it', () => {
		expect(said('Sokha: We go.\nThen we wait.\n\nAnd wait.\nDara: When?')).toEqual([
			['Sokha', 'We go.\nThen we wait.\nAnd wait.'],
			['Dara', 'When?']
		]);
	});

	test('what stands before the first name belongs to nobody', () => {
		const text = 'Jakarta, day 1\nDate: 30 August\nSokha: Yes.';
		expect(said(text)).toEqual([
			[null, 'Jakarta, day 1'],
			[null, 'Date: 30 August'],
			['Sokha', 'Yes.']
		]);
		expect(codes(text)).toEqual(['before_first_speaker', 'no_times']);
	});

	test.each([
		['Sokha Chan: Yes.', 'Sokha Chan'],
		['[Sokha] Yes.', 'Sokha'],
		['[Sokha]: Yes.', 'Sokha'],
		['{Sokha} Yes.', 'Sokha'],
		['@Sokha Yes.', 'Sokha'],
		['@Sokha Chan: Yes.', 'Sokha Chan'],
		['#Sokha Yes.', 'Sokha'],
		['#Sokha: Yes.', 'Sokha'],
		['**Sokha:** Yes.', 'Sokha'],
		['SOKHA : Yes.', 'SOKHA'],
		['P02: Yes.', 'P02'],
		['Dr. Sokha Chan: Yes.', 'Dr. Sokha Chan'],
		['Sokha (union): Yes.', 'Sokha (union)'],
		['សុខា: Yes.', 'សុខា'],
		['សុខា ចាន់៖ Yes.', 'សុខា ចាន់'],
		['ສົມຊາຍ: Yes.', 'ສົມຊາຍ'],
		['สมชาย ใจดี: Yes.', 'สมชาย ใจดี'],
		['ဒေါ်အောင်: Yes.', 'ဒေါ်အောင်'],
		['Nguyễn Thị Hoa: Yes.', 'Nguyễn Thị Hoa'],
		['陈美玲：Yes.', '陈美玲'],
		['நீலா: Yes.', 'நீலா']
	])('%j', (line, name) => {
		const text = line.includes('**') ? 'Yes.' : 'Yes.';
		expect(
			said(line).map(([speaker, words]) => [speaker, String(words).replace(/^\*+\s*/, '')])
		).toEqual([[name, text]]);
	});

	test.each([
		'17:30 we met at the office.',
		'At 17:30 we met.',
		'We met at 17:30: nobody came.',
		'http://example.org says so.',
		'https: that is how it begins',
		'C:\\transcripts are on that disk',
		'and then he said: no',
		'Did she say: no?',
		`${'A very long beginning '.repeat(4)}: it goes on.`,
		'12: a number alone',
		'Date: 30 August 2026'
	])('%j names nobody', (line) => {
		expect(said(line)).toEqual([[null, line]]);
	});

	test('whatever comes again and again is a label', () => {
		expect(
			said('interviewer: one\ntranslator for the others: two\ntranslator for the others: three')
		).toEqual([
			[null, 'interviewer: one'],
			['translator for the others', 'two'],
			['translator for the others', 'three']
		]);
		expect(said('q: one\na: two\nq: three\na: four').map(([speaker]) => speaker)).toEqual([
			'q',
			'a',
			'q',
			'a'
		]);
	});

	test('case counts', () => {
		expect(said('Sokha: one\nSOKHA: two').map(([speaker]) => speaker)).toEqual(['Sokha', 'SOKHA']);
	});

	test('without names each paragraph is a piece', () => {
		const text = 'One line\nof a paragraph.\n\nAnother.';
		expect(said(text)).toEqual([
			[null, 'One line\nof a paragraph.'],
			[null, 'Another.']
		]);
		expect(codes(text)).toEqual(['no_speakers', 'no_times']);
	});
});

describe('times of a text', () => {
	test.each([
		['[00:14:02] Sokha: Yes.', 842_000],
		['(00:14:02) Sokha: Yes.', 842_000],
		['00:14:02 Sokha: Yes.', 842_000],
		['14:02 Sokha: Yes.', 842_000],
		['[14:02] Sokha: Yes.', 842_000],
		['[00:14:02.5] Sokha: Yes.', 842_500],
		['#00:14:02-5# Sokha: Yes.', 842_500],
		['Sokha [00:14:02]: Yes.', 842_000],
		['Sokha (14:02): Yes.', 842_000],
		['Sokha: [00:14:02] Yes.', 842_000],
		['00:14:02 - Sokha: Yes.', 842_000],
		['00:14:02\nSokha: Yes.', 842_000]
	])('%j', (text, start) => {
		expect(timed(text)).toEqual([['Sokha', start, null, 'Yes.']]);
	});

	test('a range, and the end as f4 sets it', () => {
		expect(timed('[00:00:01 - 00:00:05] Sokha: Yes.')).toEqual([['Sokha', 1000, 5000, 'Yes.']]);
		expect(timed('Sokha: Yes. #00:00:05-1#\nDara: No. [00:00:09]')).toEqual([
			['Sokha', null, 5100, 'Yes.'],
			['Dara', null, 9000, 'No.']
		]);
	});

	test('name and time above the words, as programs write it that transcribe', () => {
		expect(timed('Sokha Chan  0:05\nWe go.\nNow.\n\nDara  1:02:03\nWhen?\n')).toEqual([
			['Sokha Chan', 5000, null, 'We go.\nNow.'],
			['Dara', 3_723_000, null, 'When?']
		]);
		expect(said('We met at 17:30\nand left.')).toEqual([[null, 'We met at 17:30\nand left.']]);
	});
});

describe('tables', () => {
	const rows = [
		[842_000, 'Sokha', 'We go, all of us.'],
		[843_500, 'Dara', 'When?\nToday?']
	];
	const table = ({ cues }: ReturnType<typeof read>) =>
		cues.map(({ start, speaker, text }) => [start, speaker, text]);

	test.each([
		[
			'comma',
			'time,speaker,text\n00:14:02,Sokha,"We go, all of us."\n00:14:03.5,Dara,"When?\nToday?"\n'
		],
		[
			'semicolon',
			'Waktu;Pembicara;Teks\r\n00:14:02;Sokha;We go, all of us.\r\n00:14:03,5;Dara;"When?\r\nToday?"'
		],
		[
			'tab',
			'Text\tSpeaker\tStart time\nWe go, all of us.\tSokha\t14:02\n"When?\nToday?"\tDara\t14:03.5'
		],
		['seconds', 'start,speaker,text\n842,Sokha,"We go, all of us."\n843.5,Dara,"When?\nToday?"']
	])('CSV with %s', (_, text) => {
		const found = read(text, 'csv');
		expect([found.format, table(found)]).toEqual(['csv', rows]);
		expect(table(read(text))).toEqual(rows);
	});

	test('end, number, translation; milliseconds', () => {
		const text =
			'No.,start,end,speaker,text,translation\n7,0,90000,Sokha,Kami pergi.,We go.\n8,90000,200000,Dara,Kapan?,When?';
		expect(read(text, 'csv').cues).toEqual([
			{
				id: '7',
				start: 0,
				end: 90_000,
				speaker: 'Sokha',
				text: 'Kami pergi.',
				translation: 'We go.'
			},
			{
				id: '8',
				start: 90_000,
				end: 200_000,
				speaker: 'Dara',
				text: 'Kapan?',
				translation: 'When?'
			}
		]);
		expect(codes(text, 'csv')).toEqual(['milliseconds']);
	});

	test('a translation alone is the text', () => {
		expect(said('speaker,translation\nSokha,We go.')).toEqual([['Sokha', 'We go.']]);
	});

	test('without heads the columns are told by what is in them', () => {
		const text = '00:14:02,Sokha,"We go, all of us."\n00:14:03.5,Dara,"When?\nToday?"';
		expect(table(read(text, 'csv'))).toEqual(rows);
		expect(codes(text, 'csv')).toContain('columns_guessed');
	});

	test.each([
		[
			'bars',
			'| Time | Speaker | Text |\n|---|---|---|\n| 00:14:02 | Sokha | We go. |\n| 0:14:03 | Dara | When? |'
		],
		['bars without a frame', 'time|speaker|text\n00:14:02|Sokha|We go.\n00:14:03|Dara|When?'],
		['tabs without heads', '00:14:02\tSokha\tWe go.\n00:14:03\tDara\tWhen?']
	])('a text with %s', (_, text) => {
		expect(table(read(text))).toEqual([
			[842_000, 'Sokha', 'We go.'],
			[843_000, 'Dara', 'When?']
		]);
	});

	test('a row without who and when goes on with the one before it', () => {
		expect(said('time,speaker,text\n0:01,Sokha,We go.\n,,Then we wait.')).toEqual([
			['Sokha', 'We go.\nThen we wait.']
		]);
	});

	test('a sentence with commas is no table', () => {
		expect(said('Sokha: time, speaker, text\nDara: yes, no, perhaps')).toEqual([
			['Sokha', 'time, speaker, text'],
			['Dara', 'yes, no, perhaps']
		]);
	});
});

describe('what is no transcript', () => {
	test.each([
		['nothing', new Uint8Array(), 'empty'],
		['blanks', encodeUtf8(' \n\n\t'), 'no_words'],
		['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0), 'not_text'],
		['a PDF', encodeUtf8('%PDF-1.7\n'), 'not_text'],
		['an old Word file', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), 'old_word'],
		['JSON', encodeUtf8('{"name": "mufakat"}'), 'data'],
		['a page', encodeUtf8('<!DOCTYPE html><p>Sokha: yes</p>'), 'data'],
		['machine code', Uint8Array.from({ length: 4000 }, (_, at) => (at * 7919) % 31), 'not_text'],
		['too much', new Uint8Array(10 * 1024 ** 2 + 1), 'too_large'],
		['too many', encodeUtf8('00:01 --> 00:02\na\n'.repeat(50_001)), 'too_many_cues']
	] as const)('%s', (_, bytes, refusal) => {
		expect(parseText(bytes)).toEqual({ ok: false, refusal });
	});

	test('as many as there may be are read', () => {
		const found = parseText(encodeUtf8('00:01 --> 00:02\na\n'.repeat(50_000)));
		expect(transcriptOf(found).cues).toHaveLength(50_000);
	});
});
