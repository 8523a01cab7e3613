import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { m } from '#lib/paraglide/messages.js';
import { CONSENT_ITEMS } from '#lib/terms.ts';
import { dragOver, openAs } from './support/codingSteps.ts';
import { addParticipant, beginGuide, blocksOf, createMeeting } from './support/meetingSteps.ts';
import { type OwnApp, openOwnApp } from './support/ownApp.ts';
import { expect, test } from './support/test.ts';

/** One focus group from its preparation to the file that leaves, by everybody who has a part in it. */
let app: OwnApp;
test.beforeAll(async () => {
	test.setTimeout(300_000);
	app = await openOwnApp(async () => {});
});
test.afterAll(() => app?.close());

const YES = ['take_part', 'notes', 'confidentiality', 'quotation', 'translation'];
const IN_ROOM = 'Sample words of the room: the bus costs half a day.';
const IN_FILE = 'Sample words of the file: the officer asks for a letter.';
const OF_OTHER = 'Sample words of the other: we telephone instead.';
const VTT = `WEBVTT

00:00:01.000 --> 00:00:04.000
<v Speaker A>${IN_FILE}</v>

00:00:05.000 --> 00:00:08.000
<v Speaker B>${OF_OTHER}</v>
`;

/** Somebody agrees on their own phone, which runs no scripts. */
async function agree(phone: Page, link: string): Promise<void> {
	await phone.goto(link);
	for (const item of CONSENT_ITEMS)
		await phone
			.locator(`input[name="item_${item}"][value="${YES.includes(item) ? 'yes' : 'no'}"]`)
			.check();
	await phone.getByRole('button', { name: m.consent_send() }).click();
	await expect(phone.getByRole('status')).toContainText(m.consent_said_consent());
}

async function addCode(page: Page, name: string): Promise<void> {
	await page.goto(`/studies/${app.world.studyId}/codebook`);
	// Of a codebook without codes the form is open.
	if (!(await page.getByLabel(m.coding_code_name(), { exact: true }).isVisible()))
		await page.locator('summary', { hasText: m.coding_code_add() }).first().click();
	await page.getByLabel(m.coding_code_name(), { exact: true }).fill(name);
	await page.getByRole('button', { name: m.coding_code_add(), exact: true }).click();
	await expect(page.getByRole('status')).toContainText(m.coding_done_added());
}

const unitWith = (page: Page, words: string) => page.locator('article', { hasText: words });

/** What the whole study's export holds: the project as it is written, and what was left out. */
async function takeOut(page: Page): Promise<{ project: string; notes: string }> {
	await page.goto(`/studies/${app.world.studyId}/exchange`);
	await page.getByRole('button', { name: m.qda_export_look() }).click();
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: m.qda_export_bundle() }).click()
	]);
	const files = unzipSync(await readFile(await download.path()));
	const inside = Object.entries(files).find(([name]) => name.endsWith('.qdpx'))!;
	const texts = Object.entries(unzipSync(inside[1]))
		.filter(([name]) => /\.(qde|txt)$/.test(name))
		.map(([, bytes]) => strFromU8(bytes));
	return { project: texts.join('\n'), notes: strFromU8(files['EXPORT-NOTES.txt']!) };
}

