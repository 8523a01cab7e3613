import { readFile } from 'node:fs/promises';
import { type Page, test as base } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { m } from '#lib/paraglide/messages.js';
import { nvivoFile, TAGUETTE } from '../support/qdaFiles.ts';
import { signIn } from './support/signIn.ts';
import { expectSound } from './support/sound.ts';
import { createRound, createStudy } from './support/studySteps.ts';
import { expect, test } from './support/test.ts';

const step = base.step;

/** Sends a file on the page of exchange and waits for what it would add. */
async function send(page: Page, name: string, bytes: Uint8Array | string): Promise<void> {
	const buffer = Buffer.from(bytes as string);
	await page
		.getByLabel(m.qda_import_file(), { exact: true })
		.setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
	await page.getByRole('button', { name: m.qda_import_look() }).click();
}

/** A fact of the preview: the figure above its label. */
const figure = (page: Page, label: string) =>
	page.locator('dl div', { has: page.getByText(label, { exact: true }) }).locator('dd');

for (const hasScript of [true, false])
	test(`a project of another program is looked at, taken over and taken out again ${hasScript ? 'with' : 'without'} a script, on a phone`, async ({
		open
	}) => {
		test.setTimeout(300_000);
		const page = await open({
			javaScriptEnabled: hasScript,
			viewport: { width: 360, height: 740 },
			acceptDownloads: true
		});
		const check = (what: string) =>
			hasScript ? expectSound(page, { where: what, onlyGrave: true }) : undefined;
		let here = '';
		await step('a study with a round', async () => {
			await signIn(page, 'coordinator');
			await createStudy(page, `Exchange ${hasScript ? 'one' : 'two'}`);
			here = `${new URL(page.url()).pathname}/exchange`;
			await createRound(page, '2026', ['Cambodia']);
			await page.goto(here);
			await check('exchange');
		});

		await step('what is no such file is refused with a reason', async () => {
			await send(page, 'holiday.qdpx', 'not a project');
			await expect(page.getByRole('alert')).toContainText(m.qda_refusal_type());
		});

		await step('a file shows what it would add, and nothing is added by looking', async () => {
			await send(page, 'talk.qdpx', nvivoFile());
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.qda_preview_title());
			await expect(figure(page, m.qda_taken_turns())).toHaveText('4');
			await expect(figure(page, m.qda_taken_codings())).toHaveText('6');
			await expect(page.getByRole('row', { name: /^P02/ })).toContainText('P02');
			await check('preview');
			await page.goto(here);
			await page.getByRole('link', { name: m.qda_import_open() }).click();
			await page.getByLabel(m.qda_into_name(), { exact: true }).fill('Pier meeting');
			await page.getByLabel(m.qda_text_title({ number: 1 })).fill('First talk');
		});

		await step('taken over, it is told; the same file again has nothing new', async () => {
			await page.getByRole('button', { name: m.qda_take(), exact: true }).click();
			await expect(page.getByRole('status')).toContainText(m.qda_done_title());
			await expect(page.getByRole('status')).toContainText(`${m.qda_taken_turns()}: 4`);
			const left = page.getByRole('link', { name: m.qda_done_left() });
			const answer = await page.context().request.get((await left.getAttribute('href')) ?? '');
			expect(await answer.text()).toContain(m.qda_skipped_coders());
			await check('taken over');
			await send(page, 'talk.qdpx', nvivoFile());
			await expect(page.getByText(m.qda_preview_nothing())).toBeVisible();
			await expect(page.getByRole('button', { name: m.qda_take(), exact: true })).toHaveCount(0);
			await page.getByText(m.qda_discard(), { exact: true }).click();
			await page.getByRole('button', { name: m.qda_discard_confirm() }).click();
			await expect(page.getByRole('status')).toContainText(m.qda_discarded());
		});

		await step(
			'words of people who agreed to nothing stay behind, and it is said how many',
			async () => {
				await page.getByLabel(m.qda_export_what()).selectOption({ label: 'Pier meeting' });
				await page.getByRole('button', { name: m.qda_export_look() }).click();
				await expect(page.getByText(m.qda_export_empty())).toBeVisible();
				await expect(page.getByRole('row', { name: m.qda_unexported_consent() })).toContainText(
					'3'
				);
				await check('what leaves');
				const download = page.waitForEvent('download');
				await page.getByRole('link', { name: m.qda_export_bundle() }).click();
				const bytes = await readFile(await (await download).path());
				const files = unzipSync(bytes);
				const names = Object.keys(files);
				expect(names.map((name) => name.replace(/.*\./, '')).sort()).toEqual([
					'qdc',
					'qdpx',
					'txt'
				]);
				expect(strFromU8(files['EXPORT-NOTES.txt']!)).toContain(m.qda_unexported_consent());
				const project = unzipSync(files[names.find((name) => name.endsWith('.qdpx'))!]!);
				expect(Object.keys(project)).toEqual(['project.qde']);
				expect(strFromU8(project['project.qde']!)).not.toContain('passport');
				expect(strFromU8(project['project.qde']!)).toContain('name="Access"');
			}
		);

		await step('a codebook adds its codes', async () => {
			await page.goto(here);
			await send(page, 'codes.qdc', TAGUETTE);
			await expect(figure(page, m.qda_taken_codes())).toHaveText('2');
			await page.getByRole('button', { name: m.qda_take(), exact: true }).click();
			await expect(page.getByRole('status')).toContainText(`${m.qda_taken_codes()}: 2`);
		});
	});

test('an editor takes out and does not bring in; a note-taker and a reader do neither', async ({
	open
}) => {
	const page = await open();
	await signIn(page, 'coordinator');
	await page.goto('/home?list');
	const study = await page
		.locator('main a[href^="/studies/"]', { hasText: 'Migrant workers' })
		.first()
		.getAttribute('href');
	const statuses: Record<string, number[]> = {};
	for (const who of ['editor', 'notetaker', 'reader']) {
		const own = await open();
		await signIn(own, who);
		const seen = [];
		for (const path of ['', '/export', '/file?format=txt'])
			seen.push((await own.context().request.get(`${study}/exchange${path}`)).status());
		statuses[who] = seen;
		if (who === 'reader') continue;
		await own.goto(`${study}/exchange`);
		await expect(own.getByRole('button', { name: m.qda_export_look() })).toHaveCount(
			who === 'editor' ? 1 : 0
		);
		await expect(own.getByRole('button', { name: m.qda_import_look() })).toHaveCount(0);
	}
	expect(statuses).toEqual({
		editor: [200, 200, 200],
		notetaker: [200, 404, 404],
		reader: [404, 404, 404]
	});
});
