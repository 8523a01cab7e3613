import { type BrowserContext, chromium } from '@playwright/test';
import { findChromium } from '../../bin/find.mjs';
import type { BenchWorld } from './benchWorld.ts';
import { report } from './measure.ts';
import type { Running } from './serve.ts';
import { type SlowProxy, openSlowProxy } from './slowProxy.ts';

/** What “2G” is to us: 50 kbit/s both ways, half a second there and back. */
const LINE = { bytesPerSecond: 50_000 / 8, roundTripMs: 500 };
const AIMS = { first: 10_000, second: 2_000 };
const LONGEST = 180_000;

interface Seen {
	/** When the first field of any kind, and the first text, stood painted on the screen. */
	field?: number;
	text?: number;
}

/** Runs in the page, from its very beginning: no frame is drawn before the styles are there. */
function watchFields(): void {
	const seen: Seen = {};
	(window as { seen?: Seen }).seen = seen;
	const isThere = (fields: string) =>
		(document.querySelector(fields)?.getClientRects().length ?? 0) > 0;
	const look = () => {
		if (isThere('main input[type=radio], main textarea')) seen.field ??= performance.now();
		if (isThere('main textarea')) seen.text ??= performance.now();
		if (seen.text === undefined) requestAnimationFrame(look);
	};
	requestAnimationFrame(look);
}

/** Opens the page and types into its first text as soon as that can be done. */
async function visit(context: BrowserContext, proxy: SlowProxy, url: string, words: string) {
	const page = await context.newPage();
	await page.addInitScript(watchFields);
	const kinds: Record<string, number> = {};
	page.on('request', (request) => {
		kinds[request.resourceType()] = (kinds[request.resourceType()] ?? 0) + 1;
	});
	const before = proxy.bytes();
	const since = () => {
		const now = proxy.bytes();
		return { down: now.down - before.down, up: now.up - before.up };
	};
	const started = performance.now();
	const took = () => Math.round(performance.now() - started);
	const opened = page.goto(url, { waitUntil: 'commit', timeout: LONGEST });
	const field = page.locator('textarea:visible').first();
	await field.waitFor({ timeout: LONGEST });
	await page.waitForFunction(() => (window as { seen?: Seen }).seen?.text, null, {
		polling: 50,
		timeout: LONGEST
	});
	const bytesToText = since();
	await field.focus();
	await page.keyboard.type(words);
	const typedMs = took();
	await opened;
	const alive = page.locator('form[data-hydrated]').first();
	await alive.waitFor({ state: 'attached', timeout: LONGEST });
	const aliveMs = took();
	const seen = await page.evaluate(() => (window as { seen?: Seen }).seen ?? {});
	const figures = {
		firstFieldMs: Math.round(seen.field ?? NaN),
		firstTextMs: Math.round(seen.text ?? NaN),
		typedMs,
		aliveMs,
		isKept: (await field.inputValue()).includes(words),
		bytesToText,
		bytesToAlive: since(),
		requests: Object.values(kinds).reduce((sum, count) => sum + count, 0),
		kinds
	};
	return { page, figures };
}

/** Prints a visit beside the aim. */
function tell(visited: string, figures: { firstFieldMs: number }, aimMs: number): void {
	const ratio = Number((figures.firstFieldMs / aimMs).toFixed(2));
	report(`area page on 50 kbit/s, 500 ms, ${visited} visit`, { ...figures, aimMs, ratio });
}

/**
 * A representative's page of an area on a 2G line, in Chromium: first with nothing kept, then
 * once more as somebody comes back to it: when the first field is there to be used, when the
 * first text has been typed into, whether what was typed stays, and when the page is alive.
 */
export async function measureSlowLine(world: BenchWorld, running: Running): Promise<void> {
	const writer = world.writers[0]!;
	const proxy = await openSlowProxy(running.origin, LINE);
	const url = `${proxy.origin}/respond/${writer.delegationId}/access_to_justice`;
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
	try {
		const context = await browser.newContext();
		const [name = '', value = ''] = writer.cookie.split('=');
		await context.addCookies([{ name, value, url: proxy.origin }]);
		const first = await visit(context, proxy, url, 'Sample answer one. ');
		tell('first', first.figures, AIMS.first);
		// The service worker comes after everything else; here it need not take its minute.
		proxy.setSlow(false);
		await first.page.mouse.wheel(0, 200);
		await first.page
			.waitForFunction(
				async () => (await navigator.serviceWorker?.getRegistration())?.active != null,
				null,
				{ timeout: 30_000 }
			)
			.catch(() => {});
		await first.page.waitForTimeout(3000);
		await first.page.close({ runBeforeUnload: false });
		proxy.setSlow(true);
		const second = await visit(context, proxy, url, 'Sample answer two. ');
		tell('second', second.figures, AIMS.second);
	} finally {
		await browser.close();
		await proxy.close();
	}
}
