import { decodeXML } from 'entities';
import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import mammoth from 'mammoth';
import { describe, expect, test } from 'vitest';
import type { EditionContent, Inline, TextBlock } from '#lib/report/content.ts';
import { writeEditionDocx } from '#lib/server/report/docx/writeEditionDocx.ts';
import { fontOf, languageOf, splitScripts } from '#lib/server/report/docx/scripts.ts';
import { partsOf, readDocx } from '../support/docxParts.ts';
import { hasTool, openInOffice } from '../support/tools.ts';
import { hasWordSchema, schemaFaults } from '../support/wordSchema.ts';
import { SCRIPTS, wordFacts, wordSample } from '../support/wordSample.ts';

const LONG = 120_000;
const write = (content = wordSample, facts = wordFacts) => writeEditionDocx(content, facts);
const gone = (label: string, level: 0 | 1 | 2 | 3 = 1) => ({
	...wordFacts,
	removals: [{ label, level, removedOn: '2027-02-03' }]
});

const knowsSchema = await hasWordSchema();

describe('a Word document of an edition', async () => {
	const docx = await write();
	const parts = partsOf(docx);
	const body = parts['word/document.xml']!;

	test(
		'is the same bytes every time, whatever was written in between',
		async () => {
			await write({ ...wordSample, chapters: wordSample.chapters.slice(0, 1) });
			expect(Buffer.compare(await write(), docx)).toBe(0);
			expect(Buffer.compare(await write({ ...wordSample, title: 'Another' }), docx)).not.toBe(0);
		},
		LONG
	);

	test('is made by the publisher on the day of release, and by no machine or person', () => {
		const core = parts['docProps/core.xml']!;
		expect(core).toContain('<dc:title>What protects people who move for work</dc:title>');
		expect(core).toContain('<dc:creator>Network for Fair Migration</dc:creator>');
		expect(core.match(/2026-12-01T00:00:00Z/g)).toHaveLength(2);
		expect(core).not.toContain(
			`${new Date().getFullYear()}-${String(new Date().getMonth() + 1).padStart(2, '0')}-${String(new Date().getDate()).padStart(2, '0')}`
		);
		expect(Object.values(parts).join('')).not.toMatch(/Un-named|\/tmp\/|localhost/);
	});

	test('a draft says so and tells no moment', async () => {
		const draft = await write(wordSample, { ...wordFacts, releasedOn: null });
		expect(partsOf(draft)['docProps/core.xml']).not.toContain('dcterms:created');
		expect(readDocx(draft)).toContain('Draft, not released');
		expect(readDocx(docx)).not.toContain('Draft, not released');
	});

	test('every citation leads to a source, and every source can be reached', () => {
		const marks = [...body.matchAll(/<w:bookmarkStart [^>]*w:name="(source_\d+)"/g)].map(
			([, name]) => name
		);
		const links = [...body.matchAll(/<w:hyperlink [^>]*w:anchor="(source_\d+)"/g)].map(
			([, name]) => name
		);
		expect(marks).toEqual(wordSample.sources.map((_, at) => `source_${at + 1}`));
		expect(links.length).toBeGreaterThan(5);
		expect(links.filter((name) => !marks.includes(name))).toEqual([]);
	});

	test('ids are told apart', () => {
		for (const pattern of [
			/<wp:docPr [^>]*?\bid="([^"]*)"/g,
			/<w:bookmarkStart [^>]*?w:id="([^"]*)"/g
		]) {
			const ids = [...body.matchAll(pattern)].map(([, id]) => id);
			expect(ids.length).toBeGreaterThan(1);
			expect(new Set(ids).size).toBe(ids.length);
		}
		for (const [name, rels] of Object.entries(parts).filter(([file]) => file.endsWith('.rels'))) {
			const ids = [...rels.matchAll(/ Id="([^"]*)"/g)].map(([, id]) => id);
			const part = parts[name.replace('_rels/', '').replace('.rels', '')] ?? '';
			expect(new Set(ids).size, name).toBe(ids.length);
			for (const [, id] of part.matchAll(/ r:(?:id|embed)="([^"]*)"/g))
				expect(ids, name).toContain(id);
		}
	});

	test('contents are there before anybody updates them, with pages', () => {
		const contents = body.slice(body.indexOf('TOC \\'), body.indexOf('</w:sdt>'));
		for (const { title } of wordSample.chapters) expect(contents).toContain(title);
		expect(contents).toMatch(/PAGEREF _Toc\d+[^<]*<\/w:instrText>.*?<w:t[^>]*>\d+<\/w:t>/);
	});

	test('figures are counted by a field, carry their alternative text, and stand as a table too', () => {
		expect(body.match(/SEQ Figure/g)).toHaveLength(2);
		for (const piece of wordSample.chapters.flatMap(({ pieces }) => pieces)) {
			if (piece.kind !== 'figure') continue;
			expect(decodeXML(body)).toContain(`descr="${piece.figure.alt}"`);
			for (const { label, cells } of piece.figure.rows)
				for (const text of [label, ...cells.map((cell) => cell.text)])
					expect(readDocx(docx)).toContain(text);
		}
	});

	test('every script has its font in all four slots, and its language', () => {
		const styles = parts['word/styles.xml']!;
		const plain = styles.slice(
			styles.indexOf('<w:docDefaults>'),
			styles.indexOf('</w:rPrDefault>')
		);
		for (const [language, words] of Object.entries(SCRIPTS)) {
			const { script } = splitScripts(words)[0]!;
			const drawn = [...body.matchAll(/<w:r>(.*?)<\/w:r>/g)].find(([, inner]) =>
				inner!.includes(words)
			);
			// Latin letters in the language of the edition are what every style begins with.
			const look = script === 'latin' ? plain : drawn?.[1];
			const [font] = fontOf(script).match(/(?<=w:cs=")[^"]+/)!;
			for (const slot of ['ascii', 'hAnsi', 'cs', 'eastAsia'])
				expect(look, language).toContain(`w:${slot}="${font}"`);
			expect(look, language).toContain(languageOf(script, script === 'latin' ? 'en' : language));
			if (script === 'latin') expect(drawn?.[1], language).not.toMatch(/w:rFonts|w:lang/);
			else expect(languageOf(script, 'en'), language).toBe(languageOf(script, language));
		}
		expect(SCRIPTS.my!.length).toBeGreaterThan(10);
	});

	test('words of a source are in the language of the source', () => {
		const own = { ...wordSample.sources[3]!, words: SCRIPTS.id!, language: 'id' };
		return write({ ...wordSample, sources: [own] }).then((bytes) => {
			const runs = partsOf(bytes)['word/document.xml']!.split('<w:r>');
			expect(
				runs.find((inner) => inner.includes(SCRIPTS.id!) && inner.includes('w:val="id-ID"'))
			).toBeDefined();
		});
	});

	test('says that it is a sample where everything is invented, and else does not', async () => {
		const notice = 'made up';
		expect(readDocx(docx)).toContain(notice);
		const real = await write({ ...wordSample, study: { ...wordSample.study, isInvented: false } });
		expect(readDocx(real)).not.toContain(notice);
		expect(partsOf(real)['word/header1.xml']).not.toContain('Sample');
	});

	test('tells the checksums and how to cite it', () => {
		const said = readDocx(docx);
		for (const text of [
			wordFacts.contentSha256,
			wordFacts.datasetSha256!,
			'https://study.example/published/fair-work'
		])
			expect(said).toContain(text);
		expect(said).toContain(
			'Network for Fair Migration (2026). What protects people who move for work'
		);
		expect(said).toContain('off the record');
	});

	test('what was taken back is in no part of the file', async () => {
		const left = await write(wordSample, gone('Q1'));
		const all = Object.values(partsOf(left)).join('\n');
		expect(Object.values(parts).join('\n')).toContain('my papers had run out');
		for (const words of ['my papers had run out', 'Sokha', 'Harbour Union'])
			expect(all).not.toContain(words);
		expect(readDocx(left)).toContain('3 February 2027');
		expect(readDocx(left)).toContain('The office kept my passport for a year.');
	});

	test('a name that may not be told any more is told less closely', async () => {
		const left = readDocx(await write(wordSample, gone('Q1', 3)));
		expect(left).toContain('my papers had run out');
		expect(left).not.toContain('Sokha');
		expect(left).toContain('a participant from Cambodia');
	});

	test('a name that may be told and is not known is told as closely as it is known', async () => {
		const own = wordSample.sources.find(({ quote }) => quote)!;
		const quote = {
			level: 5 as const,
			attributions: { 2: 'somebody', 3: 'a participant from Laos' }
		};
		const said = readDocx(await write({ ...wordSample, sources: [{ ...own, quote }] }));
		expect(said).toContain('— a participant from Laos');
	});

	test(
		'mammoth reads headings, notes, links, tables and pictures back',
		async () => {
			const { value: html } = await mammoth.convertToHtml({ buffer: Buffer.from(docx) });
			expect(html).toMatch(/<h1>(<a id="[^"]*"><\/a>)*Foreword<\/h1>/);
			expect(html).toMatch(/<h2>(<a id="[^"]*"><\/a>)*How it was asked<\/h2>/);
			expect(html).toContain('<strong>written with</strong>');
			expect(html).toContain('<a href="https://example.org/network">');
			expect(html).toMatch(/<a href="#source_1">\[1\]<\/a>/);
			expect(html).toMatch(/footnote-1/);
			expect(html).toContain('Members are listed in the annex.');
			expect(html.match(/<img /g)).toHaveLength(2);
			expect(html).toContain('<th><p>');
			expect(html.match(/<ol><li>First again/)).not.toBeNull();
		},
		LONG
	);

	test.skipIf(!knowsSchema)(
		'is what the schema of Word files asks, and a file that is not is found',
		async () => {
			expect(await schemaFaults(docx)).toEqual([]);
			const spoilt = unzipSync(docx);
			spoilt['word/document.xml'] = Buffer.from(body.replace('<w:pPr>', '<w:pPr><w:b/>'));
			expect(await schemaFaults(zipSync(spoilt))).not.toEqual([]);
		},
		LONG
	);

	const office = hasTool('soffice');
	test.skipIf(!office)(
		'LibreOffice opens it and reads every word',
		async () => {
			const text = (await openInOffice(docx, 'txt')).toString('utf8').normalize('NFC');
			for (const words of [
				...Object.values(SCRIPTS),
				'Foreword',
				'How long a complaint takes',
				'Two answers of Cambodia are new.',
				wordFacts.contentSha256,
				'Sokha Meas of the Harbour Union'
			])
				expect(text).toContain(words.normalize('NFC'));
		},
		LONG
	);
});

