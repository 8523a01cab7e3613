import { type TestInfo, test as base } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import {
	type Answerer,
	addEvidence,
	answerWithCode,
	check,
	choose,
	expose,
	fillCell,
	openArea,
	questionOf,
	rank,
	save,
	submit,
	waitForScript,
	write,
	writeNumber
} from './answerSteps.ts';
import { findOffice, makeDataset, readWorkbook } from './datasetSteps.ts';
import {
	accept,
	ask,
	closeQuery,
	expectAcceptanceBlocked,
	openFromQueue,
	reviewedOf,
	sendBack
} from './reviewSteps.ts';
import { signIn } from './signIn.ts';
import { createRound, createStudy, inviteColleague, inviteFocalPoint, join } from './studySteps.ts';
import { type OpenPage, expect } from './test.ts';

const step = base.step;
const AREA = 'undocumented';
const COUNTRY = 'Viet Nam';

interface Words {
	/** Answered in public; says more after the area came back. */
	open: string;
	openMore: string;
	/** For coordinators only. */
	guarded: string;
	citation: string;
	query: string;
	reply: string;
	reason: string;
}

/** Sentences nobody else has written, so that finding one means something. */
function wordsOf(hasScript: boolean): Words {
	const mark = hasScript ? 'heron' : 'kingfisher';
	return {
		open: `Sample answer: the ${mark} shelter took in people found at sea.`,
		openMore: `Sample answer: the ${mark} shelter took in people found at sea, forty of them in 2025.`,
		guarded: `Sample answer: the ${mark} pattern is told to coordinators alone.`,
		citation: `Sample Yearbook of the ${mark} coast, table 4`,
		query: `Which year is the ${mark} figure about?`,
		reply: `It is about 2025; the ${mark} yearbook says so.`,
		reason: `Please add the year to the ${mark} answer.`
	};
}

/**
 * The whole main job: a study is set up, a country answers, the answers are reviewed, sent
 * back, mended and accepted, and leave as datasets. With scripts and without, the same steps.
 */
export async function doMainJob(open: OpenPage, info: TestInfo, hasScript: boolean) {
	const words = wordsOf(hasScript);
	const options = { javaScriptEnabled: hasScript };
	const coordinator = await open(options);
	const answerer: Answerer = { page: await open(options), home: '', hasScript };
	let round = '';

	await step('a coordinator sets up a study and invites', async () => {
		await signIn(coordinator, 'coordinator');
		await createStudy(coordinator, `Sample study ${hasScript ? 'with' : 'without'} scripts`);
		round = await createRound(coordinator, 'Round 1', [COUNTRY, 'Singapore']);
		const email = `focal.${hasScript ? 'with' : 'without'}@demo.example`;
		const link = await inviteFocalPoint(coordinator, COUNTRY, email);
		await join(answerer.page, link, {
			name: 'Lan Sample',
			password: 'sample heron at the shore',
			language: 'en'
		});
		answerer.home = new URL(answerer.page.url()).pathname;
		expect(answerer.home).toMatch(/^\/respond\/[0-9a-f-]{36}$/);
	});
	await step('the background is answered', () => answerBackground(answerer));
	await step('an area is answered and handed in', () => answerArea(answerer, words));
	await step('the coordinator reads, asks and returns it', async () => {
		await openFromQueue(coordinator, round, COUNTRY);
		for (const text of [words.open, words.guarded, words.citation])
			await expect(coordinator.locator('main')).toContainText(text);
		await ask(coordinator, 'q2_12b_trafficking_words', '2.12b', words.query);
		await expectAcceptanceBlocked(coordinator);
		await sendBack(coordinator, words.reason);
	});
	await step('the delegation replies, mends and hands in again', () => mend(answerer, words));
	await step('the coordinator sees the change and accepts', async () => {
		await openFromQueue(coordinator, round, COUNTRY);
		const changed = reviewedOf(coordinator, 'q2_12b_trafficking_words');
		await expect(changed).toContainText(m.review_change_changed());
		await expect(changed.locator('ins')).toContainText('forty of them in 2025');
		await expect(changed).toContainText(words.reply);
		await expectAcceptanceBlocked(coordinator);
		await closeQuery(coordinator, 'q2_12b_trafficking_words');
		await accept(coordinator);
	});
	await step('what was accepted leaves as datasets, as far as its exposure goes', async () => {
		const open = String(await makeDataset(coordinator, round, 'public', 'csv_long'));
		expect(open).toContain(words.openMore);
		expect(open).not.toContain(words.guarded);
		const working = String(await makeDataset(coordinator, round, 'working', 'csv_long'));
		expect(working).toContain(words.openMore);
		expect(working).toContain(words.guarded);
		const workbook = await makeDataset(coordinator, round, 'public', 'xlsx');
		const office = await findOffice();
		if (!office) {
			info.annotations.push({ type: 'skip', description: 'No soffice: workbook not opened' });
			return;
		}
		const sheets = await readWorkbook(office, workbook);
		expect(sheets).toContain(words.openMore);
		expect(sheets).not.toContain(words.guarded);
	});
}

