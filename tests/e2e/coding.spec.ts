import { m } from '#lib/paraglide/messages.js';
import { asSystem } from '#lib/server/database/asActor.ts';
import {
	FIRST,
	KHMER,
	TURNS,
	boxOf,
	dragOver,
	expectChips,
	fillCoding,
	ids,
	meetingPath,
	openAs,
	openMeeting,
	turnAt
} from './support/codingSteps.ts';
import { type OwnApp, openOwnApp } from './support/ownApp.ts';
import { expectSound } from './support/sound.ts';
import { expect, test } from './support/test.ts';

let app: OwnApp;

test.beforeAll(async () => {
	test.setTimeout(300_000);
	app = await openOwnApp(fillCoding);
});
test.afterAll(() => app?.close());

/** Codes on a turn as the database has them: the words each stands on. */
const coded = (turnId: string) =>
	asSystem(app.world.database.db, async (trx) => {
		const rows = await trx
			.selectFrom('codings as c')
			.innerJoin('codes as k', 'k.id', 'c.code_id')
			.innerJoin('turns as t', 't.id', 'c.turn_id')
			.select(['k.name', 'c.field', 'c.starts', 'c.ends', 't.body', 't.translation'])
			.where('c.turn_id', '=', turnId)
			.where('c.removed_at', 'is', null)
			.execute();
		return rows
			.map(({ name, field, starts, ends, body, translation }) => {
				const text = field === 'translation' ? (translation ?? '') : body;
				return `${name}: ${text.slice(starts, ends)}`;
			})
			.sort();
	});

test('with the mouse: words are selected, get a code, overlap, are taken back and stay', async ({
	open
}) => {
	const page = await openAs(open, app, 'edi');
	await openMeeting(page, app);
	const turn = turnAt(page, 0);
	// Offsets count in what the paragraph holds: nothing may stand in it but what was said.
	expect(
		await turn
			.locator('[data-text]')
			.first()
			.evaluate((text) => text.textContent)
	).toBe(FIRST);

	await dragOver(page, turn, 'asks');
	const picker = page.locator('[data-picker]');
	await expect(picker.locator('q')).toHaveText('asks');
	// The selection is still there to be copied.
	expect(await page.evaluate(() => String(getSelection()))).toBe('asks');
	await page.keyboard.type('let');
	await expect(picker.getByRole('option')).toHaveCount(1);
	await picker.getByRole('option').click();
	await expect(page.getByRole('status')).toContainText(
		m.coding_added({ code: 'employer letter', count: 1 })
	);
	await expectChips(turn, ['barrier', 'employer letter']);
	await expect(turn.locator('.mark .mark')).toHaveText('asks');
	expect(await coded(ids.turns[0]!)).toEqual([
		'barrier: the officer asks',
		'employer letter: asks'
	]);

	const undo = page.getByRole('button', { name: m.coding_undo() });
	await undo.click();
	await expectChips(turn, ['barrier']);
	// What was taken back cannot be taken back once more.
	await expect(undo).toHaveCount(0);
	expect(await coded(ids.turns[0]!)).toEqual(['barrier: the officer asks']);

	await dragOver(page, turn, 'for a letter');
	await picker.getByRole('option', { name: 'cost' }).click();
	await expectChips(turn, ['barrier', 'cost']);
	await page.reload();
	await page.locator('[data-hydrated]').waitFor({ state: 'attached' });
	await expectChips(turn, ['barrier', 'cost']);

	await turn.locator('a[data-coding]', { hasText: 'cost' }).click();
	const panel = turn.getByRole('region', { name: 'cost' });
	await expect(panel.locator('blockquote')).toHaveText('for a letter');
	await panel.getByRole('button', { name: m.coding_take_off() }).click();
	await expectChips(turn, ['barrier']);
	await expect.poll(() => coded(ids.turns[0]!)).toEqual(['barrier: the officer asks']);
});

