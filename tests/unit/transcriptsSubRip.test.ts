import { describe, expect, test } from 'vitest';
import type { ReadTranscript } from '#lib/transcripts/cue.ts';
import { parseText } from '#lib/transcripts/parseText.ts';
import { encodeAs, encodeUtf16, encodeUtf8 } from '../support/encodings.ts';

const transcriptOf = (read: ReadTranscript) => {
	if (!read.ok) throw new Error(`refused: ${read.refusal}`);
	return read.transcript;
};
const read = (bytes: Uint8Array) => transcriptOf(parseText(bytes));
const cuesOf = (text: string) => read(encodeUtf8(text)).cues;
const said = (text: string) => cuesOf(text).map((cue) => [cue.speaker, cue.text]);

/** Subtitles from sentences: two seconds each, one after the other. */
const clock = (ms: number) => new Date(ms).toISOString().slice(11, 23).replace('.', ',');
const subtitles = (sentences: readonly string[], end = '\n', between = end) =>
	sentences
		.map(
			(text, at) =>
				`${at + 1}${end}${clock(at * 2000)} --> ${clock(at * 2000 + 1500)}${end}${text}${end}`
		)
		.join(between);

const LANGUAGES: Record<string, string[]> = {
	English: ['We go to the office.', 'The officer asks for a letter.'],
	Khmer: ['យើងទៅការិយាល័យជាមួយកម្មករ។', 'មន្ត្រីសុំលិខិតពីនិយោជក។'],
	Burmese: ['ကျွန်တော်တို့ ရုံးကို သွားတယ်။', 'အရာရှိက စာတောင်းတယ်။'],
	Lao: ['ພວກເຮົາໄປຫ້ອງການ', 'ເຈົ້າໜ້າທີ່ຂໍຈົດໝາຍ'],
	Thai: ['เราไปที่สำนักงานแรงงานกับคนงาน', 'เจ้าหน้าที่ขอจดหมายจากนายจ้าง'],
	Vietnamese: ['Chúng tôi đến văn phòng với người lao động.', 'Cán bộ yêu cầu một lá thư.'],
	Emoji: ['👩‍🌾 said it 👍🏽', 'Yes 🇰🇭']
};
const WESTERN: Record<string, string[]> = {
	Portuguese: ['Não há contrato; a condição é má.', 'São três “reclamações” – só isso…'],
	French: ['C’est à l’employeur de répondre.', 'Où est le contrat signé ?'],
	Tetum: ['Ami bá iha servisu fatin.', 'Nia husu karta ida.'],
	'one accent': ['We met at the café.', 'Nobody came.'],
	Euro: ['It costs 300 €.', 'That is 20 % more.']
};
const THAI = {
	'whole sentences': LANGUAGES.Thai!,
	'one word': ['ใช่', 'ไม่'],
	'among English': ['The word is ลูกจ้าง, he said.', 'Not “นายจ้าง”.'],
	'with marks': ['เขาพูดว่า “ที่นี่” – แล้วก็ไป…', 'ครับ']
};

const expected = (sentences: readonly string[]) =>
	sentences.map((text, at) => ({
		id: String(at + 1),
		start: at * 2000,
		end: at * 2000 + 1500,
		speaker: null,
		text
	}));

