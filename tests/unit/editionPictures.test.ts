import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { drawFigure } from '#lib/report/draw/svg.ts';
import { PICTURE_WIDTH, drawPng } from '#lib/server/report/pictures/drawPng.ts';
import { fontFaces, listFaces } from '#lib/server/report/pictures/fonts.ts';
import { unpackFont } from '#lib/server/report/pictures/unpackFont.ts';
import { SCRIPTS, wordSample } from '../support/wordSample.ts';

const LONG = 60_000;
const svg = (text: string, family: string, height = 60) =>
	`<svg xmlns="http://www.w3.org/2000/svg" width="600" height="${height}" viewBox="0 0 600 ${height}"><text x="10" y="40" font-size="24" font-family="${family}">${text}</text></svg>`;
const figures = wordSample.chapters.flatMap(({ pieces }) =>
	pieces.flatMap((piece) => (piece.kind === 'figure' ? [piece.figure] : []))
);

test(
	'a figure is the same picture every time, wide enough for a slide twice over',
	async () => {
		for (const figure of figures) {
			const drawing = drawFigure(figure, { language: 'en' });
			const [one, other] = [await drawPng(drawing), await drawPng(drawing)];
			expect(one.width).toBe(PICTURE_WIDTH);
			expect(Buffer.compare(one.png, other.png)).toBe(0);
			const { width, height, exif, hasAlpha } = await sharp(one.png).metadata();
			expect([width, height, exif, hasAlpha]).toEqual([1920, one.height, undefined, false]);
		}
		expect(figures).toHaveLength(2);
	},
	LONG
);

test(
	'every script and sign is drawn in our own fonts, also where only the first is named',
	async () => {
		const asked: [string, string][] = [
			[SCRIPTS.km!, 'Noto Sans Khmer'],
			[SCRIPTS.lo!, 'Noto Sans Lao'],
			[SCRIPTS.my!, 'Noto Sans Myanmar'],
			[SCRIPTS.th!, 'Noto Sans Thai'],
			[SCRIPTS.ta!, 'Noto Sans Tamil'],
			['Việt Nam, Lorosaʼe', 'Noto Sans']
		];
		const none = await drawPng(svg('\uE000\uE001\uE002', 'Noto Sans'));
		for (const [text, family] of asked) {
			const [named, fallen] = [
				await drawPng(svg(text.replaceAll(' ', ''), family)),
				await drawPng(svg(text.replaceAll(' ', ''), 'Noto Sans'))
			];
			expect(Buffer.compare(named.png, fallen.png), family).toBe(0);
			expect(Buffer.compare(named.png, none.png), family).not.toBe(0);
		}
	},
	LONG
);

test(
	'signs are drawn, each its own',
	async () => {
		const drawn: string[] = [];
		for (const sign of ['\uE000', '●', '◐', '○', '✓', '→', '≥', '△'])
			drawn.push(Buffer.from((await drawPng(svg(sign, 'Noto Sans'))).png).toString('base64'));
		expect(new Set(drawn).size).toBe(8);
	},
	LONG
);

test('a tall drawing is made narrower, and one far too tall refused', async () => {
	const { width, height } = await drawPng(svg('a', 'Noto Sans', 6_000));
	expect([width, height]).toEqual([1200, 12_000]);
	await expect(drawPng(svg('a', 'Noto Sans', 60_000))).rejects.toThrow('too tall');
	await expect(drawPng('no drawing')).rejects.toThrow();
});

test('a page gets the fonts its letters are in and no others', () => {
	const latin = fontFaces('Plain words');
	expect(latin).toContain('font-weight:700');
	expect(latin.match(/@font-face/g)!.length).toBeLessThan(12);
	const khmer = fontFaces(`Plain ${SCRIPTS.km}`);
	expect(khmer.match(/@font-face/g)!.length).toBe(latin.match(/@font-face/g)!.length + 2);
	expect(khmer).toContain('U+1780-17FF');
});

test('a web font comes out as the font in it', () => {
	for (const { file } of listFaces()) {
		const woff = readFileSync(file);
		const font = unpackFont(woff);
		expect(font.readUInt32BE(0)).toBe(woff.readUInt32BE(4));
		expect(font.length, file).toBe(woff.readUInt32BE(16));
	}
	expect(() => unpackFont(Buffer.from('%PDF-1.7 and more of it'))).toThrow('not a WOFF font');
});
