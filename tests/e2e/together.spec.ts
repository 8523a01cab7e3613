import type { Locator, Page } from '@playwright/test';
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

// Cambodia's questions that only the tests of this file answer, with a text there already.
const AREA = 'standards';
const LAWS = 'q7_4_laws';
const STEPS = 'q7_9_steps';
/** So soon a colleague's saved change is on the page, in milliseconds. */
const SOON = 2000;

const textOf = (page: Page, name: string): Locator =>
	questionOf(page, name).locator('.answer').getByRole('textbox');
const hereOf = (page: Page): Locator => page.locator('.head .here');
const newsOf = (page: Page): Locator => page.locator('#news');
const conflictOf = (page: Page, name: string): Locator =>
	questionOf(page, name).getByRole('group', { name: m.respond_conflict_title() });

/** Waits until the page knows who else is here: from then on it is told everything. */
async function waitForLive(page: Page): Promise<void> {
	await expect(hereOf(page)).toHaveAttribute('data-live');
}

/** Sokha and Dara of Cambodia, each on a device of their own, on the same area. */
async function openBoth(open: OpenPage): Promise<[Answerer, Answerer]> {
	const both: Answerer[] = [];
	for (const login of ['kh', 'kh2']) {
		const page = await open();
		await signIn(page, login);
		const answerer = { page, home: await homeOfDelegation(page), hasScript: true };
		await openArea(answerer, AREA);
		await waitForLive(page);
		both.push(answerer);
	}
	return both as [Answerer, Answerer];
}

/** Puts the caret behind these words, as a person does with the arrow keys. */
async function caretBehind(field: Locator, words: string): Promise<void> {
	await field.evaluate((element, behind) => {
		const area = element as HTMLTextAreaElement;
		const at = area.value.indexOf(behind) + behind.length;
		area.focus();
		area.setSelectionRange(at, at);
	}, words);
}

test('colleagues see each other, and what the other saves while they write', async ({ open }) => {
	const [sokha, dara] = await openBoth(open);
	const [name, other] = [LAWS, STEPS];
	const theirs = textOf(dara.page, name);

	await expect(hereOf(sokha.page)).toHaveText(m.together_also_here({ names: 'Dara Sample' }));
	await expect(hereOf(dara.page)).toHaveText(m.together_also_here({ names: 'Sokha Sample' }));
	await textOf(sokha.page, other).focus();
	const mark = questionOf(dara.page, other).locator('.here');
	await expect(mark).toContainText('Sokha Sample');
	await expect(mark).toContainText(m.together_at_question());
	await textOf(sokha.page, name).focus();
	await expect(mark).toHaveCount(0);
	await expect(questionOf(dara.page, name).locator('.here')).toContainText('Sokha');

	await write(sokha.page, name, 'Sample answer: three visits. Nobody was told.');
	await save(sokha);
	await expect(theirs).toHaveValue('Sample answer: three visits. Nobody was told.', {
		timeout: SOON
	});
	await expect(newsOf(dara.page)).toContainText('Sokha Sample');

	// Dara writes at the end, without having saved, while Sokha changes the beginning.
	await caretBehind(theirs, 'told');
	await dara.page.keyboard.type(' before');
	await caretBehind(textOf(sokha.page, name), 'Sample answer: ');
	await sokha.page.keyboard.type('in May, ');
	await expect(theirs).toHaveValue('Sample answer: in May, three visits. Nobody was told before.');
	await dara.page.keyboard.type(' or after');
	const both = 'Sample answer: in May, three visits. Nobody was told before or after.';
	await expect(theirs).toHaveValue(both);
	await expect(textOf(sokha.page, name)).toHaveValue(both);
	await save(sokha);
	await save(dara);

	await sokha.page.goto(`${sokha.home}/${AREA}/history/${name}`);
	const versions = sokha.page.locator('main ol.list > li');
	await expect(versions.filter({ hasText: 'Dara Sample' }).first()).toBeVisible();
	await expect(versions.filter({ hasText: 'Sokha Sample' }).first()).toBeVisible();
	await expect(versions.locator('ins', { hasText: 'in May,' }).first()).toBeVisible();
	await versions.last().getByRole('button', { name: m.respond_restore() }).dblclick();
	await expect(sokha.page.getByText(m.respond_done_restored())).toBeVisible();
	await expect(versions.filter({ hasText: m.respond_standing_restored() })).toHaveCount(1);
	await expect(theirs).toHaveValue('Sample answer: three visits. Nobody was told.');
	await sokha.page.close();
	await expect(hereOf(dara.page)).toHaveText(m.together_alone());
});

