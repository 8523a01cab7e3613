import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

/** Nothing has to be scrolled sideways. */
export async function expectNarrow(page: Page, where = page.url()): Promise<void> {
	const wide = () =>
		page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth
		);
	await expect.poll(wide, `${where} is wider than the screen`).toBeLessThanOrEqual(0);
}

interface Look {
	/** What the page is called when something is wrong; its address where left out. */
	where?: string;
	/** Only what axe calls serious or critical counts. */
	onlyGrave?: boolean;
	/** The page is a file, in which axe can open no page of its own. */
	isFile?: boolean;
}

/**
 * axe finds nothing on the page, and nothing has to be scrolled sideways. axe is a script: it looks where
 * scripts run. A page that is just coming alive is looked at again, once it is. A whole edition on one page
 * takes axe half a minute on a busy machine.
 */
export async function expectSound(page: Page, look: Look = {}): Promise<void> {
	const { where = page.url(), onlyGrave = false, isFile = false } = look;
	await expect(async () => {
		const found = await new AxeBuilder({ page }).setLegacyMode(isFile).analyze();
		const wrong = found.violations
			.filter(({ impact }) => !onlyGrave || impact === 'serious' || impact === 'critical')
			.map(({ id, nodes }) => `${where} ${id}: ${nodes[0]?.html.slice(0, 200)}`);
		expect(wrong).toEqual([]);
	}).toPass({ intervals: [1000, 3000], timeout: 90_000 });
	await expectNarrow(page, where);
}
