import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { type Answerer, openArea, questionOf, save, write } from './support/answerSteps.ts';
import { homeOfDelegation, signIn } from './support/signIn.ts';
import { type OpenPage, expect, test } from './support/test.ts';

test.describe.configure({ timeout: 600_000 });

const LABEL = 'Sample shelter';
const QUESTION = 'q6_8_referral';
const BASE = 'Sample answer: two shelters pass cases on by telephone.';
const HELPED = 'Sample answer: two shelters and a hotline pass cases on by telephone.';

/** A phone that is shared: small, without an account, its browser runs no scripts. */
const openPhone = (open: OpenPage) =>
	open({ javaScriptEnabled: false, viewport: { width: 360, height: 740 }, locale: 'en-GB' });

async function openFocalPoint(open: OpenPage, login: string): Promise<Answerer> {
	const page = await open({ serviceWorkers: 'block' });
	await signIn(page, login);
	return { page, home: await homeOfDelegation(page), hasScript: true };
}

/** Makes a link for one question, or for the whole area; gives its path. */
async function makeLink({ page, home }: Answerer, area: string, question?: string) {
	await page.goto(`${home}/handouts`);
	await page.locator(`a[href*="area=${area}&by=link"]`).click();
	await page.getByLabel(m.handouts_link_label()).fill(LABEL);
	if (question) {
		await page.getByText(m.handouts_form_some(), { exact: true }).click();
		await page.locator(`input[name=questions][value="${question}"]`).check();
	}
	await page.getByRole('button', { name: m.handouts_link_send() }).click();
	const address = page.getByLabel(m.handouts_link_address(), { exact: true });
	await expect(address).toHaveValue(/\/help\/[\w-]{43}$/);
	const { pathname } = new URL(await address.inputValue());
	await page.goto(`${home}/handouts`);
	await expect(page.locator('main')).toContainText(LABEL);
	expect(await page.content(), 'the link is shown once').not.toContain(pathname);
	return pathname;
}

async function openLink(phone: Page, link: string): Promise<void> {
	// Messengers look at links to show what is behind them: looking uses nothing up.
	expect((await phone.context().request.get(link)).status()).toBe(200);
	await phone.goto(link);
	await phone.getByRole('button', { name: m.handouts_help_open() }).click();
	await expect(phone).toHaveURL(/\/help$/);
}

test('a question goes by link to a phone without an account, comes back as a proposal and is merged', async ({
	open
}) => {
	const focalPoint = await openFocalPoint(open, 'vn');
	const { page, home } = focalPoint;
	await openArea(focalPoint, 'cooperation');
	await write(page, QUESTION, BASE);
	await save(focalPoint);
	const link = await makeLink(focalPoint, 'cooperation', QUESTION);

	const phone = await openPhone(open);
	await openLink(phone, link);
	await expect(phone.locator('.q')).toHaveCount(1);
	await expect(phone.locator('main')).not.toContainText('two shelters');
	const wide = await phone.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth
	);
	expect(wide, 'wider than the phone').toBeLessThanOrEqual(0);
	const answer = await phone.context().request.get('/help');
	expect(answer.headers()['cache-control']).toContain('no-store');
	await write(phone, QUESTION, HELPED);
	await phone.getByRole('button', { name: m.handouts_help_send() }).click();
	await expect(phone.getByRole('status')).toContainText(m.handouts_help_sent_one());
	await expect(phone.locator('main')).toContainText(m.handouts_help_state_open());

	// The link is worth nothing on another phone, and nothing leads from its pages to others.
	const thief = await openPhone(open);
	expect((await thief.goto(link))?.status()).toBe(410);
	await expect(thief.locator('h1')).toHaveText(m.handouts_help_over_title());
	expect((await thief.goto('/help'))?.status()).toBe(410);
	await phone.goto(home);
	await expect(phone).toHaveURL(/\/sign-in/);

	// What nobody has read keeps the area from being submitted.
	await page.goto(`${home}/cooperation/submission`);
	await expect(page.getByRole('button', { name: m.respond_submit() })).toBeDisabled();
	await page
		.getByRole('alert')
		.getByRole('link', { name: /proposal/ })
		.click();
	await expect(page).toHaveURL(/\/proposals#/);
	const proposal = page.getByRole('group', {
		name: m.handouts_desk_by_link({ who: LABEL })
	});
	await expect(proposal.locator('ins')).toHaveText(/and a hotline/);
	await proposal.getByText(m.handouts_merge(), { exact: true }).click();
	const merged = `${HELPED} They meet twice a year.`;
	await proposal.getByLabel(m.handouts_merge_label()).fill(merged);
	await proposal.getByRole('button', { name: m.handouts_merge_send() }).click();
	await expect(page.getByRole('status')).toContainText(m.handouts_done_merged());
	await openArea(focalPoint, 'cooperation');
	await expect(questionOf(page, QUESTION).getByRole('textbox').first()).toHaveValue(merged);

	await phone.goto('/help');
	await expect(phone.locator('main')).toContainText(m.handouts_help_state_taken());
	await phone.getByRole('button', { name: m.handouts_help_finish() }).click();
	await expect(phone.locator('h1')).toHaveText(m.handouts_help_done_title());
	expect((await phone.goto('/help'))?.status()).toBe(410);

	await page.goto(`${home}/cooperation/submission`);
	await page.getByRole('button', { name: m.respond_submit() }).click();
	await expect(page).toHaveURL(/\?submitted=cooperation$/);
});

