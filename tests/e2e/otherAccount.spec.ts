import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import {
	openArea,
	questionOf,
	save,
	statusOf,
	waitForScript,
	write
} from './support/answerSteps.ts';
import { countKept, setOffline, unlock } from './support/deviceSteps.ts';
import { openKept, reopen, takeSession } from './support/phones.ts';
import { expect, test } from './support/phones.ts';
import { homeOfDelegation, signIn } from './support/signIn.ts';

test.describe.configure({ timeout: 240_000 });

// Nobody's words are sent in another's name. Questions only this file answers.
const AREA = 'cooperation';
const QUESTION = 'q6_11_timor_leste';
const NAMES = { kh: 'Sokha Sample', kh2: 'Dara Sample' };

/** Who wrote each text of an answer, newest first. */
async function writersOf(page: Page, home: string, question: string, words: string) {
	await page.goto(`${home}/${AREA}/history/${question}`);
	const versions = page.locator('main ol.list > li', { hasText: words });
	return versions.locator('p.small b').first().allTextContents();
}

test('an open page keeps what its writer types while somebody else is signed in', async ({
	open
}) => {
	const page = await open();
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	await openArea({ page, home, hasScript: true }, AREA);
	await write(page, QUESTION, 'Sample answer: the egret began this.');
	await save({ page, home, hasScript: true });

	const tab = await page.context().newPage();
	await tab.context().clearCookies({ name: /session/ });
	await signIn(tab, 'kh2');
	await write(page, QUESTION, 'Sample answer: the egret began this and went on.');
	await expect(statusOf(page)).toHaveAttribute('data-state', 'waiting');
	await expect(statusOf(page)).toContainText(m.together_why_other_account());
	const colleague = await open();
	await signIn(colleague, 'kh2');
	expect(await writersOf(colleague, home, QUESTION, 'went on')).toEqual([]);

	// The page does not become the other's by fetching what is new either.
	await tab.goto(`${home}/${AREA}`);
	await waitForScript(tab);
	await expect(questionOf(tab, QUESTION).getByRole('textbox')).not.toHaveValue(/went on/);

	await tab.context().clearCookies({ name: /session/ });
	await signIn(tab, 'kh');
	await tab.close();
	await page.bringToFront();
	await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
	await save({ page, home, hasScript: true });
	expect(await writersOf(colleague, home, QUESTION, 'went on')).toEqual([NAMES.kh]);
});

test('the shell, opened as one person, sends nothing with the session of another', async ({
	open,
	newPhone
}) => {
	const phone = await newPhone();
	const home = await openKept(phone, 'kh', AREA);
	await expect
		.poll(() => phone.page.evaluate(async () => Boolean(await caches.match('/offline'))), {
			timeout: 60_000
		})
		.toBe(true);
	await reopen(phone, true);
	await phone.page.goto(`${home}/${AREA}`);
	await unlock(phone.page);
	await waitForScript(phone.page);
	await write(phone.page, QUESTION, 'Sample answer: the egret wrote this in the hills.');
	await expect.poll(async () => (await countKept(phone.page)).pending).toBe(1);

	// Dara signs in in another tab the moment the line is back.
	const colleague = await open();
	await signIn(colleague, 'kh2');
	await takeSession(colleague, phone.context);
	await setOffline(phone, false);
	await expect(statusOf(phone.page)).toContainText(m.together_why_other_account());
	await expect(phone.page.locator('header [data-state]')).toContainText(
		m.offline_state_other({ count: 1 })
	);
	expect((await countKept(phone.page)).pending).toBe(1);
	expect(await writersOf(colleague, home, QUESTION, 'in the hills')).toEqual([]);

	const own = await open();
	await signIn(own, 'kh');
	await takeSession(own, phone.context);
	await phone.page.evaluate(() => dispatchEvent(new Event('online')));
	await expect.poll(async () => (await countKept(phone.page)).pending, { timeout: 40_000 }).toBe(0);
	expect(await writersOf(colleague, home, QUESTION, 'in the hills')).toEqual([NAMES.kh]);
});

test('a form without script is kept by its words, and not taken', async ({ open }) => {
	const page = await open({ javaScriptEnabled: false });
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	await page.goto(`${home}/${AREA}`);
	await write(page, QUESTION, 'Sample answer: the egret without script.');
	const tab = await page.context().newPage();
	await tab.context().clearCookies({ name: /session/ });
	await signIn(tab, 'kh2');
	await page.getByRole('button', { name: m.common_save(), exact: true }).click();
	await expect(page.locator('.notice.danger')).toContainText(m.problem_other_account());
	await expect(page.locator('main')).toContainText('the egret without script');
	expect(await writersOf(tab, home, QUESTION, 'without script')).toEqual([]);
});
