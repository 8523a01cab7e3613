import type { Page } from '@playwright/test';
import { NO_TRACE_COOKIE } from '#lib/offline/cookies.ts';
import { m } from '#lib/paraglide/messages.js';
import {
	type Answerer,
	openArea,
	questionOf,
	save,
	statusOf,
	waitForScript,
	write
} from './support/answerSteps.ts';
import { homeOfDelegation, signIn } from './support/signIn.ts';
import { type OpenPage, expect, test } from './support/test.ts';

// Cambodia has not begun this area; each journey below has a question of its own in it.
const AREA = 'cooperation';
const BASE = 'Sample answer: three visits were made, and nobody was told of them beforehand.';

const textOf = (page: Page, name: string) => questionOf(page, name).getByRole('textbox').first();
const conflictOf = (page: Page, name: string) =>
	questionOf(page, name).getByRole('group', { name: m.respond_conflict_title() });

/** Two colleagues of Cambodia, both with the same text before them. */
async function openBoth(open: OpenPage, hasScript: boolean, name: string): Promise<Answerer[]> {
	const both: Answerer[] = [];
	for (const login of ['kh', 'kh2']) {
		const page = await open({ javaScriptEnabled: hasScript });
		// Their lines are so bad that neither hears of the other.
		await page.addInitScript(() => {
			const silent = class extends EventTarget {
				close() {}
			};
			Object.assign(globalThis, { EventSource: silent });
		});
		await signIn(page, login);
		both.push({ page, home: await homeOfDelegation(page), hasScript });
	}
	const [first, second] = both as [Answerer, Answerer];
	await openArea(first, AREA);
	await write(first.page, name, BASE);
	await save(first);
	await openArea(second, AREA);
	await expect(textOf(second.page, name)).toHaveValue(BASE);
	return both;
}

/** Someone who answers for Cambodia, alone, with the area open. */
async function openAlone(page: Page): Promise<Answerer> {
	await signIn(page, 'kh');
	const answerer = { page, home: await homeOfDelegation(page), hasScript: true };
	await openArea(answerer, AREA);
	return answerer;
}

/** What the server has stored, as a colleague who opens the page now reads it. */
async function expectStored(open: OpenPage, name: string, text: string | RegExp): Promise<void> {
	const page = await open({ javaScriptEnabled: false });
	await signIn(page, 'kh2');
	await page.goto(`${await homeOfDelegation(page)}/${AREA}`);
	await expect(textOf(page, name)).toHaveValue(text);
}

test('changes at different places are put together', async ({ open }) => {
	const name = 'q6_8_referral';
	const [first, second] = (await openBoth(open, true, name)) as [Answerer, Answerer];
	await write(first.page, name, BASE.replace('three', 'seven'));
	await save(first);
	await write(second.page, name, BASE.replace('beforehand', 'afterwards'));
	const both = BASE.replace('three', 'seven').replace('beforehand', 'afterwards');
	await expect(textOf(second.page, name)).toHaveValue(both);
	await save(second);
	await expect(second.page.getByText(m.respond_merged_title())).toBeVisible();
	await expectStored(open, name, both);
});

for (const hasScript of [true, false])
	test(`changes at the same place are both kept and shown, ${
		hasScript ? 'with' : 'without'
	} JavaScript`, async ({ open }) => {
		const name = hasScript ? 'q6_11_timor_leste' : 'q6_8_referral';
		const [first, second] = (await openBoth(open, hasScript, name)) as [Answerer, Answerer];
		await write(first.page, name, BASE.replace('three', 'seven'));
		await save(first);
		await write(second.page, name, BASE.replace('three', 'eleven'));
		if (!hasScript)
			await second.page.getByRole('button', { name: m.common_save(), exact: true }).click();
		await expect(conflictOf(second.page, name)).toContainText('seven visits');
		await expect(conflictOf(second.page, name)).toContainText('eleven visits');
		await openArea(first, AREA);
		await expect(conflictOf(first.page, name)).toContainText('seven visits');
		await expect(conflictOf(first.page, name)).toContainText('eleven visits');
		await conflictOf(first.page, name)
			.getByRole('button', { name: m.respond_conflict_keep_other() })
			.click();
		await expect(first.page.getByText(m.respond_done_resolved())).toBeVisible();
		await expect(conflictOf(first.page, name)).toHaveCount(0);
		await expect(textOf(first.page, name)).toHaveValue(BASE.replace('three', 'eleven'));
	});

