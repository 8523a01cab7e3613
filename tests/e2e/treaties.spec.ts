import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { homeOfDelegation, signIn } from './support/signIn.ts';
import { expectNarrow, expectSound } from './support/sound.ts';
import { expect, test } from './support/test.ts';

/** Treaty facts: a delegation corrects what is known, a coordinator rules, everybody reads. */
const PHONE = { viewport: { width: 360, height: 740 }, locale: 'en-GB' };
const LAPTOP = { viewport: { width: 1280, height: 800 }, locale: 'en-GB' };

async function treatiesOfStudy(page: Page): Promise<string> {
	await page.goto('/home?list');
	const study = await page.locator('main a[href^="/studies/"]').first().getAttribute('href');
	return `${study}/treaties`;
}

for (const javaScriptEnabled of [false, true])
	test(`${javaScriptEnabled ? 'with' : 'without'} JavaScript a claim goes from a phone to the table`, async ({
		open
	}) => {
		test.setTimeout(300_000);
		const source = `Sample gazette ${javaScriptEnabled ? 'two' : 'one'}`;
		const treaty = javaScriptEnabled ? 'CAT' : 'ICCPR';
		// axe is a script: it looks where scripts run.
		const look = javaScriptEnabled ? expectSound : expectNarrow;
		const phone = await open({ ...PHONE, javaScriptEnabled });
		await signIn(phone, 'kh');
		const home = await homeOfDelegation(phone);
		await phone.goto(`${home}/standards`);
		const link = phone.getByRole('link', { name: m.treaties_own_link() });
		await expect(link).toHaveAttribute('href', `${home}/treaties`);
		await phone.goto(`${home}/treaties`);
		await look(phone);
		const section = phone.locator(`#${treaty}`);
		await section
			.getByRole('link', { name: m.treaties_own_correct_of({ treaty }), exact: true })
			.click();
		await section.locator('[name=action]').selectOption('reservation');
		await section.locator('[name=happenedOn]').fill('2031-13');
		await section.locator('[name=source]').fill(source);
		await section.getByRole('button', { name: m.treaties_own_send() }).click();
		// What was written is still there, beside what is wrong with it.
		await expect(section).toContainText(m.treaties_date_wrong());
		await expect(section.locator('[name=source]')).toHaveValue(source);
		await section.locator('[name=happenedOn]').fill('1992-05');
		await section.getByRole('button', { name: m.treaties_own_send() }).click();
		await expect(phone.getByRole('status')).toContainText(m.treaties_done_claimed());
		await expect(section).toContainText(source);
		await expect(section).toContainText(m.treaties_own_waits());
		await look(phone);
		// The question says it too, with what is open about it, to the delegation alone.
		const asked = (page: Page) =>
			page.locator('fieldset.instrument', { hasText: source }).locator('.recorded p');
		await phone.goto(`${home}/standards`);
		const said = asked(phone).filter({ hasText: source });
		await expect(said).toContainText(m.treaties_own_waits());
		await expect(said).toContainText(m.questionnaire_treaty_unverified());
		await look(phone);

		const reader = await open({ ...LAPTOP, javaScriptEnabled: false });
		await signIn(reader, 'reader');
		const table = await treatiesOfStudy(reader);
		const cell = `${table}/KH/${treaty}`;
		await reader.goto(cell);
		await expect(reader.locator('main')).not.toContainText(source);
		await expect(reader.getByRole('button', { name: m.treaties_add_save() })).toHaveCount(0);

		const stranger = await open({ ...PHONE, javaScriptEnabled: false });
		await signIn(stranger, 'id');
		expect((await stranger.goto(`${home}/treaties`))?.status()).toBe(404);
		expect((await stranger.goto(cell))?.status()).toBe(404);
		const elsewhere = await homeOfDelegation(stranger);
		for (const page of ['treaties', 'standards']) {
			await stranger.goto(`${elsewhere}/${page}`);
			await expect(stranger.locator('main')).not.toContainText(source);
		}

		const desk = await open({ ...LAPTOP, javaScriptEnabled });
		await signIn(desk, 'coordinator');
		await desk.goto(table);
		await look(desk);
		await desk.locator('details:has(#waiting)').getByRole('link').first().click();
		await desk.goto(cell);
		const claim = desk.locator('.claims > li', { hasText: source });
		await claim.getByRole('button', { name: m.treaties_verify() }).click();
		await expect(desk.getByRole('status')).toContainText(m.treaties_done_verified());
		await claim.getByText(m.treaties_rule()).click();
		await claim.locator('[name=ruling]').selectOption('stands');
		await claim.locator('[name=reason]').fill('The sample gazette says so.');
		await claim.getByRole('button', { name: m.treaties_rule_save() }).click();
		await expect(desk.getByRole('status')).toContainText(m.treaties_done_ruled());
		await look(desk);

		await phone.goto(`${home}/standards`);
		await expect(said).toContainText(source);
		for (const open of [m.treaties_own_waits(), m.questionnaire_treaty_unverified()])
			await expect(said).not.toContainText(open);

		await reader.goto(cell);
		await expect(reader.locator('main')).toContainText(source);
		await expect(reader.locator('.stands')).toContainText(m.treaties_reservation());
		const file = await reader.request.get(`${table}/file`);
		expect(file.headers()['content-type']).toContain('text/csv');
		const row = (await file.text()).split('\n').find((line) => line.includes(source))!;
		expect(row).toContain('1992-05');
		expect(row).toContain(m.treaties_precision_month());
	});

test('the table reads on a phone, in the dark and in Indonesian', async ({ open }) => {
	test.setTimeout(300_000);
	const page = await open({ ...PHONE, colorScheme: 'dark' });
	await signIn(page, 'reader');
	await page.goto(await treatiesOfStudy(page));
	await expect(page.getByRole('table')).toBeHidden();
	await page.locator('.lists summary').first().click();
	await expectSound(page);
	await page.locator('.lists details[open] a').first().click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText('CMW');
	await expectSound(page);
});
