import type { Locator, Page } from '@playwright/test';
import { acceptAnswers, beginReport, PUBLIC_WORDS } from '../support/reportWorld.ts';
import { type Answerer, check, openArea, save, submit, write } from './support/answerSteps.ts';
import { openAs } from './support/codingSteps.ts';
import { type OwnApp, openOwnApp } from './support/ownApp.ts';
import { accept } from './support/reviewSteps.ts';
import { expect, test } from './support/test.ts';
import { m } from '#lib/paraglide/messages.js';

/** A study from its first sentence to its second edition, with an answer that changes in between. */
let app: OwnApp;
let chapter: string;

test.beforeAll(async () => {
	app = await openOwnApp(async (world) => {
		await acceptAnswers(world);
		chapter = (await beginReport(world))['area/return']!;
	});
});
test.afterAll(() => app.close());

const NEW_WORDS = 'By a hotline that answers day and night.';
const FIRST = 'Help is there by day only.';
const SECOND = 'Help is there at all hours.';

const blockWith = (page: Page, words: string): Locator =>
	page.locator('section.block', { hasText: words });

/** Changes the words of a block that stands and sends them. */
async function rewrite(page: Page, block: Locator, body: string): Promise<void> {
	const area = block.locator('textarea[name=body]');
	if (!(await area.isVisible())) await block.getByText(m.report_write(), { exact: true }).click();
	await area.fill(body);
	await block.getByRole('button', { name: m.report_save(), exact: true }).click();
	await page.waitForURL(/[?&]done=/);
}

/** Adds a text at the end of the chapter. */
async function add(page: Page, body: string): Promise<void> {
	await page.getByText(m.report_insert_text(), { exact: true }).click();
	const form = page.locator('form[action*="/add"]', { has: page.locator('[value=text]') });
	await form.locator('[name=body]').fill(body);
	await form.getByRole('button', { name: m.report_insert_save(), exact: true }).click();
	await expect(page.getByRole('status')).toContainText(m.report_done_added());
}

/** Says of every sentence that has no source why it may be published. */
async function waiveAll(page: Page, report: string): Promise<void> {
	await page.goto(`${report}/check`);
	const open = page.locator('main li:has(form[action="?/waive"])');
	for (let left = await open.count(); left > 0; left--) {
		await open.first().locator('summary').click();
		await open.first().locator('[name=reason]').fill('Sample reason: it says how this was made.');
		await open.first().getByRole('button', { name: m.report_waive_save(), exact: true }).click();
		await expect(page.getByRole('status')).toContainText(m.report_done_waived());
		await expect(open).toHaveCount(left - 1);
	}
	await expect(page.getByText(m.report_ready())).toBeVisible();
}

/** Edi proposes what is written, Rina releases it; gives the path of its page for those who work on it. */
async function publish(edi: Page, rina: Page, report: string): Promise<string> {
	await edi.goto(`${report}/editions`);
	await edi.getByRole('button', { name: m.editions_propose_button() }).click();
	await expect(edi.getByRole('status')).toContainText(m.editions_done_proposed());
	const edition = new URL(edi.url()).pathname;
	await rina.goto(edition);
	await rina.getByRole('button', { name: m.editions_release() }).click();
	await expect(rina.getByRole('status')).toContainText(m.editions_done_released());
	return edition;
}

