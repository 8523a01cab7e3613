import type { Locator, Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { type Answerer, openArea, questionOf, save, write } from './answerSteps.ts';
import { homeOfDelegation, signIn } from './signIn.ts';
import { type OpenPage, expect } from './test.ts';

// Cambodia's questions that only the tests of writing together answer, with a text there already.
export const AREA = 'standards';
export const LAWS = 'q7_4_laws';
export const STEPS = 'q7_9_steps';

export const textOf = (page: Page, name: string): Locator =>
	questionOf(page, name).locator('.answer').getByRole('textbox');
export const hereOf = (page: Page): Locator => page.locator('.head .here');
export const newsOf = (page: Page): Locator => page.locator('#news');
export const conflictOf = (page: Page, name: string): Locator =>
	questionOf(page, name).getByRole('group', { name: m.respond_conflict_title() });

/** Waits until the page knows who else is here: from then on it is told everything. */
export async function waitForLive(page: Page): Promise<void> {
	await expect(hereOf(page)).toHaveAttribute('data-live');
}

/** Sokha and Dara of Cambodia, each on a device of their own, on the same area. */
export async function openBoth(open: OpenPage): Promise<[Answerer, Answerer]> {
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
export async function caretBehind(field: Locator, words: string): Promise<void> {
	await field.evaluate((element, behind) => {
		const area = element as HTMLTextAreaElement;
		const at = area.value.indexOf(behind) + behind.length;
		area.focus();
		area.setSelectionRange(at, at);
	}, words);
}

/** Requests of a page that are on their way until the test lets them arrive. */
export interface Held {
	/** Ends when one is on its way. */
	waiting: Promise<void>;
	/** Lets them arrive, and all that follow. */
	release: () => void;
}

/** Holds what a page asks of addresses like this, however slow the machine is. */
export async function hold(page: Page, address: string): Promise<Held> {
	let seen!: () => void;
	let open!: () => void;
	const waiting = new Promise<void>((done) => (seen = done));
	const gate = new Promise<void>((done) => (open = done));
	await page.route(address, async (route) => {
		seen();
		await gate;
		await route.continue();
	});
	return { waiting, release: open };
}

/** Both change the same word before either hears of the other: “seven” stands, “eleven” beside it. */
export async function disagree([sokha, dara]: [Answerer, Answerer], name: string): Promise<void> {
	await write(sokha.page, name, 'Sample answer: three visits were made.');
	await save(sokha);
	await expect(textOf(dara.page, name)).toHaveValue('Sample answer: three visits were made.');
	const saves = await hold(dara.page, '**/answers');
	await write(dara.page, name, 'Sample answer: eleven visits were made.');
	await saves.waiting;
	await write(sokha.page, name, 'Sample answer: seven visits were made.');
	await save(sokha);
	saves.release();
	for (const { page } of [sokha, dara]) {
		await expect(conflictOf(page, name).locator('del')).toContainText('seven');
		await expect(conflictOf(page, name).locator('ins')).toContainText('eleven');
	}
}
