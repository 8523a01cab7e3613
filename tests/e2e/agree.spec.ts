import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { asSystem } from '#lib/server/database/asActor.ts';
import { freeze, meetingOf } from '../support/agreementWorld.ts';
import { code, makeCode, seenOn } from '../support/codingWorld.ts';
import type { World } from '../support/world.ts';
import { openAs } from './support/codingSteps.ts';
import { type OwnApp, openOwnApp } from './support/ownApp.ts';
import { expectSound } from './support/sound.ts';
import { expect, test } from './support/test.ts';

const words = ['The officer asks for a letter.', 'The bus costs half a day.', 'We went home.'];
const ids = {} as { groupId: string; turns: string[]; barrier: string; cost: string };

async function fill(world: World): Promise<void> {
	const { groupId, turns } = await meetingOf(world, words);
	const barrier = await makeCode(world, 'barrier');
	const cost = await makeCode(world, 'cost');
	await code(world, 'nadia', turns[0]!, barrier, 'officer');
	await freeze(world);
	Object.assign(ids, { groupId, turns, barrier, cost });
}

let app: OwnApp;
test.beforeAll(async () => {
	test.setTimeout(300_000);
	app = await openOwnApp(fill);
});
test.afterAll(() => app?.close());

const comparisons = () => `/rounds/${app.world.roundId}/coding/compare`;
const open = (page: Page) => page.goto(comparisons());

test('two code the same turns blind, see how far they agree, and decide; all of it without a script', async ({
	open: openPage
}) => {
	test.setTimeout(240_000);
	const withoutScript = { javaScriptEnabled: false };
	const rina = await openAs(openPage, app, 'rina', withoutScript);
	await open(rina);
	await rina.getByRole('link', { name: m.agreement_new() }).click();
	// Nothing chosen: said beside the fields, and what was typed stays.
	await rina.getByLabel(m.agreement_name()).fill('First meeting');
	await rina.getByLabel(m.agreement_coder_a()).selectOption(app.world.accounts.nadia);
	await rina.getByLabel(m.agreement_coder_b()).selectOption(app.world.accounts.nadia);
	await rina.getByRole('button', { name: m.agreement_create() }).click();
	await expect(rina.getByText(m.agreement_coder_same())).toBeVisible();
	await expect(rina.getByText(m.agreement_texts_missing())).toBeVisible();
	await expect(rina.getByLabel(m.agreement_name())).toHaveValue('First meeting');
	await rina.getByLabel(m.agreement_coder_b()).selectOption(app.world.accounts.edi);
	await rina.locator(`input[value="${ids.groupId}"]`).check();
	await rina.getByRole('button', { name: m.agreement_create() }).click();
	await expect(rina.getByRole('heading', { level: 1, name: 'First meeting' })).toBeVisible();
	const address = rina.url().split('?')[0]!;

	// Edi codes, and sees nothing of what Nadia has coded.
	const edi = await openAs(openPage, app, 'edi', withoutScript);
	await open(edi);
	await expect(edi.getByText(m.agreement_your_turn())).toBeVisible();
	await edi.getByRole('link', { name: 'First meeting' }).click();
	const meeting = edi.locator(`a[href*="/coding/meetings/${ids.groupId}"]`);
	await meeting.click();
	await expect(edi.locator('article')).toHaveCount(3);
	await expect(edi.locator('article').first().getByText('barrier')).toHaveCount(0);
	await code(app.world, 'edi', ids.turns[1]!, ids.cost);
	await code(app.world, 'edi', ids.turns[0]!, ids.barrier, 'letter');
	await edi.reload();
	await expect(edi.locator('article').nth(1).getByText('cost').first()).toBeVisible();
	await edi.goto(address);
	await edi.getByRole('button', { name: m.agreement_finish() }).click();
	await expect(edi.getByRole('status')).toContainText(m.agreement_done_finish());
	await expect(edi.getByText(m.agreement_figures())).toHaveCount(0);

	const nadia = await openAs(openPage, app, 'nadia', withoutScript);
	await nadia.goto(address);
	await nadia.getByRole('button', { name: m.agreement_finish() }).click();
	await expect(nadia.getByRole('status')).toContainText(m.agreement_done_open());
	const row = nadia.getByRole('row', { name: /barrier/ });
	// Both at one unit, neither at two.
	await expect(row.getByRole('cell').nth(0)).toHaveText('1');
	await expect(row.getByRole('cell').nth(3)).toHaveText('2');
	await expect(row.getByRole('cell').nth(5)).toHaveText('1.00');

	await nadia.getByRole('link', { name: m.agreement_queue_go() }).click();
	await expect(nadia.locator('article')).toHaveCount(1);
	await expect(nadia.locator('article')).toContainText(words[1]!);
	await nadia.getByLabel(m.agreement_note()).fill('Time, not money.');
	await nadia.getByRole('button', { name: m.agreement_drop() }).click();
	await expect(nadia.getByRole('status')).toContainText(m.agreement_done_decide());
	await expect(nadia.getByText(m.agreement_queue_none())).toBeVisible();

	await rina.goto(address);
	await rina.getByRole('button', { name: m.agreement_settle() }).click();
	await expect(rina.getByRole('status')).toContainText(m.agreement_done_settle());
	await rina.getByRole('link', { name: m.agreement_queue_look() }).click();
	await rina.getByRole('link', { name: m.agreement_queue_all() }).click();
	await expect(rina.getByText('Time, not money.')).toBeVisible();
	expect(await seenOn(app.world, 'rina', ids.turns[1]!)).toEqual([]);
	expect(await seenOn(app.world, 'rina', ids.turns[0]!)).toHaveLength(2);
	const history = await asSystem(app.world.database.db, (trx) =>
		trx.selectFrom('comparison_decisions').select(['decision', 'reason', 'decided_by']).execute()
	);
	expect(history).toEqual([
		{ decision: 'drop', reason: 'Time, not money.', decided_by: app.world.accounts.nadia }
	]);
});

