import { existsSync } from 'node:fs';
import { test as base } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import {
	type Answerer,
	check,
	choose,
	openArea,
	questionOf,
	save,
	submit,
	write
} from './support/answerSteps.ts';
import { makeDataset } from './support/datasetSteps.ts';
import { publishWorkbook } from './support/questionnaireSteps.ts';
import { accept, openFromQueue, reviewedOf } from './support/reviewSteps.ts';
import { signIn } from './support/signIn.ts';
import { createRound, createStudy, inviteFocalPoint, join } from './support/studySteps.ts';
import { type OpenPage, expect, test } from './support/test.ts';

const step = base.step;
const COUNTRY = 'Viet Nam';
/** Children measured: a repeat with as many entries as a figure says, and limits on each. */
const WORKBOOK =
	'../shared/corpus/xlsform/validmeasures+liberiaS3Mforms__round1__xlsform__liberiaStdForm.xlsx';
const TITLE = 'Liberia Anthropometric Standardisation';

const children = [
	{ weight: '11.125', muac: '143', height: '82.5' },
	{ weight: '9.75', muac: '131', height: '74.1' }
];

/** Answers everything the workbook asks, a figure it refuses first. */
async function answerAll(answerer: Answerer): Promise<void> {
	const { page } = answerer;
	await openArea(answerer, 'adminData');
	await write(page, 'id', '7');
	await write(page, 'repeatNum', String(children.length));
	await save(answerer);
	await check(answerer);
	await submit(answerer);

	await openArea(answerer, 'repeat1');
	await expect(questionOf(page, 'weight[3]')).toHaveCount(0);
	for (const [at, child] of children.entries()) {
		const entry = `[${at + 1}]`;
		await write(page, `weight${entry}`, child.weight);
		await write(page, `muac${entry}`, at === 0 ? '20' : child.muac);
		await choose(page, `oedema${entry}`, 'No');
		await write(page, `heightInit${entry}`, child.height);
		await choose(page, `lenHeight${entry}`, 'Length');
	}
	await save(answerer);
	// The questionnaire's own words about what it refuses.
	await expect(questionOf(page, 'muac[1]')).toContainText('MUAC must be between 50 and 250');
	await write(page, 'muac[1]', children[0]!.muac);
	await save(answerer);
	await openArea(answerer, 'repeat1');
	await expect(questionOf(page, 'muac[1]')).not.toContainText('MUAC must be between');
	await check(answerer);
	await submit(answerer);
}

async function useImported(open: OpenPage, hasScript: boolean): Promise<void> {
	const options = { javaScriptEnabled: hasScript };
	const coordinator = await open(options);
	const answerer: Answerer = { page: await open(options), home: '', hasScript };
	let round = '';

	await step('a coordinator uploads a workbook, tries it out and publishes it', async () => {
		await signIn(coordinator, 'coordinator');
		await createStudy(coordinator, `Sample measuring ${hasScript ? 'with' : 'without'} scripts`);
		await publishWorkbook(coordinator, WORKBOOK, TITLE);
	});
	await step('a round asks it', async () => {
		round = await createRound(coordinator, 'Round 1', [COUNTRY], TITLE);
		const email = `measuring.${hasScript ? 'with' : 'without'}@demo.example`;
		const link = await inviteFocalPoint(coordinator, COUNTRY, email);
		await join(answerer.page, link, {
			name: 'Lan Sample',
			password: 'sample heron at the shore',
			language: 'en'
		});
		answerer.home = new URL(answerer.page.url()).pathname;
	});
	await step('a delegation answers', () => answerAll(answerer));
	await step('the coordinator reviews both parts', async () => {
		for (let left = 2; left > 0; left--) {
			await openFromQueue(coordinator, round, COUNTRY);
			if (await reviewedOf(coordinator, 'weight[2]').count())
				await expect(reviewedOf(coordinator, 'weight[2]')).toContainText(children[1]!.weight);
			await accept(coordinator);
		}
	});
	await step('what was accepted leaves, for whom it may', async () => {
		const make = (kind: 'public' | 'working') =>
			makeDataset(coordinator, round, kind, 'csv_long', m.questionnaires_language_default());
		const forAll = String(await make('public'));
		const working = String(await make('working'));
		for (const { weight, height } of children) {
			expect(working).toContain(weight);
			expect(working).toContain(height);
			// A stranger's questions are for the study's team until somebody says otherwise.
			expect(forAll).not.toContain(weight);
		}
	});
}

for (const hasScript of [true, false])
	test(`a workbook from elsewhere is asked and answered, ${hasScript ? 'with' : 'without'} scripts`, async ({
		open
	}) => {
		test.skip(!existsSync(WORKBOOK), 'The folder of real workbooks is not here.');
		test.setTimeout(300_000);
		await useImported(open, hasScript);
	});

test('a file that is no workbook is refused with the reason', async ({ open }) => {
	const page = await open();
	await signIn(page, 'coordinator');
	await createStudy(page, 'Sample refusals');
	await page.getByRole('link', { name: m.questionnaires_title() }).first().click();
	await page.getByRole('link', { name: m.questionnaires_new() }).first().click();
	const file = {
		name: 'form.xlsx',
		mimeType: 'application/zip',
		buffer: Buffer.from('PK\x03\x04 no')
	};
	await page.locator('input[name=workbook]').setInputFiles(file);
	const [answer] = await Promise.all([
		page.waitForResponse((response) => response.request().method() === 'POST'),
		page.getByRole('button', { name: m.questionnaires_upload_button() }).click()
	]);
	expect(answer.status()).toBe(422);
	await expect(page.getByRole('alert')).toContainText(m.problem_workbook_broken());
});
