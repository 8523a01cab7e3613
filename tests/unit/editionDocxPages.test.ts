import { decodeXML } from 'entities';
import { describe, expect, test } from 'vitest';
import type { EditionFacts } from '#lib/report/content.ts';
import { sizeOfDrawing } from '#lib/report/draw/svg.ts';
import { beginPages, linesOf } from '#lib/server/report/docx/pages.ts';
import { writeEditionDocx } from '#lib/server/report/docx/writeEditionDocx.ts';
import { drawPng } from '#lib/server/report/pictures/drawPng.ts';
import { partsOf } from '../support/docxParts.ts';
import { largeEdition } from '../support/largeEdition.ts';
import { askPoppler, hasTool, openInOffice } from '../support/tools.ts';
import { SCRIPTS } from '../support/wordSample.ts';

const FACTS: EditionFacts = {
	...{ number: 1, releasedOn: '2026-12-01', contentSha256: '0'.repeat(64), datasetSha256: null },
	...{ address: null, changes: [], removals: [], taken: [], datasetRemovedOn: null }
};
/** Letters of the size of the text, and a line as wide as twenty of them. */
const SIZE = 21;
const WIDTH = SIZE * 10 * 20;

describe('lines of a paragraph', () => {
	const lines = (words: string) => linesOf(words, SIZE, WIDTH).lines;

	test('are broken between words, within one only where it is wider than a line', () => {
		expect(lines('')).toBe(1);
		expect(lines('a short one')).toBe(1);
		expect(lines('word '.repeat(14))).toBe(2);
		expect(lines(`word ${'m'.repeat(21)}`)).toBe(2);
		expect(lines('m'.repeat(60))).toBe(3);
		expect(lines('one\ntwo\n\nfour')).toBe(4);
	});
	test('are as wide in every script as its letters, and as high', () => {
		for (const words of Object.values(SCRIPTS)) {
			expect(lines(words)).toBeGreaterThan(1);
			expect(lines(words)).toBeLessThan(8);
		}
		const { height } = linesOf(SCRIPTS.my!, SIZE, WIDTH);
		expect(height).toBeGreaterThan(linesOf(SCRIPTS.en ?? 'Latin', SIZE, WIDTH).height);
	});
});

describe('pages', () => {
	test('a heading stays with what follows it, and a row is never divided', () => {
		const pages = beginPages();
		pages.block(13_500);
		const mark = { page: 0 };
		pages.paragraph('Heading2', 'A heading', { mark });
		pages.paragraph('Normal', 'Words');
		expect(mark.page).toBe(2);
		pages.beginTable(400);
		for (let row = 0; row < 30; row++) pages.block(1_000);
		pages.endTable();
		// 13,938 are a page: eleven rows beside what stands there, then thirteen below each head.
		expect(pages.count()).toBe(4);
	});
	test('a chapter begins a page, unless it is the first thing there', () => {
		const pages = beginPages();
		const marks = [1, 2, 3].map(() => ({ page: 0 }));
		for (const mark of marks) {
			pages.paragraph('Heading1', 'A chapter', { breakBefore: true, mark });
			pages.paragraph('Normal', 'Words '.repeat(2_000));
		}
		expect(marks[0]!.page).toBe(1);
		expect(marks[2]!.page - marks[1]!.page).toBe(marks[1]!.page - marks[0]!.page);
		expect(marks[1]!.page).toBeGreaterThan(2);
	});
});

test.skipIf(!hasTool('soffice') || !hasTool('pdftotext'))(
	'the contents of a long edition say the pages on which LibreOffice sets the chapters',
	async () => {
		const { png } = await drawPng(
			'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>',
			4
		);
		const content = await largeEdition();
		const docx = await writeEditionDocx(content, FACTS, async (figure, language) =>
			figure.draw === 'plain' ? null : { png, ...sizeOfDrawing(figure, { language }) }
		);
		const body = partsOf(docx)['word/document.xml']!;
		const contents = body.slice(body.indexOf('TOC \\'), body.indexOf('</w:sdt>'));
		const said = [...contents.matchAll(/<w:hyperlink [^>]*>(.*?)<\/w:hyperlink>/g)].map(
			([, entry]) => {
				const words = [...entry!.matchAll(/<w:t(?: [^>]*)?>([^<]*)</g)].map(([, text]) => text!);
				return { title: decodeXML(words.slice(0, -1).join('')), page: Number(words.at(-1)) };
			}
		);
		expect(said).toHaveLength(content.chapters.length + 2);
		const pdf = await openInOffice(docx, 'pdf');
		const pages = (await askPoppler('pdftotext', pdf, '-layout')).split('\f').map((page) =>
			page
				.split('\n')
				.map((line) => line.trim())
				.filter((line) => line !== '')
		);
		// Below the running head; the page of the contents itself names them all.
		const setOn = ({ title }: { title: string }) =>
			pages.findIndex((lines, at) => at > 1 && title.startsWith(lines[1] ?? '\0')) + 1;
		expect(pages.length).toBeGreaterThan(150);
		for (const entry of said) {
			const page = setOn(entry);
			expect(page, entry.title).toBeGreaterThan(0);
			expect(
				Math.abs(page - entry.page),
				`${entry.title}: ${entry.page}, set on ${page}`
			).toBeLessThan(2);
		}
	},
	120_000
);
