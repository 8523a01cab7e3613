import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { openArea, questionOf, save, write } from './support/answerSteps.ts';
import { homeOfDelegation, signIn } from './support/signIn.ts';
import { expectSound } from './support/sound.ts';
import { expect, type OpenPage, test } from './support/test.ts';

// Nobody of Cambodia has begun this area.
const AREA = 'repatriation';
const TEXT = 'q5_8_deaths';
const OTHER = 'q5_9_crisis';
const BASE = 'Sample answer: three visits were made, and nobody was told of them beforehand.';

const folder = mkdtempSync(join(tmpdir(), 'mufakat-paper-'));

/** Downloads what a link gives; gives where it lies. */
async function take(page: Page, press: () => Promise<void>, name: string): Promise<string> {
	const [download] = await Promise.all([page.waitForEvent('download'), press()]);
	const file = join(folder, name);
	await download.saveAs(file);
	return file;
}

async function takeAlong(page: Page, home: string, area: string, name: string): Promise<string> {
	await page.goto(`${home}/${area}/paper`);
	const link = page.getByRole('link', { name: m.paper_get_html() });
	return take(page, () => link.click(), name);
}

/** Opens a file with no network at all, fills it in, and saves the copy. */
async function fillElsewhere(
	open: OpenPage,
	file: string,
	name: string,
	fill: (page: Page) => Promise<void>
): Promise<string> {
	const page = await open({ offline: true, viewport: { width: 360, height: 740 } });
	await page.goto(pathToFileURL(file).href);
	await fill(page);
	await expect(page.locator('#state')).toContainText(m.paper_changed());
	const saved = await take(
		page,
		() => page.getByRole('button', { name: m.paper_save() }).click(),
		name
	);
	await expect(page.locator('#state')).toContainText(m.paper_unchanged());
	await page.close();
	return saved;
}

const fieldOf = (page: Page, name: string) => page.locator(`[name="q.${name}.value"]`);

async function bring(page: Page, home: string, file: string): Promise<void> {
	await page.goto(`${home}/${AREA}/paper`);
	await page.getByLabel(m.paper_file()).setInputFiles(file);
	await page.getByRole('button', { name: m.paper_look() }).click();
}

/** The part of the preview about one question. */
const rowOf = (page: Page, name: string) =>
	page.locator('main li').filter({ has: page.locator(`a[href$="#${name}"]`) });

for (const hasScript of [true, false])
	test(`taken along, filled in without a line, brought back${hasScript ? '' : ' without JavaScript'}`, async ({
		open
	}) => {
		test.setTimeout(300_000);
		const round = hasScript ? 'first' : 'second';
		const page = await open({ javaScriptEnabled: hasScript });
		await signIn(page, 'kh');
		const home = await homeOfDelegation(page);
		const colleague = await open();
		await signIn(colleague, 'kh2');
		const other = { page: colleague, home, hasScript: true };
		await openArea(other, AREA);
		await write(colleague, TEXT, `${BASE} (${round})`);
		await save(other);

		const file = await takeAlong(page, home, AREA, `${round}.html`);
		const filled = await fillElsewhere(open, file, `${round}-filled.html`, async (paper) => {
			await expect(fieldOf(paper, TEXT)).toHaveValue(`${BASE} (${round})`);
			await fieldOf(paper, TEXT).fill(`${BASE.replace('three', 'seven')} (${round})`);
			await fieldOf(paper, OTHER).fill(`Written on a boat, ${round}.`);
		});
		// The copy is a file like the first, and can be gone on with.
		const more = await fillElsewhere(open, filled, `${round}-more.html`, async (paper) => {
			await expect(fieldOf(paper, OTHER)).toHaveValue(`Written on a boat, ${round}.`);
			await fieldOf(paper, OTHER).fill(`Written on a boat, ${round}, at night.`);
		});

		// Meanwhile a colleague goes on: elsewhere in the one text, and in the other question.
		await openArea(other, AREA);
		await write(colleague, TEXT, `${BASE} (${round}) Two were abroad.`);
		await write(colleague, OTHER, `Written in the office, ${round}.`);
		await save(other);

		await bring(page, home, more);
		await expect(rowOf(page, TEXT)).toContainText(m.paper_kind_merged());
		await expect(rowOf(page, TEXT).locator('ins')).toHaveText('seven');
		await expect(rowOf(page, OTHER)).toContainText(m.paper_kind_conflict());
		await page.getByRole('button', { name: m.paper_take(), exact: true }).click();
		await expect(page.locator('.notice').first()).toContainText(m.paper_done_title());
		await expect(page.locator('.notice').first()).toContainText(m.paper_done_conflict());
		const address = page.url();

		await openArea({ page, home, hasScript }, AREA);
		await expect(questionOf(page, TEXT).getByRole('textbox').first()).toHaveValue(
			`${BASE.replace('three', 'seven')} (${round}) Two were abroad.`
		);
		const conflict = questionOf(page, OTHER).getByRole('group', {
			name: m.respond_conflict_title()
		});
		await expect(conflict).toContainText('boat');
		await expect(conflict).toContainText('office');
		await conflict.getByRole('button', { name: m.respond_conflict_keep_other() }).click();
		await expect(conflict).toHaveCount(0);
		// The preview of what is taken over leads to what became of it.
		const id = new URL(address).searchParams.get('taken');
		await page.goto(`${home}/${AREA}/paper/${id}`);
		expect(page.url()).toBe(address);
	});

