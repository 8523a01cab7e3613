import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { cookieName } from '#lib/paraglide/runtime.js';
import { DEMO_PASSWORD } from '#lib/server/accounts/demoAccounts.ts';
import { expect } from './test.ts';

/** The address of a demo account. */
export const demo = (login: string) => `${login}@demo.example`;

/** Fills in the sign-in form the page stands on and sends it. */
export async function sendSignIn(page: Page, email: string, password: string): Promise<void> {
	await page.locator('input[name=email]').fill(email);
	await page.locator('input[name=password]').fill(password);
	await page.locator('form:has(input[name=password]) button.primary').click();
}

/** Signs a demo account in, in English whatever language it prefers. */
export async function signIn(page: Page, login: string, password = DEMO_PASSWORD): Promise<void> {
	await page.goto('/sign-in');
	await page.context().addCookies([{ name: cookieName, value: 'en', url: page.url() }]);
	await sendSignIn(page, demo(login), password);
	await expect(page).not.toHaveURL(/\/sign-in/);
}

/** Signs out with the button in the account's menu. */
export async function signOut(page: Page): Promise<void> {
	await page.locator('header details.menu').last().locator('summary').click();
	await page.getByRole('button', { name: m.common_sign_out() }).click();
	await expect(page.getByRole('status')).toContainText(m.accounts_sign_in_after_sign_out());
}

/** Path of the pages of the delegation a person of the demo answers for in the open round. */
export async function homeOfDelegation(page: Page): Promise<string> {
	await page.goto('/home?list');
	const href = await page.locator('main a.primary[href^="/respond/"]').getAttribute('href');
	if (!href) throw new Error('Nothing to answer in an open round');
	return href;
}
