import type { Request } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import {
	openArea,
	questionOf,
	save,
	statusOf,
	waitForScript,
	write
} from './support/answerSteps.ts';
import {
	type Phone,
	countKept,
	findOnDisk,
	openPhone,
	setOffline,
	unlock,
	waitUntilKept
} from './support/deviceSteps.ts';
import { expect, openKept, reopen, test, touch } from './support/phones.ts';
import { homeOfDelegation, signIn, signOut } from './support/signIn.ts';

const AREA = 'information_recruitment';
const QUESTION = 'q4_12_migrant_groups';
const OTHER_AREA = 'cooperation';
const OTHER_QUESTION = 'q6_8_referral';

/** A sentence nobody else has written. */
const MARK = 'the heron kept her passport under the third stone';
const FILE_TEXT = 'Sample file: seen at the ferry on a Tuesday by the heron.';
const CITATION = `Sample note of the heron visit ${Date.now()}`;
const CONTROL = 'a sentence that is not locked at all';

const MINUTE = 60_000;

/** Lets the clock of a page go on, a minute at a time, as if somebody sat there and wrote. */
async function sitFor(
	{ context, page }: Phone,
	minutes: number,
	act: (minute: number) => Promise<void>
) {
	const open = new Set<Request>();
	page.on('request', (request) => {
		if (request.resourceType() !== 'eventsource') open.add(request);
	});
	page.on('requestfailed', (request) => open.delete(request));
	page.on('requestfinished', (request) => open.delete(request));
	for (let minute = 1; minute <= minutes; minute += 1) {
		await act(minute);
		for (let passed = 0; passed < MINUTE; passed += 2000) {
			await context.clock.runFor(2000);
			// Requests take their own time, and what comes after them begins when they are over.
			await expect.poll(() => open.size).toBe(0);
		}
	}
}

/** Counts what a page asks the network for from now on. */
function countAsked(phone: Phone, path: RegExp): () => number {
	let asked = 0;
	phone.page.on('request', (request) => {
		if (path.test(new URL(request.url()).pathname)) asked += 1;
	});
	return () => asked;
}

