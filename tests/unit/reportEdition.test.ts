import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { HtmlValidate } from 'html-validate';
import { JSDOM } from 'jsdom';
import { describe, expect, test, vi } from 'vitest';
import type { EditionContent, Source } from '#lib/report/content.ts';
import { drawFigure } from '#lib/report/draw/svg.ts';
import { renderChapter } from '#lib/report/html/chapter.ts';
import { renderOnePager } from '#lib/report/html/onePager.ts';
import { renderEdition } from '#lib/report/html/page.ts';
import { buildSite } from '#lib/report/site/buildSite.ts';
import { zipSite } from '#lib/report/site/zipSite.ts';
import { textOfPage, squash, wordsOfContent } from '../support/editionText.ts';
import {
	GONE,
	NAMED,
	paragraph,
	removedFacts,
	sampleContent,
	sampleFacts
} from '../support/sampleEdition.ts';
import { sampleFigures } from '../support/sampleFigures.ts';

// Reading pages as a browser does takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const pagesOf = (site: Map<string, Uint8Array>) =>
	[...site]
		.filter(([path]) => path.endsWith('.html'))
		.map(([path, bytes]) => [path, decode(bytes)] as const);
const whole = renderEdition(sampleContent, sampleFacts);
const site = buildSite(sampleContent, sampleFacts);
const removedWhole = renderEdition(sampleContent, removedFacts);
const removedSite = buildSite(sampleContent, removedFacts);
const sheet = renderOnePager(sampleContent, sampleFacts, 'KH')!;

describe('pages', () => {
	test('are valid HTML', async () => {
		const validator = new HtmlValidate({ extends: ['html-validate:recommended'] });
		const pages = [['whole', whole], ['removed', removedWhole], ['sheet', sheet], ...pagesOf(site)];
		for (const [name, html] of pages) {
			const { results } = await validator.validateString(html!);
			const said = results.flatMap(({ messages }) =>
				messages.map((each) => `${each.ruleId} ${each.message}`)
			);
			expect(said, name).toEqual([]);
		}
	});

	test('say every word of the content, in one page and as a site', () => {
		const one = textOfPage(whole);
		const many = pagesOf(site)
			.map(([, html]) => textOfPage(html))
			.join(' ');
		for (const words of wordsOfContent(sampleContent)) {
			expect(one).toContain(words);
			expect(many).toContain(words);
		}
	});

	test('run no script of their content and open no address but https and mailto', () => {
		for (const html of [whole, sheet, ...pagesOf(site).map(([, page]) => page)]) {
			const { document } = new JSDOM(html).window;
			const scripts = [...document.querySelectorAll('script')].map((each) =>
				each.getAttribute('src')
			);
			expect(scripts.filter((src) => src !== 'search.js')).toEqual([]);
			expect(document.querySelectorAll('[style]')).toHaveLength(0);
			const wrong = [...document.querySelectorAll('a')]
				.map((link) => link.getAttribute('href')!)
				.filter((href) => /^[a-z]+:/i.test(href) && !/^(https:|mailto:)/.test(href));
			expect(wrong).toEqual([]);
		}
		expect(new JSDOM(whole).window.document.querySelectorAll('script')).toHaveLength(0);
		expect(whole).toContain('href="https://example.org/law?a=1&amp;b=%222%22"');
	});

	test('lead only to what is there', () => {
		const idsOf = (html: string) =>
			new Set([...new JSDOM(html).window.document.querySelectorAll('[id]')].map(({ id }) => id));
		const files = new Map(pagesOf(site).map(([path, html]) => [path, idsOf(html)]));
		const all: (readonly [string, string])[] = [...pagesOf(site), ['', whole]];
		files.set('', idsOf(whole));
		let seen = 0;
		for (const [path, html] of all)
			for (const link of new JSDOM(html).window.document.querySelectorAll('a')) {
				const href = link.getAttribute('href')!;
				if (/^[a-z]+:/.test(href)) continue;
				const [file, id] = href.split('#');
				const to = file === '' ? path : file!;
				expect(files.has(to) || site.has(to), href).toBe(true);
				if (id) expect([...files.get(to)!], `${path} ${href}`).toContain(id);
				seen++;
			}
		expect(seen).toBeGreaterThan(100);
	});

	test('say which language a source is in, and which no program knows is not claimed', () => {
		const { document } = new JSDOM(whole).window;
		expect(document.documentElement.lang).toBe('en');
		expect(document.querySelector('#source-3 [lang]')!.getAttribute('lang')).toBe('km');
		expect(document.querySelector('#source-8 [lang]')).toBeNull();
	});

	test('say that a sample is one, and its frame in the language of the report', () => {
		for (const [, html] of pagesOf(site)) expect(html).toContain('Sample, invented');
		const real = renderEdition(
			{ ...sampleContent, study: { name: 'X', isInvented: false } },
			sampleFacts
		);
		expect(real).not.toContain('Sample, invented');
		const indonesian = renderEdition({ ...sampleContent, language: 'id' }, sampleFacts);
		expect(indonesian).toContain('Daftar isi');
		expect(indonesian).toContain('1 Desember 2026');
	});

	test('of a chapter and a country are there where the edition has them', () => {
		expect(renderChapter(sampleContent, sampleFacts, 'kh')).toContain('before police open a file');
		expect(renderChapter(sampleContent, sampleFacts, 'none')).toBeNull();
		expect(sheet).toContain('before police open a file');
		expect(renderOnePager(sampleContent, sampleFacts, 'XX')).toBeNull();
	});
});