test('with keys alone: from turn to turn, word to word in any script, code, memo, undo', async ({
	open
}) => {
	const page = await openAs(open, app, 'nadia');
	await openMeeting(page, app);
	const first = turnAt(page, 0);
	for (let tabs = 0; tabs < 60; tabs++) {
		await page.keyboard.press('Tab');
		if (await first.evaluate((element) => element === document.activeElement)) break;
	}
	await expect(first).toBeFocused();
	await page.keyboard.press('j');
	const turn = turnAt(page, 1);
	await expect(turn).toBeFocused();

	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('Shift+ArrowRight');
	const chosen = await turn.locator('.k-pending').innerText();
	expect(KHMER.startsWith(chosen)).toBe(true);
	await page.keyboard.press('c');
	const input = page.getByRole('combobox', { name: m.coding_pick_filter() });
	await expect(input).toBeFocused();
	await page.keyboard.type('bar');
	await page.keyboard.press('Enter');
	await expect(turn).toBeFocused();
	await expectChips(turn, ['barrier']);
	expect(await coded(ids.turns[1]!)).toEqual([`barrier: ${chosen}`]);

	// The translation beside it; all of it where no words are chosen.
	await page.keyboard.press('t');
	await page.keyboard.press('Enter');
	await expect(input).toBeFocused();
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Escape');
	await expect(turn).toBeFocused();
	// A slow line: what is pressed while the code is on its way is not lost, nor meant for what was before.
	await page.route('**/coding/codings', async (route) => {
		await new Promise((resolve) => setTimeout(resolve, 1500));
		await route.continue();
	});
	await page.keyboard.press('Enter');
	await page.keyboard.type('cost');
	await page.keyboard.press('Enter');
	await expectChips(turn, ['barrier', 'cost']);
	await page.keyboard.press('u');
	const cost = 'cost: A worker needs a letter from the employer.';
	await expect.poll(() => coded(ids.turns[1]!)).toContain(cost);
	await expectChips(turn, ['barrier']);
	expect(await coded(ids.turns[1]!)).toEqual([`barrier: ${chosen}`]);
	await page.unroute('**/coding/codings');

	await page.keyboard.press('m');
	await turn.getByLabel(m.coding_memo_new()).fill('Ask again what the letter costs.');
	await turn.getByRole('button', { name: m.coding_memo_save() }).press('Enter');
	await expect(turn.locator('p.given').first()).toHaveText('Ask again what the letter costs.');
	await expect(turn.locator('a[data-open^="memos:"]')).toContainText('1');
});

test('a number key puts the code on that was given it', async ({ open }) => {
	const page = await openAs(open, app, 'nadia');
	await openMeeting(page, app);
	await page.getByRole('button', { name: m.coding_key_give({ code: 'cost' }) }).click();
	const turn = turnAt(page, 2);
	await turn.focus();
	await page.keyboard.press('1');
	await expectChips(turn, ['cost']);
	await page.keyboard.press('9');
	await expect(page.getByRole('status')).toContainText(m.coding_key_free({ key: 9 }));
});

test('a list of many turns: few are there at once, the focus is kept, places are told', async ({
	open
}) => {
	const page = await openAs(open, app, 'rina');
	await openMeeting(page, app);
	const articles = page.locator('article');
	expect(await articles.count()).toBeLessThan(60);
	await turnAt(page, 0).focus();
	await page.keyboard.press('Control+End');
	const last = turnAt(page, TURNS - 1);
	await expect(last).toBeFocused();
	await expect(last).toHaveAttribute('aria-posinset', String(TURNS));
	await expect(last).toHaveAttribute('aria-setsize', String(TURNS));
	expect(await articles.count()).toBeLessThan(60);
	// What has the focus leaves the page; the next key goes on from where it was.
	await page.mouse.move(640, 400);
	for (let turns = 0; turns < 30; turns++) await page.mouse.wheel(0, -1000);
	await expect(last).toHaveCount(0);
	await page.keyboard.press('k');
	await expect(turnAt(page, TURNS - 2)).toBeFocused();
	// A place in the address is where it begins.
	await openMeeting(page, app, `?at=${ids.turns[90]}`);
	await expect(turnAt(page, 90)).toBeFocused();
});

test('words that were changed meanwhile get no code they do not mean', async ({ open }) => {
	const page = await openAs(open, app, 'edi');
	await openMeeting(page, app);
	const turn = turnAt(page, 4);
	await turn.scrollIntoViewIfNeeded();
	const rewrite = (body: string, revision: number) =>
		asSystem(app.world.database.db, async (trx) => {
			const where = ids.turns[4]!;
			await trx.updateTable('turns').set({ body, revision }).where('id', '=', where).execute();
		});
	await rewrite('Sample turn 4: nothing of the kind.', 2);
	await dragOver(page, turn, 'half a day');
	await page.locator('[data-picker]').getByRole('option', { name: 'cost' }).click();
	await expect(page.getByRole('status')).toContainText(m.problem_span_outside());
	await expect(turn.locator('[data-text]')).toContainText('nothing of the kind');
	await expectChips(turn, []);
	expect(await coded(ids.turns[4]!)).toEqual([]);
});