test('a link that is switched off ends at once what was begun by it', async ({ open }) => {
	const focalPoint = await openFocalPoint(open, 'tl');
	const { page, home } = focalPoint;
	const link = await makeLink(focalPoint, 'access_to_justice');
	const phone = await openPhone(open);
	await openLink(phone, link);
	await expect(phone.locator('.q').nth(3)).toBeVisible();
	const words = 'Sample answer: words that arrive too late.';
	await phone.locator('.q textarea').first().fill(words);
	await page.goto(`${home}/handouts`);
	await page.getByRole('button', { name: m.handouts_link_revoke_of({ label: LABEL }) }).click();
	await expect(page.getByRole('status')).toContainText(m.handouts_done_revoked());
	const written = phone.locator('.q', { has: phone.locator('textarea') }).first();
	const number = await written.locator('.number').first().innerText();
	const asked = number.trim().split(/\s/)[0]!;
	const over = phone.waitForResponse((answer) => answer.request().method() === 'POST');
	await phone.getByRole('button', { name: m.handouts_help_send() }).click();
	expect((await over).status()).toBe(410);
	await expect(phone.locator('h1')).toHaveText(m.handouts_help_over_title());
	// What was written is not lost with it.
	await expect(phone.getByLabel(m.handouts_help_left({ number: asked }))).toHaveValue(words);
	await expect(phone.locator('.q')).toHaveCount(0);
	await page.goto(`${home}/proposals`);
	await expect(page.locator('main')).not.toContainText('arrive too late');
	await phone.goto('/help');
	await expect(phone.locator('main')).not.toContainText('arrive too late');

	// Unopened and switched off, used, or never made: one page says it of all of them.
	const unopened = await makeLink(focalPoint, 'access_to_justice');
	await page.getByRole('button', { name: m.handouts_link_revoke_of({ label: LABEL }) }).click();
	await expect(page.getByRole('status')).toContainText(m.handouts_done_revoked());
	const pages = new Set<string>();
	for (const address of [link, unopened, `/help/${'A'.repeat(43)}`, '/help/x']) {
		expect((await phone.goto(address))?.status(), address).toBe(410);
		pages.add(await phone.locator('main').innerText());
	}
	expect(pages.size).toBe(1);
});

test('a colleague who proposes only writes nothing official and reads why not', async ({
	open
}) => {
	const page = await open({ javaScriptEnabled: false });
	await signIn(page, 'kh3');
	const home = await homeOfDelegation(page);
	const area = `${home}/information_recruitment`;
	const name = 'q4_9b_languages_missing';
	await page.goto('/to-do');
	await page.getByRole('link', { name: /4\.9b/ }).click();
	await expect(page).toHaveURL(new RegExp(`${area}#${name}$`));
	await expect(page.getByRole('button', { name: m.common_save(), exact: true })).toHaveCount(0);
	const refused = await page.context().request.post(`${area}/answers`, {
		data: {
			saveId: crypto.randomUUID(),
			answers: [
				{
					question: name,
					base: 0,
					status: 'dont_know',
					value: null,
					reason: null,
					exposure: 'public'
				}
			]
		}
	});
	expect(refused.status()).toBe(404);

	await questionOf(page, name).getByRole('link', { name: m.handouts_propose() }).click();
	await write(page, name, 'Sample answer: Kreung.');
	await page.getByRole('button', { name: m.handouts_propose_send() }).click();
	await expect(
		page.getByRole('status').filter({ hasText: m.handouts_done_proposed() })
	).toBeVisible();

	const focalPoint = await openFocalPoint(open, 'kh');
	const desk = focalPoint.page;
	await desk.goto(`${home}/proposals`);
	const asked = desk.locator(`article[id="${name}"]`);
	await expect(asked).toContainText('Kreung');
	await asked.getByText(m.handouts_decline(), { exact: true }).click();
	await asked.getByLabel(m.handouts_decline_reason()).fill('Sample reason: and Tampuan?');
	await asked.getByRole('button', { name: m.handouts_decline_send() }).click();
	await expect(desk.getByRole('status')).toContainText(m.handouts_done_declined());
	await expect(asked).toHaveCount(0);

	await page.goto(`${home}/proposals`);
	await expect(page.locator('main')).toContainText('Sample reason: and Tampuan?');
	await page.goto(`${area}/propose?question=${name}`);
	await expect(page.locator('main')).toContainText('Sample reason: and Tampuan?');
	await expect(questionOf(page, name).getByRole('textbox').first()).toHaveValue(
		'Sample answer: Kreung.'
	);
});

