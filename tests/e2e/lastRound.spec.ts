import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { type Answerer, openArea, questionOf, save, waitForScript } from './support/answerSteps.ts';
import { homeOfDelegation, signIn } from './support/signIn.ts';
import { type OpenPage, expect, test } from './support/test.ts';

const ROUND = 'Baseline 2018';

/** A question of the open area with such a field, an answer of 2018 nobody has looked at, and none now. */
async function findOpen(page: Page, field: 'radio' | 'text' | 'any', but = ''): Promise<string> {
	const found = await page
		.locator('section.q:has(button[value^="no_longer_known "])')
		.filter({ hasText: m.carry_note_title({ round: ROUND }) })
		.evaluateAll(
			(all, [wanted, left]) =>
				all
					.filter((each) => {
						const text = each.querySelector('textarea');
						const has = {
							text: text !== null,
							radio: each.querySelector('.answer input[type=radio]') !== null,
							any: true
						};
						const isEmpty = !text?.value && !each.querySelector('.answer input:checked');
						return has[wanted as 'text'] && isEmpty && each.id !== `q-${left}`;
					})
					.map((each) => each.id.replace(/^q-/, '')),
			[field, but] as const
		);
	expect(found.length, field).toBeGreaterThan(0);
	return found[0]!;
}

const noteOf = (page: Page, name: string) => questionOf(page, name).locator('.notice').first();
const textOf = (page: Page, name: string) => questionOf(page, name).locator('textarea').first();

/** Presses a button of the note beside a question; back on the page it is done. */
async function mark({ page, hasScript }: Answerer, name: string, words: string): Promise<void> {
	await noteOf(page, name).getByRole('button', { name: words, exact: true }).click();
	await expect(page).toHaveURL(new RegExp(`done=marked#${name}$`));
	await expect(page.locator('.notice.ok[role=status]')).toContainText(m.carry_done());
	if (hasScript) await waitForScript(page);
}

interface Where {
	login: string;
	country: string;
	area: string;
}

