import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { CONSENT_ITEMS, type ConsentItem } from '#lib/terms.ts';
import { type Meeting, openAs, startMeeting } from './support/meeting.ts';
import { expectNarrow, expectSound } from './support/sound.ts';
import { expect, test } from './support/test.ts';

/**
 * Consent in a focus group, from the form to what is erased for good: by staff, and by the people
 * themselves on a phone without an account and without scripts.
 */
let meeting: Meeting;
let stop: () => void;
test.beforeAll(async () => {
	test.setTimeout(240_000);
	({ meeting, stop } = await startMeeting());
});
test.afterAll(() => stop());

const PHONE = { javaScriptEnabled: false, viewport: { width: 360, height: 740 } };

async function answer(page: Page, yes: readonly ConsentItem[]): Promise<void> {
	for (const item of CONSENT_ITEMS)
		await page
			.locator(`input[name="item_${item}"][value="${yes.includes(item) ? 'yes' : 'no'}"]`)
			.check();
}

test('on a phone without JavaScript somebody agrees, puts words right, strikes and takes back', async ({
	open
}) => {
	test.setTimeout(300_000);
	const phone = await openAs(open, meeting, null, PHONE);
	const { link, page: staffPath } = meeting.people.P01!;
	expect((await phone.goto(link))?.headers()['cache-control']).toBe('no-store');
	expect(await phone.title()).toBe(m.consent_part());
	await expectNarrow(phone);
	await expect(phone.locator('main')).not.toContainText('somebody else');
	await expect(phone.getByRole('link', { name: m.offline_quick_exit() })).toHaveAttribute(
		'rel',
		/noreferrer/
	);
	expect(await phone.locator('input[type=radio][name^=item_]:checked').count()).toBe(0);
	// The form is asked in the language one chooses.
	await phone.getByRole('link', { name: 'Indonesian' }).click();
	await expect(phone.getByRole('heading', { name: 'Persetujuan Anda' })).toBeVisible();
	await phone.getByRole('link', { name: 'English' }).click();
	await answer(phone, ['take_part', 'notes', 'quotation', 'country']);
	await phone.getByRole('button', { name: m.consent_send() }).click();
	await expect(phone.getByRole('status')).toContainText(m.consent_said_consent());
	await expect(phone.locator('main')).toContainText(m.consent_own_level_3());

	const turns = phone.locator('ol.list > li');
	const change = (at: number) => turns.nth(at).getByText(m.consent_turn_change()).click();
	await change(0);
	await turns.nth(0).getByRole('textbox').fill('Sample words: the fee is 20 dollars.');
	await turns.nth(0).getByRole('button', { name: m.consent_turn_save() }).click();
	await expect(phone.getByRole('status')).toContainText(m.consent_said_amend());
	await expect(turns.nth(0)).toContainText('20 dollars.');
	await change(1);
	await turns.nth(1).getByRole('button', { name: m.consent_turn_strike(), exact: true }).click();
	await expect(turns.nth(1)).toContainText(m.consent_turn_struck());
	await change(2);
	await turns.nth(2).getByRole('combobox').selectOption('1');
	await turns.nth(2).getByRole('button', { name: m.consent_turn_level_save() }).click();
	await expect(turns.nth(2)).toContainText(m.consent_own_level_1());
	await phone.getByRole('button', { name: m.consent_own_confirm(), exact: true }).click();
	await expect(phone.getByRole('status')).toContainText(m.consent_said_confirm());

	await phone.getByText(m.consent_own_identity_write()).click();
	await phone.getByRole('textbox', { name: m.consent_identity_name() }).fill('Sample Realname');
	await phone.getByRole('button', { name: m.consent_own_identity_send() }).click();
	await expect(phone.getByRole('status')).toContainText(m.consent_said_identity());
	expect(await phone.content()).not.toContain('Realname');
	await expectNarrow(phone);

	// Staff see what came of it in numbers; who it is only a coordinator, who asks for it.
	const noteTaker = await openAs(open, meeting, 'nadia', { javaScriptEnabled: false });
	await noteTaker.goto(`${meeting.home}/check`);
	const row = noteTaker.getByRole('row', { name: /^P01/ });
	await expect(row.getByRole('cell')).toContainText(['', '', '3', '1', '1', '1']);
	await expect(row).toContainText(m.consent_check_done());
	await noteTaker.goto(staffPath);
	await expect(noteTaker.locator('#identity')).toHaveCount(0);
	const coordinator = await openAs(open, meeting, 'rina', { javaScriptEnabled: false });
	await coordinator.goto(staffPath);
	expect(await coordinator.content()).not.toContain('Realname');
	await coordinator.getByRole('button', { name: m.consent_identity_read() }).click();
	await expect(coordinator.getByRole('status')).toContainText('Sample Realname');

	await phone.getByText(m.consent_own_take_back_label()).click();
	await phone.locator('input[name=scope][value=all]').check();
	await phone.getByRole('button', { name: m.consent_own_take_back_button() }).click();
	await expect(phone.getByRole('status')).toContainText(m.consent_said_withdraw());
	await expect(phone.locator('main')).not.toContainText('20 dollars');
	await coordinator.goto(staffPath);
	await expect(coordinator.locator('main')).toContainText(m.consent_level_0());
	await expect(coordinator.locator('main')).toContainText(m.consent_identity_none());

	// Erased for good, after the pseudonym was typed.
	await coordinator.getByText(m.consent_erase_label()).click();
	await coordinator.getByLabel(m.consent_erase_pseudonym({ who: 'P01' })).fill('P02');
	const erase = coordinator.getByRole('button', { name: m.consent_erase_button({ who: 'P01' }) });
	await erase.click();
	await expect(coordinator.getByRole('alert')).toContainText(m.problem_pseudonym_wrong());
	await coordinator.getByLabel(m.consent_erase_pseudonym({ who: 'P01' })).fill('P01');
	await erase.click();
	await expect(coordinator.getByRole('status')).toContainText(m.consent_done_erased());
	expect((await phone.goto(link))?.status()).toBe(410);
	await expect(phone.locator('h1')).toHaveText(m.consent_part_over());
});