describe('encodings: every letter arrives', () => {
	const unicode = Object.entries(LANGUAGES).flatMap(([language, sentences]) =>
		(
			[
				['utf-8', encodeUtf8(subtitles(sentences))],
				['utf-8', encodeUtf8(subtitles(sentences, '\r\n'), true)],
				['utf-16le', encodeUtf16(subtitles(sentences, '\r\n'), 'le', true)],
				['utf-16be', encodeUtf16(subtitles(sentences), 'be', true)],
				['utf-16le', encodeUtf16(subtitles(sentences), 'le', false)],
				['utf-16be', encodeUtf16(subtitles(sentences, '\r\n'), 'be', false)]
			] as const
		).map(([encoding, bytes], at) => ({ language, sentences, encoding, bytes, at }))
	);
	test.each(unicode)('$language in $encoding ($at)', ({ sentences, encoding, bytes, at }) => {
		expect(read(bytes)).toMatchObject({ format: 'srt', encoding, isGuessed: at > 3 });
		expect(read(bytes).cues).toEqual(expected(sentences));
	});

	test.each(Object.entries(WESTERN))('%s in windows-1252', (_, sentences) => {
		const bytes = encodeAs('windows-1252', subtitles(sentences, '\r\n'));
		const { encoding, isGuessed, cues, warnings } = read(bytes);
		expect(cues).toEqual(expected(sentences));
		// Where every letter is ASCII there is nothing to guess.
		const isAscii = bytes.every((byte) => byte < 0x80);
		expect([encoding, isGuessed]).toEqual(isAscii ? ['utf-8', false] : ['windows-1252', true]);
		expect(warnings.some(({ code }) => code === 'encoding_guessed')).toBe(!isAscii);
	});

	test.each(Object.entries(THAI))('Thai in TIS-620: %s', (_, sentences) => {
		const found = read(encodeAs('windows-874', subtitles(sentences, '\r\n')));
		expect(found).toMatchObject({ encoding: 'windows-874', isGuessed: true });
		expect(found.cues).toEqual(expected(sentences));
	});

	test('what older programs elsewhere write, where there is enough of it', () => {
		const russian = [
			'Мы пошли в контору вместе с рабочим.',
			'Чиновник попросил письмо от хозяина, и мы ушли.'
		];
		const found = read(encodeAs('windows-1251', subtitles(russian)));
		expect(found.encoding).toBe('windows-1251');
		expect(found.cues).toEqual(expected(russian));
	});

	test.each([
		[
			'gb18030',
			'我们和工人一起去了劳动局。官员要求雇主写一封信。',
			'ztLDx7rNuaTIy9K7xvDIpcHLwM22r77WoaO52dSx0qrH87nN1vfQtNK7t+LQxaGj'
		],
		[
			'euc-kr',
			'우리는 노동자와 함께 노동청에 갔습니다. 공무원은 고용주의 편지를 요구했습니다.',
			'v+y4rrTCILPrtb/A2r/NIMfUsrIgs+u1v8O7v6EgsKy9wLTPtNkuILD4uau/+MC6ILDtv+vB1sDHIMbtwfa4piC/5LG4x9+9wLTPtNku'
		]
	])('%s', (encoding, text, bytes) => {
		const head = Buffer.from('1\n00:00:00,000 --> 00:00:01,500\n');
		const found = read(new Uint8Array(Buffer.concat([head, Buffer.from(bytes, 'base64')])));
		expect(found.encoding).toBe(encoding);
		expect(found.cues[0]!.text).toBe(text);
	});

	test('a person can say what it is', () => {
		const bytes = encodeAs('windows-1252', subtitles(['Não.', 'É má.']));
		const found = transcriptOf(parseText(bytes, { encoding: 'windows-874' }));
		expect(found).toMatchObject({ encoding: 'windows-874', isGuessed: false });
	});

	test('UTF-8 with a broken place stays UTF-8, and says so', () => {
		const whole = encodeUtf8(subtitles(Array.from({ length: 30 }, () => LANGUAGES.Khmer![0]!)));
		const found = read(whole.filter((_, at) => at !== 200));
		expect(found.encoding).toBe('utf-8');
		expect(found.warnings.map(({ code }) => code)).toEqual(['encoding_damaged']);
		expect(found.cues[29]!.text).toBe(LANGUAGES.Khmer![0]);
	});
});

