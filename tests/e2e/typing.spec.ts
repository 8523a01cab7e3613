/** What comes while somebody types: in the middle of a word, in a box beside, on a bad line. */
import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { save, waitForScript, write } from './support/answerSteps.ts';
import { homeOfDelegation, signIn } from './support/signIn.ts';
import { expect, test } from './support/test.ts';
import {
	AREA,
	LAWS,
	STEPS,
	caretBehind,
	conflictOf,
	disagree,
	hereOf,
	hold,
	newsOf,
	openBoth,
	textOf
} from './support/togetherSteps.ts';

test.describe.configure({ timeout: 600_000 });

/** A keyboard that puts words together, as those of phones do with every word. */
async function openKeyboard(page: Page) {
	const browser = await page.context().newCDPSession(page);
	return {
		/** The letters of a word so far. */
		compose: (text: string) =>
			browser.send('Input.imeSetComposition', {
				text,
				selectionStart: text.length,
				selectionEnd: text.length
			}),
		/** The word is done. */
		commit: (text: string) => browser.send('Input.insertText', { text })
	};
}

test('a reply that comes in the middle of a word waits until the word is there', async ({
	open
}) => {
	const [sokha, dara] = await openBoth(open);
	const theirs = textOf(dara.page, LAWS);
	const begin = 'Sample answer: two visits. Nobody was told.';
	await write(sokha.page, LAWS, begin);
	await save(sokha);
	await expect(theirs).toHaveValue(begin);

	// Dara's save is on its way when Sokha's comes first, and she writes on.
	const saves = await hold(dara.page, '**/answers');
	await caretBehind(theirs, 'told');
	await dara.page.keyboard.type(' before');
	await saves.waiting;
	await caretBehind(textOf(sokha.page, LAWS), 'Sample answer: ');
	await sokha.page.keyboard.type('in May, ');
	await save(sokha);
	const keyboard = await openKeyboard(dara.page);
	await keyboard.compose(' ke');
	const merged = dara.page.waitForResponse((answer) => answer.url().endsWith('/answers'));
	saves.release();
	expect(await (await merged).text()).toContain('"merged"');
	await keyboard.compose(' kemari');
	await expect(theirs).toHaveValue('Sample answer: two visits. Nobody was told before kemari.');
	// The word goes on where it was, and nothing is written into it meanwhile.
	await dara.page.waitForTimeout(2500);
	await keyboard.compose(' kemarin');
	await expect(theirs).toHaveValue('Sample answer: two visits. Nobody was told before kemarin.');
	await keyboard.commit(' kemarin');
	const both = 'Sample answer: in May, two visits. Nobody was told before kemarin.';
	await expect(theirs).toHaveValue(both);
	await expect(textOf(sokha.page, LAWS)).toHaveValue(both);
	await save(dara);
	expect(
		await theirs.evaluate((field) => (field as HTMLTextAreaElement).selectionStart),
		'the caret is behind the word'
	).toBe(both.length - 1);
});

test('in the middle of a word only its own answer waits for what colleagues save', async ({
	open
}) => {
	const [sokha, dara] = await openBoth(open);
	const begin = 'Sample answer: six visits. Nobody was told.';
	await write(sokha.page, LAWS, begin);
	await save(sokha);
	await expect(textOf(dara.page, LAWS)).toHaveValue(begin);

	const keyboard = await openKeyboard(dara.page);
	await caretBehind(textOf(dara.page, LAWS), 'told');
	await keyboard.compose(' be');
	// As a person does: what Dara's page may have saved of her word meanwhile stays.
	await caretBehind(textOf(sokha.page, LAWS), 'answer: ');
	await sokha.page.keyboard.type('in June, ');
	await save(sokha);
	await write(sokha.page, STEPS, 'Sample answer: written while Dara is in a word.');
	await save(sokha);
	await expect(textOf(dara.page, STEPS)).toHaveValue(
		'Sample answer: written while Dara is in a word.'
	);
	await expect(textOf(dara.page, LAWS)).toHaveValue(begin.replace('told', 'told be'));
	await keyboard.compose(' before');
	await keyboard.commit(' before');
	const both = 'Sample answer: in June, six visits. Nobody was told before.';
	await expect(textOf(dara.page, LAWS)).toHaveValue(both);
	await expect(textOf(sokha.page, LAWS)).toHaveValue(both);
});

test('news closes no box, and takes nothing from whoever began to type while it was on its way', async ({
	open
}) => {
	const [sokha, dara] = await openBoth(open);
	await disagree([sokha, dara], STEPS);
	const conflict = conflictOf(sokha.page, STEPS);
	const box = conflict.locator('details');
	const combined = conflict.getByRole('textbox');

	// An open box with nothing typed in it stays open when the page is fetched again.
	await conflict.locator('summary').click();
	const fetched = sokha.page.waitForResponse((answer) => answer.url().endsWith('/view'));
	await comment(dara.page, dara.home, 'Sample comment: is it seven or eleven?');
	await fetched;
	await expect(sokha.page.locator('.head')).toContainText('(');
	await expect(box).toHaveAttribute('open');

	// Dara settles it. The page is being fetched again when Sokha begins to type.
	const views = await hold(sokha.page, '**/view');
	const other = conflictOf(dara.page, STEPS);
	await dara.page.goto(`${dara.home}/${AREA}`);
	await waitForScript(dara.page);
	await other.getByRole('button', { name: m.respond_conflict_keep_current() }).click();
	await expect(dara.page.getByText(m.respond_done_resolved())).toBeVisible();
	await views.waiting;
	await combined.fill('Sample answer: between seven and eleven visits.');
	views.release();
	await expect(newsOf(sokha.page)).toHaveText(m.together_held());
	await expect(combined).toHaveValue('Sample answer: between seven and eleven visits.');
	await expect(box).toHaveAttribute('open');
	await conflict.getByRole('button', { name: m.together_combine_use() }).click();
	await expect(sokha.page.getByText(m.problem_conflict_settled())).toBeVisible();
	await expect(sokha.page.getByLabel(m.together_combined_kept_title())).toHaveValue(
		'Sample answer: between seven and eleven visits.'
	);
});

/** Says something about the whole area, in a page of its own. */
async function comment(page: Page, home: string, words: string): Promise<void> {
	const beside = await page.context().newPage();
	await beside.goto(`${home}/${AREA}/comments`);
	await beside.getByLabel(m.talk_comments_body()).fill(words);
	await beside.getByRole('button', { name: m.talk_comments_send() }).click();
	await expect(beside.getByRole('status')).toContainText(m.talk_comments_done_sent());
	await beside.close();
}

test('where the line of news carries nothing the page asks by itself', async ({ open }) => {
	const sokha = await open();
	await signIn(sokha, 'kh');
	const home = await homeOfDelegation(sokha);
	await sokha.goto(`${home}/${AREA}`);
	await waitForScript(sokha);
	const dara = await open({ serviceWorkers: 'block' });
	await signIn(dara, 'kh2');
	// As behind a proxy that keeps back what is not complete.
	await dara.route('**/live?*', () => {});
	await dara.goto(`${home}/${AREA}`);
	await waitForScript(dara);
	const text = `Sample answer: news without a line, ${Date.now()}.`;
	await write(sokha, LAWS, text);
	await save({ page: sokha, home, hasScript: true });
	await expect(textOf(dara, LAWS)).toHaveValue(text, { timeout: 90_000 });
	await expect(hereOf(dara)).not.toHaveAttribute('data-live');
});