test('staff hand a screen over, record from paper, and give out links', async ({ open }) => {
	test.setTimeout(300_000);
	const page = await openAs(open, meeting, 'nadia', { javaScriptEnabled: false });
	const { page: path, link } = meeting.people.P02!;
	await page.goto(path);
	await page.getByRole('link', { name: m.consent_way_screen() }).click();
	// Nothing on it leads into the account that is signed in.
	await expect(page.locator('header.app-header')).toHaveCount(0);
	await expect(page.locator('main')).not.toContainText('Nadia');
	await answer(page, ['take_part', 'notes', 'quotation']);
	await page.getByRole('button', { name: m.consent_send() }).click();
	await expect(page.locator('h1')).toHaveText(m.consent_thanks());
	await page.getByRole('link', { name: m.consent_go_on() }).click();
	await expect(page.getByRole('status')).toContainText(m.consent_done_recorded());
	await expect(page.locator('main')).toContainText(m.consent_level_2());

	// A form opened before something was taken back does not undo it.
	await page.getByRole('link', { name: m.consent_way_paper() }).click();
	const phone = await openAs(open, meeting, null, PHONE);
	await phone.goto(link);
	await phone.getByText(m.consent_own_take_back_label()).click();
	await phone.locator('input[name=scope][value=quotes]').check();
	await phone.getByRole('button', { name: m.consent_own_take_back_button() }).click();
	await expect(phone.getByRole('status')).toContainText(m.consent_said_withdraw());
	await answer(page, [...CONSENT_ITEMS]);
	await page.getByLabel(m.consent_expires_on()).fill('2099-12-31');
	await page.getByRole('button', { name: m.consent_record(), exact: true }).click();
	await expect(page.getByRole('alert')).toContainText(m.problem_consent_changed());
	await expect(page.locator('input[name=item_photo][value=yes]')).toBeChecked();
	await expect(page.getByLabel(m.consent_expires_on())).toHaveValue('2099-12-31');
	await page.getByLabel(m.consent_after_withdrawal({ what: m.consent_scope_quotes() })).check();
	await page.getByRole('button', { name: m.consent_record(), exact: true }).click();
	await expect(page.getByRole('status')).toContainText(m.consent_done_recorded());
	await expect(page.locator('main')).toContainText(m.consent_level_5());

	await page.goto(`${meeting.home}/check`);
	await page.getByLabel(m.consent_links_all_anew()).check();
	await page.getByRole('button', { name: m.consent_links_make() }).click();
	const address = page.getByLabel(m.consent_link_address({ who: 'P02' }));
	await expect(address).toHaveValue(/\/part\/[\w-]{43}$/);
	await expect(
		page.getByRole('img', { name: m.consent_link_picture({ who: 'P02' }) })
	).toBeVisible();
	const fresh = new URL(await address.inputValue()).pathname;
	expect((await phone.goto(link))?.status(), 'the one before').toBe(410);
	expect((await phone.goto(fresh))?.status()).toBe(200);
	await page.goto(`${meeting.home}/check`);
	expect(await page.content(), 'shown once').not.toContain(fresh);
});

