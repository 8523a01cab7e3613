import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Document, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseFile } from '#lib/server/transcripts/parseFile.ts';
import { readTranscript } from '#lib/server/transcripts/readTranscript.ts';
import { CommandError, UsageError } from '../../src/cli/command.ts';
import { transcriptParseCommand } from '../../src/cli/transcriptParse.ts';

type Block = string | string[][];
const paragraph = (text: string) =>
	new Paragraph({
		children: text
			.split('\n')
			.map((line, at) => new TextRun({ text: line, ...(at > 0 ? { break: 1 } : {}) }))
	});
async function docx(...blocks: Block[]): Promise<Uint8Array> {
	const children = blocks.map((block) =>
		typeof block === 'string'
			? paragraph(block)
			: new Table({
					rows: block.map(
						(cells) =>
							new TableRow({
								children: cells.map((cell) => new TableCell({ children: [paragraph(cell)] }))
							})
					)
				})
	);
	return new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children }] })));
}

async function cuesOf(...blocks: Block[]) {
	const read = await parseFile(await docx(...blocks), {});
	if (!read.ok) throw new Error(read.refusal);
	expect(read.transcript.format).toBe('docx');
	return read.transcript.cues;
}
const said = async (...blocks: Block[]) =>
	(await cuesOf(...blocks)).map(({ start, speaker, text }) => [start, speaker, text]);

describe('documents of Word', () => {
	test('a paragraph for each turn', async () => {
		expect(
			await said('Jakarta, day 1', '[00:14:02] Sokha Chan: We go.', 'Then we wait.', 'ដារ៉ា៖ ពេលណា?')
		).toEqual([
			[null, null, 'Jakarta, day 1'],
			[842_000, 'Sokha Chan', 'We go.\nThen we wait.'],
			[null, 'ដារ៉ា', 'ពេលណា?']
		]);
	});

	test('lines broken inside of a paragraph', async () => {
		expect(await said('Sokha: We go.\nDara: When?')).toEqual([
			[null, 'Sokha', 'We go.'],
			[null, 'Dara', 'When?']
		]);
	});

	test('a table, and one that goes on without heads', async () => {
		const found = await cuesOf(
			'Transcript',
			[
				['Time', 'Speaker', 'Text', 'Translation'],
				['00:14:02', 'Sokha', 'Kami pergi.', 'We go.']
			],
			'page 2',
			[['00:14:05', 'Dara', 'Kapan?', 'When?']]
		);
		expect(
			found.map(({ start, speaker, text, translation }) => [start, speaker, text, translation])
		).toEqual([
			[null, null, 'Transcript', undefined],
			[842_000, 'Sokha', 'Kami pergi.', 'We go.'],
			[null, null, 'page 2', undefined],
			[845_000, 'Dara', 'Kapan?', 'When?']
		]);
	});

	test('a frame around the text is no table of turns', async () => {
		expect(await said([['Sokha: We go.\nDara: When?']])).toEqual([
			[null, 'Sokha', 'We go.'],
			[null, 'Dara', 'When?']
		]);
	});

	test('times, name and words on lines of their own', async () => {
		const piece = (at: number, name: string, words: string) => [
			`0:0:${at}.0 --> 0:0:${at}.790`,
			name,
			words
		];
		expect(
			await said(
				...piece(0, 'Sokha Chan', 'We go.'),
				...piece(2, 'Dara Lim', 'When?'),
				...piece(4, 'Sokha Chan', 'Now.'),
				...piece(6, 'Dara Lim', 'Good.')
			)
		).toEqual([
			[0, 'Sokha Chan', 'We go.'],
			[2000, 'Dara Lim', 'When?'],
			[4000, 'Sokha Chan', 'Now.'],
			[6000, 'Dara Lim', 'Good.']
		]);
	});
});