test('a true conflict is shown to both, and one text made of both settles it', async ({ open }) => {
	const [sokha, dara] = await openBoth(open);
	const name = STEPS;
	await write(sokha.page, name, 'Sample answer: three visits were made.');
	await save(sokha);
	await expect(textOf(dara.page, name)).toHaveValue(/three visits/);

	// Both change the same word before either hears of the other.
	await dara.page.route('**/answers', async (route) => {
		await new Promise((later) => setTimeout(later, 4000));
		await route.continue();
	});
	await write(dara.page, name, 'Sample answer: eleven visits were made.');
	await write(sokha.page, name, 'Sample answer: seven visits were made.');
	for (const { page } of [sokha, dara]) {
		await expect(conflictOf(page, name).locator('del')).toContainText('seven');
		await expect(conflictOf(page, name).locator('ins')).toContainText('eleven');
	}
	await dara.page.unroute('**/answers');

	const conflict = conflictOf(sokha.page, name);
	await conflict.locator('summary').click();
	const combined = conflict.getByRole('textbox');
	await expect(combined).toHaveValue('Sample answer: seven / eleven visits were made.');
	await combined.fill('Sample answer: between seven and eleven visits were made.');

	// Somebody else is writing, too: what is typed beside a question outlasts news.
	await conflictOf(dara.page, name).locator('summary').click();
	await conflictOf(dara.page, name).getByRole('textbox').fill('Sample answer: nine visits.');
	await conflict.getByRole('button', { name: m.together_combine_use() }).click();
	await expect(sokha.page.getByText(m.respond_done_resolved())).toBeVisible();
	await expect(textOf(sokha.page, name)).toHaveValue(/between seven and eleven/);
	await expect(textOf(dara.page, name)).toHaveValue(/between seven and eleven/);
	await expect(newsOf(dara.page)).toHaveText(m.together_held());
	await conflictOf(dara.page, name).getByRole('button', { name: m.together_combine_use() }).click();
	await expect(dara.page.getByText(m.problem_conflict_settled())).toBeVisible();
	await expect(dara.page.getByLabel(m.together_combined_kept_title())).toHaveValue(
		'Sample answer: nine visits.'
	);
	await expect(conflictOf(dara.page, name)).toHaveCount(0);
});

test('a conflict is settled with one text of both without JavaScript', async ({ open }) => {
	const base = 'Sample answer: they wait three days.';
	const both: Answerer[] = [];
	for (const login of ['kh', 'kh2']) {
		const page = await open({ javaScriptEnabled: false });
		await signIn(page, login);
		both.push({ page, home: await homeOfDelegation(page), hasScript: false });
	}
	const [sokha, dara] = both as [Answerer, Answerer];
	await openArea(sokha, AREA);
	const name = LAWS;
	await write(sokha.page, name, base);
	await save(sokha);
	await openArea(dara, AREA);
	await write(dara.page, name, base.replace('three', 'four'));
	await save(dara);
	await write(sokha.page, name, base.replace('three', 'five'));
	await sokha.page.getByRole('button', { name: m.common_save(), exact: true }).click();
	const conflict = conflictOf(sokha.page, name);
	await conflict.locator('summary').click();
	const combined = conflict.getByRole('textbox');
	await combined.fill(' ');
	await conflict.getByRole('button', { name: m.together_combine_use() }).click();
	await expect(conflict.getByText(m.together_combine_missing())).toBeVisible();
	await combined.fill('Sample answer: they wait four or five days.');
	await conflict.getByRole('button', { name: m.together_combine_use() }).click();
	await expect(textOf(sokha.page, name)).toHaveValue('Sample answer: they wait four or five days.');
	await expect(conflictOf(sokha.page, name)).toHaveCount(0);
});

test('what the server does not take stays on the page, to be copied', async ({ open }) => {
	const page = await open({ serviceWorkers: 'block' });
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	await page.goto(`${home}/${AREA}`);
	await waitForScript(page);
	const name = STEPS;
	await page.route('**/answers', (route) =>
		route.fulfill({
			status: 409,
			contentType: 'application/problem+json',
			body: JSON.stringify({ title: m.problem_response_under_review() })
		})
	);
	await write(page, name, 'Sample answer: written a moment too late.');
	await expect(statusOf(page)).toHaveAttribute('data-state', 'refused');
	await expect(statusOf(page)).toContainText(m.problem_response_under_review());
	await expect(page.locator('#refused textarea')).toHaveValue(
		'Sample answer: written a moment too late.'
	);
	await page.unroute('**/answers');
	await write(page, name, 'Sample answer: written in time.');
	await save({ page, home, hasScript: true });
	await expect(page.locator('#refused')).toHaveCount(0);
});
