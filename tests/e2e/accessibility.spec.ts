import type { Browser, Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { beginGuide, createMeeting, openRound } from './support/meetingSteps.ts';
import { signIn } from './support/signIn.ts';
import { expectSound } from './support/sound.ts';
import { expect, test } from './support/test.ts';

/**
 * Every kind of page, as a phone and as a laptop, light and dark, in both languages, each of them once: axe
 * finds nothing serious or critical, and nothing has to be scrolled sideways.
 */
const views = [
	{ name: 'phone, light, English', width: 360, height: 740, colorScheme: 'light', language: 'en' },
	{
		name: 'laptop, dark, Indonesian',
		width: 1280,
		height: 800,
		colorScheme: 'dark',
		language: 'id'
	}
] as const;

async function open(browser: Browser, view: (typeof views)[number], who?: string): Promise<Page> {
	const context = await browser.newContext({
		viewport: { width: view.width, height: view.height },
		colorScheme: view.colorScheme,
		locale: view.language === 'id' ? 'id-ID' : 'en-GB',
		reducedMotion: 'reduce'
	});
	const page = await context.newPage();
	if (who) await signIn(page, who);
	const origin = test.info().project.use.baseURL!;
	await context.addCookies([{ name: 'language', value: view.language, url: origin }]);
	return page;
}

async function expectAccessible(page: Page, address: string): Promise<void> {
	const answer = await page.goto(address);
	expect(answer?.status(), address).toBeLessThan(500);
	await expectShownAccessible(page, address);
}

/** The page as it stands, for one that no address leads to: what a form came to. */
async function expectShownAccessible(page: Page, address: string): Promise<void> {
	await expect(page.locator('h1')).toHaveCount(1);
	await expectSound(page, { where: address, onlyGrave: true });
}

/** Addresses on this page whose path fits; only the first of each kind. */
async function linksLike(page: Page, ...patterns: RegExp[]): Promise<string[]> {
	const all = await page
		.locator('a[href]')
		.evaluateAll((links) =>
			links.map((link) => new URL((link as HTMLAnchorElement).href).pathname)
		);
	return patterns.flatMap((pattern) => all.find((path) => pattern.test(path)) ?? []);
}

/** A workbook of one sheet with a group and a repeat; its second question is broken in `list`. */
const workbook = (list: string) => ({
	name: 'sample.csv',
	mimeType: 'text/csv',
	buffer: Buffer.from(
		[
			'survey,type,name,label,hint',
			',begin_group,home,**Home**,',
			',text,street,Which street?,A *hint*.',
			`,select_one ${list},colour,Which colour?,`,
			',image,photo,A photo,',
			',end_group,,,',
			',begin_repeat,person,Person,',
			',text,called,What is the name?,',
			',integer,age,How old is ${called}?,',
			',end_repeat,,,',
			'choices,list_name,name,label,',
			',colours,red,Red,',
			',colours,green,Green,'
		].join('\n')
	)
});

async function upload(page: Page, questionnaires: string, list: string): Promise<void> {
	await page.goto(`${questionnaires}/new`);
	await page.locator('input[name=workbook]').setInputFiles(workbook(list));
	await page.locator('form:has(input[name=workbook]) button').click();
}

/** Opens a draft's own page and throws the draft away. */
async function discard(page: Page, draft: string): Promise<void> {
	await page.goto(draft);
	await page.locator('details:has(form[action="?/discard"]) > summary').click();
	await page.locator('form[action="?/discard"] button').click();
	await expect(page).toHaveURL(/\/questionnaires$/);
}

for (const view of views)
	test.describe(view.name, () => {
		test('before signing in', async ({ browser }) => {
			const page = await open(browser, view);
			for (const address of [
				'/sign-in',
				'/forgot',
				`/reset/${'A'.repeat(43)}`,
				`/invitation/${'A'.repeat(43)}`,
				`/help/${'A'.repeat(43)}`,
				`/query/${'A'.repeat(91)}`,
				'/nothing-here'
			])
				await expectAccessible(page, address);
			await page.context().close();
		});

		test('a representative', async ({ browser }) => {
			test.setTimeout(300_000);
			const page = await open(browser, view, 'kh');
			await expectAccessible(page, '/home?list');
			const [home] = await linksLike(page, /^\/respond\/[^/]+$/);
			for (const path of [
				'',
				'/people',
				'/handouts',
				'/handouts?area=information_recruitment',
				'/handouts?area=information_recruitment&by=link',
				'/proposals',
				'/access_to_justice/comments?question=q3_12_one_change',
				'/access_to_justice/comments',
				'/information_recruitment/propose?question=q4_7_brokers',
				'/information_recruitment/submission',
				'/background',
				'/access_to_justice',
				'/information_recruitment',
				'/standards',
				'/standards/submission',
				'/access_to_justice/paper',
				'/standards/paper',
				'/changes',
				'/changes?area=standards',
				'/access_to_justice/evidence?question=q3_4_stoppers',
				'/information_recruitment/history/q4_7_brokers'
			])
				await expectAccessible(page, `${home}${path}`);
			await expectAccessible(page, '/to-do');
			await expectAccessible(page, '/account');
			await expectAccessible(page, '/device');
			await expectAccessible(page, '/device?leaving');
			await expectAccessible(page, '/offline');
			await expectAccessible(page, '/account/second-factor');
			await page.context().close();
		});

		test('a coordinator', async ({ browser }) => {
			const page = await open(browser, view, 'coordinator');
			await page.goto('/home?list');
			const [study] = await linksLike(page, /^\/studies\/[0-9a-f-]{36}$/);
			await expectAccessible(page, study!);
			const [round] = await linksLike(page, /^\/rounds\/[0-9a-f-]{36}$/);
			await expectAccessible(page, round!);
			const [delegation] = await linksLike(page, /^\/rounds\/[^/]+\/delegations\/[^/]+$/);
			await expectAccessible(page, `${round}/review`);
			const [response] = await linksLike(page, /^\/rounds\/[^/]+\/review\/[0-9a-f-]{36}$/);
			for (const address of [
				'/home?list',
				'/studies/new',
				`${study}/people`,
				`${study}/audit`,
				`${study}/rounds/new`,
				`${round}/settings`,
				`${round}/settings/version`,
				`${round}/queries`,
				`${round}/queries?state=open&age=7`,
				`${round}/compare`,
				`${round}/changes`,
				`${round}/changes?kind=changed`,
				`${round}/compare/q3_6_paid`,
				`${round}/compare/q3_12_one_change`,
				`${round}/dataset`,
				...(delegation ? [delegation] : []),
				response!
			])
				await expectAccessible(page, address);
			await page.context().close();
		});

		test('preparing a focus group', async ({ browser }) => {
			test.setTimeout(420_000);
			const page = await open(browser, view, 'coordinator');
			// The steps press what they read in English.
			const speak = (value: string) =>
				page.context().addCookies([{ name: 'language', value, url: page.url() }]);
			await speak('en');
			const round = await openRound(page);
			await expectAccessible(page, `${round}/focus-groups`);
			const home = await createMeeting(page, round, `Sample meeting, ${view.name}`);
			await page.getByRole('button', { name: m.groups_participant_add_button() }).click();
			await beginGuide(page, home);
			await page.locator('a[href*="?seeds="]').first().click();
			await page.locator('form[action*="?/seed"] button').first().click();
			const offers = new URL(page.url()).searchParams.get('seeds');
			const block = await page.locator('input[name=block]').first().inputValue();
			await page.goto(home);
			const [participant] = await page
				.locator('a[href*="?change="]')
				.evaluateAll((links) => links.map((link) => link.getAttribute('href')));
			await speak(view.language);
			for (const address of [
				`${round}/focus-groups`,
				home,
				participant!,
				`${home}/settings`,
				`${home}/guide`,
				`${home}/guide?seeds=${offers}`,
				`${home}/guide?change=${block}`,
				`${home}/guide/print`,
				`${home}/sign-in-sheet`,
				`${home}/sign-in-sheet?filled`
			])
				await expectAccessible(page, address);
			await page.context().close();
		});

		test('questionnaires', async ({ browser }) => {
			test.setTimeout(300_000);
			const page = await open(browser, view, 'coordinator');
			await page.goto('/home?list');
			const [study] = await linksLike(page, /^\/studies\/[0-9a-f-]{36}$/);
			const all = `${study}/questionnaires`;
			await expectAccessible(page, all);
			const [questionnaire] = await linksLike(page, /\/questionnaires\/[0-9a-f-]{36}$/);
			await expectAccessible(page, questionnaire!);
			await expectAccessible(page, `${all}/new`);
			await upload(page, all, 'nothing');
			await expect(page.getByRole('alert')).toBeVisible();
			await expectShownAccessible(page, 'a workbook with problems');

			await upload(page, all, 'colours');
			await expect(page).toHaveURL(/\/drafts\/[0-9a-f-]{36}\?uploaded$/);
			const draft = new URL(page.url()).pathname;
			await expectShownAccessible(page, 'a draft of an upload');
			await page.goto(`${draft}/preview`);
			const [repeat] = await linksLike(page, /\/preview\?area=/);
			await expectAccessible(page, repeat ?? `${draft}/preview?area=person`);
			for (const path of [
				'/preview',
				'/difference',
				'/edit',
				'/edit?add=s:home#add',
				'/edit/settings',
				'/edit/translations',
				'/edit/areas/home',
				'/edit/lists/colours',
				'/edit/questions/colour',
				'/edit/questions/age'
			])
				await expectAccessible(page, `${draft}${path}`);
			await discard(page, draft);
			await page.context().close();
		});

		test('the editor', async ({ browser }) => {
			test.setTimeout(300_000);
			const page = await open(browser, view, 'coordinator');
			await page.goto('/home?list');
			const [study] = await linksLike(page, /^\/studies\/[0-9a-f-]{36}$/);
			await page.goto(`${study}/questionnaires/new`);
			await page.locator('form[action="?/version"] button').click();
			await expect(page).toHaveURL(/\/drafts\/[0-9a-f-]{36}$/);
			const draft = new URL(page.url()).pathname;
			for (const path of [
				'',
				'/difference',
				'/preview?area=access_to_justice',
				'/edit/translations',
				'/edit/areas/access_to_justice',
				'/edit/questions/q3_4_stoppers',
				'/edit/questions/q3_6_paid'
			])
				await expectAccessible(page, `${draft}${path}`);

			await page.goto(`${draft}/edit`);
			await page.locator('[name=what]').selectOption('repeat');
			await page.locator('[name=words]').fill('Further cases');
			await page.locator('form[action="?/part"] button').click();
			await expect(page).toHaveURL(/\/sections\/[^/]+\?saved$/);
			await expectShownAccessible(page, 'a section');
			const section = page.url();
			const other = await page.context().newPage();
			await other.goto(section);
			await other.locator('details:has(form[action="?/remove"]) > summary').click();
			await other.locator('form[action="?/remove"] button').click();
			await expect(other).toHaveURL(/\/edit\?saved/);
			// Somebody else was quicker: nothing typed is lost.
			await page.locator('[name="label.en"]').fill('Words that must not be lost');
			await page.locator('button[form=section]').click();
			await expect(page.locator('main')).toContainText('Words that must not be lost');
			await expectShownAccessible(page, 'words of a section that is gone');
			await discard(page, draft);
			await page.context().close();
		});

		test('an administrator', async ({ browser }) => {
			const page = await open(browser, view, 'admin');
			for (const address of ['/admin', '/admin/outbox', '/admin/audit'])
				await expectAccessible(page, address);
			await page.context().close();
		});
	});
