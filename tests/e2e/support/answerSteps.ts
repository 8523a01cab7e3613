import type { Locator, Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { expect } from './test.ts';

/** Somebody who answers, with a browser that runs scripts or one that does not. */
export interface Answerer {
	page: Page;
	/** Path of their delegation's pages. */
	home: string;
	hasScript: boolean;
}

/** The part of an area's page that belongs to one question; `weight[2]` inside a repeat. */
export const questionOf = (page: Page, name: string): Locator => page.locator(`[id="q-${name}"]`);

/** The line that says whether everything is saved. */
export const statusOf = (page: Page): Locator => page.locator('#save-status');

/** Waits until the page runs its script. */
export async function waitForScript(page: Page): Promise<void> {
	await expect(page.locator('form#answers')).toHaveAttribute('data-hydrated');
}

/** Opens an area; where scripts run, waits until the page is alive. */
export async function openArea({ page, home, hasScript }: Answerer, area: string): Promise<void> {
	await page.goto(`${home}/${area}`);
	if (hasScript) await waitForScript(page);
}

/** Waits until the page has saved by itself and says so, or presses the button where it cannot. */
export async function save({ page, hasScript }: Answerer): Promise<void> {
	if (hasScript) {
		await expect(statusOf(page)).toHaveAttribute('data-state', 'saved');
		await expect(statusOf(page)).toHaveText(/^Saved \d/);
		return;
	}
	await expect(statusOf(page)).toHaveText(m.respond_status_by_hand());
	await page.getByRole('button', { name: m.common_save(), exact: true }).click();
	await expect(page.locator('.notice.ok[role=status]')).toContainText('Saved.');
}

/** select_one, select_multiple or scale: ticks these words. */
export async function choose(page: Page, name: string, ...words: string[]): Promise<void> {
	for (const word of words)
		await questionOf(page, name).locator('.answer').getByLabel(word, { exact: true }).check();
}

/** Writes a text. */
export async function write(page: Page, name: string, text: string): Promise<void> {
	await questionOf(page, name).locator('.answer').getByRole('textbox').fill(text);
}

/** A figure with its unit in words and its year. */
export async function writeNumber(
	page: Page,
	name: string,
	{ figure, unit, year }: { figure: number; unit: string; year: number }
): Promise<void> {
	const question = questionOf(page, name);
	await question.getByLabel(m.questionnaire_figure(), { exact: true }).fill(String(figure));
	await question
		.getByRole('combobox', { name: m.questionnaire_unit() })
		.selectOption({ label: unit });
	await question.getByLabel(m.questionnaire_year(), { exact: true }).fill(String(year));
}

/** Puts these words in places 1, 2 and so on. */
export async function rank(page: Page, name: string, ...words: string[]): Promise<void> {
	for (const [place, label] of words.entries())
		await questionOf(page, name)
			.getByLabel(m.questionnaire_rank_place({ place: place + 1 }), { exact: true })
			.selectOption({ label });
}

/** Fills one cell of a table; `cell` is its row and column in words. */
export async function fillCell(page: Page, name: string, cell: string, text: string) {
	await questionOf(page, name).getByLabel(cell, { exact: true }).fill(text);
}

/** Answers with a code (rule R2), and says why where the code asks. */
export async function answerWithCode(page: Page, name: string, code: string, reason?: string) {
	const question = questionOf(page, name);
	await question.locator('.codes').getByLabel(code, { exact: true }).check();
	if (reason) await question.getByLabel(m.questionnaire_reason()).fill(reason);
}

/** Says who may see an answer, in words. */
export async function expose(page: Page, name: string, exposure: string): Promise<void> {
	const question = questionOf(page, name);
	await question.locator('details.tools summary').last().click();
	await question
		.getByLabel(m.questionnaire_exposure_label(), { exact: true })
		.selectOption({ label: exposure });
}

/** Adds a source with a text file to an answer; back on the area's page it stands there. */
export async function addEvidence(
	{ page, hasScript }: Answerer,
	name: string,
	{ citation, file }: { citation: string; file: string }
): Promise<void> {
	await questionOf(page, name).getByRole('link', { name: m.respond_evidence_add() }).click();
	await page.getByLabel(m.respond_evidence_kind()).selectOption('statistic');
	await page.getByLabel(m.respond_evidence_citation()).fill(citation);
	await page
		.getByLabel(m.respond_evidence_file(), { exact: false })
		.setInputFiles({ name: 'figures.txt', mimeType: 'text/plain', buffer: Buffer.from(file) });
	await page.getByRole('button', { name: m.respond_evidence_add() }).click();
	await expect(page.locator('.notice.ok[role=status]')).toContainText(m.respond_done_added());
	if (hasScript) await waitForScript(page);
	await expect(questionOf(page, name)).toContainText(citation);
	// Others may have added theirs to the same answer.
	const piece = questionOf(page, name).getByRole('listitem').filter({ hasText: citation });
	const download = piece.locator('a[href^="/evidence/"]').last();
	const href = (await download.getAttribute('href')) ?? '';
	const response = await page.context().request.get(href);
	expect(await response.text()).toContain(file);
	expect(response.headers()['content-disposition']).toMatch(/^attachment/);
}

/** Goes on to the page that checks the area. */
export async function check({ page }: Answerer): Promise<void> {
	await page.getByRole('button', { name: m.respond_check() }).click();
	await expect(page).toHaveURL(/\/submission$/);
}

/** Hands the checked area in. */
export async function submit({ page, home }: Answerer): Promise<void> {
	await page.getByRole('button', { name: m.respond_submit() }).click();
	await expect(page).toHaveURL(new RegExp(`${home}\\?submitted=`));
	await expect(
		page.getByRole('status').filter({ hasText: m.respond_submitted_text() })
	).toBeVisible();
}
