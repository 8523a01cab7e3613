import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { findChromium } from '../../bin/find.mjs';
import { renderEdition } from '#lib/report/html/page.ts';
import { fixPdf } from '#lib/server/report/pdf/fixPdf.ts';
import { printPdf } from '#lib/server/report/pdf/printPdf.ts';
import { listFaces } from '#lib/server/report/pictures/fonts.ts';
import { groupMemory } from '#lib/server/report/pdf/processGroup.ts';
import { Problem } from '#lib/server/problem.ts';
import { scriptEdition, scriptFacts } from '../pictures/scriptEdition.ts';
import { removedFacts, sampleContent } from '../support/sampleEdition.ts';
import { askPoppler, hasTool } from '../support/tools.ts';
import { SCRIPTS, wordFacts, wordSample } from '../support/wordSample.ts';

const LONG = 240_000;
const chromium = findChromium().path;
if (!chromium) process.stderr.write('Left out what is printed: there is no Chromium.\n');
const poppler = hasTool('pdfinfo') && hasTool('pdftotext') && hasTool('pdffonts');

const page = renderEdition(wordSample, wordFacts);
const options = { chromium, title: wordSample.title, language: 'en' };
const bare = (text: string) => text.normalize('NFC').replace(/[\s\p{C}]/gu, '');

test('without a Chromium it is a problem that says how to get one', async () => {
	await expect(printPdf(page, { ...options, chromium: undefined })).rejects.toSatisfy(
		(thrown) => thrown instanceof Problem && thrown.code === 'no_browser'
	);
});

test('one that does not start is no silence', async () => {
	await expect(printPdf(page, { ...options, chromium: '/nowhere/chromium' })).rejects.toThrow(
		'did not start'
	);
});

test('moments and identifiers are always the same, and no byte moves', () => {
	const pdf = (date: string, id: string) =>
		Buffer.from(`%PDF /CreationDate (D:${date}+00'00') /ID [<${id}> <${id}>] end`, 'latin1');
	const one = fixPdf(pdf('20261128220000', 'AB12'));
	expect(one).toEqual(fixPdf(pdf('20270101010101', 'CD34')));
	expect(one.length).toBe(pdf('20261128220000', 'AB12').length);
	expect(Buffer.from(one).toString()).toContain("(D:20000101000000+00'00')");
});

test('every letter and sign of a page, those of its frame and style too, is in fonts that go with it', () => {
	const spans = listFaces().flatMap(({ range }) =>
		range.split(',').map((part) => {
			const [from = '', to = from] = part.replace(/^U\+/i, '').split('-');
			return [parseInt(from, 16), parseInt(to, 16)] as const;
		})
	);
	const points = new Set(
		[...renderEdition(sampleContent, removedFacts)].map((one) => one.codePointAt(0)!)
	);
	const missing = [...points].filter(
		(point) => point >= 0x20 && !spans.some(([from, to]) => point >= from && point <= to)
	);
	expect(missing.map((point) => String.fromCodePoint(point))).toEqual([]);
	expect(points.size).toBeGreaterThan(200);
});

test.skipIf(!chromium)(
	'an edition is the same bytes twice, one print after the other',
	async () => {
		const [one, other] = await Promise.all([printPdf(page, options), printPdf(page, options)]);
		expect(Buffer.compare(one, other)).toBe(0);
		if (!poppler) return;
		const info = await askPoppler('pdfinfo', one);
		expect(info).toMatch(/Tagged: +yes/);
		expect(info).toMatch(/Page size: .*A4/);
		expect(info).toContain(wordSample.title);
		expect(info).not.toMatch(/Linux|Chrome/);
		expect(Buffer.from(one).toString('latin1')).toMatch(/\/Outlines \d+ 0 R/);

		const fonts = (await askPoppler('pdffonts', one)).split('\n').slice(2).filter(Boolean);
		expect(fonts.filter((line) => !/ yes (yes|no ) ?(yes|no) /.test(line))).toEqual([]);
		for (const script of ['Khmer', 'Lao', 'Myanmar', 'Thai', 'Tamil'])
			expect(fonts.join('\n')).toContain(`NotoSans${script}`);

		const text = bare(await askPoppler('pdftotext', one));
		for (const words of [...Object.values(SCRIPTS), 'Foreword', 'How long a complaint takes'])
			expect(letters(text), words).toContain(letters(bare(words)));
	},
	LONG
);

test.skipIf(!chromium || !poppler)(
	'headings and texts of every script are set in its own fonts, thick ones too',
	async () => {
		const pdf = await printPdf(renderEdition(scriptEdition, scriptFacts), options);
		const fonts = (await askPoppler('pdffonts', pdf)).split('\n').slice(2).filter(Boolean);
		for (const script of ['Khmer', 'Lao', 'Myanmar', 'Thai', 'Tamil'])
			for (const weight of ['Regular', 'Bold'])
				expect(fonts.join('\n')).toContain(`NotoSans${script}-${weight}`);
		// Letters a browser has thickened itself are drawings of a font without a name.
		expect(fonts.filter((line) => line.includes('Type 3'))).toEqual([]);
		expect(fonts.filter((line) => !/ yes yes yes /.test(line))).toEqual([]);
	},
	LONG
);

/** Marks are read back in another order than they were written in; letters are not. */
const letters = (text: string) => text.normalize('NFD').replace(/[\p{M}\u0EB3\u0E33]/gu, '');

test.skipIf(!chromium)(
	'nothing is fetched and no script runs',
	async () => {
		let asked = 0;
		const server = createServer((_, response) => {
			asked++;
			response.end();
		}).listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		const { port } = server.address() as AddressInfo;
		const html = `<!doctype html><html lang="en"><head><title>t</title><link rel="stylesheet" href="http://127.0.0.1:${port}/a.css"></head><body><p>Before</p><img alt="" src="http://127.0.0.1:${port}/a.png"><script>document.body.append('RAN');fetch('http://127.0.0.1:${port}/')</script><p onclick="" >After</p></body></html>`;
		try {
			const pdf = await printPdf(html, options);
			expect(asked).toBe(0);
			if (!poppler) return;
			const text = await askPoppler('pdftotext', pdf);
			expect(text).toContain('After');
			expect(text).not.toContain('RAN');
		} finally {
			server.close();
		}
	},
	LONG
);

test.skipIf(!chromium)(
	'what takes too long or too much, or is called off, ends, and the next one is printed',
	async () => {
		await expect(printPdf(page, { ...options, limit: 30 })).rejects.toThrow('took too long');
		await expect(printPdf(page, { ...options, memory: 1 })).rejects.toThrow('too much memory');
		await expect(printPdf(page, { ...options, signal: AbortSignal.abort() })).rejects.toThrow();
		const calledOff = new AbortController();
		const printing = printPdf(page, { ...options, signal: calledOff.signal });
		setTimeout(() => calledOff.abort(), 200);
		await expect(printing).rejects.toThrow('called off');
		expect((await printPdf('<p>next', options)).length).toBeGreaterThan(1000);
		expect(groupMemory(2 ** 30)).toBe(0);
	},
	LONG
);