test('the form of the study changes as a new version', async ({ open }) => {
	const page = await openAs(open, meeting, 'rina', { javaScriptEnabled: false });
	const home = `/studies/${meeting.studyId}/consent-form`;
	await page.goto(home);
	const other = await page.context().newPage();
	await other.goto(home);
	await page.getByLabel(m.consent_form_field_closing()).fill('Sample words at the end.');
	await page.getByLabel(m.consent_item_photo(), { exact: true }).first().uncheck();
	await page.getByRole('button', { name: m.consent_form_save() }).click();
	await expect(page.getByRole('status')).toContainText(m.consent_form_saved({ version: '2' }));
	await other.getByLabel(m.consent_form_field_closing()).fill('Sample words of a second person.');
	await other.getByRole('button', { name: m.consent_form_save() }).click();
	await expect(other.getByRole('alert')).toContainText(m.problem_form_changed());
	await expect(other.getByLabel(m.consent_form_field_closing())).toHaveValue(/second person/);
	await expect(other.locator('main')).toContainText('Sample words at the end.');
	await page.goto(`${home}/preview?version=2&language=en`);
	await expect(page.getByRole('article')).toContainText('Sample words at the end.');
	await expect(page.getByRole('article')).not.toContainText('photos');
	await page.goto(`${home}/preview?version=1&language=en`);
	await expect(page.getByRole('article')).toContainText('photos');
});

for (const [name, options] of [
	['phone, light', { viewport: { width: 360, height: 740 }, colorScheme: 'light' }],
	[
		'laptop, dark, Indonesian',
		{ viewport: { width: 1280, height: 800 }, colorScheme: 'dark', locale: 'id-ID' }
	]
] as const)
	test(`every page is accessible: ${name}`, async ({ open }) => {
		test.setTimeout(240_000);
		const page = await openAs(open, meeting, 'rina', { reducedMotion: 'reduce', ...options });
		const { page: path, link } = meeting.people.P03!;
		const form = `/studies/${meeting.studyId}/consent-form`;
		for (const address of [
			form,
			`${form}?language=km`,
			`${form}/preview`,
			path,
			`${path}/consent`,
			`${path}/consent?mode=paper`,
			`${path}/consent?mode=oral`,
			`${path}/consent?done&language=id`,
			`${meeting.home}/check`,
			link,
			'/part/x'
		]) {
			await page.goto(address);
			await page.evaluate(() => {
				for (const each of document.querySelectorAll('details')) each.open = true;
			});
			await expect(page.locator('h1')).toHaveCount(1);
			await expectSound(page, { where: address });
		}
	});
