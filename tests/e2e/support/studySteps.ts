import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { expect } from './test.ts';

const DAY = 24 * 60 * 60 * 1000;
const dayFromNow = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

/** A coordinator makes a study of their own. */
export async function createStudy(page: Page, name: string): Promise<void> {
	await page.goto('/home?list');
	await page.getByRole('link', { name: m.studies_new() }).click();
	await page.getByLabel(m.studies_name()).fill(name);
	await page.getByRole('button', { name: m.studies_create() }).click();
	await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/**
 * Makes a round of the study on the page, open for two months, in these countries only, with
 * the questionnaire of this title (the baseline, which is preset, when none is named). Gives the path of the round; the page then shows its settings.
 */
export async function createRound(
	page: Page,
	name: string,
	countries: string[],
	questionnaire?: string
): Promise<string> {
	await page.getByRole('link', { name: m.studies_round_new() }).first().click();
	await page.getByLabel(m.studies_name()).fill(name);
	await page.getByLabel(m.studies_opens_on()).fill(dayFromNow(-1));
	await page.getByLabel(m.studies_closes_on()).fill(dayFromNow(60));
	const asked = page.getByLabel(m.studies_questionnaire());
	if (questionnaire) {
		const label = await asked.locator('option', { hasText: questionnaire }).first().textContent();
		await asked.selectOption({ label: label?.trim() ?? questionnaire });
	} else await expect(asked.locator('option:checked')).toContainText('ASEAN');
	for (const box of await page.locator('input[name=countries]').all()) await box.uncheck();
	for (const country of countries) await page.getByLabel(country, { exact: true }).check();
	await page.getByRole('button', { name: m.studies_create_round() }).click();
	await expect(page).toHaveURL(/\/rounds\/[^/]+\/settings$/);
	for (const country of countries)
		await expect(page.getByRole('row', { name: new RegExp(`^${country}`) })).toBeVisible();
	return new URL(page.url()).pathname.replace(/\/settings$/, '');
}

/** Invites a focal point on the settings page shown. Gives the path of the link, shown once. */
export async function inviteFocalPoint(
	page: Page,
	country: string,
	email: string
): Promise<string> {
	const { pathname } = new URL(page.url());
	await page.getByLabel(m.studies_delegation(), { exact: true }).selectOption({ label: country });
	await page.getByLabel(m.studies_email(), { exact: true }).fill(email);
	await page.getByRole('button', { name: m.studies_invite_send() }).click();
	const said = (await page.locator('#invite ~ .notice').textContent()) ?? '';
	const link = /https?:\/\/\S+?(\/invitation\/\S+)/.exec(said)?.[1];
	if (!link) throw new Error(`No link in: ${said}`);
	await page.goto(pathname);
	expect(await page.content(), 'the link is shown once').not.toContain(link);
	return link;
}

export interface Newcomer {
	name: string;
	password: string;
	language: 'en' | 'id';
}

/** Accepts an invitation for somebody who has no account yet; they arrive signed in. */
export async function join(page: Page, link: string, newcomer: Newcomer): Promise<void> {
	await page.goto(link);
	await page.getByLabel(m.invitation_your_name()).fill(newcomer.name);
	await page.getByLabel(m.invitation_your_password()).fill(newcomer.password);
	await page
		.locator('main')
		.getByLabel(m.invitation_your_language(), { exact: true })
		.selectOption(newcomer.language);
	await page.getByRole('button', { name: m.invitation_accept() }).click();
	await expect(page).toHaveURL(/\/(respond|home)/);
	const again = await page.context().request.get(link);
	expect(again.status(), 'the link works once').toBe(410);
}

/** A focal point invites a colleague from the page of their people. */
export async function inviteColleague(page: Page, home: string, email: string): Promise<void> {
	await page.goto(home);
	await page.getByRole('link', { name: m.respond_people() }).click();
	await page.getByLabel(m.invitation_email()).fill(email);
	await page.getByRole('button', { name: m.invitation_send(), exact: true }).click();
	const link = page.getByLabel(m.invitation_link(), { exact: true });
	await expect(link).toHaveValue(/\/invitation\/[\w-]+$/);
	await page.goto(`${home}/people`);
	await expect(page.getByText(email)).toBeVisible();
	await expect(link).toHaveCount(0);
}
