import { rm } from 'node:fs/promises';
import { m } from '#lib/paraglide/messages.js';
import { openArea, questionOf, save, statusOf, waitForScript, write } from './support/answerSteps.ts';
import {
	type Phone,
	countKept,
	findOnDisk,
	openPhone,
	unlock,
	waitUntilKept
} from './support/deviceSteps.ts';
import { homeOfDelegation, signIn, signOut } from './support/signIn.ts';
import { expect, test } from './support/test.ts';

const AREA = 'information_recruitment';
const QUESTION = 'q4_12_migrant_groups';
const OTHER_AREA = 'undocumented';
const OTHER_QUESTION = 'q2_3b_no_fault_proof';

const phones: Phone[] = [];
test.afterEach(async () => {
	for (const { context, profile } of phones.splice(0)) {
		await context.close();
		await rm(profile, { recursive: true, force: true });
	}
});

/** Closes the browser and opens it again, as the phone's owner does. */
async function reopen(phone: Phone, isOffline: boolean): Promise<void> {
	await phone.context.close();
	Object.assign(phone, await openPhone(phone.profile, isOffline));
}

async function newPhone(): Promise<Phone> {
	const phone = await openPhone();
	phones.push(phone);
	return phone;
}

test('a round opened once works without a network, and is sent when it is back', async ({ open }) => {
	test.setTimeout(300_000);
	const phone = await newPhone();
	await signIn(phone.page, 'kh');
	const home = await homeOfDelegation(phone.page);
	const areas = await phone.page.goto(home).then(() => phone.page.locator('li.area').count());
	await openArea({ page: phone.page, home, hasScript: true }, AREA);
	await write(phone.page, QUESTION, 'Sample answer: groups meet every month in the town.');
	await save({ page: phone.page, home, hasScript: true });
	await waitUntilKept(phone.page, areas);

	await test.step('the network goes while the page is open', async () => {
		await phone.context.setOffline(true);
		await write(phone.page, QUESTION, 'Sample answer: groups meet every heron month in the town.');
		await expect(statusOf(phone.page)).toHaveAttribute('data-state', 'waiting');
		await expect.poll(async () => (await countKept(phone.page)).pending).toBe(1);
	});

	await test.step('closed and opened without a network, everything is there', async () => {
		await reopen(phone, true);
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
		await waitForScript(page);
		await page.waitForTimeout(500);
	});
	void open;
	void OTHER_QUESTION;
	void findOnDisk;
	void signOut;
});
