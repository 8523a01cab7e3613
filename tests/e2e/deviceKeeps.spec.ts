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
	countKept,
	setOffline,
	unlock,
	waitForShell,
	waitUntilKept
} from './support/deviceSteps.ts';
import { expect, openKept, reopen, test, touch } from './support/phones.ts';
import { homeOfDelegation, signIn } from './support/signIn.ts';

test.describe.configure({ timeout: 240_000 });

// What a device keeps, and that it says so only where it is true.
const AREA = 'repatriation';
const QUESTION = 'q5_9_crisis';

test('a device whose key could not be had at first is opened later', async ({ open }) => {
	const page = await open();
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	const answerer = { page, home, hasScript: true };
	let asked = 0;
	await page.context().route('**/device/key', (route) => {
		asked += 1;
		return route.abort();
	});
	await openArea(answerer, AREA);
	await touch(page);
	await expect.poll(() => asked).toBeGreaterThan(0);
	await write(page, QUESTION, `Sample answer: the tern came back ${Date.now()}.`);
	await save(answerer);
	expect(await countKept(page)).toEqual({});

	await page.context().unroute('**/device/key');
	await write(page, QUESTION, `Sample answer: the tern came back again ${Date.now()}.`);
	await save(answerer);
	await expect.poll(async () => (await countKept(page)).copies ?? 0).toBeGreaterThan(0);
});

test('the same where the part of the program that keeps could not be had', async ({ open }) => {
	const page = await open({ serviceWorkers: 'block' });
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	await openArea({ page, home, hasScript: true }, AREA);
	await expect(page.locator('.head .here')).toHaveAttribute('data-live');
	let lost = 0;
	await page.context().route('**/_app/immutable/**', (route) => {
		lost += 1;
		return route.abort('internetdisconnected');
	});
	await touch(page);
	await expect.poll(() => lost).toBeGreaterThan(0);
	await page.waitForTimeout(500);
	expect(await countKept(page)).toEqual({});
	await page.context().unroute('**/_app/immutable/**');
	await page.evaluate(() => dispatchEvent(new Event('online')));
	await expect.poll(async () => (await countKept(page)).copies ?? 0).toBeGreaterThan(0);
});

test('signing out that is held back, because what is written cannot be saved, keeps it on the device', async ({
	open
}) => {
	const page = await open({ serviceWorkers: 'block' });
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	await openArea({ page, home, hasScript: true }, AREA);
	await page.context().route(/\/(device\/key|answers)$/, (route) => route.abort());
	await touch(page);
	await write(page, QUESTION, `Sample answer: the plover waits ${Date.now()}.`);
	await page.locator('header details.menu').last().locator('summary').click();
	await page.getByRole('button', { name: m.common_sign_out() }).click();
	// Longer than it waits for the last save.
	await page.waitForTimeout(6000);
	await expect(page).toHaveURL(new RegExp(`${AREA}$`));
	expect(await countKept(page)).toEqual({});

	await page.context().unroute(/\/(device\/key|answers)$/);
	await page.context().route(/\/answers$/, (route) => route.abort());
	await page.evaluate(() => dispatchEvent(new Event('online')));
	await expect.poll(async () => (await countKept(page)).pending ?? 0).toBe(1);
});

test('“kept on this device” is said no longer once another tab leaves no trace', async ({
	newPhone
}) => {
	const phone = await newPhone();
	const { page } = phone;
	await openKept(phone, 'kh', AREA);
	const other = await phone.context.newPage();
	await other.goto('/device');
	await setOffline(phone, true);
	await page.bringToFront();
	await write(page, QUESTION, `Sample answer: the gull waits ${Date.now()}.`);
	await expect(statusOf(page)).toContainText(m.together_waiting_kept());
	await other.bringToFront();
	await other.getByRole('button', { name: m.offline_no_trace() }).first().click();
	await expect(other.locator('body')).toHaveText(m.offline_forgotten());
	await page.bringToFront();
	await write(page, QUESTION, `Sample answer: the gull waits, and goes on ${Date.now()}.`);
	await expect(statusOf(page)).toContainText(m.together_waiting_open());
	expect(await countKept(page)).toEqual({});
	// So the browser asks before the words are gone.
	const asks = await page.evaluate(() => {
		const leaving = new Event('beforeunload', { cancelable: true });
		dispatchEvent(leaving);
		return leaving.defaultPrevented;
	});
	expect(asks).toBe(true);
});