describe('stretches of one script', () => {
	test('signs go with what stands before, marks with their letters', () => {
		expect(splitScripts('Kambodža: កម្ពុជា, 3 និង more')).toEqual([
			{ text: 'Kambodža: ', script: 'latin' },
			{ text: 'កម្ពុជា, 3 និង ', script: 'khmer' },
			{ text: 'more', script: 'latin' }
		]);
		expect(splitScripts('12 ไทย')).toEqual([{ text: '12 ไทย', script: 'thai' }]);
	});
	test('lose nothing', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				expect(
					splitScripts(text)
						.map((run) => run.text)
						.join('')
				).toBe(text);
			})
		);
	});
});

describe('whatever editors write', () => {
	const words = fc
		.stringMatching(/^[a-z]{3,12}$/)
		.map((word) => `${word} ${SCRIPTS.km!.slice(0, 4)}<&"'>`);
	const nasty = fc.oneof(words, fc.string({ unit: 'binary', maxLength: 20 }));
	const inline: fc.Arbitrary<Inline> = fc.letrec<{ inline: Inline }>((tie) => ({
		inline: fc.oneof(
			{ maxDepth: 3 },
			nasty.map((text): Inline => ({ kind: 'text', text })),
			fc.constantFrom('KH-3.2-v4', 'Q2', 'X9').map((label): Inline => ({ kind: 'cite', label })),
			fc.constant<Inline>({ kind: 'break' }),
			fc.integer({ min: 1, max: 3 }).map((number): Inline => ({ kind: 'footnote', number })),
			fc
				.array(tie('inline'), { maxLength: 3 })
				.map((content): Inline => ({ kind: 'strong', content })),
			fc
				.tuple(
					fc.constantFrom(
						'https://example.org/?a=1&b="2"',
						'mailto:a@example.org',
						'javascript:alert(1)'
					),
					fc.array(tie('inline'), { maxLength: 2 })
				)
				.map(([href, content]): Inline => ({ kind: 'link', href, content }))
		)
	})).inline;
	const runs = fc.array(inline, { maxLength: 4 });
	const block: fc.Arbitrary<TextBlock> = fc.letrec<{ block: TextBlock }>((tie) => ({
		block: fc.oneof(
			{ maxDepth: 3 },
			runs.map((content): TextBlock => ({ kind: 'paragraph', content })),
			fc
				.tuple(fc.constantFrom(2 as const, 3 as const, 4 as const), runs)
				.map(([level, content]): TextBlock => ({ kind: 'heading', level, content })),
			fc
				.tuple(fc.boolean(), fc.array(fc.array(tie('block'), { maxLength: 2 }), { maxLength: 3 }))
				.map(([isOrdered, items]): TextBlock => ({ kind: 'list', isOrdered, items })),
			fc
				.array(tie('block'), { maxLength: 2 })
				.map((content): TextBlock => ({ kind: 'quote', content })),
			fc
				.tuple(
					fc.array(runs, { minLength: 1, maxLength: 3 }),
					fc.array(fc.array(runs, { maxLength: 3 }), { maxLength: 3 })
				)
				.map(([head, rows]): TextBlock => ({ kind: 'table', align: [], head, rows }))
		)
	})).block;
	const edition = fc
		.array(
			fc.tuple(
				fc.array(block, { maxLength: 4 }),
				fc.array(fc.array(block, { minLength: 1, maxLength: 2 }), { maxLength: 2 })
			),
			{ minLength: 1, maxLength: 2 }
		)
		.map((chapters): EditionContent => ({
			...wordSample,
			chapters: chapters.map(([blocks, footnotes], at) => ({
				slug: `c${at}`,
				kind: 'custom',
				key: '',
				title: `Chapter ${at}`,
				pieces: [{ kind: 'finding', strength: null, blocks }],
				footnotes
			}))
		}));
	const textsIn = (value: unknown): string[] =>
		value === null || typeof value !== 'object'
			? []
			: 'kind' in value && value.kind === 'text' && 'text' in value
				? [String(value.text)]
				: Object.values(value).flatMap(textsIn);
	const bare = (text: string) =>
		text
			.toWellFormed()
			.normalize('NFC')
			.replace(/[\s\p{C}]/gu, '');

	test(
		'every word that can be printed is printed, and nothing that was taken back',
		async () => {
			await fc.assert(
				fc.asyncProperty(edition, async (content) => {
					const docx = await write(content);
					if (knowsSchema) expect(await schemaFaults(docx)).toEqual([]);
					const said = bare(readDocx(docx));
					for (const text of textsIn(
						content.chapters.map(({ pieces, footnotes }) => [pieces, footnotes])
					))
						expect(said).toContain(bare(text));
					const secret = 'The office kept my passport for a year.';
					const marked = structuredClone(content);
					marked.chapters[0]!.pieces.push({
						kind: 'text',
						blocks: [
							{
								kind: 'paragraph',
								content: [
									{ kind: 'text', text: 'The office ' },
									{ kind: 'strong', content: [{ kind: 'text', text: 'kept my passport' }] },
									{ kind: 'text', text: ' for a year.' }
								]
							}
						]
					});
					expect(readDocx(await write(marked))).toContain(secret);
					expect(readDocx(await write(marked, gone('Q2')))).not.toContain('passport');
				}),
				{ numRuns: 8 }
			);
		},
		LONG
	);
});
