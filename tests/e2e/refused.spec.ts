import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import {
	answerWithCode,
	check,
	openArea,
	questionOf,
	submit,
	waitForScript,
	write
} from './support/answerSteps.ts';
import { countKept, unlock, waitForShell } from './support/deviceSteps.ts';
import { expect, openKept, reopen, test } from './support/phones.ts';
import { sendBack } from './support/reviewSteps.ts';
import { homeOfDelegation, signIn } from './support/signIn.ts';

test.describe.configure({ timeout: 240_000 });

// The focal point submits an area while a colleague in the hills writes in it.
const AREA = 'access_to_justice';
const TEXT = 'q3_12_one_change';
const CODED = 'q3_10b_remote_claim_how';
const WORDS = 'Sample answer: the crake asks\nfor one form in two languages.';
const CITATION = 'Sample register of the crake, page 7';
const LINK = 'https://crake.example/register';
const FILE_TEXT = 'Sample file of the crake.';
const WHY = m.problem_response_under_review();

const refusedOf = (page: Page, key: string) => page.locator(`li[data-refused="${key}"]`);
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

test('what was refused says why, can be taken away, and is sent again when it can be', async ({
	open,
	newPhone
}) => {
	const phone = await newPhone();
	const home = await openKept(phone, 'kh2', AREA);
	await waitForShell(phone.page);

	await test.step('two answers and a source, without a network', async () => {
		await reopen(phone, true);
		const { page } = phone;
		await page.goto(`${home}/${AREA}`);
		await unlock(page);
		await waitForScript(page);
		await write(page, TEXT, WORDS);
		await answerWithCode(page, CODED, m.questionnaire_code_dont_know());
		await questionOf(page, TEXT).getByRole('link', { name: m.respond_evidence_add() }).click();
		await page.getByLabel(m.respond_evidence_kind()).selectOption('law');
		await page.getByLabel(m.respond_evidence_citation()).fill(CITATION);
		await page.getByLabel(m.respond_evidence_link(), { exact: false }).fill(LINK);
		await page.getByLabel(m.respond_evidence_file(), { exact: false }).setInputFiles({
			name: 'register.txt',
			mimeType: 'text/plain',
			buffer: Buffer.from(FILE_TEXT)
		});
		await page.getByRole('button', { name: m.offline_evidence_keep() }).click();
		await waitForScript(page);
		await expect.poll(() => countKept(page)).toMatchObject({ pending: 1, outbox: 1 });
	});

	await test.step('meanwhile the focal point submits the area', async () => {
		const page = await open();
		await signIn(page, 'kh');
		const answerer = { page, home: await homeOfDelegation(page), hasScript: true };
		await openArea(answerer, AREA);
		await check(answerer);
		await submit(answerer);
	});

	await test.step('with a line the page says that not everything was taken, and why', async () => {
		await reopen(phone, false);
		const { page } = phone;
		await phone.context.grantPermissions(['clipboard-read', 'clipboard-write']);
		await page.goto('/device');
		await expect(refusedOf(page, TEXT)).toContainText(WHY, { timeout: 60_000 });
		await expect(page.locator('main > p[data-state]')).toContainText(
			m.offline_state_refused({ count: 3 })
		);
		await expect(refusedOf(page, TEXT)).toContainText('3.12 ');
		await expect(refusedOf(page, TEXT).locator('.given')).toHaveText(WORDS);
		await refusedOf(page, TEXT).getByRole('button', { name: m.offline_copy() }).click();
		expect(await clipboard(page)).toBe(WORDS);
		await expect(refusedOf(page, CODED).locator('.given')).toHaveText(
			m.questionnaire_code_dont_know()
		);
		const source = page.locator('.notice li', { hasText: CITATION });
		await expect(source).toContainText(WHY);
		await source.getByRole('button', { name: m.offline_copy() }).click();
		expect(await clipboard(page)).toContain(CITATION);
		expect(await clipboard(page)).toContain(LINK);
		const [file] = await Promise.all([
			page.waitForEvent('download'),
			source.getByRole('button', { name: m.offline_save_file() }).click()
		]);
		expect(file.suggestedFilename()).toBe('register.txt');
		expect(await readFile(await file.path(), 'utf8')).toBe(FILE_TEXT);
	});

	await test.step('the page of the area says that something was not taken', async () => {
		const { page } = phone;
		await openArea({ page, home, hasScript: true }, AREA);
		await expect(page.locator('.bottom-bar a[href="/device"]')).toContainText(
			m.offline_state_refused({ count: 3 })
		);
	});

	await test.step('sent back by a coordinator, all of it goes at a press', async () => {
		const page = await open();
		await signIn(page, 'coordinator');
		await page.goto('/home?list');
		const round = await page.getByRole('link', { name: /^Baseline 2026/ }).getAttribute('href');
		await page.goto(`${round}/review?country=KH&area=${AREA}`);
		await page.locator('main ol.list a').first().click();
		await sendBack(page, 'Please add what the crake knows.');
		await phone.page.goto('/device');
		for (let left = 3; left > 0; left -= 1) {
			const again = phone.page.getByRole('button', { name: m.offline_try_again() });
			await expect(again).toHaveCount(left);
			await again.first().click();
		}
		await expect
			.poll(() => countKept(phone.page), { timeout: 60_000 })
			.toMatchObject({ pending: 0, outbox: 0 });
		await openArea({ page: phone.page, home, hasScript: true }, AREA);
		await expect(questionOf(phone.page, TEXT).getByRole('textbox')).toHaveValue(WORDS);
		await expect(questionOf(phone.page, TEXT)).toContainText(CITATION);
	});
});
