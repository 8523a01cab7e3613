import { readFile } from 'node:fs/promises';
import { m } from '#lib/paraglide/messages.js';
import { CONSENT_ITEMS, type ConsentItem } from '#lib/terms.ts';
import { type Meeting, openAs, startMeeting } from './support/meeting.ts';
import { expectSound } from './support/sound.ts';
import { expect, test } from './support/test.ts';

/** What was said beside what was answered, what the room agreed to, and what may be quoted. */
let meeting: Meeting;
let stop: () => void;
test.beforeAll(async () => {
	test.setTimeout(240_000);
	({ meeting, stop } = await startMeeting());
});
test.afterAll(() => stop());
test.describe.configure({ mode: 'serial' });

const PHONE = { javaScriptEnabled: false, viewport: { width: 360, height: 740 } };
const round = () => meeting.home.split('/focus-groups/')[0]!;

test('a turn is set against an answer on a phone without JavaScript', async ({ open }) => {
	const phone = await openAs(open, meeting, 'nadia', PHONE);
	await phone.goto(`${round()}/said`);
	await expect(phone.getByText(m.said_none(), { exact: true })).toBeVisible();
	await phone.getByRole('link', { name: m.said_show_every() }).click();
	await phone.locator('tbody th a').first().click();
	await phone.getByRole('searchbox', { name: m.said_search() }).fill('dolars');
	await phone.getByRole('button', { name: m.said_find(), exact: true }).click();
	const offered = phone.getByRole('region', { name: m.said_relate() }).locator('article');
	await expect(offered).toHaveCount(1);
	await offered.getByRole('combobox').selectOption({ label: 'Cambodia' });
	await offered.getByRole('button', { name: m.said_contradicts() }).click();
	await expect(phone.getByRole('status')).toContainText(m.said_done_related());
	const cambodia = phone.getByRole('region', { name: 'Cambodia', exact: true });
	await expect(cambodia).toContainText('20 dolars');
	await expect(cambodia).toContainText(m.said_contradicts());

	const desk = await openAs(open, meeting, 'nadia');
	await desk.goto(phone.url().split('?')[0]!);
	await expectSound(desk);
	await desk.goto(`${round()}/said`);
	await expect(desk.locator('tbody')).toContainText('× ' + m.said_contradicts());
	await expectSound(desk);
});

test('a room agrees, and who does not keeps their words', async ({ open }) => {
	const nadia = await openAs(open, meeting, 'nadia', PHONE);
	await nadia.goto(`${meeting.home}/statements`);
	const add = nadia.getByRole('region', { name: m.statements_add() });
	await add.getByLabel(m.statements_body()).fill('Sample: fees keep people from complaining.');
	await add.getByRole('button', { name: m.statements_add() }).click();
	await expect(nadia.getByRole('status')).toContainText(m.statements_done_added());
	await nadia.getByText(m.statements_record()).click();
	const of = (who: string) => nadia.getByRole('group', { name: new RegExp(`^${who}\\b`) });
	await of('P01').getByRole('radio', { name: m.statements_disagree() }).check();
	await of('P01').getByRole('combobox').selectOption({ index: 1 });
	await of('P02').getByRole('radio', { name: m.statements_agree(), exact: true }).check();
	await nadia.getByRole('button', { name: m.common_save(), exact: true }).first().click();
	await expect(nadia.getByRole('status')).toContainText(m.statements_done_voted());
	const statement = nadia.locator('li[id^="s-"]');
	await expect(statement).toContainText(m.statements_of({ count: 2, of: 3 }));
	await expect(statement).toContainText('20 dolars');
	// Somebody was asked: the words stand.
	await expect(nadia.getByText(m.statements_change())).toHaveCount(0);
	// … but what it is about can be said, and it stands beside that question then.
	await nadia.getByText(m.statements_place()).click();
	await nadia
		.locator('form[action="?/change"]')
		.getByRole('combobox', { name: m.said_question() })
		.selectOption({ index: 1 });
	await nadia.locator('form[action="?/change"]').getByRole('button').click();
	await expect(nadia.getByRole('status')).toContainText(m.statements_done_changed());
	await nadia.locator('li[id^="s-"] a[href*="/said/"]').click();
	const asked = nadia.getByRole('region', { name: m.said_asked() });
	await expect(asked).toContainText('Sample: fees keep people from complaining.');
	await expect(asked).toContainText('20 dolars');
	const width = await nadia.evaluate(() => document.documentElement.scrollWidth);
	expect(width).toBeLessThanOrEqual(360);
	const rina = await openAs(open, meeting, 'rina');
	await rina.goto(`${meeting.home}/statements`);
	await expectSound(rina);
	await rina.goto(nadia.url());
	await expectSound(rina);
	await rina.goto(`${round()}/said`);
	await expect(rina.getByRole('columnheader', { name: m.said_asked() })).toBeVisible();
	await expectSound(rina);
});

test('only what somebody agreed to is among the quotes, with the reason why the rest is not', async ({
	open
}) => {
	const phone = await openAs(open, meeting, null, PHONE);
	await phone.goto(meeting.people.P01!.link);
	const agreed: ConsentItem[] = ['take_part', 'notes', 'quotation', 'country'];
	for (const item of CONSENT_ITEMS)
		await phone
			.locator(`input[name="item_${item}"][value="${agreed.includes(item) ? 'yes' : 'no'}"]`)
			.check();
	await phone.getByRole('button', { name: m.consent_send() }).click();
	await expect(phone.getByRole('status')).toContainText(m.consent_said_consent());

	const rudi = await openAs(open, meeting, 'rudi', { permissions: ['clipboard-write'] });
	await rudi.goto(`${round()}/quotes`);
	const quotes = rudi.locator('figure');
	await expect(quotes).toHaveCount(3);
	await expect(quotes.first()).toContainText('20 dolars');
	await expect(rudi.locator('main')).not.toContainText('somebody else');
	await expect(rudi.getByRole('row', { name: m.quotes_withheld_consent() })).toBeVisible();
	await quotes.first().getByRole('button', { name: m.quotes_copy() }).click();
	await expect(quotes.first()).toContainText(m.quotes_copied());
	await expectSound(rudi);
	const [download] = await Promise.all([
		rudi.waitForEvent('download'),
		rudi.getByRole('link', { name: m.quotes_csv() }).click()
	]);
	expect(download.suggestedFilename()).toBe('quotes.csv');
	const csv = await readFile(await download.path(), 'utf8');
	expect(csv).toContain('20 dolars');
	expect(csv).not.toContain('somebody else');

	// By the question a turn was set against; readers are not told of that.
	const narrow = await openAs(open, meeting, 'nadia', PHONE);
	await narrow.goto(`${round()}/quotes`);
	await narrow.getByRole('combobox', { name: m.quotes_question() }).selectOption({ index: 1 });
	await narrow.getByRole('button', { name: m.quotes_narrow() }).click();
	await expect(narrow.locator('figure')).toHaveCount(1);
	await expect(narrow.locator('figure')).toContainText('20 dolars');
	const width = await narrow.evaluate(() => document.documentElement.scrollWidth);
	expect(width).toBeLessThanOrEqual(360);
	await expect(rudi.getByRole('combobox', { name: m.quotes_question() })).toHaveCount(0);

	const sokha = await openAs(open, meeting, 'sokha');
	expect((await sokha.goto(`${round()}/quotes`))?.status()).toBe(404);
	expect((await sokha.goto(`${round()}/said`))?.status()).toBe(404);
});