test('a question that is taken back while a helper writes gives its words back', async ({
	open
}) => {
	const focalPoint = await openFocalPoint(open, 'tl');
	const { page, home } = focalPoint;
	const link = await makeLink(focalPoint, 'cooperation', QUESTION);
	const phone = await openPhone(open);
	await openLink(phone, link);
	const words = 'Sample answer: nobody asks this any more.';
	await write(phone, QUESTION, words);
	await page.goto(`${home}/handouts`);
	await page
		.locator('#cooperation .shares li', { hasText: LABEL })
		.getByRole('button', { name: new RegExp(m.handouts_take_back()) })
		.click();
	await expect(page.getByRole('status')).toContainText(m.handouts_done_taken_back());
	await phone.getByRole('button', { name: m.handouts_help_send() }).click();
	await expect(phone.locator('main')).toContainText(m.handouts_help_taken_back());
	await expect(phone.getByLabel(m.handouts_help_left({ number: '6.8' }))).toHaveValue(words);
});

test('areas and questions go to a colleague, and stand on their list, without JavaScript', async ({
	open
}) => {
	const page = await open({ javaScriptEnabled: false });
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	const area = 'cooperation';
	await page.goto(`${home}/handouts`);
	const here = page.locator(`#${area}`);
	const give = async (questions: number, day: string) => {
		await here.locator(`a[href*="area=${area}"]`).first().click();
		const form = page.locator('form#give');
		await form.getByRole('button', { name: m.handouts_form_send() }).click();
		await expect(form, 'a colleague is to be chosen').toBeVisible();
		await form.getByLabel(m.handouts_form_who()).selectOption({ label: 'Dara Sample' });
		if (questions > 0) await form.getByText(m.handouts_form_some(), { exact: true }).click();
		for (let at = 0; at < questions; at += 1)
			await form.locator('input[name=questions]').nth(at).check();
		await form.getByLabel(m.handouts_form_due()).fill(day);
		await form.getByRole('button', { name: m.handouts_form_send() }).click();
		await expect(page.getByRole('status')).toContainText(m.handouts_done_given());
	};
	await give(2, '2099-11-03');
	await expect(here.locator('.shares li')).toHaveCount(2);
	await give(0, '2099-11-05');
	await expect(here.locator('.shares li', { hasText: 'Dara Sample' })).toHaveCount(3);

	const dara = await open({ javaScriptEnabled: false });
	await signIn(dara, 'kh2');
	await dara.goto('/to-do');
	const mine = dara.locator('main li', { hasText: '2099' });
	await expect(mine).toHaveCount(3);
	await mine.last().getByRole('link').click();
	await expect(dara).toHaveURL(new RegExp(`${home}/${area}`));
	await page.goto(`${home}/handouts`);
	for (let left = 3; left > 0; left -= 1) {
		await here
			.getByRole('button', { name: new RegExp(m.handouts_take_back()) })
			.first()
			.click();
		await expect(here.locator('.shares li')).toHaveCount(left - 1);
	}
	// With nobody it is the focal point's own.
	await page.goto('/to-do');
	const title = await page.locator('main').innerText();
	expect(title).toContain(m.handouts_to_do_nobody({ area: '' }).trim());
});

test('a proposal that is accepted as it is stands in the history with both names', async ({
	open
}) => {
	const { page: desk, home } = await openFocalPoint(open, 'kh');
	const name = 'q4_7_brokers';
	await desk.goto(`${home}/proposals`);
	const asked = desk.locator(`article[id="${name}"]`);
	const proposed = await asked.locator('ins').first().innerText();
	await asked
		.getByRole('button', {
			name: m.handouts_accept_of({ who: 'Chanthy Sample', number: '4.7' })
		})
		.click();
	await expect(desk.getByRole('status')).toContainText(m.handouts_done_accepted());
	await expect(asked).toHaveCount(0);
	await desk.goto(`${home}/information_recruitment/history/${name}`);
	const latest = desk.locator('main ol.list > li').first();
	await expect(latest).toContainText(
		m.together_history_accepted({ name: 'Sokha Sample', author: 'Chanthy Sample' })
	);
	await expect(latest.locator('ins').first()).toHaveText(proposed);
	await expect(latest.locator('time').first()).toHaveAttribute('datetime', /^\d{4}-/);
});

test('who replies to a question is said without JavaScript', async ({ open }) => {
	const page = await open({ javaScriptEnabled: false });
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	await page.goto(home);
	const asked = page.locator('section[aria-labelledby=asked] li').first();
	const assign = async (label: string) => {
		await asked.locator('summary', { hasText: m.talk_assign_open() }).click();
		await asked.getByLabel(m.talk_assign()).selectOption({ label });
		await asked.getByRole('button', { name: m.talk_assign_send() }).click();
		await expect(page.getByRole('status').filter({ hasText: m.talk_assign_done() })).toBeVisible();
	};
	await assign(m.talk_assign_anybody());
	await expect(asked).toContainText(m.talk_for_everybody());
	await assign('Sokha Sample');
	await expect(asked).toContainText(m.talk_for_person({ name: 'Sokha Sample' }));
	await assign('Dara Sample');
	await expect(asked).toContainText(m.talk_for_person({ name: 'Dara Sample' }));
});
