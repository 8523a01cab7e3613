import type { Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { asSystem } from '#lib/server/database/asActor.ts';
import { makeCode } from '../support/codingWorld.ts';
import { AGREES_TO_ALL, addGroup, addParticipant } from '../support/groupWorld.ts';
import { openAs } from './support/codingSteps.ts';
import { countKept, findOnDisk, setOffline, unlock } from './support/deviceSteps.ts';
import { addParticipant as addInForm, createMeeting, openRound } from './support/meetingSteps.ts';
import { type OwnApp, openOwnApp } from './support/ownApp.ts';
import { expect, reopen, test, touch } from './support/phones.ts';
import { signIn, signOut } from './support/signIn.ts';
import { expectSound } from './support/sound.ts';

let app: OwnApp;
let groupId: string;
test.beforeAll(async () => {
	test.setTimeout(300_000);
	app = await openOwnApp(async (world) => {
		groupId = await addGroup(world);
		await addParticipant(world, groupId, { pseudonym: 'P01', agrees: AGREES_TO_ALL });
		await addParticipant(world, groupId, { pseudonym: 'P02', agrees: ['take_part'] });
		await addParticipant(world, groupId, { pseudonym: 'P03', agrees: AGREES_TO_ALL });
		await makeCode(world, 'barrier');
		await makeCode(world, 'cost');
	});
});
test.afterAll(() => app?.close());

const roomPath = () => `/rounds/${app.world.roundId}/focus-groups/${groupId}/room`;
const fieldOf = (page: Page) => page.getByRole('textbox', { name: m.room_body(), exact: true });
const statusOf = (page: Page) => page.locator('#room-status');
const noteOf = (page: Page, words: string) => page.locator('ol.notes > li', { hasText: words });
async function openRoom(page: Page): Promise<void> {
	await page.goto(roomPath());
	await page.locator('form[data-hydrated]').waitFor({ state: 'attached' });
}
const storedWith = (words: string) =>
	asSystem(app.world.database.db, (trx) =>
		trx
			.selectFrom('turns')
			.select(['id', 'body', 'mark', 'kind', 'speaker', 'revision'])
			.where('body', 'like', `%${words}%`)
			.execute()
	);

test('two take notes at once: each sees the other’s, and nothing moves what is typed', async ({
	open
}) => {
	test.setTimeout(300_000);
	const nadia = await openAs(open, app, 'nadia');
	const rina = await openAs(open, app, 'rina');
	await openRoom(nadia);
	await openRoom(rina);
	await expect(rina.locator('[data-here="1"]')).toContainText('Nadia');
	await fieldOf(rina).fill('Half a sentence');
	const before = await fieldOf(rina).boundingBox();

	await fieldOf(nadia).fill('Sample note one: the bus costs half a day.');
	await fieldOf(nadia).press('Enter');
	await expect(noteOf(rina, 'Sample note one')).toBeVisible();
	await expect(noteOf(rina, 'Sample note one')).toContainText('Nadia');
	await expect(fieldOf(rina)).toHaveValue('Half a sentence');
	await expect(fieldOf(rina)).toBeFocused();
	// The list scrolls by whole notes; the rest is rounding.
	const after = await fieldOf(rina).boundingBox();
	expect(Math.abs(after!.y - before!.y)).toBeLessThan(1);
	await expect(fieldOf(nadia)).toHaveValue('');

	await fieldOf(rina).press('Enter');
	await expect(noteOf(nadia, 'Half a sentence')).toBeVisible();
	await expect(statusOf(rina)).toHaveAttribute('data-state', 'sent');

	// Rina mends Nadia's note, Nadia takes Rina's out and brings it back.
	await noteOf(rina, 'Sample note one').getByRole('link', { name: m.room_change() }).click();
	await fieldOf(rina).fill('Sample note one: the bus costs a whole day.');
	await fieldOf(rina).press('Enter');
	await expect(noteOf(nadia, 'a whole day')).toBeVisible();
	await noteOf(nadia, 'Half a sentence').getByRole('link', { name: m.room_change() }).click();
	await nadia.getByRole('button', { name: m.room_take_out() }).click();
	await expect(rina.getByText(m.room_removed())).toBeVisible();
	await nadia.getByRole('button', { name: m.room_restore() }).click();
	await expect(noteOf(rina, 'Half a sentence')).toBeVisible();
});

test('with keys alone: who, how, off the record, codes, a new line, and the last note again', async ({
	open
}) => {
	const page = await openAs(open, app, 'nadia');
	await openRoom(page);
	await fieldOf(page).focus();
	const type = (text: string) => page.keyboard.type(text);
	const press = (key: string) => page.keyboard.press(key);
	await type('3: We wait');
	await press('Shift+Enter');
	await type('for the heron.');
	await press('Alt+Digit2');
	await press('Alt+KeyK');
	await press('Alt+KeyX');
	await press('Enter');
	const note = noteOf(page, 'for the heron.');
	await expect(note).toContainText('P03');
	await expect(note).toContainText('cost');
	await expect(note).toContainText(m.transcripts_mark_off_record());
	await expect(note).toHaveAttribute('data-standing', 'stored');
	expect(await storedWith('heron')).toMatchObject([
		{ body: 'We wait\nfor the heron.', mark: 'off_record', kind: 'observation' }
	]);
	await press('Alt+KeyX');

	await press('ArrowUp');
	await expect(fieldOf(page)).toHaveValue('We wait\nfor the heron.');
	await press('End');
	await type(' And wait.');
	await press('Enter');
	await expect(noteOf(page, 'And wait.')).toHaveAttribute('data-standing', 'stored');
	await expect(fieldOf(page)).toHaveValue('');

	await press('?');
	await expect(page.getByRole('table')).toBeVisible();
	await press('?');
	// Out of the field the keys work alone.
	await press('Escape');
	await press('1');
	await expect(page.getByRole('checkbox', { name: 'barrier' })).toBeChecked();
	await press('Enter');
	await expect(fieldOf(page)).toBeFocused();
	// Somebody who refused notes cannot be chosen.
	await type('2: no');
	await expect(fieldOf(page)).toHaveValue('2: no');
	await expect(page.getByRole('radio', { name: /^P02/ })).toBeDisabled();
});

test('without JavaScript it is a form and a list; who refused notes is named and the words stay', async ({
	open
}) => {
	const page = await openAs(open, app, 'nadia', { javaScriptEnabled: false });
	await page.goto(roomPath());
	await page.getByRole('radio', { name: /^P01/ }).check();
	await fieldOf(page).fill('Sample note of paper.');
	await page.getByRole('button', { name: m.room_send() }).click();
	await expect(page.getByRole('status').filter({ hasText: m.room_done_taken() })).toBeVisible();
	await expect(noteOf(page, 'Sample note of paper.')).toContainText('P01');
	await expect(page.getByRole('radio', { name: /^P01/ })).toBeChecked();

	await noteOf(page, 'Sample note of paper.').getByRole('link', { name: m.room_change() }).click();
	await expect(fieldOf(page)).toHaveValue('Sample note of paper.');
	await fieldOf(page).fill('Sample note of paper, twice.');
	await page.getByRole('button', { name: m.common_save(), exact: true }).click();
	await expect(noteOf(page, 'of paper, twice.')).toBeVisible();

	// The one who speaks takes their consent back between the page and the form.
	await fieldOf(page).fill('Words of somebody else.');
	await page.getByRole('radio', { name: /^P03/ }).check();
	await asSystem(app.world.database.db, (trx) =>
		trx
			.updateTable('participants')
			.set({ notes_refused: true })
			.where('pseudonym', '=', 'P03')
			.execute()
	);
	await page.getByRole('button', { name: m.room_send() }).click();
	await expect(page.getByRole('alert')).toContainText(m.room_refused_notes({ who: 'P03' }));
	await expect(fieldOf(page)).toHaveValue('Words of somebody else.');
	expect(await storedWith('somebody else')).toEqual([]);
	await page.getByRole('radio', { name: /^P01/ }).check();
	await page.getByRole('button', { name: m.room_send() }).click();
	await expect(noteOf(page, 'Words of somebody else.')).toBeVisible();
	await asSystem(app.world.database.db, (trx) =>
		trx
			.updateTable('participants')
			.set({ notes_refused: false })
			.where('pseudonym', '=', 'P03')
			.execute()
	);
});

test('the page is sound for everybody, on a phone and a laptop, in both schemes', async ({
	open
}) => {
	for (const colorScheme of ['light', 'dark'] as const)
		for (const width of [360, 1280]) {
			const page = await openAs(open, app, 'nadia', {
				colorScheme,
				viewport: { width, height: 800 }
			});
			await openRoom(page);
			await expectSound(page, { where: `${colorScheme} ${width}` });
		}
});

const SECRET = 'the heron kept her passport under the ninth stone';

test('a phone without a network goes on, is closed and opened, and sends all of it once', async ({
	newPhone,
	open
}) => {
	test.setTimeout(300_000);
	const phone = await newPhone();
	await signIn(phone.page, 'coordinator');
	const home = await createMeeting(phone.page, await openRound(phone.page), 'Sample room');
	await phone.page.goto(home);
	await addInForm(phone.page, 'Cambodia', 'Sample union');
	await phone.page.goto(`${home}/room`);
	await phone.page.locator('form[data-hydrated]').waitFor({ state: 'attached' });
	await touch(phone.page);
	await expect
		.poll(async () => (await countKept(phone.page)).copies ?? 0, { timeout: 60_000 })
		.toBeGreaterThan(0);
	const isReady = () =>
		phone.page.evaluate(async () =>
			Boolean((await caches.match('/offline')) && navigator.serviceWorker.controller)
		);
	await expect.poll(isReady, { timeout: 60_000 }).toBe(true);

	const add = async (words: string) => {
		await fieldOf(phone.page).fill(words);
		await fieldOf(phone.page).press('Enter');
	};
	await add('1: Sample note with a line.');
	await expect(noteOf(phone.page, 'with a line')).toHaveAttribute('data-standing', 'stored');

	// What the device shows without a line is renewed a few seconds after a note.
	await phone.page.waitForTimeout(5_000);
	await setOffline(phone, true);
	for (let minute = 1; minute <= 5; minute++) await add(`Sample minute ${minute}: ${SECRET}.`);
	await expect(statusOf(phone.page)).toHaveAttribute('data-state', 'waiting');
	await expect(statusOf(phone.page)).toContainText('5');
	await expect.poll(async () => (await countKept(phone.page)).outbox).toBe(5);

	await phone.context.close();
	expect(await findOnDisk(phone.profile, SECRET)).toEqual([]);
	await reopen(phone, true);
	await phone.page.goto(`${home}/room`);
	await expect(phone.page).toHaveURL(/\/offline#/);
	await unlock(phone.page);
	await phone.page.locator('form[data-hydrated]').waitFor({ state: 'attached' });
	await expect(noteOf(phone.page, 'with a line')).toBeVisible();
	await expect(noteOf(phone.page, SECRET)).toHaveCount(5);
	await add(`Sample minute 6: ${SECRET}.`);
	await expect.poll(async () => (await countKept(phone.page)).outbox).toBe(6);

	await setOffline(phone, false);
	await expect.poll(async () => (await countKept(phone.page)).outbox, { timeout: 60_000 }).toBe(0);
	const colleague = await open();
	await signIn(colleague, 'coordinator');
	await colleague.goto(`${home}/room`);
	await expect(noteOf(colleague, SECRET)).toHaveCount(6);
	const words = await noteOf(colleague, SECRET).allInnerTexts();
	expect(words.map((text) => /minute (\d)/.exec(text)?.[1])).toEqual([
		'1',
		'2',
		'3',
		'4',
		'5',
		'6'
	]);

	await phone.page.goto(`${home}/room`);
	await expect(noteOf(phone.page, SECRET)).toHaveCount(6);
	await signOut(phone.page);
	await expect.poll(async () => (await countKept(phone.page)).copies ?? 0).toBe(0);
});