describe('what was taken back', () => {
	const everything = [
		removedWhole,
		...[...removedSite.values()].map(decode),
		renderOnePager(sampleContent, removedFacts, 'ID')!
	];
	test('is in no file, and the day is said', () => {
		for (const file of everything) {
			expect(file).not.toContain(GONE);
			expect(file).not.toContain('Sokha');
			expect(file).not.toContain('Union organiser');
		}
		expect(whole).toContain(GONE);
		expect(whole).toContain(NAMED);
		expect(textOfPage(removedWhole)).toContain(
			'A quotation stood here. It was removed on 24 December 2026.'
		);
		expect(textOfPage(removedWhole)).toContain('Named less closely since 25 December 2026.');
		expect(textOfPage(removedWhole)).toContain('an organiser from Cambodia');
		expect(textOfPage(removedWhole)).toContain('Without the letter they send you home.');
	});

	test('is found wherever it is repeated, and nothing else goes', () => {
		const token = fc.string({
			minLength: 3,
			maxLength: 9,
			unit: fc.constantFrom(...'abcdefghjkm')
		});
		fc.assert(
			fc.property(
				fc.array(token, { minLength: 3, maxLength: 8 }),
				fc.array(token, { minLength: 1, maxLength: 5 }),
				fc.nat(3),
				(gone, kept, split) => {
					const words = gone.map((each) => `zq${each}`).join(' ');
					const stays = kept.map((each) => `wx${each}`).join(' ');
					const [a, b] = [words.slice(0, split + 2), words.slice(split + 2)];
					const quoted: Source = { ...sampleContent.sources[3]!, label: 'Q1', words, quote: null };
					const content: EditionContent = {
						...sampleContent,
						chapters: [
							{
								slug: 'one',
								kind: 'custom',
								key: '',
								title: 'One',
								pieces: [
									{
										kind: 'text',
										blocks: [
											paragraph(
												`${stays} “`,
												a,
												{ kind: 'strong', content: [{ kind: 'text', text: b }] },
												`” ${stays}`
											)
										]
									},
									{
										kind: 'figure',
										figure: { ...sampleFigures.plain, note: `${words.toUpperCase()} ${stays}` }
									}
								],
								footnotes: [[paragraph(words)]]
							}
						],
						sources: [quoted]
					};
					const facts = {
						...sampleFacts,
						removals: [{ label: 'Q1', level: 0 as const, removedOn: '2027-01-01' }]
					};
					const files = [
						renderEdition(content, facts),
						...[...buildSite(content, facts)]
							.filter(([path]) => /html|index\.js/.test(path))
							.map(([, bytes]) => decode(bytes))
					];
					for (const file of files) expect(file.toLowerCase()).not.toContain('zq');
					expect(textOfPage(files[0]!).split(stays).length).toBe(4);
				}
			),
			{ numRuns: 15 }
		);
	});
});