test('a round opened once works without a network, and is sent when it is back', async ({
	open,
	newPhone
}) => {
	test.setTimeout(420_000);
	const phone = await newPhone();
	await phone.context.clock.install();
	await signIn(phone.page, 'kh');
	const home = await homeOfDelegation(phone.page);
	const areas = await phone.page.goto(home).then(() => phone.page.locator('li.area').count());
	await openArea({ page: phone.page, home, hasScript: true }, AREA);
	// Another text than any that may stand there already.
	await write(phone.page, QUESTION, `Sample answer ${Date.now()}.`);
	await save({ page: phone.page, home, hasScript: true });
	await write(phone.page, QUESTION, 'Sample answer: groups meet every month in the town.');
	await save({ page: phone.page, home, hasScript: true });
	await waitUntilKept(phone.page, areas);

	await test.step('the network goes while the page is open, for five minutes of writing', async () => {
		const { page } = phone;
		const began = await page.evaluate(() => Date.now());
		const attempts = countAsked(phone, /\/answers$/);
		await setOffline(phone, true);
		await sitFor(phone, 5, async (minute) => {
			const words = 'groups meet every heron month in the town'.split(' ').slice(0, 3 + minute);
			await write(page, QUESTION, `Sample answer: ${words.join(' ')}.`);
			await expect(statusOf(page)).toHaveAttribute('data-state', 'waiting');
			await expect(statusOf(page)).toContainText(m.together_waiting_kept());
			await expect.poll(async () => (await countKept(page)).pending).toBe(1);
		});
		expect((await page.evaluate(() => Date.now())) - began).toBeGreaterThanOrEqual(5 * MINUTE);
		// After 1, 2, 4, 8, 16 s and then every half minute, the longest pause.
		expect(attempts()).toBeGreaterThanOrEqual(10);
		expect(attempts()).toBeLessThanOrEqual(25);
	});

	await test.step('closed and opened without a network, everything is there', async () => {
		await reopen(phone, true);
		await phone.context.clock.install();
		const { page } = phone;
		await page.goto(`${home}/${AREA}`);
		await expect(page).toHaveURL(/\/offline#/);
		await unlock(page, 'not the password');
		await expect(page.getByText(m.offline_wrong())).toBeVisible();
		await unlock(page);
		await waitForScript(page);
		await expect(questionOf(page, QUESTION).getByRole('textbox')).toHaveValue(/heron month/);
	});

	await test.step('another area, a source with a file, and the mark that it is ready', async () => {
		const { page } = phone;
		await page.locator(`a[href="${home}/${OTHER_AREA}"]`).first().click();
		await expect(questionOf(page, OTHER_QUESTION)).toBeVisible();
		await waitForScript(page);
		const tries = countAsked(phone, /^\/device\/key$/);
		// Longer and longer, up to five minutes from one look to the next.
		await sitFor(phone, 16, async (minute) => {
			await write(page, OTHER_QUESTION, `Sample answer: ${MARK.slice(0, 10 + minute)}`);
		});
		await expect.poll(tries).toBeGreaterThanOrEqual(3);
		expect(tries()).toBeLessThanOrEqual(12);
		await write(page, OTHER_QUESTION, `Sample answer: ${MARK}.`);
		await questionOf(page, OTHER_QUESTION)
			.getByRole('link', { name: m.respond_evidence_add() })
			.click();
		await page.getByLabel(m.respond_evidence_kind()).selectOption('observation');
		await page.getByLabel(m.respond_evidence_citation()).fill(CITATION);
		const file = { name: 'visit.txt', mimeType: 'text/plain', buffer: Buffer.from(FILE_TEXT) };
		await page.getByLabel(m.respond_evidence_file(), { exact: false }).setInputFiles(file);
		await page.getByRole('button', { name: m.offline_evidence_keep() }).click();
		await waitForScript(page);
		await expect(questionOf(page, OTHER_QUESTION)).toContainText(CITATION);
		await page.getByRole('button', { name: m.offline_ready() }).click();
		await expect(page.getByText(m.offline_ready_waits())).toBeVisible();
		await expect.poll(() => countKept(page)).toMatchObject({ pending: 2, outbox: 2 });
	});

	await test.step('what the disk holds cannot be read', async () => {
		await phone.page.evaluate((text) => localStorage.setItem('control', text), CONTROL);
		await phone.context.close();
		expect(await findOnDisk(phone.profile, MARK)).toEqual([]);
		expect(await findOnDisk(phone.profile, FILE_TEXT)).toEqual([]);
		const control = await findOnDisk(phone.profile, CONTROL);
		expect(control, 'what is not locked is found').not.toEqual([]);
	});

	await test.step('a colleague writes in the same text meanwhile', async () => {
		const page = await open();
		await signIn(page, 'kh2');
		await openArea({ page, home, hasScript: true }, AREA);
		await write(page, QUESTION, 'Sample answer: kingfisher groups meet every month in the town.');
		await save({ page, home, hasScript: true });
		await page.context().close();
	});

	await test.step('opened again, everything is there, and is sent when the network is back', async () => {
		Object.assign(phone, await openPhone(phone.profile, true));
		await phone.context.clock.install();
		const { page } = phone;
		await page.goto(`${home}/${OTHER_AREA}`);
		await unlock(page);
		await waitForScript(page);
		const field = questionOf(page, OTHER_QUESTION).getByRole('textbox');
		await expect(field).toHaveValue(`Sample answer: ${MARK}.`);
		await field.fill(`Sample answer: ${MARK}, twice.`);
		await expect.poll(() => countKept(page)).toMatchObject({ pending: 2, outbox: 2 });
		// The next look would be minutes away by now; the line alone is reason enough.
		await sitFor(phone, 8, async () => {});
		const before = await page.evaluate(() => Date.now());
		await setOffline(phone, false);
		await expect
			.poll(() => countKept(page), { timeout: 60_000 })
			.toMatchObject({
				pending: 0,
				outbox: 0
			});
		expect((await page.evaluate(() => Date.now())) - before).toBeLessThan(MINUTE);
	});

	await test.step('the server has all of it, once', async () => {
		const page = await open();
		await signIn(page, 'kh2');
		await openArea({ page, home, hasScript: true }, AREA);
		const both = 'Sample answer: kingfisher groups meet every heron month in the town.';
		await expect(questionOf(page, QUESTION).getByRole('textbox')).toHaveValue(both);
		await openArea({ page, home, hasScript: true }, OTHER_AREA);
		const question = questionOf(page, OTHER_QUESTION);
		await expect(question.getByRole('textbox')).toHaveValue(`Sample answer: ${MARK}, twice.`);
		await expect(question.getByText(CITATION)).toHaveCount(1);
		const href = await question.locator('a[href^="/evidence/"]').last().getAttribute('href');
		const file = await page.context().request.get(href!);
		expect(await file.text()).toContain(FILE_TEXT);
		await page.goto(home);
		await expect(page.locator('li', { hasText: /cooperation/i }).first()).toContainText(/ready/i);
	});

	await test.step('after all of it the worker holds files of the build, and the shell', async () => {
		const held = await phone.page.evaluate(async () => {
			const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
			const requests = await Promise.all(stores.map((store) => store.keys()));
			return requests.flat().map(({ url, method }) => [method, new URL(url).pathname]);
		});
		expect(held.map(([, path]) => path)).toContain('/offline');
		const others = held.filter(
			([method, path]) =>
				method !== 'GET' || !(path === '/offline' || path!.startsWith('/_app/immutable/'))
		);
		expect(others).toEqual([]);
	});

	await test.step('signing out leaves nothing', async () => {
		const { page } = phone;
		await page.goto(`${home}/${OTHER_AREA}`);
		await waitForScript(page);
		await expect(page).toHaveURL(new RegExp(`${home}/${OTHER_AREA}$`));
		await signOut(page);
		const names = await page.evaluate(async () =>
			(await indexedDB.databases()).map((db) => db.name)
		);
		expect(names).not.toContain('mufakat');
		expect(await page.evaluate(() => caches.keys())).toEqual([]);
		await phone.context.close();
		expect(await findOnDisk(phone.profile, MARK)).toEqual([]);
		expect(await findOnDisk(phone.profile, FILE_TEXT)).toEqual([]);
	});
});

test('“leave no trace” clears the device at one press, and nothing is kept from then on', async ({
	newPhone
}) => {
	const phone = await newPhone();
	const { page } = phone;
	const home = await openKept(phone, 'kh', AREA);
	await setOffline(phone, true);
	await write(page, QUESTION, `Sample answer: ${MARK}.`);
	await expect.poll(async () => (await countKept(page)).pending).toBe(1);
	await setOffline(phone, false);
	await page.getByRole('button', { name: m.offline_no_trace() }).click();
	await expect(page.getByText(m.offline_device_done_off())).toBeVisible();
	expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
	await openArea({ page, home, hasScript: true }, AREA);
	await page.waitForTimeout(3000);
	expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
	expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(0);
	await page.goto('/device');
	await page.getByRole('button', { name: m.offline_device_on_button() }).click();
	await openArea({ page, home, hasScript: true }, AREA);
	await expect.poll(async () => (await countKept(page)).copies ?? 0).toBeGreaterThan(0);
});

test('a page that has nothing to do while it is being left brings nothing back', async ({
	newPhone
}) => {
	const phone = await newPhone();
	// Idle time comes in the moment between signing out and the next page.
	await phone.context.addInitScript(() => {
		globalThis.requestIdleCallback = (act) => {
			addEventListener('submit', () => {
				setInterval(() => act({ didTimeout: false, timeRemaining: () => 50 }), 5);
			});
			return 0;
		};
	});
	const home = await openKept(phone, 'kh', OTHER_AREA);
	const { page } = phone;
	await page.goto(`${home}/${OTHER_AREA}`);
	await waitForScript(page);
	await signOut(page);
	const brought = () => page.evaluate(async () => (await caches.keys()).length);
	await expect(expect.poll(brought, { timeout: 4000 }).toBeGreaterThan(0)).rejects.toThrow();
});

test('a page that has not opened what the device keeps when it is left does not open it any more', async ({
	newPhone
}) => {
	const phone = await newPhone();
	const home = await openKept(phone, 'kh', OTHER_AREA);
	const { page } = phone;
	// The key comes, on a bad line, in the moment between signing out and the next page.
	await page.addInitScript(() => {
		const { fetch } = globalThis;
		const isLeft = new Promise<void>((done) => {
			addEventListener('submit', () => setTimeout(done, 1000));
		});
		globalThis.fetch = async (...asked) => {
			const answer = await fetch(...asked);
			if (asked[0] === '/device/key') {
				await isLeft;
				console.log('the key has come');
			}
			return answer;
		};
	});
	const heard: string[] = [];
	page.on('console', (line) => heard.push(line.text()));
	phone.line.delay('/sign-in', 4000);
	await page.goto(`${home}/${OTHER_AREA}`);
	await waitForScript(page);
	await touch(page);
	await signOut(page);
	expect(heard).toContain('the key has come');
	const kept = () =>
		page.evaluate(async () => [
			...(await caches.keys()),
			...(await indexedDB.databases()).map(({ name }) => name)
		]);
	await expect(expect.poll(kept, { timeout: 4000 }).not.toEqual([])).rejects.toThrow();
});

test('signing out asks first while something waits; somebody else never sends it', async ({
	newPhone
}) => {
	const phone = await newPhone();
	const { page } = phone;
	const home = await openKept(phone, 'kh', AREA);
	await setOffline(phone, true);
	await write(page, QUESTION, `Sample answer: ${MARK} waits.`);
	await expect.poll(async () => (await countKept(page)).pending).toBe(1);
	await reopen(phone, false);
	await phone.page.goto('/home?list');
	await expect(phone.page.getByText(m.offline_waiting_notice({ count: 1 }))).toBeVisible();
	await phone.page.locator('header details.menu').last().locator('summary').click();
	await phone.page.getByRole('button', { name: m.common_sign_out() }).click();
	await expect(phone.page.getByText(m.offline_leaving_title())).toBeVisible();

	await test.step('somebody else on the same phone', async () => {
		await phone.context.clearCookies({ name: /session/ });
		await signIn(phone.page, 'kh2');
		await openArea({ page: phone.page, home, hasScript: true }, AREA);
		await expect.poll(async () => (await countKept(phone.page)).keyring).toBe(2);
		await phone.page.waitForTimeout(3000);
		const field = questionOf(phone.page, QUESTION).getByRole('textbox');
		await expect(field).not.toHaveValue(new RegExp(`${MARK} waits`));
		expect((await countKept(phone.page)).pending).toBe(1);
	});

	await test.step('who wrote it signs in again, and it is sent', async () => {
		await phone.context.clearCookies({ name: /session/ });
		await signIn(phone.page, 'kh');
		await phone.page.goto('/device');
		await expect.poll(async () => (await countKept(phone.page)).pending).toBe(0);
		await openArea({ page: phone.page, home, hasScript: true }, AREA);
		const field = questionOf(phone.page, QUESTION).getByRole('textbox');
		await expect(field).toHaveValue(new RegExp(`${MARK} waits`));
	});
});

test('“leave no trace” works without a network, unsent words and all', async ({ newPhone }) => {
	const phone = await newPhone();
	const { page } = phone;
	await openKept(phone, 'kh', AREA);
	await setOffline(phone, true);
	await write(page, QUESTION, `Sample answer: ${MARK} for good.`);
	await expect.poll(async () => (await countKept(page)).pending).toBe(1);
	await page.getByRole('button', { name: m.offline_no_trace() }).click();
	await expect(page.locator('body')).toHaveText(m.offline_forgotten());
	expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
	expect(await page.evaluate(() => caches.keys())).toEqual([]);
	await phone.context.close();
	expect(await findOnDisk(phone.profile, `${MARK} for good`)).toEqual([]);
	Object.assign(phone, await openPhone(phone.profile));
});
