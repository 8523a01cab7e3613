import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { cookieName } from '#lib/paraglide/runtime.js';
import { expectWaysOut, standIn } from './support/leavingSteps.ts';
import { reviewedOf } from './support/reviewSteps.ts';
import { demo, signIn } from './support/signIn.ts';
import { expect, test } from './support/test.ts';

const QUESTION = 'q3_4_stoppers';
const ASKED = 'Which year does the curlew table describe?';
const REPLY = 'The curlew table is of 2025; page 12.';
const MORE = 'And page 13.';

/** The address in the newest mail to somebody that replies without signing in. */
async function linkInOutbox(admin: Page, to: string): Promise<string> {
	let found: string | undefined;
	await expect(async () => {
		await admin.goto('/admin/outbox');
		const mail = admin
			.locator('li', { hasText: demo(to) })
			.filter({ hasText: '/query/' })
			.first();
		const words = (await mail.locator('.given').textContent({ timeout: 2_000 })) ?? '';
		found = /\/query\/[\w-]{91}/.exec(words)?.[0];
		expect(found).toBeTruthy();
		expect(words).not.toMatch(/curlew/);
	}).toPass({ timeout: 30_000 });
	return found!;
}

test('a query is answered from the link in the mail, on a phone, without signing in or JavaScript', async ({
	open
}) => {
	test.setTimeout(300_000);
	const focalPoint = await open();
	await signIn(focalPoint, 'th');
	await focalPoint.goto('/account');
	await focalPoint.getByLabel(m.mail_rhythm_at_once()).check();
	await focalPoint
		.locator('form[action="?/rhythm"]')
		.getByRole('button', { name: m.common_save() })
		.click();
	await expect(focalPoint.getByRole('status')).toContainText(m.mail_rhythm_saved());

	const coordinator = await open();
	await signIn(coordinator, 'coordinator');
	await coordinator.goto('/home?list');
	// Other journeys make rounds of their own.
	const demo = coordinator.getByRole('link', { name: /^Baseline 2026/ });
	const round = await demo.getAttribute('href');
	await coordinator.goto(`${round}/review?country=TH&area=access_to_justice`);
	await coordinator.locator('main ol.list a').first().click();
	const asked = reviewedOf(coordinator, QUESTION);
	const answer = (await asked.locator('.answer .given, .answer p').last().textContent()) ?? '';
	await asked.getByText(m.review_ask_on({ number: '3.4' })).click();
	await asked.getByLabel(m.review_ask_kind()).selectOption('needs_source');
	await asked.getByLabel(m.review_ask_text()).fill(ASKED);
	await asked.getByRole('button', { name: m.review_ask_send(), exact: true }).click();
	await expect(coordinator.getByRole('status')).toContainText(m.review_done_asked());
	const review = new URL(coordinator.url()).pathname;
	const thread = coordinator.locator('section.thread', { hasText: ASKED });
	await expect(thread).toContainText(m.talk_days_today());

	const admin = await open();
	await signIn(admin, 'admin');
	const link = await linkInOutbox(admin, 'th');

	const phone = await open({
		javaScriptEnabled: false,
		viewport: { width: 360, height: 740 },
		locale: 'en-GB'
	});
	const given = await phone.goto(link);
	expect(given?.headers()['cache-control']).toContain('no-store');
	expect(given?.headers()['x-robots-tag']).toContain('noindex');
	await expect(phone.getByRole('heading', { level: 1 })).toHaveText(m.talk_link_title());
	await expect(phone.locator('main')).toContainText('3.4');
	await expect(phone.locator('main')).toContainText(ASKED);
	expect(answer.length).toBeGreaterThan(20);
	expect(await phone.content()).not.toContain(answer.trim());
	expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
	await phone.getByRole('button', { name: m.talk_link_send() }).click();
	await phone.getByLabel(m.talk_link_reply()).fill(REPLY);
	await phone.getByRole('button', { name: m.talk_link_send() }).click();
	await expect(phone.getByRole('status')).toContainText(m.talk_link_sent());
	await expect(phone.locator('main')).toContainText(REPLY);
	expect(await phone.context().cookies()).not.toContainEqual(
		expect.objectContaining({ name: expect.stringMatching(/session/) })
	);

	await test.step('the coordinator reads it, and sends the query back', async () => {
		await coordinator.goto(review);
		await expect(thread).toContainText(REPLY);
		await thread.locator('summary', { hasText: m.review_send_back() }).click();
		await thread.getByLabel(m.review_send_back_text()).fill('Which page of the curlew book?');
		await thread.getByRole('button', { name: m.review_send_back(), exact: true }).click();
		await expect(thread).toContainText(m.talk_sent_back());
	});

	await test.step('with a script it can be left at once, like any page of those who answer', async () => {
		const other = await open();
		await standIn(other.context());
		await expectWaysOut(other, link);
	});

	await test.step('the same link replies again, until the query is closed', async () => {
		await phone.goto(link);
		await phone.getByLabel(m.talk_link_reply()).fill(MORE);
		await phone.getByRole('button', { name: m.talk_link_send() }).click();
		await expect(phone.getByRole('status')).toContainText(m.talk_link_sent());
		await coordinator.goto(`${round}/queries?country=TH&state=replied`);
		await coordinator.locator('tbody a', { hasText: '3.4' }).first().click();
		await expect(thread).toContainText(MORE);
		await thread.locator('summary', { hasText: m.review_close() }).click();
		await thread.getByRole('button', { name: m.review_close(), exact: true }).click();
		await expect(coordinator.getByRole('status')).toContainText(m.review_done_closed());
		await phone.goto(link);
		await expect(phone.locator('main')).toContainText(m.talk_link_closed());
		await expect(phone.locator('textarea')).toHaveCount(0);
	});

	await test.step('a forged link shows the same as none', async () => {
		const other = link.endsWith('A') ? 'B' : 'A';
		for (const forged of [`${link.slice(0, -1)}${other}`, `/query/${'A'.repeat(91)}`, '/query/x']) {
			const answer = await phone.goto(forged);
			expect(answer?.status()).toBe(404);
			await expect(phone.getByRole('heading', { level: 1 })).toHaveText(m.talk_link_gone());
		}
	});
});