test('with fingers: the ends of a selection, one bar at the foot, a long list', async ({
	open
}) => {
	const page = await openAs(open, app, 'nadia', {
		hasTouch: true,
		isMobile: true,
		viewport: { width: 360, height: 740 }
	});
	// Only what is near the screen is there, and a phone shows few at a time.
	await openMeeting(page, app, `?at=${ids.turns[6]}`);
	const turn = turnAt(page, 6);
	await turn.scrollIntoViewIfNeeded();
	const { left, middle } = await boxOf(turn, 'bus');
	await page.touchscreen.tap(left, middle);
	await turn.locator('[data-text]').evaluate((text) => {
		const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
		const node = walker.nextNode()!;
		const at = node.nodeValue!.indexOf('the bus');
		getSelection()!.setBaseAndExtent(node, at, node, at + 7);
	});
	const picker = page.locator('[data-picker]');
	await expect(picker.locator('q')).toHaveText('the bus');
	await expect(picker.getByRole('listbox')).toHaveCount(0);
	await picker.getByRole('button', { name: m.coding_pick_title() }).tap();
	const option = picker.getByRole('option', { name: 'cost' });
	expect((await option.boundingBox())!.height).toBeGreaterThanOrEqual(44);
	await option.tap();
	await expectChips(turn, ['cost']);
	expect(await coded(ids.turns[6]!)).toEqual(['cost: the bus']);
	const wide = await page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth
	);
	expect(wide).toBeLessThanOrEqual(0);
});

test('without a script: words, a whole turn, taking off and back, a memo, pages, answers', async ({
	open
}) => {
	const page = await openAs(open, app, 'rina', { javaScriptEnabled: false });
	await page.goto(meetingPath(app));
	const turn = page.locator(`[id="u-${ids.turns[8]}"]`);
	await turn.getByRole('link', { name: m.coding_code_of({ who: 'P01' }) }).click();
	const send = turn.getByRole('button', { name: m.coding_panel_send() });
	await turn.getByLabel(m.coding_code(), { exact: true }).selectOption(ids.codes.cost);
	await turn.getByLabel(m.coding_panel_words()).fill('no such words');
	await send.click();
	await expect(turn.getByRole('alert')).toContainText(m.problem_words_missing());
	await expect(turn.getByLabel(m.coding_panel_words())).toHaveValue('no such words');
	await turn.getByLabel(m.coding_panel_words()).fill('THE BUS');
	await send.click();
	await expect(page.getByRole('status')).toContainText(m.coding_done_coded());
	await expectChips(turn, ['cost']);
	expect(await coded(ids.turns[8]!)).toEqual(['cost: the bus']);

	await turn.locator('a[data-coding]').click();
	await turn.getByRole('button', { name: m.coding_take_off() }).click();
	await expectChips(turn, []);
	await page.getByRole('button', { name: m.coding_undo() }).click();
	await expectChips(turn, ['cost']);

	await turn.locator('a[data-open^="memos:"]').click();
	await turn.getByLabel(m.coding_memo_new()).fill('Who pays for the bus?');
	await turn.getByRole('button', { name: m.coding_memo_save() }).click();
	await expect(turn.locator('a[data-open^="memos:"]')).toContainText('1');

	await page.getByRole('link', { name: m.coding_after() }).click();
	await expect(page.locator('article').first()).toHaveAttribute('aria-posinset', '51');

	await page.goto(`/rounds/${app.world.roundId}/coding/areas/justice`);
	const answer = page.locator('article').first();
	await answer.locator('a[data-open^="code:"]').click();
	await answer.getByLabel(m.coding_code(), { exact: true }).selectOption(ids.codes.letter);
	await answer.getByLabel(m.coding_panel_words()).fill('the passports');
	await answer.getByRole('button', { name: m.coding_panel_send() }).click();
	await expectChips(answer, ['employer letter']);
});