test('reports: a picture, the table behind it, and the same as a file', async ({
	open: openPage
}) => {
	const page = await openAs(openPage, app, 'edi');
	await page.goto(`/rounds/${app.world.roundId}/coding/reports`);
	const speakers = page.locator('section', { has: page.locator('#report-speakers') });
	await expect(speakers.getByRole('img')).toBeVisible();
	await speakers.getByText(m.agreement_reports_table()).click();
	const cells = speakers.getByRole('row', { name: /P01/ }).getByRole('cell');
	await expect(cells.nth(0)).toHaveText('3');
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		speakers.getByRole('link').click()
	]);
	expect(download.suggestedFilename()).toBe('speakers.csv');
});

for (const view of [
	{ name: 'phone, light', width: 360, colorScheme: 'light' as const },
	{ name: 'desk, dark', width: 1280, colorScheme: 'dark' as const }
])
	test(`nothing is in anybody’s way: ${view.name}`, async ({ open: openPage }) => {
		const page = await openAs(openPage, app, 'rina', {
			viewport: { width: view.width, height: 800 },
			colorScheme: view.colorScheme
		});
		await page.goto(comparisons());
		const first = page.getByRole('link', { name: 'First meeting' });
		const comparison = (await first.getAttribute('href')) ?? '';
		const addresses = [
			comparisons(),
			`${comparisons()}/new`,
			comparison,
			`${comparison}/queue`,
			`/rounds/${app.world.roundId}/coding/reports`
		];
		for (const [at, address] of addresses.entries()) {
			await page.goto(address);
			await expectSound(page, { where: address });
			if (process.env.PICTURES)
				await page.screenshot({
					path: `${process.env.PICTURES}/${at}-${view.width}.png`,
					fullPage: true
				});
		}
	});
