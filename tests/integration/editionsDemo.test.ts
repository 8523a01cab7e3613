import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { HtmlValidate } from 'html-validate';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readConfig } from '#lib/server/config.ts';
import type { SystemContext } from '#lib/server/context.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { seedDemo } from '#lib/server/demo/seed.ts';
import { exportEditionToFile, listNamedEditions } from '#lib/server/editions/exportToFile.ts';
import { createStorage } from '#lib/server/storage/storage.ts';
import { openEmbeddedDatabase, openTestDatabase } from '../support/database.ts';
import { type SitePage, readPages, targetOf, unpackSite } from '../support/siteFiles.ts';
import { hasWordSchema, schemaFaults } from '../support/wordSchema.ts';

/**
 * The demo's edition of 2018, as the command line writes it, made in two worlds: one of this run's engine
 * and one of the embedded engine, filled at other moments. What the database makes up is another in each;
 * ids the application makes up are the same, since the public dataset names delegations by them.
 */
const ids = vi.hoisted(() => ({ made: 0 }));
vi.mock(import('node:crypto'), async (original) => {
	const crypto = await original();
	const randomUUID = () => {
		const hash = crypto.createHash('sha256').update(`sample ${ids.made++}`).digest('hex');
		const parts = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})/.exec(hash)!;
		return `${parts[1]!}-${parts[2]!}-4${parts[3]!}-8${parts[4]!}-${parts[5]!}` as const;
	};
	return { ...crypto, randomUUID, default: { ...crypto, randomUUID } };
});

const FORMATS = ['html', 'docx', 'site'] as const;
type Format = (typeof FORMATS)[number];
interface Edition {
	system: SystemContext;
	id: string;
	folder: string;
}

const open: Database[] = [];
let first: Edition;
let second: Edition;
let files: Map<string, Uint8Array>;
let pages: SitePage[];

async function fill(database: Database, now: () => Date): Promise<Edition> {
	open.push(database);
	const folder = mkdtempSync(join(tmpdir(), 'mufakat-edition-'));
	const system = {
		db: database.db,
		config: readConfig({ MUFAKAT_DATA: folder, LOG_LEVEL: 'silent' }),
		storage: createStorage(join(folder, 'files')),
		now,
		wake: () => {}
	};
	ids.made = 0;
	await seedDemo(system);
	const [edition] = await listNamedEditions(system);
	expect(edition).toMatchObject({ round: 'Baseline 2018', number: 1 });
	return { system, id: edition!.id, folder };
}

let written = 0;
async function write({ system, id, folder }: Edition, format: Format): Promise<Buffer> {
	const path = join(folder, `${++written}.${format}`);
	await exportEditionToFile(system, { id, format, chromium: undefined }, path);
	return readFileSync(path);
}

beforeAll(async () => {
	first = await fill(await openTestDatabase(), () => new Date());
	second = await fill(await openEmbeddedDatabase(), () => new Date('2027-05-06T07:08:09Z'));
	files = unpackSite(await write(first, 'site'));
	pages = readPages(files);
}, 600_000);
afterAll(async () => {
	await Promise.all(open.map((database) => database.close()));
	for (const edition of [first, second]) rmSync(edition.folder, { recursive: true, force: true });
});

// A Word file of all pictures takes a while on a busy machine, and is made three times.
describe('the same bytes', { timeout: 300_000 }, () => {
	test.each(FORMATS)('%s, twice and in another world on another engine', async (format) => {
		const bytes = await write(first, format);
		expect(bytes.equals(await write(first, format)), 'twice').toBe(true);
		expect(bytes.equals(await write(second, format)), 'in the other world').toBe(true);
	});
});

test.skipIf(!(await hasWordSchema()))('the Word file is what its schema asks', async () => {
	expect(await schemaFaults(await write(first, 'docx'))).toEqual([]);
});