/** One choice, several, a scale, a table, a long text and two codes. */
async function answerBackground(answerer: Answerer): Promise<void> {
	const { page } = answerer;
	await openArea(answerer, 'background');
	await choose(page, 'q0_1_side', 'Origin: workers leave this country');
	await fillCell(page, 'q0_2_stock', 'Workers abroad, all, Number, people', '1200');
	await fillCell(page, 'q0_2_stock', 'Workers abroad, all, Year', '2024');
	await expect(questionOf(page, 'q0_3b_other_corridors')).toHaveCount(0);
	await choose(page, 'q0_3_corridors', 'Malaysia', 'Another country or territory');
	if (!answerer.hasScript) await save(answerer);
	// Relevant only now: at once where scripts run, after saving where they do not.
	await write(page, 'q0_3b_other_corridors', 'Sample territory');
	await write(page, 'q0_5_changes', 'Sample answer: two laws, and fewer permits.');
	await answerWithCode(page, 'q0_6b_registered', m.questionnaire_code_dont_know());
	await answerWithCode(
		page,
		'q0_7_attribution',
		m.questionnaire_code_not_applicable(),
		'Sample reason: the network decides later.'
	);
	await choose(page, 'q0_8_safety', 'Mixed');
	await save(answerer);
	await openArea(answerer, 'background');
	await expect(questionOf(page, 'q0_5_changes').locator('textarea')).toHaveValue(/two laws/);
	const table = questionOf(page, 'q0_2_stock');
	await expect(table.getByLabel('Workers abroad, all, Year', { exact: true })).toHaveValue('2024');
}

/** A figure with unit and year, a ranking, an answer for coordinators only, a source; handed in. */
async function answerArea(answerer: Answerer, words: Words): Promise<void> {
	const { page, home } = answerer;
	await openArea(answerer, AREA);
	const text = 'q2_12b_trafficking_words';
	await write(page, text, words.open);
	await expose(page, text, m.questionnaire_exposure_public());
	await write(page, 'q2_13_pattern', words.guarded);
	await writeNumber(page, 'q2_12_trafficking', { figure: 40, unit: 'persons', year: 2025 });
	await save(answerer);
	const file = 'Sample figures: 40 people, 2025.';
	await addEvidence(answerer, text, { citation: words.citation, file });

	await check(answerer);
	await expect(page.getByRole('button', { name: m.respond_submit() })).toBeDisabled();
	await page
		.getByRole('alert')
		.getByRole('link', { name: /^2\.2 / })
		.click();
	await expect(page).toHaveURL(`${home}/${AREA}#q2_2_ways`);
	if (answerer.hasScript) await waitForScript(page);
	await choose(page, 'q2_2_ways', 'Fraud by an agency', 'Renewal too costly or slow');
	if (!answerer.hasScript) await save(answerer);
	await rank(page, 'q2_2b_ways_rank', 'Renewal too costly or slow', 'Fraud by an agency');
	await save(answerer);
	await inviteColleague(page, home, `colleague.${words.citation.length}@demo.example`);
	await openArea(answerer, AREA);
	await check(answerer);
	await expect(page.locator('main')).toContainText(words.open);
	await submit(answerer);
}

/** Reads why the area came back and what is asked, beside the answer; mends it. */
async function mend(answerer: Answerer, words: Words): Promise<void> {
	const { page, home } = answerer;
	const text = 'q2_12b_trafficking_words';
	await page.goto(home);
	await expect(page.getByText(m.respond_front_asked({ count: 1 }))).toBeVisible();
	await page.getByRole('link', { name: /^Question 2\.12b/ }).click();
	if (answerer.hasScript) await waitForScript(page);
	await expect(page.locator('.head')).toContainText(words.reason);
	const question = questionOf(page, text);
	await expect(question).toContainText(words.query);
	await question.getByLabel(m.respond_reply_label()).fill(words.reply);
	await question.getByRole('button', { name: m.respond_reply_send() }).click();
	await expect(page.locator('.notice.ok')).toContainText(m.respond_done_replied());
	if (answerer.hasScript) await waitForScript(page);
	await expect(question).toContainText(words.reply);
	await write(page, text, words.openMore);
	await save(answerer);
	await check(answerer);
	await submit(answerer);
}