test('the file and the preview are accessible, in every area', async ({ open }) => {
	test.setTimeout(300_000);
	const page = await open({ viewport: { width: 360, height: 740 } });
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	for (const colorScheme of ['light', 'dark'] as const)
		for (const area of ['standards', 'decent_work', AREA]) {
			const file = await takeAlong(page, home, area, `${area}.html`);
			const paper = await open({
				offline: true,
				viewport: { width: 360, height: 740 },
				colorScheme
			});
			await paper.goto(pathToFileURL(file).href);
			await expect(paper.locator('#state')).toContainText(m.paper_unchanged());
			await expectSound(paper, { onlyGrave: true, isFile: true });
			await paper.close();
		}
	const filled = await fillElsewhere(open, join(folder, `${AREA}.html`), 'axe.html', (paper) =>
		fieldOf(paper, OTHER).fill('Looked at.')
	);
	await bring(page, home, filled);
	await expect(rowOf(page, OTHER)).toBeVisible();
	await expectSound(page, { onlyGrave: true, isFile: true });
	await page.getByText(m.paper_discard()).click();
	await page.getByRole('button', { name: m.paper_discard_confirm() }).click();
	await expect(page.locator('.notice.ok')).toContainText(m.paper_discarded());
});

test('a file that was changed on the way, or is for somebody else, is refused', async ({
	open
}) => {
	const page = await open({ javaScriptEnabled: false });
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	const file = await takeAlong(page, home, AREA, 'own.html');
	const html = readFileSync(file, 'utf8');
	const altered = join(folder, 'altered.html');
	const word = /<legend[^>]*>(?:<span[^>]*>[^<]*<\/span>)? ?([^<]{10,})/.exec(html)![1]!;
	writeFileSync(altered, html.replace(word, 'Is everything fine?'));
	await bring(page, home, altered);
	await expect(page.getByRole('alert')).toContainText(/^.*5\.1 in this file does not read/);

	writeFileSync(altered, html.replace(/"madeBy":"[^"]*"/, '"madeBy":"Somebody else"'));
	await bring(page, home, altered);
	await expect(page.getByRole('alert')).toContainText(m.problem_paper_altered());

	writeFileSync(altered, 'Good morning');
	await bring(page, home, altered);
	await expect(page.getByRole('alert')).toContainText(m.problem_paper_unreadable());

	const neighbour = await open();
	await signIn(neighbour, 'id');
	const foreign = await takeAlong(neighbour, await homeOfDelegation(neighbour), AREA, 'id.html');
	await bring(page, home, foreign);
	await expect(page.getByRole('alert')).toContainText(m.problem_paper_foreign());
});

test('for printing it is a DOCX that an office opens', async ({ open }) => {
	test.setTimeout(300_000);
	const page = await open({ javaScriptEnabled: false });
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	await page.goto(`${home}/${AREA}/paper`);
	const link = page.getByRole('link', { name: m.paper_get_docx() });
	const file = await take(page, () => link.click(), 'area.docx');
	const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
	const convert = (to: string) =>
		execFileSync('soffice', [profile, '--headless', '--convert-to', to, '--outdir', folder, file], {
			timeout: 150_000
		});
	convert('txt:Text (encoded):UTF8');
	const text = readFileSync(join(folder, 'area.txt'), 'utf8');
	expect(text).toContain(m.paper_docx_note());
	expect(text).toContain('☐');
	expect(text).toContain(m.questionnaire_code_not_safe());
});