test('each picture is drawn once, and every file shows the one that is kept', async () => {
	await write(first, 'docx');
	const { db } = first.system;
	const kept = await asSystem(db, (trx) =>
		trx.selectFrom('edition_pictures').selectAll().orderBy('figure').execute()
	);
	expect(kept.length).toBeGreaterThan(10);
	expect(new Set(kept.map(({ edition_id, build }) => `${edition_id} ${build}`)).size).toBe(1);
	const other = kept.find(({ sha256 }) => sha256 !== kept[0]!.sha256)!;
	const keep = (sha256: string) =>
		asSystem(db, (trx) =>
			trx
				.updateTable('edition_pictures')
				.set({ sha256 })
				.where('figure', '=', kept[0]!.figure)
				.execute()
		);
	const pictures = async () =>
		Object.entries(unzipSync(await write(first, 'docx')))
			.filter(([name]) => name.startsWith('word/media/'))
			.map(([, bytes]) => createHash('sha256').update(bytes).digest('hex'));
	expect((await pictures()).sort()).toEqual(kept.map(({ sha256 }) => sha256).sort());
	await keep(other.sha256);
	try {
		expect((await pictures()).filter((each) => each === other.sha256).length).toBeGreaterThan(1);
	} finally {
		await keep(kept[0]!.sha256);
	}
});

describe('the whole site', () => {
	test('is what the study is: a page of every kind', () => {
		const paths = pages.map(({ path }) => path);
		for (const path of ['index', 'about', 'a-z', 'sources', 'kh', 'treaties', 'dataset'])
			expect(paths).toContain(`${path}.html`);
		expect(pages.length).toBeGreaterThan(20);
	});

	test('is valid HTML', async () => {
		const validator = new HtmlValidate({
			root: true,
			extends: ['html-validate:recommended'],
			// For search engines, which cut what is longer. Titles are the editors' words: chapter and study.
			rules: { 'long-title': 'off' }
		});
		for (const { path, html } of pages) {
			const { results } = await validator.validateString(html);
			const said = results.flatMap(({ messages }) =>
				messages.map(({ ruleId, message, line }) => `${path}:${line} ${ruleId} ${message}`)
			);
			expect(said).toEqual([]);
		}
	});

	test('has pages below 100 KB, style and pictures apart', () => {
		for (const { path, bytes } of pages) expect(bytes, path).toBeLessThan(100_000);
	});

	test('says its language on every page', () => {
		for (const { path, document } of pages) expect(document.documentElement.lang, path).toBe('en');
	});

	test('says in words what every picture shows', () => {
		let seen = 0;
		for (const { path, document } of pages) {
			for (const image of document.querySelectorAll('img')) {
				expect(image.alt.trim(), `${path} ${image.src}`).not.toBe('');
				seen++;
			}
		}
		expect(seen).toBeGreaterThan(10);
	});

	test('leads only to files and places that are there', () => {
		const places = new Map(
			pages.map(({ path, document }) => [
				path,
				new Set([...document.querySelectorAll('[id]')].map(({ id }) => id))
			])
		);
		const wrong: string[] = [];
		let seen = 0;
		for (const { path: from, document } of pages)
			for (const address of addressesOf(document)) {
				const to = targetOf(address, from);
				if (!to) continue;
				seen++;
				if (!files.has(to.path) || (to.id !== '' && !places.get(to.path)?.has(to.id)))
					wrong.push(`${from} → ${address}`);
			}
		expect(wrong).toEqual([]);
		expect(seen).toBeGreaterThan(1000);
	});

	test('needs no script: one is there, for the search, and every page is reached without it', () => {
		for (const { path, document } of pages) {
			const scripts = [...document.querySelectorAll('script')];
			expect(scripts.map((script) => [script.getAttribute('src'), script.text])).toEqual([
				['search.js', '']
			]);
			// What only the script can work is not shown before it runs.
			for (const field of document.querySelectorAll('form, button, input'))
				expect(field.closest('[hidden]'), path).not.toBeNull();
			for (const element of document.querySelectorAll('*'))
				expect(element.getAttributeNames().filter((name) => name.startsWith('on'))).toEqual([]);
			expect(document.querySelector('[href^="javascript:" i]')).toBeNull();
		}
		const byPath = new Map(pages.map(({ path, document }) => [path, document]));
		const reached = new Set(['index.html']);
		for (const path of reached)
			for (const link of byPath.get(path)?.querySelectorAll('a[href]') ?? []) {
				const to = targetOf(link.getAttribute('href')!, path);
				if (to && byPath.has(to.path)) reached.add(to.path);
			}
		expect(pages.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
	});
});

/** Everything a page leads to or shows. */
function addressesOf(document: Document): string[] {
	return ['href', 'src', 'srcset'].flatMap((name) =>
		[...document.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name)!)
	);
}