test('nor on a disk that is full', async ({ newPhone }) => {
	const phone = await newPhone();
	const { page } = phone;
	const home = await openKept(phone, 'kh', AREA);
	await waitForShell(page);
	const session = await phone.context.newCDPSession(page);
	const { origin } = new URL(page.url());
	await setOffline(phone, true);
	await write(page, QUESTION, `Sample answer: the plover waits ${Date.now()}.`);
	await expect(statusOf(page)).toContainText(m.together_waiting_kept());
	await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
	// What was found free a moment ago counts for a while yet.
	await expect(async () => {
		await write(page, QUESTION, `Sample answer: the plover ${'waits '.repeat(200)}${Date.now()}`);
		await expect(statusOf(page)).toContainText(m.together_waiting_open(), { timeout: 3000 });
	}).toPass();
	await session.send('Storage.overrideQuotaForOrigin', { origin });
	await write(page, QUESTION, `Sample answer: the plover has room again ${Date.now()}.`);
	await expect(statusOf(page)).toContainText(m.together_waiting_kept());

	await test.step('a source that cannot be kept stays in its form', async () => {
		await reopen(phone, true);
		const { page: shell } = phone;
		await shell.goto(`${home}/${AREA}`);
		await unlock(shell);
		await waitForScript(shell);
		const again = await phone.context.newCDPSession(shell);
		await again.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
		let citation = '';
		await expect(async () => {
			citation = `Sample act of the plover ${Date.now()}`;
			await questionOf(shell, QUESTION)
				.getByRole('link', { name: m.respond_evidence_add() })
				.click();
			await shell.getByLabel(m.respond_evidence_kind()).selectOption('law');
			await shell.getByLabel(m.respond_evidence_citation()).fill(citation);
			await shell.getByRole('button', { name: m.offline_evidence_keep() }).click();
			await expect(shell.locator('.notice.danger')).toContainText(m.offline_cannot_keep(), {
				timeout: 3000
			});
		}).toPass();
		await expect(shell.getByLabel(m.respond_evidence_citation())).toHaveValue(citation);
		await again.send('Storage.overrideQuotaForOrigin', { origin });
		await shell.getByRole('button', { name: m.offline_evidence_keep() }).click();
		await expect(questionOf(shell, QUESTION)).toContainText(citation);
	});
});

test('opening the front page alone keeps the whole round', async ({ newPhone }) => {
	const phone = await newPhone();
	await signIn(phone.page, 'kh');
	const home = await homeOfDelegation(phone.page);
	await phone.page.goto(home);
	const areas = await phone.page.locator('li.area').count();
	await waitUntilKept(phone.page, areas);
	await expect(phone.page.getByText(m.offline_front_kept())).toBeVisible();
	await reopen(phone, true);
	await phone.page.goto(`${home}/${AREA}`);
	await unlock(phone.page);
	await waitForScript(phone.page);
	await expect(questionOf(phone.page, QUESTION)).toBeVisible();
});

test('it keeps nothing on a line that is dear; “This device” does at a press', async ({
	newPhone
}) => {
	const phone = await newPhone();
	const { page } = phone;
	await page.addInitScript(() => {
		Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
	});
	await signIn(page, 'kh');
	const home = await homeOfDelegation(page);
	await page.goto(home);
	const areas = await page.locator('li.area').count();
	await page.waitForTimeout(6000);
	expect((await countKept(page)).copies ?? 0).toBe(0);
	await page.goto('/device');
	await page.getByRole('button', { name: m.offline_device_fetch() }).click();
	await expect(page.getByText(m.offline_device_fetched())).toBeVisible({ timeout: 60_000 });
	expect((await countKept(page)).copies).toBe(areas);
});

test('two people of one phone with one password are asked whose work it is', async ({
	newPhone
}) => {
	const phone = await newPhone();
	const home = await openKept(phone, 'kh', AREA);
	await waitForShell(phone.page);
	await phone.context.clearCookies({ name: /session/ });
	await openKept(phone, 'kh2', AREA);
	await expect.poll(async () => (await countKept(phone.page)).keyring).toBe(2);
	await reopen(phone, true);
	await phone.page.goto(`${home}/${AREA}`);
	await unlock(phone.page);
	await phone.page.getByRole('button', { name: 'Dara Sample' }).click();
	await waitForScript(phone.page);
	await write(phone.page, QUESTION, 'Sample answer: the rail, by Dara.');
	await expect.poll(async () => (await countKept(phone.page)).pending).toBe(1);

	await test.step('the other opens their own, and finds nothing of it', async () => {
		await reopen(phone, true);
		await phone.page.goto(`${home}/${AREA}`);
		await unlock(phone.page);
		await phone.page.getByRole('button', { name: 'Sokha Sample' }).click();
		await waitForScript(phone.page);
		const field = questionOf(phone.page, QUESTION).getByRole('textbox');
		await expect(field).not.toHaveValue(/by Dara/);
	});
});

test('“This device” says where there is no line when it is opened', async ({ newPhone }) => {
	const phone = await newPhone();
	const { page } = phone;
	await openKept(phone, 'kh', AREA);
	await phone.context.route('**/device/key', (route) => route.abort());
	await page.goto('/device');
	await expect(page.getByText(m.offline_device_away())).toBeVisible();
	await phone.context.unroute('**/device/key');
	await page.evaluate(() => dispatchEvent(new Event('online')));
	await expect(page.locator('ul.kept li').first()).toBeVisible();
});