test('what is typed before the page is alive is kept and saved', async ({ open }) => {
	const name = 'q6_6_national_body';
	const page = await open({ serviceWorkers: 'block' });
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	let release = () => {};
	const released = new Promise<void>((resolve) => (release = resolve));
	await page.route('**/_app/**/*.js', async (route) => {
		await released;
		await route.continue();
	});
	await page.goto(`${home}/${AREA}`, { waitUntil: 'commit' });
	const text = 'Sample answer: typed while the line was slow.';
	const early = textOf(page, 'q6_8_referral');
	await early.fill(text);
	await questionOf(page, name).locator('.answer input[type=radio]').first().check();
	// Who may read an answer is chosen in a part that is opened for it.
	const seen = questionOf(page, name).locator('details:has(select)');
	await seen.locator('summary').click();
	await seen.getByRole('combobox').selectOption('coordinators');
	await expect(statusOf(page)).toHaveText(m.respond_status_by_hand());
	release();
	await waitForScript(page);
	await expect(early).toHaveValue(text);
	await expect(seen).toHaveAttribute('open');
	await expect(seen.getByRole('combobox')).toHaveValue('coordinators');
	await expect(seen.locator('summary')).toContainText(m.questionnaire_exposure_coordinators());
	await save({ page, home, hasScript: true });
	await page.reload();
	await expect(early).toHaveValue(text);
	await expect(questionOf(page, name).locator('.answer input[type=radio]').first()).toBeChecked();
	await expect(seen.locator('summary')).toContainText(m.questionnaire_exposure_coordinators());
});

test('what is opened and typed before a page of the editor is alive stays', async ({ open }) => {
	const page = await open({ viewport: { width: 360, height: 740 } });
	await signIn(page, 'coordinator');
	await page.goto('/home?list');
	const study = await page
		.locator('a[href^="/studies/"]:not([href$="/new"])')
		.first()
		.getAttribute('href');
	await page.goto(`${/\/studies\/[^/]+/.exec(study!)![0]}/questionnaires/new`);
	await page.locator('form[action="?/version"] button').click();
	await expect(page).toHaveURL(/\/drafts\/[0-9a-f-]{36}$/);
	const draft = page.url();

	let release = () => {};
	const released = new Promise<void>((resolve) => (release = resolve));
	await page.route('**/_app/**/*.js', async (route) => {
		await released;
		await route.continue();
	});
	await page.goto(`${draft}/edit/areas/${AREA}`, { waitUntil: 'commit' });
	const title = page.locator('[name="title.en"]');
	await title.fill('Sample title, typed on a slow line');
	const more = page.locator('main details').last();
	await more.locator('summary').click();
	await expect(more).toHaveAttribute('open');
	release();
	await page.waitForFunction(() => history.state !== null);
	await page.waitForTimeout(500);
	await expect(more).toHaveAttribute('open');
	await expect(title).toHaveValue('Sample title, typed on a slow line');
	await more.locator('summary').click();
	await expect(more).not.toHaveAttribute('open');
	await page.goto(draft);
	await page.locator('details:has(form[action="?/discard"]) > summary').click();
	await page.locator('form[action="?/discard"] button').click();
	await expect(page).toHaveURL(/\/questionnaires$/);
});

test('without a network nothing is lost, and the page says how it stands', async ({
	page,
	open
}) => {
	const name = 'q6_11_timor_leste';
	await openAlone(page);
	const text = 'Sample answer: written on the boat.';
	await page.context().setOffline(true);
	await write(page, name, text);
	await expect(statusOf(page)).toContainText(m.together_why_offline());
	await expect(statusOf(page)).toHaveAttribute('data-state', 'waiting');
	await page.context().setOffline(false);
	await expect(statusOf(page)).toHaveAttribute('data-state', 'saved');
	await expectStored(open, name, text);
});

test('leaving saves what was typed last, and asks where it cannot', async ({ page, open }) => {
	// On a device that keeps nothing: elsewhere there is nothing to ask.
	await page.goto('/sign-in');
	await page.context().addCookies([{ name: NO_TRACE_COOKIE, value: '1', url: page.url() }]);
	const name = 'q6_11_timor_leste';
	const { home } = await openAlone(page);
	const text = 'Sample answer: typed a moment before leaving.';
	await write(page, name, text);
	await page.locator('nav.areas a.up').click();
	await expect(page).toHaveURL(home);
	await expectStored(open, name, text);

	await page.goto(`${home}/${AREA}`);
	await waitForScript(page);
	await textOf(page, name).click();
	await page.context().setOffline(true);
	await page.keyboard.type('Not sent. ');
	const asked = page.waitForEvent('dialog');
	await page.close({ runBeforeUnload: true });
	const dialog = await asked;
	expect(dialog.type()).toBe('beforeunload');
	await dialog.dismiss();
	await page.context().setOffline(false);
	await expect(statusOf(page)).toHaveAttribute('data-state', 'saved');
	await expectStored(open, name, /Not sent\. /);
});
