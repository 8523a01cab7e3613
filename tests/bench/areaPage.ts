import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import autocannon from 'autocannon';
import { chromium } from '@playwright/test';
import { findChromium } from '../../bin/find.mjs';
import type { BenchWorld } from './benchWorld.ts';
import { report } from './measure.ts';
import type { Running } from './serve.ts';

const SECONDS = 5;

function load(url: string, cookie: string) {
	return autocannon({ url, connections: 10, duration: SECONDS, headers: { cookie } });
}

/** The page of one area against the same bytes, ready-made, from a bare Node server. */
export async function measureAreaPage(world: BenchWorld, running: Running): Promise<void> {
	const writer = world.writers[0]!;
	const url = `${running.origin}/respond/${writer.delegationId}/access_to_justice`;
	const page = await fetch(url, { headers: { cookie: writer.cookie } });
	if (!page.ok) throw new Error(`The page of an area answered ${page.status}.`);
	const html = Buffer.from(await page.arrayBuffer());
	const bare = createServer((_request, response) => {
		response.setHeader('content-type', 'text/html; charset=utf-8');
		response.end(html);
	});
	await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
	const address = bare.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	const ours = await load(url, writer.cookie);
	const reference = await load(`http://127.0.0.1:${port}/`, '');
	await new Promise((resolve) => bare.close(resolve));
	report('area page', {
		perSecond: ours.requests.average,
		p99: ours.latency.p99,
		failed: ours.non2xx + ours.errors,
		htmlGzipBytes: gzipSync(html).length,
		reference: {
			what: 'the same bytes from bare Node',
			perSecond: reference.requests.average,
			p99: reference.latency.p99
		},
		ratio: Number((ours.requests.average / reference.requests.average).toFixed(3))
	});
	await measureFirstInput(url, writer.cookie);
}

/** On a line of 400 kbit/s with 400 ms: when the first field can be typed in. */
async function measureFirstInput(url: string, cookie: string): Promise<void> {
	const { path } = findChromium();
	const browser = await chromium.launch({
		executablePath: path,
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
	const context = await browser.newContext();
	const [name = '', value = ''] = cookie.split('=');
	await context.addCookies([{ name, value, url }]);
	const page = await context.newPage();
	let scriptBytes = 0;
	page.on('response', async (response) => {
		if (response.request().resourceType() !== 'script') return;
		scriptBytes += gzipSync(await response.body()).length;
	});
	const session = await context.newCDPSession(page);
	await session.send('Network.enable');
	await session.send('Network.emulateNetworkConditions', {
		offline: false,
		latency: 400,
		downloadThroughput: 400_000 / 8,
		uploadThroughput: 400_000 / 8
	});
	const started = performance.now();
	const loaded = page.goto(url, { waitUntil: 'commit' });
	await page
		.locator('textarea, input[type=radio]')
		.first()
		.waitFor({ state: 'visible', timeout: 60_000 });
	const firstInput = performance.now() - started;
	await loaded;
	await page.locator('form[data-hydrated]').first().waitFor({ state: 'attached', timeout: 60_000 });
	report('area page on 400 kbit/s, 400 ms', {
		firstInputMs: Math.round(firstInput),
		hydratedMs: Math.round(performance.now() - started),
		javascriptGzipBytes: scriptBytes
	});
	await browser.close();
}