describe('the forms SubRip comes in', () => {
	const sentences = ['One line\nand another', 'Two', '3'];
	test.each([
		['blank lines between', subtitles(sentences)],
		['none between', subtitles(sentences, '\n', '')],
		['none between, CRLF', subtitles(sentences, '\r\n', '')],
		['old Mac line ends', subtitles(sentences, '\r')],
		['line ends doubled by a bad transfer', subtitles(sentences, '\r\r\n')],
		['a blank line first', `\n\n${subtitles(sentences)}`],
		['dots for commas', subtitles(sentences).replaceAll(/(\d\d),(\d)/g, '$1.$2')],
		['blanks at the ends of lines', subtitles(sentences).replaceAll('\n', '  \n')],
		['where the words stand', subtitles(sentences).replaceAll(/( --> \S+)/g, '$1  X1:100 X2:200')]
	])('%s', (_, text) => {
		expect(cuesOf(text).map(({ id, start, end, text: words }) => [id, start, end, words])).toEqual([
			['1', 0, 1500, 'One line\nand another'],
			['2', 2000, 3500, 'Two'],
			['3', 4000, 5500, '3']
		]);
	});

	test.each([
		['with blank lines', '\n'],
		['without', '']
	])('no numbers, %s', (_, between) => {
		const text = [
			'00:00:01,000 --> 00:00:02,000\nHow many?\n42\n',
			'00:00:03,000 --> 00:00:04,000\nSo.\n'
		];
		expect(cuesOf(text.join(between))).toMatchObject([
			{ id: null, start: 1000, end: 2000, text: 'How many?\n42' },
			{ id: null, start: 3000, text: 'So.' }
		]);
	});

	test('some numbers are missing', () => {
		const text = subtitles(['One', 'Two', 'Three']).replace('\n2\n', '\n\n');
		expect(cuesOf(text)).toMatchObject([
			{ id: '1', text: 'One' },
			{ id: null, text: 'Two' },
			{ id: '3', text: 'Three' }
		]);
	});

	test('hours left out, short fractions, one digit', () => {
		expect(
			cuesOf('1\n00:05 --> 00:06,5\na\n\n2\n1:02:03 --> 1:02:04.25\nb\n\n3\n0:0:7,8 -> 0:0:9\nc')
		).toMatchObject([
			{ start: 5000, end: 6500, text: 'a' },
			{ start: 3_723_000, end: 3_724_250, text: 'b' },
			{ start: 7800, end: 9000, text: 'c' }
		]);
	});

	test('subtitles that overlap or run backwards stay as they are', () => {
		const found = read(
			encodeUtf8('1\n00:00:01,000 --> 00:00:05,000\na\n\n2\n00:00:02,000 --> 00:00:01,000\nb\n')
		);
		expect(found.cues).toMatchObject([
			{ start: 1000, end: 5000 },
			{ start: 2000, end: 1000 }
		]);
		expect(found.warnings.map(({ code, line }) => [code, line])).toEqual([['backwards', 6]]);
	});

	test('a blank line inside of a subtitle loses no words', () => {
		expect(said(subtitles(['Before\n\nafter', 'Next']))).toEqual([
			[null, 'Before\n\nafter'],
			[null, 'Next']
		]);
	});

	test('tags go, what only looks like one stays', () => {
		expect(
			said(
				subtitles([
					'{\\an8}<i>Yes</i> <font color="#fff">I</font> <b>do</b>',
					'2 < 3 and <3 & {x} <sic>'
				])
			)
		).toEqual([
			[null, 'Yes I do'],
			[null, '2 < 3 and <3 & {x} <sic>']
		]);
	});

	test('names before the words are speakers', () => {
		expect(
			said(
				subtitles([
					'Sokha: We go.',
					'- Dara: When?\n- Sokha: At 17:30.',
					'សុខា៖ យើងទៅ។',
					'See http://example.org',
					'and he said: no',
					'[Rin] Perhaps.'
				])
			)
		).toEqual([
			['Sokha', 'We go.'],
			['Dara', 'When?\n- Sokha: At 17:30.'],
			['សុខា', 'យើងទៅ។'],
			[null, 'See http://example.org'],
			[null, 'and he said: no'],
			['Rin', 'Perhaps.']
		]);
	});

	test('voices of WebVTT that a program left in', () => {
		expect(said(subtitles(['<v Sokha>We go.</v>']))).toEqual([['Sokha', 'We go.']]);
	});

	test('no words at all is no transcript', () => {
		expect(parseText(encodeUtf8(subtitles(['', ' '])))).toEqual({ ok: false, refusal: 'no_words' });
	});
});
