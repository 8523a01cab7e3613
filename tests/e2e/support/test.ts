import {
	type BrowserContext,
	type BrowserContextOptions,
	type Page,
	test as base
} from '@playwright/test';

/** Opens a page as somebody of their own: another device, with cookies of its own. */
export type OpenPage = (options?: BrowserContextOptions) => Promise<Page>;

interface Fixtures {
	/** What browsers complained of: scripts that failed and breaches of the content security policy. */
	faults: string[];
	open: OpenPage;
}

/** Answers of 4xx, and the network being away, are what many journeys are about. */
const isExpected = (text: string, url: string) =>
	text.startsWith('Failed to load resource') &&
	(!url.includes('/_app/') || text.includes('ERR_INTERNET_DISCONNECTED'));

/** A page that is slow to come is shown without its transition, which the browser reports as a fault. */
const isSkippedTransition = (text: string) => /Transition was (aborted|skipped)/.test(text);

/** How long a click or a fill waits for its element, in milliseconds. */
const PATIENCE = 60_000;

function watch(context: BrowserContext, faults: string[]): void {
	context.setDefaultTimeout(PATIENCE);
	context.on('console', (message) => {
		const { url } = message.location();
		if (message.type() !== 'error' || isExpected(message.text(), url)) return;
		faults.push(`${message.text()} (${url})`);
	});
	context.on('weberror', (problem) => {
		const fault = String(problem.error());
		if (!isSkippedTransition(fault)) faults.push(fault);
	});
}

/** A journey fails when any of its pages reports a fault, whatever else it finds. */
export const test = base.extend<Fixtures>({
	faults: async ({}, use) => {
		const faults: string[] = [];
		await use(faults);
		base.expect(faults, 'faults in the console').toEqual([]);
	},
	context: async ({ context, faults }, use) => {
		watch(context, faults);
		await use(context);
	},
	open: async ({ browser, faults }, use) => {
		const opened: BrowserContext[] = [];
		await use(async (options) => {
			const context = await browser.newContext(options);
			opened.push(context);
			watch(context, faults);
			return context.newPage();
		});
		for (const context of opened) await context.close();
	}
});

export { expect } from '@playwright/test';
