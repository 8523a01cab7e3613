import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Cue, ReadTranscript } from '#lib/transcripts/cue.ts';
import { parseText } from '#lib/transcripts/parseText.ts';

const require = createRequire(import.meta.url);
const utf8 = (text: string) => new TextEncoder().encode(text);
const transcriptOf = (read: ReadTranscript) => {
	if (!read.ok) throw new Error(`refused: ${read.refusal}`);
	return read.transcript;
};
const read = (text: string) => transcriptOf(parseText(utf8(text), { extension: 'vtt' }));
const cuesOf = (text: string) => read(text).cues;
const codes = (text: string) => read(text).warnings.map(({ code }) => code);

/** A cue as both parsers give it: identifier, times in milliseconds, words without tags. */
type Row = [string | null, number | null, number | null, string];
const rowOf = ({ id, start, end, text }: Cue): Row => [id, start, end, text];
const milliseconds = (seconds: number) => Math.round(seconds * 1000);

interface Node {
	type: string;
	value?: string;
	children?: Node[];
}
const { WebVTTParser } = require('webvtt-parser') as {
	WebVTTParser: new (entities: Record<string, string>) => {
		parse(text: string): {
			cues: { id: string; startTime: number; endTime: number; tree: Node }[];
		};
	};
};
const entities = require('webvtt-parser/html-entities.json') as Record<string, string>;
const wordsOf = (node: Node): string =>
	node.type === 'text' ? (node.value ?? '') : (node.children ?? []).map(wordsOf).join('');

/** The parser of the standard's editors. */
const second = (text: string): Row[] =>
	new WebVTTParser(entities)
		.parse(text)
		.cues.map(({ id, startTime, endTime, tree }) => [
			id || null,
			milliseconds(startTime),
			milliseconds(endTime),
			wordsOf(tree)
		]);

interface VttJs {
	VTTCue: unknown;
	VTTRegion: unknown;
	WebVTT: {
		StringDecoder(): unknown;
		Parser: new (
			window: unknown,
			decoder: unknown
		) => {
			oncue: (cue: { id: string; startTime: number; endTime: number; text: string }) => void;
			onregion: () => void;
			onparsingerror: () => void;
			parse(text: string): void;
			flush(): void;
		};
	};
}
const vttJs = require('vtt.js') as VttJs;
/** Mozilla's parser; its text still has its tags. */
function third(text: string): Row[] {
	const rows: Row[] = [];
	const parser = new vttJs.WebVTT.Parser(
		{ VTTCue: vttJs.VTTCue, VTTRegion: vttJs.VTTRegion },
		vttJs.WebVTT.StringDecoder()
	);
	parser.oncue = (cue) =>
		void rows.push([
			cue.id || null,
			milliseconds(cue.startTime),
			milliseconds(cue.endTime),
			cue.text
		]);
	parser.onregion = () => {};
	parser.onparsingerror = () => {};
	parser.parse(text);
	parser.flush();
	return rows;
}

/** Files in which vtt.js does not do what the standard says, seen against webvtt-parser. */
const VTT_JS_DIFFERS = new Set([
	'arrows.vtt',
	'header-space.vtt',
	'header-tab.vtt',
	'header-timings.vtt',
	'nulls.vtt',
	'timings-60.vtt',
	'timings-too-long.vtt',
	'timings-too-short.vtt',
	'whitespace-chars.vtt'
]);

const corpus = '../shared/corpus/webvtt';
const files = existsSync(corpus)
	? readdirSync(corpus, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile() && entry.name.endsWith('.vtt'))
			.map((entry) => join(entry.parentPath, entry.name))
	: [];