/** What the country said in 2018 is shown, marked, mended and compared; area by area the same. */
async function doLastRound(
	open: OpenPage,
	{ login, country, area, hasScript }: Where & { hasScript: boolean }
): Promise<void> {
	const word = hasScript ? 'egret' : 'bittern';
	const page = await open({ javaScriptEnabled: hasScript, reducedMotion: 'reduce' });
	await signIn(page, login);
	const answerer: Answerer = { page, home: await homeOfDelegation(page), hasScript };
	const { home } = answerer;
	await openArea(answerer, area);
	const counts = page.locator('.bottom-bar .counts');
	const answered = async () => Number(/\d+/.exec(await counts.innerText())?.[0]);
	const first = await answered();
	const still = await findOpen(page, 'radio');
	await expect(noteOf(page, still)).toContainText(m.carry_note_title({ round: ROUND }));
	const before = await noteOf(page, still).locator('p.given').innerText();
	await mark(answerer, still, m.carry_mark_still_true());
	await expect(
		questionOf(page, still).locator('.answer').getByLabel(before, { exact: true })
	).toBeChecked();
	await expect(noteOf(page, still)).toContainText(m.carry_title_still_true({ round: ROUND }));
	await expect(noteOf(page, still)).toContainText('Sample, ');
	const changed = await findOpen(page, 'text');
	const gone = await findOpen(page, 'any', changed);
	await mark(answerer, gone, m.carry_mark_no_longer_known());
	await expect(
		questionOf(page, gone).getByLabel(m.questionnaire_code_dont_know(), { exact: true })
	).toBeChecked();
	await mark(answerer, changed, m.carry_mark_changed());
	expect(await answered()).toBe(first + 3);

	// Nobody may hand in what is called changed and is not.
	const stuck = m.carry_obstacle_unchanged({ number: '', label: '' }).trim().replace(/^:\s*/, '');
	const words = stuck.slice(stuck.indexOf(':') + 1).trim();
	await page.goto(`${home}/${area}/submission`);
	await expect(page.getByRole('alert')).toContainText(words);
	const left = page.locator('.notice', { hasText: m.carry_untouched_text() });
	await expect(left.getByRole('listitem').first()).toBeVisible();
	await expect(left.locator(`a[href$="#${still}"]`)).toHaveCount(0);

	await openArea(answerer, area);
	await textOf(page, changed).fill(`Sample answer: the ${word} came back.`);
	await save(answerer);
	await page.goto(`${home}/${area}/submission`);
	await expect(page.locator('main')).not.toContainText(words);

	// The delegation reads both rounds side by side.
	await page.goto(home);
	await page.getByRole('link', { name: m.carry_changes_link({ round: ROUND }) }).click();
	await expect(page.getByRole('table')).toBeVisible();
	await page.getByLabel(m.carry_area(), { exact: true }).selectOption(area);
	await page.getByRole('button', { name: m.carry_filter(), exact: true }).click();
	await expect(page).toHaveURL(new RegExp(`area=${area}`));
	const row = (name: string) => page.locator(`article[id="${name}"]`);
	await expect(row(still)).toContainText(m.carry_kind_still_true());
	await expect(row(gone)).toContainText(m.carry_kind_no_longer_known());
	await expect(row(changed).locator('ins').first()).toContainText(word);
	await expect(row(changed).locator('del').first()).toBeVisible();
	const address = new URL(page.url()).pathname;

	// A draft is its delegation's own: neither the coordinators nor another country read of it.
	const coordinator = await open({ reducedMotion: 'reduce' });
	await signIn(coordinator, 'coordinator');
	await coordinator.goto(await roundOf(coordinator));
	await coordinator.getByRole('link', { name: m.carry_nav(), exact: true }).click();
	await expect(coordinator.getByRole('table')).toContainText('Timor-Leste');
	const none = coordinator.getByRole('row', { name: /Timor-Leste/ });
	await expect(none).toContainText(m.carry_none_earlier());
	await coordinator
		.getByRole('row', { name: new RegExp(country) })
		.getByRole('link')
		.click();
	await expect(coordinator.getByRole('heading', { name: m.carry_answers() })).toBeVisible();
	await expect(coordinator.locator('article').first()).toBeVisible();
	await expect(coordinator.locator('main')).not.toContainText(word);
	await expect(coordinator.locator(`article[id="${still}"]`)).toHaveCount(0);
	const stranger = await open({ reducedMotion: 'reduce' });
	await signIn(stranger, 'id');
	expect((await stranger.goto(address))?.status()).toBe(404);
}

/** Path of the demo's open round; other journeys make rounds of their own. */
async function roundOf(page: Page): Promise<string> {
	await page.goto('/home?list');
	const link = page.getByRole('link', { name: /^Baseline 2026/ });
	return (await link.getAttribute('href'))!;
}

test('answers of the round before are carried over', async ({ open }) => {
	test.setTimeout(300_000);
	await doLastRound(open, {
		login: 'sg',
		country: 'Singapore',
		area: 'information_recruitment',
		hasScript: true
	});
});

test('the same without JavaScript', async ({ open }) => {
	test.setTimeout(300_000);
	await doLastRound(open, {
		login: 'mm',
		country: 'Myanmar',
		area: 'repatriation',
		hasScript: false
	});
});

test('what is typed when a mark is pressed is not lost', async ({ open }) => {
	const page = await open({ reducedMotion: 'reduce' });
	await signIn(page, 'sg');
	const answerer: Answerer = { page, home: await homeOfDelegation(page), hasScript: true };
	await openArea(answerer, 'repatriation');
	const typed = await findOpen(page, 'text');
	const marked = await findOpen(page, 'any', typed);
	const sentence = 'Sample answer: the sandpiper ran ahead of the wave.';
	await textOf(page, typed).pressSequentially(sentence);
	await mark(answerer, marked, m.carry_mark_still_true());
	await page.reload();
	await waitForScript(page);
	await expect(textOf(page, typed)).toHaveValue(sentence);
});
