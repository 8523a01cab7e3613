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

const isPainted = () => performance.getEntriesByName('first-contentful-paint').length > 0;

/** Opens the page and types into its first text as soon as that can be done. */
async function visit(context: BrowserContext, proxy: SlowProxy, url: string, words: string) {
	const page = await context.newPage();
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
	// A field has its place before the styles are there; the person sees it with the first paint.
	await page.waitForFunction(isPainted, null, { polling: 50, timeout: LONGEST });
	const visibleMs = took();
	const bytesToVisible = since();
	await field.focus();
	await page.keyboard.type(words);
	const typedMs = took();
	await opened;
	await page
		.locator('form[data-hydrated]')
		.first()
		.waitFor({ state: 'attached', timeout: LONGEST });
	const aliveMs = took();
	const bytesToAlive = since();
	const isKept = (await field.inputValue()).includes(words);
	const requests = Object.values(kinds).reduce((sum, count) => sum + count, 0);
	return {
		page,
		figures: { visibleMs, typedMs, aliveMs, isKept, bytesToVisible, bytesToAlive, requests, kinds }
	};
}

/**
 * A representative's page of an area on a 2G line, in Chromium: first with nothing kept, then
 * once more as somebody comes back to it. Until one can type and what is typed stays, and until
 * the page is alive.
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
		report('area page on 50 kbit/s, 500 ms, first visit', {
			...first.figures,
			aimMs: AIMS.first,
			ratio: Number((first.figures.typedMs / AIMS.first).toFixed(2))
		});
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
		report('area page on 50 kbit/s, 500 ms, second visit', {
			...second.figures,
			aimMs: AIMS.second,
			ratio: Number((second.figures.typedMs / AIMS.second).toFixed(2))
		});
	} finally {
		await browser.close();
		await proxy.close();
	}
}
