import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { homeOfDelegation, signIn } from './support/signIn.ts';
import { save, waitForScript, write } from './support/answerSteps.ts';
import { expect, test } from './support/test.ts';

/**
 * Phones on slow lines: what an area's page may weigh before anything is touched, in bytes. A
 * kilobyte is a thousand of them here, the stricter of the two readings.
 */
const BUDGET = 70_000;
/** What the engine adds at the first change of an answer: sessions and expressions, in bytes. */
const ENGINE_BUDGET = 15 * 1024;
/** A word only the engine's own file holds: a function it knows, in whatever way it is written. */
const ENGINE_WORD = 'indexed-repeat';

/** Every script the page asks for from now on, each once. */
function collectScripts(page: Page): () => Promise<Buffer[]> {
	const bodies = new Map<string, Promise<Buffer>>();
	page.on('response', (response) => {
		const type = response.headers()['content-type'] ?? '';
		if (/javascript/.test(type)) bodies.set(response.url(), response.body());
	});
	return () => Promise.all(bodies.values());
}

/** Bytes of scripts, each as sent with gzip at its best. */
const weightOf = (scripts: readonly Buffer[]) =>
	scripts.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0);

/** Bytes of every script the page asks for from now on. */
function weighScripts(page: Page): () => Promise<number> {
	const scripts = collectScripts(page);
	return async () => weightOf(await scripts());
}

test('the page of every area is light', async ({ open }, info) => {
	test.setTimeout(300_000);
	// Laos writes nothing in other journeys: its areas ask what the questionnaire asks, and no more.
	const first = await open({ serviceWorkers: 'block' });
	await signIn(first, 'la');
	const home = await homeOfDelegation(first);
	await first.goto(home);
	const links = await first
		.locator('li.area a:not(.paper)')
		.evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
	const areas = links.filter((path) => /^\/respond\/[^/]+\/[a-z_]+$/.test(path));
	expect(areas).toHaveLength(8);
	for (const path of areas) {
		// Each as if it were the first: nothing is kept from the one before.
		const page = await open({
			serviceWorkers: 'block',
			storageState: await first.context().storageState()
		});
		const weigh = weighScripts(page);
		await page.goto(path, { waitUntil: 'load' });
		await waitForScript(page);
		// What it fetches by itself once it has come to rest counts, too.
		await page.waitForTimeout(4_000);
		const bytes = await weigh();
		const description = `${path.split('/').at(-1)}: ${bytes} B gzip`;
		info.annotations.push({ type: 'weight', description });
		expect(bytes, description).toBeGreaterThan(0);
		expect(bytes, description).toBeLessThanOrEqual(BUDGET);
		await page.context().close();
	}
});

test('the engine is light', async ({ open }, info) => {
	const page = await open({ serviceWorkers: 'block' });
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	const scripts = collectScripts(page);
	const engine = async () => (await scripts()).filter((body) => body.includes(ENGINE_WORD));
	await page.goto(`${home}/information_recruitment`, { waitUntil: 'load' });
	await waitForScript(page);
	expect(await engine(), 'nothing of it before anything is touched').toHaveLength(0);
	await write(
		page,
		'q4_12_migrant_groups',
		'Sample answer: two groups meet new arrivals and interpret for them.'
	);
	await save({ page, home, hasScript: true });
	await expect.poll(async () => (await engine()).length).toBe(1);
	const bytes = weightOf(await engine());
	info.annotations.push({ type: 'weight', description: `${(bytes / 1024).toFixed(1)} KiB gzip` });
	expect(bytes).toBeLessThanOrEqual(ENGINE_BUDGET);
});

test('pages of coordinators and of sign-in have no scripts', async ({ page }) => {
	const weigh = weighScripts(page);
	await page.goto('/sign-in');
	expect(await page.locator('script').count()).toBe(0);
	await signIn(page, 'coordinator');
	await page.goto('/home?list');
	await page.getByRole('link', { name: /^Baseline 2026/ }).click();
	const round = new URL(page.url()).pathname;
	for (const path of ['', '/review', '/compare', '/dataset', '/settings']) {
		await page.goto(`${round}${path}`);
		await expect(page.locator('main')).toBeVisible();
		expect(await page.locator('script').count(), path).toBe(0);
	}
	await page.goto(`${round}/review`);
	await page.locator('main ol.list a').first().click();
	await expect(page).toHaveURL(/\/review\/[0-9a-f-]{36}$/);
	expect(await page.locator('script').count()).toBe(0);
	expect(await weigh()).toBe(0);
});