test('colleagues comment on a question and mention each other; a coordinator finds nothing', async ({
	open
}) => {
	test.setTimeout(300_000);
	const words = 'Sample comment: the plover list is in the cupboard, @Dara.';
	const sokha = await open({ javaScriptEnabled: false });
	await signIn(sokha, 'kh');
	await sokha.goto('/home?list');
	const home = await sokha.locator('main a.primary[href^="/respond/"]').getAttribute('href');
	await sokha.goto(`${home}/access_to_justice#q3_12_one_change`);
	await sokha
		.locator(`a[href="${home}/access_to_justice/comments?question=q3_12_one_change"]`)
		.click();
	await sokha.getByLabel(m.talk_comments_body()).fill(words);
	await sokha.getByRole('button', { name: m.talk_comments_send() }).click();
	await expect(sokha.getByRole('status')).toContainText(m.talk_comments_done_sent());
	await expect(sokha.locator('main')).toContainText(words);
	const thread = new URL(sokha.url());

	const dara = await open();
	await signIn(dara, 'kh2');
	await dara.context().addCookies([{ name: cookieName, value: 'en', url: dara.url() }]);
	await dara.goto(home!);
	await dara.locator('a[href*="/comments?question=q3_12_one_change"]').first().click();
	await expect(dara.locator('li', { hasText: words })).toContainText(m.talk_comments_for_you());
	await dara.goto(home!);
	await expect(dara.locator('a[href*="/comments?question=q3_12_one_change"]')).toHaveCount(0);

	const coordinator = await open();
	await signIn(coordinator, 'coordinator');
	const answer = await coordinator.goto(thread.pathname + thread.search);
	expect(answer?.status()).toBe(404);

	const own = sokha.locator('li', { hasText: words });
	await own.locator('summary', { hasText: m.talk_comments_remove() }).click();
	await own.getByRole('button', { name: m.talk_comments_remove_button() }).click();
	await expect(sokha.locator('main')).not.toContainText('plover');
	await expect(sokha.locator('main')).toContainText(
		m.talk_comments_removed({ name: 'Sokha Sample' })
	);
});
