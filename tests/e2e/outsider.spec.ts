import { randomUUID } from 'node:crypto';
import type { APIRequestContext, Page } from '@playwright/test';
import { addEvidence, openArea, save, write } from './support/answerSteps.ts';
import { makeDataset } from './support/datasetSteps.ts';
import { homeOfDelegation, signIn } from './support/signIn.ts';
import { expect, test } from './support/test.ts';

// A draft of Cambodia, and a sentence nobody else writes.
const AREA = 'repatriation';
const QUESTION = 'q5_8_deaths';
const MARK = 'Sample answer: the pelican of the estuary saw it.';
const SOURCE = `Sample source of the pelican ${Date.now()}`;

/** A page without what differs from one request to the next. */
const steady = (html: string) => html.replaceAll(/nonce="[^"]*"|nonce-[\w+/=-]+/g, '');

/** Cambodia types the sentence and adds a source with a file. Gives every address of it. */
async function writeDraft(page: Page): Promise<string[]> {
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	const answerer = { page, home, hasScript: true };
	await openArea(answerer, AREA);
	// Another text each time, so that there is something to save when the journey is gone once more.
	await write(page, QUESTION, `${MARK} ${Date.now()}`);
	await save(answerer);
	await addEvidence(answerer, QUESTION, { citation: SOURCE, file: MARK });
	const file = await page.locator('a[href^="/evidence/"]').last().getAttribute('href');
	return [
		home,
		`${home}/people`,
		`${home}/${AREA}`,
		`${home}/${AREA}/history/${QUESTION}`,
		`${home}/${AREA}/evidence?question=${QUESTION}`,
		`${home}/${AREA}/submission`,
		file!
	];
}

/** All pages reached by links from `start`, as far as `follow` says; each with its text. */
async function crawl(
	request: APIRequestContext,
	start: string[],
	follow: (path: string) => boolean
): Promise<Map<string, string>> {
	const pages = new Map<string, string>();
	const waiting = [...start];
	for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
		if (pages.has(path)) continue;
		const text = await (await request.get(path)).text();
		pages.set(path, text);
		for (const [, href = ''] of text.matchAll(/href="(\/[^"#?]*)/g))
			if (!pages.has(href) && follow(href)) waiting.push(href);
	}
	return pages;
}

test('a draft is its delegation’s own', async ({ page, open }) => {
	test.setTimeout(480_000);
	const addresses = await writeDraft(page);
	const ownText = await (await page.request.get(addresses[2]!)).text();
	expect(ownText).toContain(MARK);
	const [, delegation = ''] = /^\/respond\/([^/]+)/.exec(addresses[0]!) ?? [];

	await test.step('another country finds nothing, exactly as where there is nothing', async () => {
		const stranger = await open();
		await signIn(stranger, 'id');
		for (const address of addresses) {
			const answer = await stranger.request.get(address);
			expect(answer.status(), address).toBe(404);
			const id = address.startsWith('/evidence/') ? address.split('/')[2]! : delegation;
			const nowhere = await stranger.request.get(address.replace(id, randomUUID()));
			expect(nowhere.status()).toBe(404);
			const [given, expected] = [await answer.text(), await nowhere.text()];
			expect(given).not.toContain(MARK);
			expect(given).not.toContain('Cambodia');
			expect(steady(given).length).toBe(steady(expected).length);
		}
		const answer = { question: QUESTION, base: 0, status: 'answered', value: 'Not theirs.' };
		const saved = await stranger.request.post(`${addresses[2]}/answers`, {
			data: {
				saveId: randomUUID(),
				answers: [{ ...answer, reason: null, exposure: 'public' }]
			}
		});
		expect(saved.status()).toBe(404);
		await stranger.goto(addresses[2]!);
		await expect(stranger.locator('main')).not.toContainText('pelican');
	});

	await test.step('a visitor is asked to sign in', async () => {
		const visitor = await open();
		for (const address of addresses) {
			await visitor.goto(address);
			await expect(visitor).toHaveURL(new RegExp(`/sign-in\\?next=`));
		}
	});

	await test.step('reader and editor do not review', async () => {
		const coordinator = await open();
		await signIn(coordinator, 'coordinator');
		const round = await openRound(coordinator);
		await coordinator.goto(`${round}/review`);
		const reviewed = await coordinator.locator('main ol.list a').first().getAttribute('href');
		for (const login of ['reader', 'editor']) {
			const other = await open();
			await signIn(other, login);
			expect((await other.request.get(round)).status()).toBe(200);
			for (const path of [`${round}/review`, reviewed!, ...addresses])
				expect((await other.request.get(path)).status(), `${login} ${path}`).toBe(404);
		}
	});

	await test.step('no page of a coordinator has a word of it', async () => {
		const coordinator = await open();
		await signIn(coordinator, 'coordinator');
		const round = await openRound(coordinator);
		// Of the pages that compare one question each, those of the area are enough.
		const follow = (path: string) =>
			/^\/(rounds|studies|home|evidence)/.test(path) &&
			!/\/file$/.test(path) &&
			(path.startsWith(round) || !path.startsWith('/rounds/')) &&
			(!path.includes('/compare/') || path.includes('/compare/q5_'));
		const pages = await crawl(coordinator.request, [round, '/home?list'], follow);
		expect([...pages.keys()]).toContain(`${round}/delegations/${delegation}`);
		expect([...pages.keys()]).toContain(`${round}/compare/${QUESTION}`);
		expect(pages.size).toBeGreaterThan(60);
		for (const [path, text] of pages) expect(text.includes('pelican'), path).toBe(false);
		for (const address of addresses)
			expect((await coordinator.request.get(address)).status(), address).toBe(404);
		const working = await makeDataset(coordinator, round, 'working', 'csv_long');
		expect(String(working)).not.toContain('pelican');
	});
});

/** Path of the demo's open round, on which a coordinator arrives. */
async function openRound(page: Page): Promise<string> {
	await page.goto('/home?list');
	const href = await page
		.locator('main li', { hasText: 'Baseline 2026' })
		.getByRole('link', { name: /^Baseline 2026/ })
		.getAttribute('href');
	return href!;
}
