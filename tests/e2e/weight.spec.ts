import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { homeOfDelegation, signIn } from './support/signIn.ts';
import { waitForScript } from './support/answerSteps.ts';
import { expect, test } from './support/test.ts';

/** Phones on slow lines: what an area's page may weigh before anything is touched, in bytes. */
const BUDGET = 70 * 1024;

/** Bytes of every script the page asks for from now on, each as sent with gzip at its best. */
function weighScripts(page: Page): () => Promise<number> {
	const bodies: Promise<Buffer>[] = [];
	page.on('response', (response) => {
		const type = response.headers()['content-type'] ?? '';
		if (/javascript/.test(type)) bodies.push(response.body());
	});
	return async () =>
		(await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0);
}

test('the page of an area is light', async ({ open }, info) => {
	const page = await open({ serviceWorkers: 'block' });
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	const weigh = weighScripts(page);
	await page.goto(`${home}/information_recruitment`, { waitUntil: 'load' });
	await waitForScript(page);
	const bytes = await weigh();
	info.annotations.push({ type: 'weight', description: `${(bytes / 1024).toFixed(1)} KiB gzip` });
	expect(bytes).toBeGreaterThan(0);
	expect(bytes).toBeLessThanOrEqual(BUDGET);
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
