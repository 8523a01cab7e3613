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
import {
	AREA,
	LAWS,
	STEPS,
	caretBehind,
	conflictOf,
	disagree,
	hereOf,
	newsOf,
	openBoth,
	textOf
} from './support/togetherSteps.ts';

// Nothing here is about how fast a machine is, but for one thing, which is tried more than once.
test.describe.configure({ timeout: 600_000 });

/** So soon a colleague's saved change is on the page, in milliseconds. */
const SOON = 2000;

/**
 * How long a saved text takes to be on a colleague's page, in milliseconds: the soonest of some
 * tries, because what else the machine has to do is not what is asked.
 */
async function soonest(from: Answerer, to: Answerer, name: string): Promise<number> {
	let best = Infinity;
	for (let round = 1; round <= 5 && best >= SOON; round += 1) {
		const text = `Sample answer: ${round} visits. Nobody was told.`;
		await write(from.page, name, text);
		await save(from);
		const saved = Date.now();
		await to.page.waitForFunction(
			([field, wanted]) =>
				document.querySelector<HTMLTextAreaElement>(`[id="${field}"] .answer textarea`)?.value ===
				wanted,
			[`q-${name}`, text] as const,
			{ timeout: 60_000 }
		);
		best = Math.min(best, Date.now() - saved);
	}
	return best;
}

/** Sokha and Dara with browsers that run no scripts. */
async function openBothWithoutScript(open: OpenPage): Promise<[Answerer, Answerer]> {
	const both: Answerer[] = [];
	for (const login of ['kh', 'kh2']) {
		const page = await open({ javaScriptEnabled: false });
		await signIn(page, login);
		both.push({ page, home: await homeOfDelegation(page), hasScript: false });
	}
	return both as [Answerer, Answerer];
}

/** Dara saves one word, and Sokha, who had the page open before, another in its place. */
async function disagreeWithoutScript(
	[sokha, dara]: [Answerer, Answerer],
	name: string,
	base: string
): Promise<void> {
	await openArea(sokha, AREA);
	await write(sokha.page, name, base);
	await save(sokha);
	await openArea(dara, AREA);
	await write(dara.page, name, base.replace('three', 'four'));
	await save(dara);
	await write(sokha.page, name, base.replace('three', 'five'));
	await sokha.page.getByRole('button', { name: m.common_save(), exact: true }).click();
	await expect(conflictOf(sokha.page, name)).toBeVisible();
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

	expect(await soonest(sokha, dara, name)).toBeLessThan(SOON);
	await write(sokha.page, name, 'Sample answer: three visits. Nobody was told.');
	await save(sokha);
	await expect(theirs).toHaveValue('Sample answer: three visits. Nobody was told.');
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
	// Each says when, to the second for machines and in words for people.
	for (const time of await versions.locator('time').all()) {
		const age = Date.now() - Date.parse((await time.getAttribute('datetime')) ?? '');
		expect(age).toBeGreaterThan(-60_000);
		await expect(time).not.toBeEmpty();
	}
	const latest = await versions.first().locator('time').first().getAttribute('datetime');
	expect(Date.now() - Date.parse(latest ?? '')).toBeLessThan(10 * 60_000);
	const first = await versions.last().locator('.given').innerText();
	await versions.last().getByRole('button', { name: m.respond_restore() }).dblclick();
	await expect(sokha.page.getByText(m.respond_done_restored())).toBeVisible();
	await expect(versions.filter({ hasText: m.respond_standing_restored() })).toHaveCount(1);
	await expect(theirs).toHaveValue(first);
	await sokha.page.close();
	await expect(hereOf(dara.page)).toHaveText(m.together_alone());
});

test('a true conflict is shown to both, and one text made of both settles it', async ({ open }) => {
	const [sokha, dara] = await openBoth(open);
	const name = STEPS;
	await disagree([sokha, dara], name);

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

test('a conflict is settled without JavaScript: with one text of both, either, or both', async ({
	open
}) => {
	const both = await openBothWithoutScript(open);
	const [{ page: sokha }] = both;
	const name = LAWS;
	const conflict = conflictOf(sokha, name);
	const disagreeNow = (base: string) => disagreeWithoutScript(both, name, base);
	const settle = async (button: string) => {
		await conflict.getByRole('button', { name: button, exact: true }).click();
		await expect(sokha.getByText(m.respond_done_resolved())).toBeVisible();
		await expect(conflict).toHaveCount(0);
	};

	await disagreeNow('Sample answer: they wait three days.');
	await conflict.locator('summary').click();
	const combined = conflict.getByRole('textbox');
	await combined.fill(' ');
	await conflict.getByRole('button', { name: m.together_combine_use() }).click();
	await expect(conflict.getByText(m.together_combine_missing())).toBeVisible();
	await combined.fill('Sample answer: they wait four or five days.');
	await settle(m.together_combine_use());
	await expect(textOf(sokha, name)).toHaveValue('Sample answer: they wait four or five days.');

	await disagreeNow('Sample answer: three of them came back.');
	await settle(m.respond_conflict_keep_current());
	await expect(textOf(sokha, name)).toHaveValue('Sample answer: four of them came back.');

	await disagreeNow('Sample answer: three offices are open.');
	await settle(m.respond_conflict_keep_other());
	await expect(textOf(sokha, name)).toHaveValue('Sample answer: five offices are open.');

	await disagreeNow('Sample answer: three laws say so.');
	await settle(m.respond_conflict_keep_both());
	await expect(textOf(sokha, name)).toHaveValue(
		'Sample answer: four laws say so.\n\nSample answer: five laws say so.'
	);
	// Nothing of what was not kept is lost.
	await sokha.goto(`${both[0].home}/${AREA}/history/${name}`);
	const beside = sokha.locator('main ol.list > li', { hasText: m.respond_standing_beside() });
	expect(await beside.count()).toBeGreaterThanOrEqual(4);
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
