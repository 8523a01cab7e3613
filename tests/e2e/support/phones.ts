import { rm } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { type Phone, countKept, openPhone } from './deviceSteps.ts';
import { openArea } from './answerSteps.ts';
import { homeOfDelegation, signIn } from './signIn.ts';
import { expect, test as base } from './test.ts';

/** Journeys with phones, which are thrown away with all that is on them afterwards. */
export const test = base.extend<{ newPhone: () => Promise<Phone> }>({
	newPhone: async ({}, use) => {
		const phones: Phone[] = [];
		await use(async () => {
			const phone = await openPhone();
			phones.push(phone);
			return phone;
		});
		for (const { context, profile } of phones) {
			await context.close();
			await rm(profile, { recursive: true, force: true });
		}
	}
});

/** Closes the browser and opens it again, as the phone's owner does. */
export async function reopen(phone: Phone, isOffline: boolean): Promise<void> {
	await phone.context.close();
	Object.assign(phone, await openPhone(phone.profile, isOffline));
}

/** Signs in, opens an area and waits until it is kept. Gives the address of the delegation. */
export async function openKept({ page }: Phone, login: string, area: string): Promise<string> {
	await signIn(page, login);
	const home = await homeOfDelegation(page);
	await openArea({ page, home, hasScript: true }, area);
	// Somebody else's may be there already.
	const before = (await countKept(page)).copies ?? 0;
	await touch(page);
	await expect.poll(async () => (await countKept(page)).copies ?? 0).toBeGreaterThan(before);
	return home;
}

/** The first sign of somebody at the page. */
export const touch = (page: Page) => page.mouse.move(40, 300);

/** Makes a browser signed in as who another one is signed in as, as if it had happened in another tab. */
export async function takeSession(from: Page, to: Phone['context']): Promise<void> {
	const cookies = await from.context().cookies();
	await to.addCookies(cookies.filter(({ name }) => /session/.test(name)));
}

export { expect } from './test.ts';
