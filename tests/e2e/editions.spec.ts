import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { signIn } from './support/signIn.ts';
import { expectNarrow, expectSound } from './support/sound.ts';
import { expect, test } from './support/test.ts';

/** An edition from its proposal to the page everybody reads, on the demo's closed round. */
const PHONE = { viewport: { width: 360, height: 740 }, locale: 'en-GB' };
const LAPTOP = { viewport: { width: 1280, height: 800 }, locale: 'en-GB' };

/** Where the editions of the closed round are. */
async function editionsOf2018(page: Page): Promise<string> {
	await page.goto('/home?list');
	const study = await page.locator('main a[href^="/studies/"]').first().getAttribute('href');
	await page.goto(study!);
	const round = page.locator('main a[href^="/rounds/"]', { hasText: 'Baseline 2018' }).first();
	const href = (await round.getAttribute('href'))!;
	return `${/^\/rounds\/[^/?#]+/.exec(href)![0]}/report/editions`;
}

test('one person proposes an edition, another releases it, and everybody reads it', async ({
	open
}) => {
	test.setTimeout(480_000);
	const editor = await open({ ...PHONE, javaScriptEnabled: false });
	await signIn(editor, 'editor');
	const editions = await editionsOf2018(editor);
	await editor.goto(editions);
	await expectNarrow(editor);
	await expect(editor.getByRole('link', { name: /^Edition 1:/ })).toBeVisible();
	await editor.getByLabel(m.editions_note()).fill('Sample note for whoever releases it.');
	await editor.getByRole('button', { name: m.editions_propose_button() }).click();
	await expect(editor.getByRole('status')).toContainText(m.editions_done_proposed());
	const edition = new URL(editor.url()).pathname;
	// Two people publish.
	await expect(editor.locator('main')).toContainText(m.editions_wait_for_other());
	await expect(editor.getByRole('button', { name: m.editions_release() })).toHaveCount(0);
	await expectNarrow(editor);

	const coordinator = await open({ ...LAPTOP });
	await signIn(coordinator, 'coordinator');
	await coordinator.goto(edition);
	await expectSound(coordinator);
	await expect(coordinator.locator('main')).toContainText('Sample note for whoever releases it.');
	await coordinator.goto(`${edition}/preview`);
	await expect(coordinator.locator('h1').first()).toContainText('Sample baseline study 2018');
	await expectSound(coordinator);
	await coordinator.goto(edition);
	await coordinator.getByRole('button', { name: m.editions_release() }).click();
	await expect(coordinator.getByRole('status')).toContainText(m.editions_done_released());
	await expectSound(coordinator);
	await coordinator.goto(editions);
	await expectSound(coordinator);
	const address = await coordinator
		.getByRole('link', { name: m.editions_public_page() })
		.getAttribute('href');

	const visitor = await open({ ...PHONE, javaScriptEnabled: false });
	await visitor.goto(address!);
	await expect(visitor).toHaveURL(/\/published\/[^/]+\/2\/index\.html$/);
	await expect(visitor.locator('h1')).toContainText('Sample baseline study 2018');
	await expect(visitor.locator('main, header').first()).toBeVisible();
	await expect(visitor.getByText(m.edition_invented_title()).first()).toBeVisible();
	await expectNarrow(visitor);
	for (const name of [m.edition_sources(), m.edition_about()]) {
		await visitor.getByRole('link', { name, exact: true }).first().click();
		await expect(visitor.getByRole('heading', { level: 1 })).toContainText(name);
		await expectNarrow(visitor);
	}
	await expect(visitor.locator('main')).toContainText(m.edition_changes());
	await visitor.getByRole('link', { name: m.editions_public_files() }).first().click();
	await expect(visitor.getByRole('heading', { level: 1 })).toContainText(', edition 2');
	await expectNarrow(visitor);
	await visitor.getByRole('link', { name: m.editions_number({ number: 1 }), exact: true }).click();
	await expect(visitor).toHaveURL(/\/1\/index\.html$/);
	expect((await visitor.goto(address! + '/3/index.html'))?.status()).toBe(404);
	expect((await visitor.goto(edition))?.url()).toContain('/sign-in');

	const desk = await open({ ...LAPTOP });
	const answer = await desk.goto(`${address}/2/index.html`);
	expect(answer!.headers()['cache-control']).toBe('public, no-cache');
	const etag = answer!.headers().etag!;
	const again = await desk.request.get(`${address}/2/index.html`, {
		headers: { 'if-none-match': etag }
	});
	expect(again.status()).toBe(304);
	await expectSound(desk);
	const chapter = desk.locator('nav.contents a').nth(4);
	await chapter.click();
	await expectSound(desk);
	// The search is the one thing that a script adds.
	await desk.locator('#search-words').fill('Sample');
	await desk.getByRole('button', { name: m.edition_search_submit() }).click();
	await expect(desk.locator('.search-list a').first()).toBeVisible();
	await expectSound(desk);
	// A page of every kind, with the tables behind its pictures open.
	for (const name of ['sources', 'kh', 'treaties', 'questionnaire', 'dataset', 'a-z', 'about']) {
		expect((await desk.goto(`${address}/2/${name}.html`))?.status(), name).toBe(200);
		await desk.locator('details').evaluateAll((all) => {
			for (const each of all) (each as HTMLDetailsElement).open = true;
		});
		await expectSound(desk);
	}
	await desk.goto(`${address}/2/files`);
	await expectSound(desk);
});
