import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { openArea, questionOf, waitForScript } from './support/answerSteps.ts';
import { countKept, findOnDisk, setOffline } from './support/deviceSteps.ts';
import { expect, openKept, reopen, test, touch } from './support/phones.ts';
import { homeOfDelegation, signIn } from './support/signIn.ts';

test.describe.configure({ timeout: 240_000 });

// A source is written down on a line that drops before it is sent.
const AREA = 'repatriation';
const QUESTION = 'q5_8_deaths';
const FILE_TEXT = 'Sample file: the ibis saw the notice at the pier.';

async function openForm(page: Page, home: string): Promise<void> {
	await page.goto(`${home}/${AREA}/evidence?question=${QUESTION}`);
	await expect(page.locator('form[enctype]')).toHaveAttribute('data-hydrated');
	await touch(page);
}

async function fill(page: Page, citation: string): Promise<void> {
	await page.getByLabel(m.respond_evidence_kind()).selectOption('observation');
	await page.getByLabel(m.respond_evidence_citation()).fill(citation);
	await page.getByLabel(m.respond_evidence_file(), { exact: false }).setInputFiles({
		name: 'notice.txt',
		mimeType: 'text/plain',
		buffer: Buffer.from(FILE_TEXT)
	});
}
const press = (page: Page) => page.getByRole('button', { name: m.respond_evidence_add() }).click();

test('a source whose line drops before it is sent is kept, and sent when there is one', async ({
	open,
	newPhone
}) => {
	const citation = `Sample notice of the ibis ${Date.now()}`;
	const phone = await newPhone();
	const home = await openKept(phone, 'kh', AREA);
	await openForm(phone.page, home);
	await expect.poll(async () => (await countKept(phone.page)).keyring).toBe(1);
	await fill(phone.page, citation);
	await setOffline(phone, true);
	await press(phone.page);
	await expect(phone.page.getByText(m.offline_evidence_kept())).toBeVisible();
	expect((await countKept(phone.page)).outbox).toBe(1);

	await test.step('nobody can read it on the disk', async () => {
		await phone.context.close();
		expect(await findOnDisk(phone.profile, citation)).toEqual([]);
		expect(await findOnDisk(phone.profile, FILE_TEXT)).toEqual([]);
	});

	await test.step('opened again with a line, any page of the delegation sends it', async () => {
		await reopen(phone, false);
		await phone.page.goto(home);
		await expect
			.poll(async () => (await countKept(phone.page)).outbox, { timeout: 60_000 })
			.toBe(0);
	});

	const colleague = await open();
	await signIn(colleague, 'kh2');
	await openArea({ page: colleague, home, hasScript: true }, AREA);
	const question = questionOf(colleague, QUESTION);
	await expect(question.getByText(citation)).toHaveCount(1);
});

test('where nothing is kept it says so, and the words stay in the form until they are sent', async ({
	open
}) => {
	const citation = `Sample notice of the spoonbill ${Date.now()}`;
	const page = await open();
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	const { origin } = new URL(page.url());
	await page.context().addCookies([{ name: 'mufakat_no_trace', value: '1', url: origin }]);
	await openForm(page, home);
	await fill(page, citation);
	await page.context().setOffline(true);
	await press(page);
	await expect(page.getByText(m.offline_evidence_open())).toBeVisible();
	await expect(page.getByText(m.offline_evidence_kept())).toHaveCount(0);
	await expect(page.getByLabel(m.respond_evidence_citation())).toHaveValue(citation);
	expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
	await page.context().setOffline(false);
	await press(page);
	await expect(page.locator('.notice.ok[role=status]')).toContainText(m.respond_done_added());
	await waitForScript(page);
	await expect(questionOf(page, QUESTION).getByText(citation)).toHaveCount(1);
});

test('what the server does not take is said, and nothing of it stays behind', async ({ open }) => {
	const page = await open();
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	await openForm(page, home);
	await expect.poll(async () => (await countKept(page)).keyring).toBe(1);
	await page.getByLabel(m.respond_evidence_kind()).selectOption('law');
	await page.getByLabel(m.respond_evidence_citation()).fill('Sample act of the stork');
	await page.getByLabel(m.respond_evidence_link()).fill('ftp://stork.example/act');
	await press(page);
	await expect(page.locator('.notice.danger')).toContainText(m.respond_evidence_link_wrong());
	await expect(page.getByLabel(m.respond_evidence_citation())).toHaveValue(
		'Sample act of the stork'
	);
	expect((await countKept(page)).outbox).toBe(0);
});
