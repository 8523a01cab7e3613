/**
 * npm run pictures: takes the pictures of docs/pictures from the real application with its demo
 * data, so that the README shows what there is.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Page, chromium } from '@playwright/test';
import { findChromium } from './find.mjs';

const port = 4188;
const origin = `http://127.0.0.1:${port}`;
const data = mkdtempSync(join(tmpdir(), 'mufakat-pictures-'));
const out = process.argv[2] ?? 'docs/pictures';
mkdirSync(out, { recursive: true });

const server = spawn(process.execPath, ['server.ts'], {
	env: {
		...process.env,
		PORT: String(port),
		MUFAKAT_DATA: data,
		MUFAKAT_DEMO: '1',
		LOG_LEVEL: 'error'
	},
	stdio: ['ignore', 'ignore', 'inherit']
});

async function untilReady(): Promise<void> {
	for (let attempt = 0; attempt < 600; attempt += 1) {
		if (
			await fetch(`${origin}/readyz`).then(
				(answer) => answer.ok,
				() => false
			)
		)
			return;
		if (server.exitCode !== null) break;
		await new Promise((resolve) => setTimeout(resolve, 300));
	}
	throw new Error('The server did not start.');
}

async function signIn(page: Page, email: string): Promise<void> {
	await page.goto(`${origin}/sign-in`);
	await page.locator('input[name=email]').fill(email);
	await page.locator('input[name=password]').fill('sample-only-2026');
	await page.locator('main form button').first().click();
	await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

interface Picture {
	name: string;
	who: string | null;
	/** Steps from the page one lands on after signing in. */
	go: (page: Page) => Promise<void>;
	width: number;
	height: number;
	dark?: boolean;
	locale?: string;
}

const follow = (href: RegExp) => async (page: Page) => {
	const links = await page
		.locator('a[href]')
		.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
	const found = links.find((link) => href.test(link));
	if (!found) throw new Error(`No link like ${href} on ${page.url()}.`);
	await page.goto(new URL(found, origin).href);
};
/** Goes where the link with these words leads. */
const open = (words: string) => async (page: Page) => {
	await page.getByRole('link', { name: words }).first().click();
	await page.waitForLoadState('load');
};
const land = async (page: Page) => void (await page.waitForLoadState('load'));
const inTurn =
	(...steps: ((page: Page) => Promise<void>)[]) =>
	async (page: Page) => {
		for (const step of steps) await step(page);
	};
/** A representative with two rounds lands on a list; the first is the open one. */
const ours = follow(/^\/respond\/[0-9a-f-]{36}$/);
const area = inTurn(ours, follow(/\/access_to_justice$/));
const pictures: Picture[] = [
	{
		name: 'sign-in',
		who: null,
		go: async (page) => void (await page.goto(`${origin}/sign-in`)),
		width: 1280,
		height: 860
	},
	{ name: 'delegation', who: 'kh', go: ours, width: 1280, height: 900 },
	{ name: 'answering', who: 'kh', go: area, width: 1280, height: 900 },
	{ name: 'answering-phone', who: 'kh', go: area, width: 360, height: 760 },
	{
		name: 'answering-phone-id',
		who: 'id',
		go: inTurn(ours, follow(/\/decent_work$/)),
		width: 360,
		height: 760,
		locale: 'id-ID'
	},
	{ name: 'answering-dark', who: 'kh', go: area, width: 1280, height: 900, dark: true },
	{ name: 'overview', who: 'coordinator', go: land, width: 1280, height: 1000 },
	{ name: 'overview-phone', who: 'coordinator', go: land, width: 360, height: 760 },
	{ name: 'queue', who: 'coordinator', go: follow(/\/review$/), width: 1280, height: 900 },
	{
		name: 'review',
		who: 'coordinator',
		go: inTurn(follow(/\/review$/), follow(/\/review\/[0-9a-f-]{36}/)),
		width: 1280,
		height: 1000
	},
	{
		name: 'compare',
		who: 'coordinator',
		go: inTurn(follow(/\/compare$/), follow(/\/compare\/q3_12/)),
		width: 1280,
		height: 1000
	},
	{
		name: 'meeting',
		who: 'coordinator',
		go: inTurn(follow(/\/focus-groups$/), follow(/\/focus-groups\/[0-9a-f-]{36}$/)),
		width: 1280,
		height: 1000
	},
	{
		name: 'coding',
		who: 'notetaker',
		go: inTurn(
			follow(/\/focus-groups$/),
			follow(/\/coding$/),
			follow(/\/coding\/meetings\//),
			async (page) => page.locator('[role=feed] article').nth(3).waitFor(),
			// The list is measured when it comes alive, and drawn a moment later.
			async (page) => page.waitForTimeout(500)
		),
		width: 1280,
		height: 1000
	},
	{
		name: 'report',
		who: 'coordinator',
		go: inTurn(follow(/\/report$/), open('Access to justice')),
		width: 1280,
		height: 1000
	},
	{
		name: 'edition',
		who: 'coordinator',
		go: inTurn(
			async (page) => void (await page.goto(`${origin}/home?list`)),
			open('Baseline 2018'),
			follow(/\/report$/),
			follow(/\/editions$/),
			follow(/^\/published\//),
			open('Access to justice')
		),
		width: 1280,
		height: 1000
	},
	{ name: 'dataset', who: 'coordinator', go: follow(/\/dataset$/), width: 1280, height: 900 },
	{ name: 'people', who: 'coordinator', go: follow(/\/people$/), width: 1280, height: 900 },
	{ name: 'audit', who: 'coordinator', go: follow(/\/audit$/), width: 1280, height: 900 },
	{
		name: 'administration',
		who: 'admin',
		go: async (page) => void (await page.goto(`${origin}/admin`)),
		width: 1280,
		height: 900
	}
];

try {
	await untilReady();
	const browser = await chromium.launch({
		executablePath: findChromium().path,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync'
		]
	});
	for (const { name, who, go, width, height, dark, locale } of pictures) {
		const context = await browser.newContext({
			viewport: { width, height },
			colorScheme: dark ? 'dark' : 'light',
			locale: locale ?? 'en-GB',
			reducedMotion: 'reduce'
		});
		const page = await context.newPage();
		if (who) await signIn(page, `${who}@demo.example`);
		try {
			await go(page);
			await page.screenshot({ path: join(out, `${name}.png`) });
			process.stdout.write(`${name}\n`);
		} catch (error) {
			process.stderr.write(`${name}: ${error instanceof Error ? error.message : error}\n`);
			process.exitCode = 1;
		}
		await context.close();
	}
	await browser.close();
} finally {
	server.kill('SIGTERM');
	await new Promise((resolve) => server.once('exit', resolve));
	rmSync(data, { recursive: true, force: true });
}
