import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { expect } from './test.ts';

const kinds = { public: m.dataset_kind_public, working: m.dataset_kind_working };
const formats = { csv_long: m.dataset_format_csv_long, xlsx: m.dataset_format_xlsx };

/**
 * Asks for a file of a round with labels in a language, waits until it is made and downloads it. What the page says of
 * its bytes is true.
 */
export async function makeDataset(
	page: Page,
	round: string,
	kind: keyof typeof kinds,
	format: keyof typeof formats,
	language = 'English'
): Promise<Buffer> {
	await page.goto(`${round}/dataset`);
	await page.getByLabel(kinds[kind](), { exact: true }).check();
	await page.getByLabel(m.dataset_format()).selectOption(format);
	await page.getByLabel(m.dataset_language()).selectOption({ label: language });
	await page.getByRole('button', { name: m.dataset_submit() }).click();
	const title = `${kinds[kind]()} · ${formats[format]()} · ${language}`;
	const file = page.locator('main li', { has: page.getByRole('heading', { name: title }) });
	const link = file.getByRole('link', { name: m.dataset_download() });
	// The page looks again by itself, script or not.
	await expect(link).toBeVisible({ timeout: 45_000 });
	const sha256 = await file.locator('code').textContent();
	const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
	const bytes = await readFile(await download.path());
	expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
	return bytes;
}

/** Where the office suite is, null where there is none. */
export async function findOffice(): Promise<string | null> {
	const found = await promisify(execFile)('which', ['soffice']).catch(() => null);
	return found?.stdout.trim() || null;
}

/** All sheets of a workbook as text, as an office suite reads them. */
export async function readWorkbook(office: string, workbook: Buffer): Promise<string> {
	const directory = await mkdtemp(join(tmpdir(), 'mufakat-office-'));
	try {
		const path = join(directory, 'dataset.xlsx');
		await writeFile(path, workbook);
		// Comma, quotation mark, UTF-8; the last -1 means every sheet.
		const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1';
		await promisify(execFile)(office, [
			`-env:UserInstallation=file://${directory}/profile`,
			'--headless',
			'--convert-to',
			filter,
			'--outdir',
			directory,
			path
		]);
		const sheets = (await readdir(directory)).filter((name) => name.endsWith('.csv'));
		const texts = sheets.map((name) => readFile(join(directory, name), 'utf8'));
		return (await Promise.all(texts)).join('\n');
	} finally {
		await rm(directory, { recursive: true, force: true });
	}
}
