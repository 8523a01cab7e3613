import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { signIn } from './support/signIn.ts';
import { expect, test } from './support/test.ts';

/**
 * Every kind of page, as a phone and as a laptop, light and dark, in both languages: axe finds
 * nothing serious or critical, and nothing has to be scrolled sideways.
 */
const views = [
	{ name: 'phone, light, English', width: 360, height: 740, colorScheme: 'light', language: 'en' },
	{ name: 'phone, dark, Indonesian', width: 360, height: 740, colorScheme: 'dark', language: 'id' },
	{ name: 'laptop, dark, English', width: 1280, height: 800, colorScheme: 'dark', language: 'en' },
	{
		name: 'laptop, light, Indonesian',
		width: 1280,
		height: 800,
		colorScheme: 'light',
		language: 'id'
	}
] as const;

async function open(browser: Browser, view: (typeof views)[number], who?: string): Promise<Page> {
	const context = await browser.newContext({
		viewport: { width: view.width, height: view.height },
		colorScheme: view.colorScheme,
		locale: view.language === 'id' ? 'id-ID' : 'en-GB',
		reducedMotion: 'reduce'
	});
	const page = await context.newPage();
	if (who) await signIn(page, who);
	const origin = test.info().project.use.baseURL!;
	await context.addCookies([{ name: 'language', value: view.language, url: origin }]);
	return page;
}

async function expectAccessible(page: Page, address: string): Promise<void> {
	const answer = await page.goto(address);
	expect(answer?.status(), address).toBeLessThan(500);
	await expect(page.locator('h1')).toHaveCount(1);
	const found = await new AxeBuilder({ page }).analyze();
	const grave = found.violations
		.filter(({ impact }) => impact === 'serious' || impact === 'critical')
		.map(({ id, nodes }) => `${address} ${id}: ${nodes[0]?.html.slice(0, 160)}`);
	expect(grave).toEqual([]);
	const wide = await page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth
	);
	expect(wide, `${address} is wider than the screen`).toBeLessThanOrEqual(0);
}

/** Addresses on this page whose path fits; only the first of each kind. */
async function linksLike(page: Page, ...patterns: RegExp[]): Promise<string[]> {
	const all = await page
		.locator('a[href]')
		.evaluateAll((links) =>
			links.map((link) => new URL((link as HTMLAnchorElement).href).pathname)
		);
	return patterns.flatMap((pattern) => all.find((path) => pattern.test(path)) ?? []);
}

for (const view of views)
	test.describe(view.name, () => {
		test('before signing in', async ({ browser }) => {
			const page = await open(browser, view);
			for (const address of [
				'/sign-in',
				'/forgot',
				`/reset/${'A'.repeat(43)}`,
				`/invitation/${'A'.repeat(43)}`,
				'/nothing-here'
			])
				await expectAccessible(page, address);
			await page.context().close();
		});

		test('a representative', async ({ browser }) => {
			const page = await open(browser, view, 'kh');
			await expectAccessible(page, '/home?list');
			const [home] = await linksLike(page, /^\/respond\/[^/]+$/);
			for (const path of [
				'',
				'/people',
				'/background',
				'/access_to_justice',
				'/information_recruitment',
				'/standards',
				'/standards/submission',
				'/access_to_justice/evidence?question=q3_4_stoppers',
				'/information_recruitment/history/q4_7_brokers'
			])
				await expectAccessible(page, `${home}${path}`);
			await expectAccessible(page, '/account');
			await expectAccessible(page, '/account/second-factor');
			await page.context().close();
		});

		test('a coordinator', async ({ browser }) => {
			const page = await open(browser, view, 'coordinator');
			await page.goto('/home?list');
			const [study] = await linksLike(page, /^\/studies\/[0-9a-f-]{36}$/);
			await expectAccessible(page, study!);
			const [round] = await linksLike(page, /^\/rounds\/[0-9a-f-]{36}$/);
			await expectAccessible(page, round!);
			const [delegation] = await linksLike(page, /^\/rounds\/[^/]+\/delegations\/[^/]+$/);
			await expectAccessible(page, `${round}/review`);
			const [response] = await linksLike(page, /^\/rounds\/[^/]+\/review\/[0-9a-f-]{36}$/);
			for (const address of [
				'/home?list',
				'/studies/new',
				`${study}/people`,
				`${study}/audit`,
				`${study}/rounds/new`,
				`${round}/settings`,
				`${round}/compare`,
				`${round}/compare/q3_6_paid`,
				`${round}/compare/q3_12_one_change`,
				`${round}/dataset`,
				...(delegation ? [delegation] : []),
				response!
			])
				await expectAccessible(page, address);
			await page.context().close();
		});

		test('an administrator', async ({ browser }) => {
			const page = await open(browser, view, 'admin');
			for (const address of ['/admin', '/admin/outbox', '/admin/audit'])
				await expectAccessible(page, address);
			await page.context().close();
		});
	});
