import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { signIn } from './support/signIn.ts';
import { expectNarrow, expectSound } from './support/sound.ts';
import { expect, test } from './support/test.ts';

/** What became of 2018's answers: in totals, by area, by question, and as a file, on a phone without scripts. */
const PHONE = { viewport: { width: 360, height: 740 }, locale: 'en-GB', javaScriptEnabled: false };
const OUTCOMES = ['better', 'worse', 'unchanged', 'not_comparable'] as const;
const words = {
	better: m.compared_better(),
	worse: m.compared_worse(),
	unchanged: m.compared_unchanged(),
	not_comparable: m.compared_not_comparable()
};

async function compared(page: Page): Promise<string> {
	await page.goto('/home?list');
	const round = await page
		.locator('main li', { hasText: 'Baseline 2026' })
		.locator('a[href^="/rounds/"]')
		.first()
		.getAttribute('href');
	return `${/^\/rounds\/[^/?#]+/.exec(round!)![0]}/rounds-compared`;
}

/** The number beside each outcome at the head of the page. */
async function totals(page: Page): Promise<Record<string, number>> {
	const found: Record<string, number> = {};
	for (const outcome of OUTCOMES) {
		const box = page.locator('dl.totals div', { hasText: words[outcome] });
		found[outcome] = Number(await box.locator('dd').textContent());
	}
	return found;
}

const linesOf = (page: Page) => page.locator('section:has(#questions) tbody tr');

test('better, worse, unchanged and not comparable are counted, listed and taken along alike', async ({
	open
}) => {
	const page = await open(PHONE);
	await signIn(page, 'coordinator');
	const at = await compared(page);
	await page.goto(at);
	await expectNarrow(page);
	const all = await totals(page);
	// The demo has each of them, or this shows nothing.
	for (const outcome of OUTCOMES) expect(all[outcome], outcome).toBeGreaterThan(0);

	for (const outcome of OUTCOMES) {
		await page.goto(at);
		await page.locator('main [name=outcome]').selectOption(outcome);
		await page.getByRole('button', { name: m.compared_filter(), exact: true }).click();
		await expect(page).toHaveURL(new RegExp(`outcome=${outcome}`));
		expect((await totals(page))[outcome]).toBe(all[outcome]);
		const link = page.getByRole('link', { name: m.compared_download() });
		const file = await page.request.get((await link.getAttribute('href'))!);
		const rows = (await file.text()).trimEnd().split('\r\n');
		expect(rows.filter((row) => row.includes(`,${outcome},`))).toHaveLength(all[outcome]!);
	}

	// Question by question they are listed for an area; the areas add up.
	await page.goto(at);
	const areas = await page
		.locator('main [name=area] option')
		.evaluateAll((options) =>
			options.map((option) => (option as HTMLOptionElement).value).filter(Boolean)
		);
	for (const outcome of ['better', 'not_comparable'] as const) {
		let sum = 0;
		for (const area of areas) {
			await page.goto(`${at}?outcome=${outcome}&area=${area}`);
			const count = (await totals(page))[outcome]!;
			sum += count;
			await expect(linesOf(page)).toHaveCount(count);
			const kinds = await linesOf(page).locator('strong').allTextContents();
			for (const kind of kinds) expect(kind).toContain(words[outcome]);
			// Never without the reason.
			if (outcome === 'not_comparable')
				await expect(linesOf(page).locator('strong + .small')).toHaveCount(count);
		}
		expect(sum).toBe(all[outcome]);
	}
	await page.goto(at);
	await page.locator('main table tbody a').first().click();
	await expect(page).toHaveURL(/area=/);
	await expect(linesOf(page).first()).toBeVisible();
	await expectNarrow(page);
});

test('the page is sound on a laptop, and a representative finds nothing of other countries', async ({
	open
}) => {
	const page = await open({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
	await signIn(page, 'coordinator');
	const at = await compared(page);
	await page.goto(`${at}?outcome=worse`);
	await expectSound(page);
	const stranger = await open(PHONE);
	await signIn(stranger, 'id');
	const answer = await stranger.request.get(at);
	expect(answer.status()).toBe(404);
});
