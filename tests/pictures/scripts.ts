/**
 * npm run pictures scripts: the same chapter in every script of the region as a web page, as Word (as
 * LibreOffice sets it) and as PDF, for docs/pictures. They are there to be looked at: a program finds
 * a missing letter, and not a mark in the wrong place.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import sharp from 'sharp';
import { findChromium } from '../../bin/find.mjs';
import { renderEdition } from '#lib/report/html/page.ts';
import { writeEditionDocx } from '#lib/server/report/docx/writeEditionDocx.ts';
import { printPdf } from '#lib/server/report/pdf/printPdf.ts';
import { fontConfig } from '#lib/server/report/pictures/fonts.ts';
import { openInOffice } from '../support/tools.ts';
import { scriptEdition, scriptFacts } from './scriptEdition.ts';

const out = process.argv[2] ?? 'docs/pictures';
const browser = findChromium().path;
const page = renderEdition(scriptEdition, scriptFacts);
const folder = mkdtempSync(join(tmpdir(), 'mufakat-scripts-'));

/** Few colours: letters on paper need no more, and the pictures stay small. */
async function keep(name: string, png: Buffer): Promise<void> {
	const small = await sharp(png)
		.png({ palette: true, colours: 32, compressionLevel: 9 })
		.toBuffer();
	writeFileSync(join(out, `${name}.png`), small);
	process.stdout.write(`${name} ${Math.round(small.length / 1000)} kB\n`);
}

/** The pages on which the chapter stands, one below the other. */
async function keepPages(name: string, pdf: Uint8Array, first: number, last: number) {
	const file = join(folder, `${name}.pdf`);
	writeFileSync(file, pdf);
	execFileSync('pdftoppm', ['-png', '-r', '80', '-f', `${first}`, '-l', `${last}`, file, file]);
	const numbers = Array.from({ length: last - first + 1 }, (_, at) => first + at);
	for (const number of numbers)
		await keep(
			numbers.length === 1 ? name : `${name}-${number - first + 1}`,
			await sharp(`${file}-${number}.png`).toBuffer()
		);
}

try {
	const session = await chromium.launch({
		executablePath: browser,
		args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
		// A machine that has Noto Sans and nothing else.
		env: { ...process.env, FONTCONFIG_FILE: fontConfig() } as Record<string, string>
	});
	const tab = await session.newPage({ viewport: { width: 900, height: 900 } });
	await tab.setContent(page);
	await keep('scripts-html', await tab.locator('#chapter-scripts').screenshot());
	await keep('scripts-html-sources', await tab.locator('#sources').screenshot());
	await session.close();
	const { title, language } = scriptEdition;
	await keepPages(
		'scripts-pdf',
		await printPdf(page, { chromium: browser, title, language }),
		3,
		4
	);
	const docx = await writeEditionDocx(scriptEdition, scriptFacts);
	await keepPages('scripts-docx', await openInOffice(docx, 'pdf'), 3, 4);
} finally {
	rmSync(folder, { recursive: true, force: true });
}