test('prepared, agreed to, noted by two, completed from a file, coded by two, reconciled, taken back, taken out', async ({
	open
}) => {
	test.setTimeout(600_000);
	const step = test.step;
	const rina = await openAs(open, app, 'rina', { acceptDownloads: true });
	const nadia = await openAs(open, app, 'nadia');
	const edi = await openAs(open, app, 'edi', { javaScriptEnabled: false });
	const round = `/rounds/${app.world.roundId}`;
	let home = '';
	const links: string[] = [];

	await step('a coordinator prepares: people, a guide, what a turn begins with', async () => {
		home = await createMeeting(rina, round, 'Sample meeting');
		expect(await addParticipant(rina, 'Cambodia', 'Sample union')).toBe('P01');
		expect(await addParticipant(rina, 'Indonesia', 'Sample shelter')).toBe('P02');
		await beginGuide(rina, home);
		expect(await blocksOf(rina).count()).toBeGreaterThan(0);
		await rina.goto(`${home}/settings`);
		await rina.locator('input[name=turnMark][value=quotable]').check();
		await rina.getByRole('button', { name: m.common_save(), exact: true }).click();
		await expect(rina.getByRole('status')).toContainText(m.groups_done_saved());
	});

	const phones: Page[] = [];
	await step('both agree on their phones, by a link', async () => {
		await rina.goto(`${home}/check`);
		await rina.getByRole('button', { name: m.consent_links_make() }).click();
		for (const who of ['P01', 'P02']) {
			const address = rina.getByLabel(m.consent_link_address({ who }));
			await expect(address).toHaveValue(/\/part\//);
			links.push(new URL(await address.inputValue()).pathname);
		}
		for (const link of links) {
			const phone = await open({
				baseURL: app.origin,
				javaScriptEnabled: false,
				viewport: { width: 360, height: 740 }
			});
			phones.push(phone);
			await agree(phone, link);
		}
	});

	await step('two take notes at once', async () => {
		for (const page of [rina, nadia]) {
			await page.goto(`${home}/room`);
			await page.locator('form[data-hydrated]').waitFor({ state: 'attached' });
		}
		const fieldOf = (page: Page) => page.getByRole('textbox', { name: m.room_body(), exact: true });
		await fieldOf(nadia).focus();
		await nadia.keyboard.type(`1: ${IN_ROOM}`);
		await nadia.keyboard.press('Enter');
		await fieldOf(rina).fill('Sample: the room is quiet.');
		await fieldOf(rina).press('Enter');
		await expect(rina.locator('ol.notes > li', { hasText: IN_ROOM })).toContainText('P01');
		await expect(
			nadia.locator('ol.notes > li', { hasText: 'Sample: the room is quiet.' })
		).toBeVisible();
	});

	await step('a file completes them', async () => {
		await nadia.goto(`${home}/transcripts`);
		await nadia.getByRole('link', { name: m.transcripts_import() }).first().click();
		await nadia
			.getByLabel(m.transcripts_file(), { exact: true })
			.setInputFiles({ name: 'day one.vtt', mimeType: 'text/vtt', buffer: Buffer.from(VTT) });
		await nadia.getByLabel(m.transcripts_name(), { exact: true }).fill('Day one');
		await nadia.getByRole('button', { name: m.transcripts_read() }).click();
		for (const [label, who] of [
			['Speaker A', 'P01'],
			['Speaker B', 'P02']
		] as const)
			await nadia
				.getByLabel(m.transcripts_who_of({ label }), { exact: true })
				.selectOption({ label: who });
		// The first press shows what the choice makes of it, the second stores that.
		await nadia.getByRole('button', { name: m.transcripts_store() }).click();
		await expect(nadia.getByRole('alert')).toContainText(m.transcripts_fault_changed());
		await nadia.getByRole('button', { name: m.transcripts_store() }).click();
		await expect(nadia.getByRole('status')).toContainText(m.transcripts_done_imported());
		await expect(nadia.locator('article')).toHaveCount(2);
	});

	let comparison = '';
	await step('two are to code it, each for themselves', async () => {
		await addCode(rina, 'cost');
		await addCode(rina, 'papers');
		await rina.goto(`/studies/${app.world.studyId}/codebook/versions`);
		await rina.getByRole('button', { name: m.coding_freeze(), exact: true }).click();
		await expect(rina.getByRole('status')).toContainText(m.coding_done_frozen());
		await rina.goto(`${round}/coding/compare`);
		await rina.getByRole('link', { name: m.agreement_new() }).click();
		await rina.getByLabel(m.agreement_name()).fill('Sample comparison');
		await rina.getByLabel(m.agreement_coder_a()).selectOption(app.world.accounts.nadia);
		await rina.getByLabel(m.agreement_coder_b()).selectOption(app.world.accounts.edi);
		await rina.locator(`input[value="${home.split('/').at(-1)}"]`).check();
		await rina.getByRole('button', { name: m.agreement_create() }).click();
		await expect(rina.getByRole('heading', { level: 1, name: 'Sample comparison' })).toBeVisible();
		comparison = rina.url().split('?')[0]!;
	});

	const meeting = `${round}/coding/meetings/${home.split('/').at(-1)}`;
	await step('one with the mouse, the other without scripts, blind', async () => {
		await nadia.goto(meeting);
		await nadia.locator('[data-hydrated]').waitFor({ state: 'attached' });
		const unit = unitWith(nadia, IN_ROOM);
		await dragOver(nadia, unit, 'half a day');
		await nadia.locator('[data-picker]').getByRole('option', { name: 'cost' }).click();
		await expect(unit.locator('a[data-coding]')).toContainText(['cost']);
		await dragOver(nadia, unitWith(nadia, IN_FILE), 'a letter');
		await nadia.locator('[data-picker]').getByRole('option', { name: 'papers' }).click();
		await expect(unitWith(nadia, IN_FILE).locator('a[data-coding]')).toContainText(['papers']);

		await edi.goto(meeting);
		await expect(unitWith(edi, IN_ROOM).locator('a[data-coding]')).toHaveCount(0);
		await unitWith(edi, IN_ROOM).locator('a[data-open^="code:"]').click();
		const opened = unitWith(edi, IN_ROOM);
		const cost = await opened.locator('option', { hasText: 'cost' }).first().getAttribute('value');
		await opened.getByLabel(m.coding_code(), { exact: true }).selectOption(cost);
		await opened.getByLabel(m.coding_panel_words()).fill('costs half a day');
		await opened.getByRole('button', { name: m.coding_panel_send() }).click();
		await expect(edi.getByRole('status')).toContainText(m.coding_done_coded());
		for (const page of [nadia, edi]) {
			await page.goto(comparison);
			await page.getByRole('button', { name: m.agreement_finish() }).click();
			await expect(page.getByRole('status')).toBeVisible();
		}
		await expect(edi.getByRole('row', { name: /cost/ })).toContainText('1.00');
	});

	await step('what they differ in is decided and put in its place', async () => {
		await edi.getByRole('link', { name: m.agreement_queue_go() }).click();
		await expect(edi.locator('article')).toHaveCount(1);
		await expect(edi.locator('article')).toContainText(IN_FILE);
		await edi.getByRole('button', { name: m.agreement_keep() }).click();
		await expect(edi.getByRole('status')).toContainText(m.agreement_done_decide());
		await rina.goto(comparison);
		await rina.getByRole('button', { name: m.agreement_settle() }).click();
		await expect(rina.getByRole('status')).toContainText(m.agreement_done_settle());
		await rina.goto(meeting);
		await expect(unitWith(rina, IN_FILE).locator('a[data-coding]')).toContainText(['papers']);
	});

	await step('the file that leaves holds all of it', async () => {
		const { project } = await takeOut(rina);
		for (const words of [IN_ROOM, IN_FILE, OF_OTHER, 'name="cost"', 'name="papers"'])
			expect(project).toContain(words);
	});

	await step('one takes everything back, and the next file holds the other alone', async () => {
		const [phone] = phones;
		await phone!.goto(links[0]!);
		await phone!.getByText(m.consent_own_take_back_label()).click();
		await phone!.locator('input[name=scope][value=all]').check();
		await phone!.getByRole('button', { name: m.consent_own_take_back_button() }).click();
		await expect(phone!.getByRole('status')).toContainText(m.consent_said_withdraw());
		const { project, notes } = await takeOut(rina);
		expect(project).toContain(OF_OTHER);
		for (const words of [IN_ROOM, IN_FILE, 'P01']) expect(project).not.toContain(words);
		expect(notes).not.toContain('half a day');
		await nadia.goto(meeting);
		await expect(unitWith(nadia, OF_OTHER)).toBeVisible();
		await expect(unitWith(nadia, IN_FILE)).toHaveCount(0);
	});
});