describe('documents that are none, or made to harm', () => {
	const refused = async (bytes: Uint8Array) => {
		const read = await parseFile(bytes, {});
		return read.ok ? 'read' : read.refusal;
	};

	test('other packages', async () => {
		expect(await refused(zipSync({ 'xl/workbook.xml': new Uint8Array(10) }))).toBe('not_text');
		expect(await refused(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0))).toBe('not_text');
	});

	test('no words', async () => {
		expect(await refused(await docx('', ' '))).toBe('no_words');
	});

	test('a part that unpacks to far more than it is', async () => {
		const bomb = new Uint8Array(80 * 1024 ** 2).fill(32);
		expect(await refused(zipSync({ 'word/document.xml': [bomb, { level: 9 }] }))).toBe('not_text');
	});

	test('a part that declares less than it unpacks to', async () => {
		const honest = zipSync({ 'word/document.xml': new Uint8Array(2_000_000).fill(65) });
		const lying = Buffer.from(honest);
		for (let at = 0; at + 4 < lying.length; at += 1)
			if (lying.readUInt32LE(at) === 2_000_000) lying.writeUInt32LE(100, at);
		expect(await refused(new Uint8Array(lying))).toBe('broken');
	});

	test('any damage to a document is read or refused', async () => {
		const whole = await docx('Sokha: We go.', [
			['Time', 'Text'],
			['0:01', 'Yes']
		]);
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 }),
				fc.option(fc.nat(whole.length)),
				async (changes, cut) => {
					const bytes = whole.slice(0, cut ?? whole.length);
					for (const [at, byte] of changes) bytes[at] = byte;
					const read = await parseFile(bytes, {});
					expect(typeof read.ok).toBe('boolean');
				}
			),
			{ numRuns: 100 }
		);
	}, 60_000);

	test('the thread gives the same', async () => {
		const bytes = await docx('Sokha: We go.');
		expect(await readTranscript(bytes)).toEqual(await parseFile(bytes, {}));
	}, 30_000);
});

describe('transcript parse', () => {
	const folder = mkdtempSync(join(tmpdir(), 'mufakat-transcript-'));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	const printed: string[] = [];
	beforeEach(() => {
		printed.length = 0;
		vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
			printed.push(String(text));
			return true;
		});
	});
	afterEach(() => vi.restoreAllMocks());
	const file = (name: string, content: string | Uint8Array) => {
		writeFileSync(join(folder, name), content);
		return join(folder, name);
	};

	test('prints exactly what it promises', async () => {
		const vtt = file(
			'a.vtt',
			'WEBVTT\n\nx1\n00:01.000 --> 00:02.500\n<v Sokha>Hi\n\n00:03.000 --> 00:04.000\nYes\n'
		);
		expect(await transcriptParseCommand.run({ json: true }, [vtt])).toBe(0);
		expect(JSON.parse(printed.join(''))).toEqual({
			format: 'webvtt',
			encoding: 'utf-8',
			cues: [
				{ id: 'x1', start: 1000, end: 2500, speaker: 'Sokha', text: 'Hi' },
				{ id: null, start: 3000, end: 4000, speaker: null, text: 'Yes' }
			],
			warnings: []
		});
	});

	test('a table for people', async () => {
		await transcriptParseCommand.run({}, [file('b.txt', 'Sokha: We go.')]);
		expect(printed.join('')).toContain('Sokha    We go.');
	});

	test.each([
		['nothing', '', /is empty/],
		['JSON', '{"a":1}', /not what people said/],
		['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47), /neither text nor/]
	])('%s is refused with a sentence', async (_, content, sentence) => {
		const running = transcriptParseCommand.run({ json: true }, [file('c.vtt', content)]);
		await expect(running).rejects.toThrow(CommandError);
		await expect(running).rejects.toThrow(sentence);
		expect(printed).toEqual([]);
	});

	test('calls that are wrong', async () => {
		await expect(transcriptParseCommand.run({}, [])).rejects.toThrow(UsageError);
		await expect(transcriptParseCommand.run({ encoding: 'x' }, ['a'])).rejects.toThrow(UsageError);
		await expect(transcriptParseCommand.run({}, [join(folder, 'no.vtt')])).rejects.toThrow(
			/no such file/
		);
	});
});
