import { mkdtemp, readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type Page, chromium } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { DEMO_PASSWORD } from '#lib/server/accounts/demoAccounts.ts';
import config from '../../../playwright.config.ts';
import { type PhoneLine, openLine } from './phoneLine.ts';
import { expect } from './test.ts';

/** A phone: a browser that can be closed and opened again with what it has on its disk. */
export interface Phone {
	profile: string;
	context: BrowserContext;
	page: Page;
	line: PhoneLine;
}

/** Switches a phone on; with the profile of one that was closed, everything is where it was. */
export async function openPhone(profile?: string, isOffline = false): Promise<Phone> {
	const line = await openLine();
	line.setCut(isOffline);
	const directory = profile ?? (await mkdtemp(join(tmpdir(), 'mufakat-phone-')));
	const { launchOptions, baseURL, locale } = config.use!;
	const context = await chromium.launchPersistentContext(directory, {
		...launchOptions,
		baseURL: baseURL!,
		locale: locale!,
		proxy: { server: line.href },
		viewport: { width: 390, height: 780 }
	});
	context.setDefaultTimeout(20_000);
	context.on('close', line.close);
	await context.setOffline(isOffline);
	const page = context.pages()[0] ?? (await context.newPage());
	return { profile: directory, context, page, line };
}

/** Takes the phone's network away, or gives it back. */
export async function setOffline({ context, line }: Phone, isOffline: boolean): Promise<void> {
	line.setCut(isOffline);
	await context.setOffline(isOffline);
}

/** How many things each store of the device holds, whoever's they are. */
export function countKept(page: Page): Promise<Record<string, number>> {
	return page.evaluate(async () => {
		// Opening it would make it.
		const made = await indexedDB.databases();
		if (!made.some(({ name }) => name === 'mufakat')) return {};
		const db = await new Promise<IDBDatabase>((done, fail) => {
			const opening = indexedDB.open('mufakat');
			opening.onsuccess = () => done(opening.result);
			opening.onerror = () => fail(opening.error);
		});
		const names = [...db.objectStoreNames];
		const counts = names.map(
			(name) =>
				new Promise<[string, number]>((done) => {
					const asked = db.transaction(name).objectStore(name).count();
					asked.onsuccess = () => done([name, asked.result]);
				})
		);
		const all = Object.fromEntries(await Promise.all(counts));
		db.close();
		return all;
	});
}

/** Waits until the phone can open pages without a network. */
export function waitForShell(page: Page): Promise<void> {
	return expect
		.poll(() => page.evaluate(async () => Boolean(await caches.match('/offline'))), {
			timeout: 60_000
		})
		.toBe(true);
}

/** Waits until the phone can do without a network: every area of the round, and the shell. */
export async function waitUntilKept(page: Page, areas: number): Promise<void> {
	await expect.poll(async () => (await countKept(page)).copies, { timeout: 60_000 }).toBe(areas);
	const isReady = () =>
		page.evaluate(async () => {
			const shell = await caches.match('/offline');
			return Boolean(shell && navigator.serviceWorker.controller);
		});
	await expect.poll(isReady, { timeout: 60_000 }).toBe(true);
}

/** Opens what the phone keeps with the password. */
export async function unlock(page: Page, password = DEMO_PASSWORD): Promise<void> {
	await page.getByLabel(m.offline_password()).fill(password);
	await page.getByRole('button', { name: m.offline_unlock(), exact: true }).click();
}

/** The files of a profile in which a text can be read, as UTF-8 or as UTF-16. */
export async function findOnDisk(profile: string, text: string): Promise<string[]> {
	const found: string[] = [];
	const wanted = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];
	for (const entry of await readdir(profile, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const path = join(entry.parentPath, entry.name);
		const bytes = await readFile(path).catch(() => Buffer.alloc(0));
		if (wanted.some((each) => bytes.includes(each))) found.push(path);
	}
	return found;
}
