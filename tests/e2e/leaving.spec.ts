import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { openArea } from './support/answerSteps.ts';
import { expectWaysOut, standIn } from './support/leavingSteps.ts';
import { homeOfDelegation, signIn } from './support/signIn.ts';
import { type OpenPage, expect, test } from './support/test.ts';

test.describe.configure({ timeout: 240_000 });

// The ways out, on every page of those who answer: with a script, without one, and by a link.
const AREA = 'cooperation';
const QUESTION = 'q6_11_timor_leste';

test('pages with a script and pages without one are left at once', async ({ open }) => {
	const page = await open();
	await standIn(page.context());
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	const here = `${home}/${AREA}`;
	for (const address of [
		here,
		home,
		`${here}/evidence?question=${QUESTION}`,
		`${here}/submission`,
		`${here}/history/${QUESTION}`,
		`${here}/comments`,
		`${here}/paper`,
		`${home}/proposals`,
		`${home}/handouts`,
		'/to-do',
		'/device'
	])
		await expectWaysOut(page, address);
});

test('so are the pages of a link, on a phone somebody else owns', async ({ open }) => {
	const focalPoint = await open();
	await signIn(focalPoint, 'kh');
	const home = await homeOfDelegation(focalPoint);
	await focalPoint.goto(`${home}/handouts`);
	const link = await makeHelperLink(focalPoint);
	const phone = await open();
	await standIn(phone.context());
	await expectWaysOut(phone, link);
	await phone.goto(link);
	await phone.getByRole('button', { name: m.handouts_help_open() }).click();
	await expect(phone).toHaveURL(/\/help$/);
	await expectWaysOut(phone, '/help');
});

/** A link for a helper to one area; gives its path. */
async function makeHelperLink(page: Page): Promise<string> {
	await page.locator(`a[href*="area=${AREA}&by=link"]`).click();
	await page.getByLabel(m.handouts_link_label()).fill('Sample helper of the avocet');
	await page.getByRole('button', { name: m.handouts_link_send() }).click();
	const address = page.getByLabel(m.handouts_link_address(), { exact: true });
	return new URL(await address.inputValue()).pathname;
}

test('both ways out are there at one press, also on the smallest phone', async ({ open }) => {
	const page = await open({ viewport: { width: 360, height: 740 } });
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	for (const language of ['en', 'id'] as const) {
		const { origin } = new URL(page.url());
		await page.context().addCookies([{ name: 'language', value: language, url: origin }]);
		await openArea({ page, home, hasScript: true }, AREA);
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		expect(wide, language).toBeLessThanOrEqual(0);
		const header = page.locator('header.app-header');
		const controls = [
			header.getByRole('button', { name: m.offline_no_trace({}, { locale: language }) }),
			header.getByRole('link', { name: m.offline_quick_exit({}, { locale: language }) }),
			header.locator('details.menu').first(),
			header.locator('details.menu').last()
		];
		const boxes = await Promise.all(controls.map((control) => control.boundingBox()));
		for (const box of boxes) {
			expect(box!.height, language).toBeGreaterThanOrEqual(44);
			expect(box!.width, language).toBeGreaterThanOrEqual(44);
		}
		// In one line, none over another.
		expect(new Set(boxes.map((box) => Math.round(box!.y + box!.height / 2))).size).toBe(1);
		const places = boxes.map((box) => [box!.x, box!.x + box!.width]).sort(([a], [b]) => a! - b!);
		for (const [at, [start]] of places.entries())
			if (at > 0) expect(start!).toBeGreaterThanOrEqual(places[at - 1]![1]!);
	}
});

async function openBefore(open: OpenPage): Promise<[Page, string]> {
	const page = await open();
	await signIn(page, 'kh');
	return [page, await homeOfDelegation(page)];
}

test('“leave no trace” takes one press on a page without a script of its own, with a line and without', async ({
	open
}) => {
	for (const isOffline of [false, true]) {
		const [page, home] = await openBefore(open);
		await page.goto(`${home}/${AREA}/submission`);
		await page.waitForLoadState('load');
		await page.evaluate(
			() =>
				new Promise((done) => {
					const opening = indexedDB.open('mufakat');
					opening.onsuccess = () => done(opening.result.close());
				})
		);
		await page.context().setOffline(isOffline);
		await page.getByRole('button', { name: m.offline_no_trace() }).click();
		await expect(page.locator('body')).toContainText(
			isOffline ? m.offline_forgotten() : m.offline_device_done_off()
		);
		expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
		const cookies = await page.context().cookies();
		expect(cookies.find(({ name }) => name === 'mufakat_no_trace')?.value).toBe('1');
	}
});
