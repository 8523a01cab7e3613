import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { expect } from './test.ts';

/** Path of the open round of the demo. */
export async function openRound(page: Page): Promise<string> {
	await page.goto('/home?list');
	await page.getByRole('link', { name: /^Baseline 2026/ }).click();
	await expect(page).toHaveURL(/\/rounds\/[^/]+$/);
	return new URL(page.url()).pathname;
}

/** A coordinator sets up a meeting of the round; gives the path of its front page, which is shown. */
export async function createMeeting(page: Page, round: string, name: string): Promise<string> {
	await page.goto(`${round}/focus-groups`);
	await page.getByLabel(m.groups_name(), { exact: true }).fill(name);
	await page.locator('input[name=heldOn]').fill('2099-08-30');
	await page.getByLabel(m.groups_hours_label()).fill('09:00–12:00, 13:00–17:00');
	await page.getByLabel(m.groups_place()).fill('Sample town');
	await page.locator('input[name=languages][value=id]').check();
	await page.getByRole('button', { name: m.groups_create() }).click();
	await expect(page.getByRole('status')).toContainText(m.groups_done_created());
	await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
	return new URL(page.url()).pathname;
}

/** Adds somebody on the front page shown, under the pseudonym it proposes; gives that. */
export async function addParticipant(page: Page, country: string, kind: string): Promise<string> {
	const pseudonym = await page.getByLabel(m.groups_pseudonym(), { exact: true }).inputValue();
	await page.getByLabel(m.groups_country()).selectOption({ label: country });
	await page.getByLabel(m.groups_organisation_kind()).fill(kind);
	await page.getByRole('button', { name: m.groups_participant_add_button() }).click();
	await expect(page.getByRole('status')).toContainText(m.groups_done_added({ who: pseudonym }));
	const row = page.getByRole('row', { name: new RegExp(`^${pseudonym}`) });
	await expect(row).toContainText(`${kind}, ${country}`);
	await expect(row).toContainText(m.groups_consent_not_asked());
	return pseudonym;
}

/** Begins the guide with a block for each issue area; the guide is shown. */
export async function beginGuide(page: Page, home: string): Promise<void> {
	await page.goto(`${home}/guide`);
	await page.getByRole('button', { name: m.groups_guide_begin() }).click();
	await expect(page.getByRole('status')).toContainText(m.groups_done_begun());
}

/** The blocks of the guide shown, in order. */
export const blocksOf = (page: Page) => page.locator('main li[id^="b-"]');

/** A block of the guide shown, by its title. */
export const blockOf = (page: Page, title: string) =>
	blocksOf(page).filter({ has: page.getByRole('heading', { level: 2, name: title }) });

/** Opens what the answers raise for a block and keeps the first of it; gives its question. */
export async function keepFirstOffer(page: Page, title: string): Promise<string> {
	await blockOf(page, title).locator('a[href*="?seeds="]').click();
	const offers = page.getByRole('region', { name: m.groups_offers() });
	const first = offers
		.getByRole('listitem')
		.filter({ has: page.locator('form') })
		.first();
	const question = (await first.getByRole('heading', { level: 4 }).textContent()) ?? '';
	await first.locator('form button').click();
	await expect(page.getByRole('status')).toContainText(m.groups_done_seeded());
	const kept = blockOf(page, title).getByRole('region', { name: m.groups_seeds() });
	await expect(kept.getByRole('heading', { level: 4, name: question })).toBeVisible();
	return question;
}
