import type { Locator, Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { expect } from './test.ts';

/** One reviewed question with what stands beside it. */
export const reviewedOf = (page: Page, name: string): Locator =>
	page.locator(`article[id="${name}"]`);

const acceptOf = (page: Page) => page.getByRole('button', { name: m.review_accept(), exact: true });

/** Opens what the delegation of `country` submitted first, from the queue of a round. */
export async function openFromQueue(page: Page, round: string, country: string): Promise<void> {
	await page.goto(`${round}/review`);
	const waiting = page.locator('section', { has: page.locator('#submitted') });
	await waiting
		.getByRole('link', { name: new RegExp(`^${country},`) })
		.first()
		.click();
	await expect(page).toHaveURL(/\/review\/[0-9a-f-]{36}$/);
}

/** Asks about one answer. */
export async function ask(page: Page, name: string, number: string, text: string): Promise<void> {
	const question = reviewedOf(page, name);
	await question.getByText(m.review_ask_on({ number })).click();
	await question.getByLabel(m.review_ask_kind()).selectOption('needs_source');
	await question.getByLabel(m.review_ask_text()).fill(text);
	await question.getByRole('button', { name: m.review_ask_send(), exact: true }).click();
	await expect(page.getByRole('status')).toContainText(m.review_done_asked());
	await expect(question).toContainText(text);
}

/** An open query keeps the area from being accepted (rule R5). */
export async function expectAcceptanceBlocked(page: Page): Promise<void> {
	await expect(acceptOf(page)).toBeDisabled();
	await expect(page.getByText(m.review_accept_blocked({ count: 1 }))).toBeVisible();
}

/** Sends the area back. */
export async function sendBack(page: Page, reason: string): Promise<void> {
	await page.locator('#reason').fill(reason);
	await page.getByRole('button', { name: m.review_return_send() }).click();
	await expect(page.getByRole('status')).toContainText(m.review_done_returned());
}

/** Closes the only query on an answer. */
export async function closeQuery(page: Page, name: string): Promise<void> {
	const question = reviewedOf(page, name);
	await question.locator('summary', { hasText: m.review_close() }).click();
	await question.getByRole('button', { name: m.review_close(), exact: true }).click();
	await expect(page.getByRole('status')).toContainText(m.review_done_closed());
}

/** Accepts the area shown. */
export async function accept(page: Page): Promise<void> {
	await acceptOf(page).click();
	await expect(page.getByRole('status')).toContainText(m.review_done_accepted());
}
