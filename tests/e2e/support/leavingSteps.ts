import type { BrowserContext, Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { expect } from './test.ts';

const NEUTRAL = 'https://www.wikipedia.org/';

/** A page of ours in place of the neutral one. */
export async function standIn(context: BrowserContext): Promise<void> {
	await context.route(`${NEUTRAL}**`, (route) =>
		route.fulfill({ body: '<title>Neutral</title>', contentType: 'text/html' })
	);
}

/** Twice within a moment, which a busy machine would not manage with two presses. */
const escapeTwice = (page: Page) =>
	page.evaluate(() => {
		const press = () => new KeyboardEvent('keydown', { key: 'Escape', bubbles: true });
		document.body.dispatchEvent(press());
		document.body.dispatchEvent(press());
	});
const pressLink = (page: Page) =>
	page.getByRole('link', { name: m.offline_quick_exit(), exact: true }).click();

/** Leaves a page in both ways; each time the way back does not lead to it. */
export async function expectWaysOut(page: Page, address: string): Promise<void> {
	for (const leave of [pressLink, escapeTwice]) {
		await page.goto('/healthz');
		await page.goto(address);
		await expect(page.locator('script[src*="/leave."]')).toHaveCount(1);
		await page.waitForLoadState('load');
		await leave(page);
		await expect(page, address).toHaveURL(NEUTRAL);
		await page.goBack();
		await expect(page, address).toHaveURL(/\/healthz$/);
	}
}