test('two write, cite, draw, publish; an answer changes; the next edition says what did', async ({
	open
}) => {
	test.setTimeout(600_000);
	const edi = await openAs(open, app, 'edi');
	const rina = await openAs(open, app, 'rina', { javaScriptEnabled: false });
	const report = `/rounds/${app.world.roundId}/report`;
	const page = `${report}/${chapter}`;

	await test.step('two editors write in one text', async () => {
		await edi.goto(page);
		await add(edi, `${FIRST} It is free.`);
		await edi.goto(page);
		await rina.goto(page);
		const text = (who: Page) => blockWith(who, FIRST);
		await text(rina).getByText(m.report_write(), { exact: true }).click();
		await rewrite(edi, text(edi), `${FIRST} It is mostly free.`);
		await rewrite(rina, text(rina), `${FIRST} It is free. Few know of it.`);
		await expect(rina.getByRole('status')).toContainText(m.report_done_merged());
		await expect(text(rina)).toContainText('It is mostly free. Few know of it.');
	});

	const label = await test.step('an accepted answer is cited, in every sentence', async () => {
		await edi.goto(page);
		const block = (await blockWith(edi, FIRST).getAttribute('id'))!.replace('block-', '');
		const said = edi.locator('#material details', { hasText: PUBLIC_WORDS });
		await said.locator('summary').first().click();
		await edi.locator('#material [name=block]').selectOption(block);
		await said.locator('button[value^="answer:"][value*=":how"]').first().click();
		const cited = (await blockWith(edi, FIRST).locator('a.cite').first().textContent())!;
		const [, name] = /\[(.+)\]/.exec(cited)!;
		await rewrite(
			edi,
			blockWith(edi, FIRST),
			['Help is there by day only', 'It is mostly free', 'Few know of it']
				.map((sentence) => `${sentence} [@${name}].`)
				.join(' ')
		);
		return name!;
	});

	await test.step('a picture of the answers stands in it', async () => {
		await edi.getByText(m.report_insert_live(), { exact: true }).click();
		await edi.locator('select[name=type]').selectOption('question');
		await edi.locator('select[name=question]').selectOption('helped');
		await edi.getByRole('button', { name: m.report_insert_live_save() }).click();
		await expect(edi.getByRole('status')).toContainText(m.report_done_added());
	});

	await waiveAll(edi, report);
	await publish(edi, rina, report);
	const visitor = await open({ baseURL: app.origin, javaScriptEnabled: false });
	await rina.goto(`${report}/editions`);
	const address = (await rina
		.getByRole('link', { name: m.editions_public_page() })
		.first()
		.getAttribute('href'))!;
	const textOf = async (path: string) => {
		await visitor.goto(path);
		const pages = visitor.locator('nav.contents a', { hasText: 'Return' });
		await pages.first().click();
		return (await visitor.locator('main').textContent())!.replaceAll(/\s+/g, ' ');
	};
	const first = await textOf(address);
	expect(first).toContain('Help is there by day only');
	await expect(visitor.locator('main figure').getByRole('img').last()).toBeVisible();
	const [base] = /^.*\/published\/[^/]+/.exec(new URL(visitor.url()).pathname)!;

	await test.step('the answer changes, and is accepted anew', async () => {
		const response = await app.world.responseId('KH', 'return');
		await rina.goto(`/rounds/${app.world.roundId}/review/${response}`);
		await rina.locator('.reason [name=reason]').fill('Sample reason: it is answered at night now.');
		await rina.getByRole('button', { name: m.review_reopen_send() }).click();
		await rina.waitForURL(/done=reopened/);
		const home = `/respond/${app.world.delegations.KH}`;
		const sokha: Answerer = {
			page: await openAs(open, app, 'sokha'),
			home,
			hasScript: true
		};
		await openArea(sokha, 'return');
		await write(sokha.page, 'how', NEW_WORDS);
		await save(sokha);
		await check(sokha);
		await submit(sokha);
		await rina.goto(`/rounds/${app.world.roundId}/review/${response}`);
		await accept(rina);
	});

	await test.step('what stands on it is told, and stops an edition', async () => {
		await edi.goto(`${report}/check`);
		await expect(edi.locator('main li', { hasText: label }).first()).toContainText(
			m.report_issue_stale()
		);
		await edi.goto(`${report}/editions`);
		await expect(edi.getByRole('button', { name: m.editions_propose_button() })).toHaveCount(0);
	});

	await test.step('the sentence is written anew, and the source looked at again', async () => {
		await edi.goto(page);
		const block = blockWith(edi, 'Help is there by day only');
		await rewrite(
			edi,
			block,
			`${SECOND.replace('.', '')} [@${label}]. It is mostly free [@${label}].`
		);
		await edi.goto(`${report}/sources/${label}`);
		await expect(edi.locator('main')).toContainText(PUBLIC_WORDS);
		await expect(edi.locator('main')).toContainText(NEW_WORDS);
		await edi.getByRole('button', { name: m.report_look_save() }).click();
		await expect(edi.getByRole('status')).toContainText(m.report_done_looked());
	});

	await waiveAll(edi, report);
	const edition = await publish(edi, rina, report);

	await test.step('both editions stand side by side, and the second says what changed', async () => {
		const second = await textOf(`${base}/2/index.html`);
		expect(second).toContain('Help is there at all hours');
		expect(second).not.toContain('Help is there by day only');
		expect(await textOf(`${base}/1/index.html`)).toBe(first);
		await edi.goto(edition);
		const changes = edi.locator('section', {
			has: edi.getByRole('heading', { name: m.editions_changes() })
		});
		await expect(changes.getByRole('listitem').first()).toContainText('Return');
		await visitor.goto(`${base}/2/index.html`);
		await visitor.getByRole('link', { name: m.edition_about(), exact: true }).first().click();
		await expect(visitor.locator('main')).toContainText(m.edition_changes());
	});
});