describe.skipIf(files.length === 0)('the corpus in ../shared (skipped where it is absent)', () => {
	test.each(files)('%s reads as two other parsers read it', (file) => {
		const bytes = readFileSync(file);
		const { format, cues, encoding } = transcriptOf(parseText(bytes, { extension: 'vtt' }));
		const rows = cues.map(rowOf);
		expect([format, encoding]).toEqual(['webvtt', 'utf-8']);
		const text = new TextDecoder().decode(bytes);
		expect(rows).toEqual(second(text));
		if (VTT_JS_DIFFERS.has(file.split('/').at(-1)!)) return;
		expect(rows.map((row) => row.slice(0, 3))).toEqual(third(text).map((row) => row.slice(0, 3)));
	});

	/** The tree each cue has, as web-platform-tests print it: words between quotation marks. */
	const trees = files.filter((file) => existsSync(file.replace(/vtt$/, 'json')));
	test.each(trees)('%s has the words its tree holds', (file) => {
		const expected = JSON.parse(readFileSync(file.replace(/vtt$/, 'json'), 'utf8')) as {
			expectedTree: string;
		}[];
		const { cues } = transcriptOf(parseText(readFileSync(file)));
		const words = ({ expectedTree }: { expectedTree: string }) =>
			[...expectedTree.matchAll(/^\|\s*"([\s\S]*?)"$/gm)].map((match) => match[1]).join('');
		expect(cues.map(({ text }) => text)).toEqual(expected.map(words));
	});
});

const cue = (text: string) => `WEBVTT\n\n00:00.000 --> 00:01.000\n${text}\n`;

describe('who speaks', () => {
	test('is what a voice tag says, and its tags leave the words', () => {
		expect(cuesOf(cue('<v.loud Mary &amp; Ann>Hi <i>there</i> &lt;3</v>'))).toEqual([
			{ id: null, start: 0, end: 1000, speaker: 'Mary & Ann', text: 'Hi there <3' }
		]);
	});

	test('two voices in one cue are both kept', () => {
		const [one] = cuesOf(cue('<v Sokha>We go.</v> <v Dara>When?</v>'));
		expect(one).toMatchObject({ speaker: 'Sokha', text: 'We go. When?' });
		expect(one!.voices).toEqual([
			{ speaker: 'Sokha', text: 'We go. ' },
			{ speaker: 'Dara', text: 'When?' }
		]);
	});

	test('names before the words are speakers where a file has them throughout', () => {
		const text = `${cue('Sokha Chan: We go.')}\n00:01.000 --> 00:02.000\nDara: When?\n`;
		expect(cuesOf(text).map(({ speaker, text: said }) => [speaker, said])).toEqual([
			['Sokha Chan', 'We go.'],
			['Dara', 'When?']
		]);
		expect(codes(text)).toContain('names_in_text');
	});

	test('one colon in a file is no speaker', () => {
		expect(cuesOf(cue('Warning: a colon.'))).toMatchObject([
			{ speaker: null, text: 'Warning: a colon.' }
		]);
	});
});

describe('a file that is not quite WebVTT', () => {
	test.each(['webvtt', ' WEBVTT', '\uFEFF\uFEFFWEBVTT', 'WEBVTT-no', 'WEBVTT: subtitles'])(
		'%j is read, with a warning',
		(head) => {
			const text = `${head}\n\n00:00.000 --> 00:01.000\nwords\n`;
			expect(cuesOf(text)).toMatchObject([{ text: 'words', start: 0, end: 1000 }]);
			expect(codes(text)).toContain('signature');
			expect(codes(cue('words'))).not.toContain('signature');
		}
	);

	test('what the format leaves out is told with its line', () => {
		const text = `WEBVTT\n\nNOTE a comment\nof two lines\n\nwords alone\n\n1\n0:0 --> x\nlost\n\n${cue('kept').slice(8)}`;
		expect(read(text).warnings.map(({ code, line }) => [code, line])).toEqual([
			['block_ignored', 6],
			['timing', 9]
		]);
	});

	test('UTF-16 is read', () => {
		const text = cue('<v Sokha>កម្ពុជា</v>');
		const bytes = new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));
		const found = transcriptOf(parseText(bytes));
		expect(found).toMatchObject({ format: 'webvtt', encoding: 'utf-16le' });
		expect(found.cues[0]).toMatchObject({ speaker: 'Sokha', text: 'កម្ពុជា' });
		expect(found.warnings.map(({ code }) => code)).toEqual(['not_utf8']);
	});

	test('a time too large to count is none', () => {
		const hours = '9'.repeat(30);
		expect(cuesOf(`WEBVTT\n\n${hours}:00:00.000 --> ${hours}:00:01.000\nx`)).toMatchObject([
			{ start: null, end: null, text: 'x' }
		]);
	});
});
