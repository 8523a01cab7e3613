import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type Browser, type Page, chromium } from '@playwright/test';
import { findChromium } from '../../bin/find.mjs';
import type { BenchWorld } from './benchWorld.ts';
import { buildCodingMeeting } from './codingMeeting.ts';
import { report } from './measure.ts';
import type { Running } from './serve.ts';

const LONGEST = 180_000;
/** A wheel that is turned as fast as somebody leafs through a text: steps, pixels, and ms between. */
const WHEEL = { steps: 150, pixels: 240, pause: 30 };
/** Places all over the list that are jumped to. */
const JUMPS = 12;
/** A frame that somebody sees as a stumble, in milliseconds. */
const LONG_FRAME = 50;

const open = () =>
	chromium.launch({
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

/** Most memory the largest process that draws pages has taken, in MiB. */
async function memoryOf(browser: Browser): Promise<number> {
	const session = await browser.newBrowserCDPSession();
	const { processInfo } = await session.send('SystemInfo.getProcessInfo');
	const peaks = processInfo
		.filter(({ type }) => type === 'renderer')
		.map(({ id }) => /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]);
	return Math.round(Math.max(...peaks.map(Number)) / 1024);
}

/** Runs in the page: the time between frames from now on, until they are asked for. */
function watchFrames(): void {
	const frames: number[] = [];
	(globalThis as { frameTimes?: number[] }).frameTimes = frames;
	let last = performance.now();
	const look = (now: number) => {
		frames.push(now - last);
		last = now;
		requestAnimationFrame(look);
	};
	requestAnimationFrame(look);
}

function summary(frames: readonly number[]) {
	const sorted = frames.toSorted((a, b) => a - b);
	const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? NaN;
	return {
		frames: frames.length,
		p50: Math.round(at(0.5)),
		p95: Math.round(at(0.95)),
		longShare: Number((frames.filter((ms) => ms > LONG_FRAME).length / frames.length).toFixed(3))
	};
}

/** Leafs through the page with the wheel; gives its frames and how far it came. */
async function leaf(page: Page) {
	await page.mouse.move(600, 500);
	await page.evaluate(watchFrames);
	const from = await page.evaluate(() => scrollY);
	for (let step = 0; step < WHEEL.steps; step++) {
		await page.mouse.wheel(0, WHEEL.pixels);
		await page.waitForTimeout(WHEEL.pause);
	}
	const frames = await page.evaluate(
		() => (globalThis as { frameTimes?: number[] }).frameTimes ?? []
	);
	const pixels = (await page.evaluate(() => scrollY)) - from;
	return { ...summary(frames), pixels };
}

/** How long a place jumped to takes until its words stand on the screen; gives the middle and the worst. */
async function jump(page: Page) {
	const times: number[] = [];
	for (let at = 1; at <= JUMPS; at++) {
		times.push(
			await page.evaluate(
				async (share) => {
					const began = performance.now();
					scrollTo(0, document.documentElement.scrollHeight * share);
					for (;;) {
						await new Promise((resolve) => requestAnimationFrame(resolve));
						const on = document.elementFromPoint(600, innerHeight / 2);
						if (on?.closest('article')) return performance.now() - began;
						if (performance.now() - began > 30_000) return NaN;
					}
				},
				((at * 7) % JUMPS) / JUMPS
			)
		);
	}
	times.sort((a, b) => a - b);
	return { p50: Math.round(times[Math.floor(JUMPS / 2)]!), worst: Math.round(times.at(-1)!) };
}

interface Visit {
	url: string;
	cookie?: string;
	/** What says that the page is ready to be used. */
	ready: string;
}

async function visit({ url, cookie, ready }: Visit) {
	const browser = await open();
	try {
		const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
		const [name = '', value = ''] = (cookie ?? '').split('=');
		if (cookie) await context.addCookies([{ name, value, url }]);
		const page = await context.newPage();
		const started = performance.now();
		const took = () => Math.round(performance.now() - started);
		const loaded = page.goto(url, { waitUntil: 'commit', timeout: LONGEST });
		await page.locator('article').first().waitFor({ state: 'visible', timeout: LONGEST });
		const firstTurnMs = took();
		await loaded;
		await page.locator(ready).first().waitFor({ state: 'attached', timeout: LONGEST });
		await page.waitForLoadState('load', { timeout: LONGEST });
		const readyMs = took();
		const leafing = await leaf(page);
		const jumps = await jump(page);
		const elements = await page.evaluate(() => document.querySelectorAll('*').length);
		return { firstTurnMs, readyMs, leafing, jumps, elements, peakMiB: await memoryOf(browser) };
	} finally {
		await browser.close();
	}
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The same words as a plain page without script, codes or columns, from a bare server. */
async function servePlain(bodies: readonly string[]) {
	const html = Buffer.from(
		`<!doctype html><meta charset="utf-8"><title>Plain</title>${bodies
			.map((body) => `<article><p>${escaped(body)}</p></article>`)
			.join('')}`
	);
	const server = createServer((_request, response) => {
		response.setHeader('content-type', 'text/html; charset=utf-8');
		response.end(html);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/**
 * The coding page of a meeting of 10,000 turns with 20,000 codes, in Chromium, beside a plain page
 * of the same words: when the first turn is there, when it can be coded, how it scrolls, how long a
 * place far away takes, and the memory of the process that draws it.
 */
export async function measureCoding(world: BenchWorld, running: Running): Promise<void> {
	const { groupId, bodies } = await buildCodingMeeting(world);
	const { cookie } = world.coordinator;
	const url = `${running.origin}/rounds/${world.roundId}/coding/meetings/${groupId}`;
	const asked = performance.now();
	const window = await fetch(`${url}/turns?from=5000&count=50`, { headers: { cookie } });
	const bytes = (await window.arrayBuffer()).byteLength;
	const windowMs = Math.round(performance.now() - asked);
	const plain = await servePlain(bodies);
	try {
		const ours = await visit({ url, cookie, ready: '[data-hydrated]' });
		const reference = await visit({ url: plain.url, ready: 'body' });
		report('coding page, 10,000 turns with 20,000 codes', {
			...ours,
			window: { ms: windowMs, bytes },
			reference: { what: 'a plain page of the same words', ...reference },
			ratio: Number((ours.leafing.p95 / reference.leafing.p95).toFixed(2))
		});
	} finally {
		plain.close();
	}
}
