import type { Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { m } from '#lib/paraglide/messages.js';
import { DEMO_PASSWORD } from '#lib/server/accounts/demoAccounts.ts';
import { demo, sendSignIn, signIn, signOut } from './support/signIn.ts';
import { expect, test } from './support/test.ts';

const refusalOf = (page: Page) => page.getByRole('alert');

/** What is said of a wrong password, without the address typed. */
async function refusedWith(page: Page, email: string): Promise<string> {
	await page.goto('/sign-in');
	await sendSignIn(page, email, 'not the password of anybody');
	await expect(refusalOf(page)).toBeVisible();
	return (await page.locator('main').innerText()).replaceAll(email, '');
}

test('a wrong password and an unknown account read the same', async ({ page }) => {
	// Of those with an account, one whom the page does not list.
	const known = await refusedWith(page, demo('my2'));
	const unknown = await refusedWith(page, 'nobody.at.all@demo.example');
	expect(known).toContain(m.accounts_sign_in_refused());
	expect(unknown).toBe(known);
});

test('signed out, the pages before do not come back', async ({ page }) => {
	await signIn(page, 'mm');
	await page.goto('/home?list');
	await expect(page.getByText('Myanmar').first()).toBeVisible();
	await signOut(page);
	await page.goBack();
	await expect(page).toHaveURL(/\/sign-in/);
	await expect(page.getByText(m.studies_home_delegations())).toHaveCount(0);
	await page.goto('/home?list');
	await expect(page).toHaveURL('/sign-in?next=%2Fhome%3Flist');
	await sendSignIn(page, demo('mm'), DEMO_PASSWORD);
	await expect(page).toHaveURL('/home?list');
});

for (const next of ['https://sample.invalid/', '//sample.invalid/', '/\\sample.invalid', '/\t/x'])
	test(`signing in does not lead to ${JSON.stringify(next)}`, async ({ page, baseURL }) => {
		await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
		await sendSignIn(page, demo('reader'), DEMO_PASSWORD);
		await expect(page).not.toHaveURL(/sign-in/);
		expect(new URL(page.url()).origin).toBe(baseURL);
		expect(new URL(page.url()).pathname).toMatch(/^\/(home|rounds)/);
	});

test('signing out everywhere else, and changing the password, end other sessions', async ({
	page,
	open
}) => {
	const other = await open();
	await signIn(page, 'sg');
	await signIn(other, 'sg');
	await page.goto('/account');
	await page.getByRole('button', { name: m.accounts_sessions_sign_out() }).click();
	await expect(page.getByRole('status')).toContainText(m.accounts_account_signed_out());
	await other.goto('/home');
	await expect(other).toHaveURL(/\/sign-in/);

	await signIn(other, 'sg');
	await changePassword(page, 'not my password at all', 'seven blue herons in a row');
	await expect(page.getByRole('alert')).toContainText(m.accounts_password_wrong());
	await changePassword(page, DEMO_PASSWORD, 'seven blue herons in a row');
	await expect(page.getByRole('status')).toContainText(m.accounts_account_password_saved());
	await other.goto('/home');
	await expect(other).toHaveURL(/\/sign-in/);
	await signIn(other, 'sg', 'seven blue herons in a row');
	await changePassword(page, 'seven blue herons in a row', DEMO_PASSWORD);
	await expect(page.getByRole('status')).toContainText(m.accounts_account_password_saved());
});

async function changePassword(page: Page, before: string, after: string): Promise<void> {
	await page.goto('/account');
	await page.getByLabel(m.accounts_password_current()).fill(before);
	await page.getByLabel(m.accounts_password_new()).fill(after);
	await page.getByRole('button', { name: m.accounts_password_button() }).click();
}

test('a forgotten password is replaced with the link in the mail, once', async ({ page, open }) => {
	const said = [];
	for (const email of [demo('bn'), 'nobody.at.all@demo.example']) {
		await page.goto('/forgot');
		await page.getByLabel(m.accounts_email()).fill(email);
		await page.getByRole('button', { name: m.accounts_forgot_button() }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(
			m.accounts_forgot_sent_title()
		);
		said.push(await page.locator('main').innerText());
	}
	expect(said[1]).toBe(said[0]);

	const administrator = await open();
	await signIn(administrator, 'admin');
	await administrator.goto('/admin/outbox');
	await expect(administrator.locator('main')).not.toContainText('nobody.at.all');
	const mail = administrator
		.locator('li', { hasText: demo('bn') })
		.filter({ hasText: m.accounts_mail_reset_subject() });
	await mail.first().locator('summary').click();
	const link = /\/reset\/\S+/.exec(await mail.first().innerText())?.[0] ?? '';

	await page.goto(link);
	await page.getByLabel(m.accounts_password_new()).fill('nine grey herons in the rain');
	await page.getByRole('button', { name: m.accounts_reset_button() }).click();
	await expect(page.getByRole('status')).toContainText(m.accounts_sign_in_after_reset());
	await sendSignIn(page, demo('bn'), DEMO_PASSWORD);
	await expect(refusalOf(page)).toContainText(m.accounts_sign_in_refused());
	await sendSignIn(page, demo('bn'), 'nine grey herons in the rain');
	await expect(page).not.toHaveURL(/\/sign-in/);
	await page.goto(link);
	await expect(page.getByText(m.accounts_reset_expired())).toBeVisible();
});

test('the second step: enrolment, a code once, a recovery code once', async ({ page }) => {
	await signIn(page, 'notetaker');
	await page.goto('/account/second-factor');
	await page.getByRole('button', { name: m.accounts_second_factor_begin() }).click();
	const secret = (await page.locator('ol code').innerText()).replaceAll(/\s/g, '');
	const totp = new TOTP({ secret: Secret.fromBase32(secret) });
	await sendCode(page, totp.generate());
	const codes = await page.locator('main ol code').allInnerTexts();
	expect(codes).toHaveLength(10);
	await page.getByRole('link', { name: m.accounts_codes_done() }).click();
	await signOut(page);

	// The code of enrolment is used up; the one of the next half minute is taken early.
	const next = totp.generate({ timestamp: Date.now() + 30_000 });
	await signInToCode(page);
	await page.goto('/home');
	await expect(page, 'half signed in is not signed in').toHaveURL(/\/sign-in/);
	await signInToCode(page);
	await sendCode(page, next);
	await expect(page).not.toHaveURL(/\/sign-in/);
	await signOut(page);
	await signInToCode(page);
	await sendCode(page, next);
	await expect(refusalOf(page)).toContainText(m.accounts_code_wrong());
	await sendCode(page, codes[0]!);
	await expect(page).not.toHaveURL(/\/sign-in/);
	await signOut(page);
	await signInToCode(page);
	await sendCode(page, codes[0]!);
	await expect(refusalOf(page)).toContainText(m.accounts_code_wrong());
});

async function signInToCode(page: Page): Promise<void> {
	await page.goto('/sign-in');
	await sendSignIn(page, demo('notetaker'), DEMO_PASSWORD);
	await expect(page).toHaveURL(/\/sign-in\/code/);
}

async function sendCode(page: Page, code: string): Promise<void> {
	await page.getByLabel(m.accounts_code_label(), { exact: true }).fill(code);
	await page.locator('form:has(input[name=code]) button').click();
}

test('after many failures even the right password has to wait', async ({ page }) => {
	await page.goto('/sign-in');
	for (let attempt = 0; attempt < 10; attempt += 1) {
		await sendSignIn(page, demo('my'), `wrong guess number ${attempt}`);
		await expect(refusalOf(page)).toContainText(m.accounts_sign_in_refused());
	}
	await sendSignIn(page, demo('my'), DEMO_PASSWORD);
	await expect(refusalOf(page)).toContainText(/Too many attempts\. Wait \d+ minutes/);
	// One person's failures are nobody else's.
	await signIn(page, 'ph');
});