describe('a site', () => {
	test('names the SHA-256 of every file, and is the same bytes twice', () => {
		const manifest = JSON.parse(decode(site.get('manifest.json')!));
		expect(manifest.files).toHaveLength(site.size - 1);
		for (const { path, sha256 } of manifest.files)
			expect(createHash('sha256').update(site.get(path)!).digest('hex')).toBe(sha256);
		const again = zipSite(buildSite(sampleContent, sampleFacts), 'edition-3');
		expect(Buffer.from(again).equals(Buffer.from(zipSite(site, 'edition-3')))).toBe(true);
		expect(Object.keys(unzipSync(again))).toContain('edition-3/index.html');
	});

	test('has no page of 100 KB, however long chapters, tables and sources are', () => {
		const long = 'A sentence of a long chapter that says the same thing over and over again. ';
		const content: EditionContent = {
			...sampleContent,
			chapters: sampleContent.chapters.map((chapter) => ({
				...chapter,
				pieces: [
					...chapter.pieces.map((piece) =>
						piece.kind === 'figure' && piece.figure.draw === 'plain'
							? {
									...piece,
									figure: {
										...piece.figure,
										rows: Array.from({ length: 600 }, (_, at) => ({
											label: `${at}`,
											cells: [{ text: long }, { text: long }]
										}))
									}
								}
							: piece
					),
					...(chapter.slug === 'foreword'
						? [
								{
									kind: 'text' as const,
									blocks: Array.from({ length: 300 }, (_, at) =>
										paragraph(`${at} ${long.repeat(6)}`, { kind: 'footnote' as const, number: 2 })
									)
								}
							]
						: [])
				]
			})),
			sources: [
				...sampleContent.sources,
				...Array.from({ length: 300 }, (_, at): Source => ({
					...sampleContent.sources[1]!,
					label: `E${at + 100}`,
					words: long.repeat(8)
				}))
			]
		};
		const large = buildSite(content, sampleFacts);
		expect(large.has('foreword-part-2.html')).toBe(true);
		expect(large.has('sources-part-2.html')).toBe(true);
		for (const [path, html] of pagesOf(large))
			expect(Buffer.byteLength(html), path).toBeLessThan(100_000);
	});
});

describe('drawings', () => {
	test.each(Object.entries(sampleFigures))('%s is an SVG with all its words', (_, figure) => {
		for (const isNarrow of [false, true]) {
			const svg = drawFigure(figure, { language: 'en', isNarrow, hasTitle: true });
			const { document } = new JSDOM(svg, { contentType: 'image/svg+xml' }).window;
			expect(document.documentElement.getAttribute('role')).toBe('img');
			expect(document.querySelector('title')!.textContent).toBe(figure.title);
			expect(document.querySelector('desc')!.textContent).toBe(figure.alt);
			expect(document.querySelectorAll('script, [style]')).toHaveLength(0);
			const said = [...document.querySelectorAll('text')]
				.map((each) => each.textContent)
				.join(' ')
				.replace(/\s/g, '');
			for (const { label } of figure.rows) expect(said).toContain(squash(label).replace(/\s/g, ''));
		}
		expect(drawFigure(figure, { language: 'xx-not a tag' })).toContain('<svg');
	});
});