test('the codebook without a script: add, change, move, split, merge, freeze, compare, import', async ({
	open
}) => {
	const page = await openAs(open, app, 'edi', { javaScriptEnabled: false });
	const book = `/studies/${app.world.studyId}/codebook`;
	const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
	const unfold = (name: string) => page.locator('summary', { hasText: name }).first().click();
	const add = async (name: string) => {
		await page.goto(book);
		await unfold(m.coding_code_add());
		await page.getByLabel(m.coding_code_name(), { exact: true }).fill(name);
		await press(m.coding_code_add());
		await expect(page.getByRole('status')).toContainText(m.coding_done_added());
	};
	await page.goto(`${book}/versions`);
	await press(m.coding_freeze());
	await expect(page.getByRole('status')).toContainText(m.coding_done_frozen());

	await add('distance');
	await page.getByRole('link', { name: /distance/ }).click();
	await unfold(m.coding_code_change());
	await page.getByLabel(m.coding_code_definition()).fill('How far away it is.');
	await press(m.coding_code_save());
	await expect(page.locator('dd').first()).toHaveText('How far away it is.');
	await unfold(m.coding_move());
	await page.getByLabel(m.coding_code_parent()).selectOption({ label: 'barrier' });
	await press(m.coding_move_under());
	await expect(page.locator('header p.muted').first()).toHaveText('barrier');

	// A passage of “barrier” gets the new code, and “distance” goes into that one.
	await page.goto(`${book}/${ids.codes.barrier}`);
	await page.getByRole('checkbox').first().check();
	await unfold(m.coding_split());
	await page.getByLabel(m.coding_split_name()).fill('far away');
	await press(m.coding_split_send());
	await expect(page.getByRole('status')).toContainText(m.coding_done_split());
	await page.goto(book);
	await page.getByRole('link', { name: /distance/ }).click();
	await unfold(m.coding_merge());
	await page.getByLabel(m.coding_merge_into()).selectOption({ label: 'far away' });
	await press(m.coding_merge_send());
	await expect(page.getByRole('status')).toContainText(m.coding_done_merged());
	await expect(page.locator('h1')).toContainText('far away');
	await expect(page.getByRole('list').last()).toContainText('distance');

	await page.goto(`${book}/versions`);
	await page.getByRole('link', { name: m.coding_version_since() }).click();
	await expect(page.locator('#compared')).toContainText('far away');

	await page.goto(`${book}/import`);
	await page.getByLabel(m.coding_import_paste()).fill('path,description\nWork/Pay,What is paid');
	await press(m.coding_import_preview());
	await press(m.coding_import_take({ count: 2 }));
	await expect(page.getByRole('status')).toContainText(m.coding_done_imported());
	await expect(page.getByRole('link', { name: /Pay/ })).toBeVisible();
});

test('a rule codes what it finds after a look, and is taken back as one; search leads to the place', async ({
	open
}) => {
	const page = await openAs(open, app, 'nadia', { javaScriptEnabled: false });
	const at = `/rounds/${app.world.roundId}/coding`;
	await page.goto(`${at}/search?q=LETTER`);
	await page.locator('main a[href*="/meetings/"][href*="#u-"]').first().click();
	await expect(page).toHaveURL(/meetings\/.*#u-/);
	await page.goto(`${at}/search?q=letter`);
	await page.getByRole('link', { name: m.coding_search_code_all() }).click();
	await page.getByLabel(m.coding_code(), { exact: true }).selectOption(ids.codes.letter);
	await page.getByRole('button', { name: m.coding_rule_preview() }).click();
	await page.getByRole('button', { name: m.coding_auto_apply({ count: 2 }) }).click();
	await expect(page.getByRole('status')).toContainText(m.coding_done_auto());
	expect(await coded(ids.turns[0]!)).toContain('employer letter: letter');
	await page.getByRole('button', { name: m.coding_auto_undo() }).click();
	await expect(page.getByRole('status')).toContainText(m.coding_done_auto_undone());
	expect(await coded(ids.turns[0]!)).not.toContain('employer letter: letter');
});

for (const view of [
	{ name: 'phone, dark, Indonesian', width: 360, colorScheme: 'dark', language: 'id' },
	{ name: 'laptop, light, English', width: 1280, colorScheme: 'light', language: 'en' }
] as const)
	test(`nothing is in anybody’s way: ${view.name}`, async ({ open }) => {
		test.setTimeout(240_000);
		const page = await openAs(open, app, 'rina', {
			viewport: { width: view.width, height: 800 },
			colorScheme: view.colorScheme,
			reducedMotion: 'reduce'
		});
		const cookie = { name: 'language', value: view.language, url: app.origin };
		await page.context().addCookies([cookie]);
		const { roundId, studyId } = app.world;
		const look = (where: string) => expectSound(page, { where, onlyGrave: true });
		for (const path of [
			`/rounds/${roundId}/coding`,
			`/rounds/${roundId}/coding/areas/justice`,
			`/rounds/${roundId}/coding/search?q=letter`,
			`/rounds/${roundId}/coding/auto?by=words&words=letter&code=${ids.codes.letter}`,
			`/studies/${studyId}/codebook`,
			`/studies/${studyId}/codebook/${ids.codes.barrier}`,
			`/studies/${studyId}/codebook/versions?before=0&after=0`,
			`/studies/${studyId}/codebook/import`,
			`/studies/${studyId}/memos`
		]) {
			await page.goto(app.origin + path);
			// A list of turns that comes alive is empty for a moment.
			if (path.includes('/areas/'))
				await expect(page.locator('[role=feed] article')).not.toHaveCount(0);
			await look(path);
		}
		await openMeeting(page, app);
		// A list that comes alive puts its turns there anew, and a key pressed just then meets none.
		await expect(async () => {
			await turnAt(page, 0).focus();
			await page.keyboard.press('ArrowRight');
			await page.keyboard.press('c');
			await expect(page.locator('[data-picker] input')).toBeFocused({ timeout: 3_000 });
		}).toPass();
		await look('the list of codes');
	});
