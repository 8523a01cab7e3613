import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { expect } from './test.ts';

/**
 * On the page of a study: uploads a workbook, looks at it as those who answer will, and
 * publishes it. Ends on the page of the study.
 */
export async function publishWorkbook(page: Page, path: string, title: string): Promise<void> {
	const study = new URL(page.url()).pathname;
	await page.getByRole('link', { name: m.questionnaires_title() }).first().click();
	await page.getByRole('link', { name: m.questionnaires_new() }).first().click();
	await page.locator('input[name=workbook]').setInputFiles(path);
	await page.getByRole('button', { name: m.questionnaires_upload_button() }).click();
	await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
	await expect(page.getByText(m.questionnaires_problems_none())).toBeVisible();
	const draft = page.url();
	await page.getByRole('link', { name: m.questionnaires_try(), exact: true }).click();
	await expect(page.locator('.q').first()).toBeVisible();
	await page.goto(draft);
	await page.getByLabel(m.questionnaires_version_name()).fill('1');
	await page.getByRole('button', { name: m.questionnaires_publish_button() }).click();
	await expect(page).toHaveURL(/\?published$/);
	await page.goto(study);
}
