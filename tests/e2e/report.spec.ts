import type { Locator, Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { signIn } from './support/signIn.ts';
import { expectSound } from './support/sound.ts';
import { expect, test } from './support/test.ts';

/** A report while it is written: two people, one text, and what each sentence stands on. */
const LAPTOP = { viewport: { width: 1280, height: 800 }, locale: 'en-GB' };
const PHONE = { viewport: { width: 360, height: 740 }, locale: 'en-GB' };

async function reportOf(page: Page): Promise<string> {
	await page.goto('/home?list');
	const round = await page.locator('main a[href^="/rounds/"]').first().getAttribute('href');
	return `${/^\/rounds\/[^/?#]+/.exec(round!)![0]}/report`;
}

/** Writes in the first text of a chapter and sends it. */
async function write(page: Page, body: string): Promise<void> {
	const block = firstText(page);
	const area = block.locator('textarea[name=body]');
	if (!(await area.isVisible())) await block.getByText(m.report_write(), { exact: true }).click();
	await area.fill(body);
	await block.getByRole('button', { name: m.report_save(), exact: true }).click();
	await page.waitForURL(/[?&]done=/);
}

const firstText = (page: Page): Locator =>
	page.locator('section.block', { has: page.locator('textarea[name=body]') }).first();
const problem = (page: Page, words: string) => page.locator('main li', { hasText: words });

test('two editors write, cite, add a picture, and the check says what is missing', async ({
	open
}) => {
	test.setTimeout(600_000);
	const editor = await open(LAPTOP);
	await signIn(editor, 'editor');
	const home = await reportOf(editor);
	await editor.goto(home);
	if (await editor.getByRole('button', { name: m.report_begin() }).isVisible()) {
		await editor.getByRole('button', { name: m.report_begin() }).click();
		await expect(editor.getByRole('status')).toContainText(m.report_done_begun());
	}
	await editor.locator('#template summary').click();
	await expectSound(editor);
	await editor.locator('#chapters + ol a[href*="/report/"]').nth(2).click();
	const chapter = editor.url();
	await write(editor, 'Workers pay fees. Nobody asks them.');
	await expectSound(editor);

	// Somebody else begins from the same text, without JavaScript.
	const desk = await open({ ...LAPTOP, javaScriptEnabled: false });
	await signIn(desk, 'coordinator');
	await desk.goto(chapter);
	await firstText(desk).getByText(m.report_write(), { exact: true }).click();
	await editor.goto(chapter);
	await write(editor, 'Workers pay high fees. Nobody asks them.');
	await write(desk, 'Workers pay fees. Nobody ever asks them.');
	await expect(desk.getByRole('status')).toContainText(m.report_done_merged());
	await expect(firstText(desk)).toContainText('Workers pay high fees. Nobody ever asks them.');

	// The same words: both stand until one chooses.
	await editor.goto(chapter);
	await desk.goto(chapter);
	await write(editor, 'Workers pay low fees. Nobody ever asks them.');
	await write(desk, 'Workers pay unlawful fees. Nobody ever asks them.');
	await expect(desk.getByRole('status').first()).toContainText(m.report_done_conflict());
	await editor.goto(chapter);
	await expectSound(editor);
	await firstText(editor).locator('button[name=keep][value=mine]').click();
	await expect(editor.getByRole('status')).toContainText(m.report_done_settled());
	await expect(firstText(editor)).toContainText('Workers pay unlawful fees.');

	// An accepted answer of the material beside it is cited in that text.
	const answers = editor.locator('#material details', {
		has: editor.locator('button[value^="answer:"]')
	});
	await answers.first().locator('summary').click();
	const text = await firstText(editor).getAttribute('id');
	await editor.locator('#material [name=block]').selectOption(text!.replace('block-', ''));
	const answer = answers.first().locator('button[value^="answer:"]').first();
	const [, response] = (await answer.getAttribute('value'))!.split(':');
	await answer.click();
	const cited = firstText(editor).locator('a.cite').first();
	const label = /\[(.+)\]/.exec((await cited.textContent())!)![1]!;
	expect(label).toMatch(/^[A-Z]{2}-[\d.]+-v\d+$/);

	// A live picture.
	await editor.getByText(m.report_insert_live(), { exact: true }).click();
	await editor.locator('select[name=type]').selectOption('coverage');
	await editor.getByRole('button', { name: m.report_insert_live_save() }).click();
	await expect(editor.getByRole('status')).toContainText(m.report_done_added());
	const drawn = editor.locator('section.block').last();
	await expect(drawn.getByRole('img')).toBeVisible();
	// Drawn and not a broken address: it has the shape it says.
	expect(
		await drawn.getByRole('img').evaluate((img) => (img as HTMLImageElement).naturalWidth)
	).toBeGreaterThan(300);
	await drawn.locator('summary', { hasText: m.report_figure_table() }).click();
	await expect(drawn.getByRole('table')).toBeVisible();

	// The history has every wording; the source opens.
	await firstText(editor).getByRole('link', { name: m.report_history() }).first().click();
	await expect(editor.locator('main ol.list > li').first()).toContainText(label);
	await expectSound(editor);
	await editor.goto(`${home}/sources/${label}`);
	await expect(editor.locator('main')).toContainText(m.report_state_fresh());
	await expectSound(editor);

	// The first sentence has no source; it is waived with a reason.
	await editor.goto(`${home}/check`);
	const bare = problem(editor, 'Workers pay unlawful fees.');
	await expect(bare).toContainText(m.report_issue_unsupported());
	await expect(problem(editor, 'Nobody ever asks them.')).toHaveCount(0);
	await bare.locator('summary').click();
	await bare.locator('[name=reason]').fill('Known to all who work there.');
	await bare.getByRole('button', { name: m.report_waive_save(), exact: true }).click();
	await expect(editor.getByRole('status')).toContainText(m.report_done_waived());
	await expect(bare).toContainText('Known to all who work there.');
	await expectSound(editor);

	// The answer is opened again: what stands on it is not what it was.
	await desk.goto(`${home.replace('/report', '')}/review/${response}`);
	await desk.locator('.reason [name=reason]').fill('Sample reason');
	await desk.getByRole('button', { name: m.review_reopen_send() }).click();
	await desk.waitForURL(/done=reopened/);
	await editor.goto(`${home}/check`);
	await expect(problem(editor, label)).toContainText(m.report_issue_stale());
	await editor.goto(`${home}/sources/${label}`);
	await expect(editor.locator('main')).toContainText(m.report_stale_title());

	// Whoever takes notes reads; whoever only reads the study sees nothing of it.
	const notes = await open(PHONE);
	await signIn(notes, 'notetaker');
	await notes.goto(chapter);
	await expect(notes.locator('form[action*="/save"]')).toHaveCount(0);
	await notes.evaluate(() => {
		for (const each of document.querySelectorAll('details')) each.open = true;
	});
	await expectSound(notes);
	await notes.goto(`${home}/check`);
	await expect(notes.locator('form[method=POST][action*="waive"]')).toHaveCount(0);
	await expectSound(notes);
	const reader = await open({ ...PHONE, javaScriptEnabled: false });
	await signIn(reader, 'reader');
	expect((await reader.goto(home))?.status()).toBe(404);
});

test('a study keeps the chapters of a report, without JavaScript', async ({ open }) => {
	const page = await open({ ...PHONE, javaScriptEnabled: false });
	await signIn(page, 'editor');
	await page.goto(await reportOf(page));
	const begin = page.getByRole('button', { name: m.report_begin() });
	if (await begin.isVisible()) await begin.click();
	const kept = page.locator('#template');
	await kept.getByText(m.report_template()).click();
	await expect(kept).toContainText(m.report_template_usual());
	await kept.getByRole('button', { name: m.report_template_keep() }).click();
	await expect(page.getByRole('status')).toContainText(m.report_done_template());
	await kept.getByText(m.report_template()).click();
	await expect(kept).not.toContainText(m.report_template_usual());
	await expect(kept.getByRole('button', { name: m.report_template_forget() })).toBeVisible();
	await kept.getByRole('button', { name: m.report_template_forget() }).click();
	await expect(page.getByRole('status')).toContainText(m.report_done_no_template());
});

test('what is selected in an answer is what the button beside it cites', async ({ open }) => {
	const page = await open(LAPTOP);
	await signIn(page, 'editor');
	await page.goto(await reportOf(page));
	const begin = page.getByRole('button', { name: m.report_begin() });
	if (await begin.isVisible()) await begin.click();
	await page.locator('#chapters + ol').getByText('Access to justice').click();
	const texts = page.locator('#material [data-words=""]');
	const words = texts.first();
	await words.locator('xpath=ancestor::details[1]/summary').click();
	const chosen = await words.evaluate((element) => {
		const text = element.firstChild as Text;
		const range = document.createRange();
		range.setStart(text, 0);
		range.setEnd(text, Math.min(24, text.length));
		const selection = document.getSelection()!;
		selection.removeAllRanges();
		selection.addRange(range);
		return selection.toString().trim();
	});
	await expect(page.locator('#material textarea[name=passage]')).toHaveValue(chosen);
	await words.locator('xpath=ancestor::li[1]').locator('button[name=what]').click();
	await expect(page.getByRole('status')).toBeVisible();
	const label = /label=([^&#]+)/.exec(page.url())?.[1] ?? '';
	const home = page.url().replace(/\/report\/.*/, '/report');
	await page.goto(`${home}/sources/${label}`);
	await expect(page.locator('main')).toContainText(chosen);
});
