import { m } from '#lib/paraglide/messages.js';
import {
	addParticipant,
	beginGuide,
	blockOf,
	blocksOf,
	createMeeting,
	keepFirstOffer,
	openRound
} from './support/meetingSteps.ts';
import { signIn } from './support/signIn.ts';
import { expect, test } from './support/test.ts';

const JUSTICE = 'Access to justice';
/** What a button does and to which block. */
const named = (act: string, block: string) => new RegExp(`^${act}\\s*: ${block}$`);

for (const javaScriptEnabled of [true, false])
	test(`a meeting is prepared, from its name to its papers, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
		open
	}) => {
		test.setTimeout(300_000);
		const page = await open({ javaScriptEnabled });
		await signIn(page, 'coordinator');
		const round = await openRound(page);
		const home = await createMeeting(page, round, `Sample meeting ${String(javaScriptEnabled)}`);

		// What is left to do leads to where it is done.
		await page.getByRole('link', { name: m.groups_next_people() }).click();
		await page.getByLabel(m.groups_person_role()).selectOption('interpreter');
		await page.getByRole('button', { name: m.groups_person_add_button(), exact: true }).click();
		await expect(page.locator('main')).toContainText(m.groups_person_missing());
		await page.getByLabel(m.groups_person_label()).fill('Interpreter, Khmer');
		await page.getByRole('button', { name: m.groups_person_add_button(), exact: true }).click();
		await expect(page.getByRole('status')).toContainText(m.groups_done_person());

		await page.goto(home);
		expect(await addParticipant(page, 'Cambodia', 'Sample union')).toBe('P01');
		expect(await addParticipant(page, 'Thailand', 'Sample legal aid')).toBe('P02');
		await page.getByRole('link', { name: `${m.groups_change()} P02` }).click();
		await page.getByLabel(m.groups_pseudonym(), { exact: true }).fill('P01');
		await page.getByLabel(m.groups_organisation_kind()).fill('Sample shelter');
		await page.getByRole('button', { name: m.common_save(), exact: true }).click();
		// Taken; what was typed is still there.
		await expect(page.getByRole('alert')).toBeVisible();
		await expect(page.getByLabel(m.groups_organisation_kind())).toHaveValue('Sample shelter');
		await page.getByLabel(m.groups_pseudonym(), { exact: true }).fill('Melati');
		await page.getByRole('button', { name: m.common_save(), exact: true }).click();
		await expect(page.getByRole('row', { name: /^Melati/ })).toContainText('Sample shelter');

		await beginGuide(page, home);
		await expect(blocksOf(page)).toHaveCount(7);
		await expect(page.locator('main')).toContainText(m.groups_guide_available({ time: '7 h' }));
		const question = await keepFirstOffer(page, JUSTICE);
		const block = blockOf(page, JUSTICE);
		await block.getByText(m.groups_seed_note_add()).first().click();
		const seeds = block.getByRole('region', { name: m.groups_seeds() });
		await seeds.getByLabel(m.groups_seed_note()).first().fill('Sample note: begin with this.');
		await seeds.getByRole('button', { name: m.common_save(), exact: true }).first().click();
		await expect(page.getByRole('status')).toContainText(m.groups_done_noted());

		await page.getByRole('button', { name: named(m.groups_block_up(), JUSTICE) }).click();
		await expect(blocksOf(page).nth(1)).toContainText(`2. ${JUSTICE}`);
		await page.getByRole('link', { name: `${m.groups_change()} ${JUSTICE}` }).click();
		await page.getByLabel(m.groups_block_minutes()).fill('soon');
		await page.getByLabel(m.groups_block_probes()).fill('Sample probe one?\nSample probe two?');
		await page.getByRole('button', { name: m.common_save(), exact: true }).click();
		await expect(page.locator('main')).toContainText(m.groups_minutes_wrong());
		await expect(page.getByLabel(m.groups_block_probes())).toHaveValue(/probe two/);
		await page.getByLabel(m.groups_block_minutes()).fill('50');
		await page.getByRole('button', { name: m.common_save(), exact: true }).click();
		await expect(block).toContainText(m.groups_minutes({ minutes: 50 }));
		await expect(block.getByRole('listitem')).toContainText(['Sample probe one?']);

		const first = blocksOf(page).getByRole('heading', { level: 2 }).first();
		const gone = (await first.innerText())
			.replace(/^1\. /, '')
			.replace(/\s+\d+ min$/, '')
			.trim();
		await page.getByRole('button', { name: named(m.groups_block_remove(), gone) }).click();
		await expect(blocksOf(page)).toHaveCount(6);
		await page.getByText(m.groups_blocks_removed({ count: 1 })).click();
		await page.getByRole('button', { name: named(m.groups_block_restore(), gone) }).click();
		await expect(blocksOf(page)).toHaveCount(7);

		await page.getByRole('link', { name: m.groups_guide_print() }).click();
		const paper = page.getByRole('article');
		for (const words of [
			'Before we begin',
			'Sebelum kita mulai',
			'Sample probe two?',
			question,
			'begin with this'
		])
			await expect(paper).toContainText(words);
		await page.emulateMedia({ media: 'print' });
		await expect(page.getByRole('heading', { name: m.groups_print_title() })).toBeHidden();
		await expect(paper).toBeVisible();
		await page.emulateMedia({ media: 'screen' });

		await page.goto(`${home}/sign-in-sheet`);
		await expect(page.getByRole('article')).toContainText(m.groups_sheet_apart());
		await expect(page.getByRole('rowheader', { name: 'Melati' })).toBeVisible();
		await expect(page.getByRole('article')).not.toContainText('Sample shelter');
		await page.getByRole('link', { name: m.groups_sheet_filled() }).click();
		await expect(page.getByRole('row', { name: /^Melati/ })).toContainText(
			'Sample shelter, Thailand'
		);
	});

test('two coordinators change one meeting at once and lose nothing', async ({ open }) => {
	test.setTimeout(300_000);
	const page = await open({ javaScriptEnabled: false });
	await signIn(page, 'coordinator');
	const home = await createMeeting(page, await openRound(page), 'Sample clash');
	await page.goto(`${home}/settings`);
	const other = await page.context().newPage();
	await other.goto(`${home}/settings`);
	await other.getByLabel(m.groups_place()).fill('Sample hall');
	await other.getByLabel(m.groups_purpose()).fill('Sample purpose of the other.');
	await other.getByRole('button', { name: m.common_save(), exact: true }).click();
	await expect(other.getByRole('status')).toContainText(m.groups_done_saved());

	await page.getByLabel(m.groups_place()).fill('Sample garden');
	await page.getByLabel(m.groups_hours_label()).fill('10:00–11:00');
	await page.getByRole('button', { name: m.common_save(), exact: true }).click();
	const clash = page.getByRole('alert');
	await expect(clash).toContainText('Sample hall');
	await expect(clash).toContainText('Sample garden');
	await expect(page.getByLabel(m.groups_place())).toHaveValue('Sample garden');
	await expect(page.getByLabel(m.groups_purpose())).toHaveValue('Sample purpose of the other.');
	await page.getByRole('button', { name: m.common_save(), exact: true }).click();
	await expect(page.getByRole('status')).toContainText(m.groups_done_saved());
	await expect(page.getByLabel(m.groups_place())).toHaveValue('Sample garden');
	await expect(page.getByLabel(m.groups_hours_label())).toHaveValue('10:00–11:00');
	await expect(page.getByLabel(m.groups_purpose())).toHaveValue('Sample purpose of the other.');
});

test('an editor reads, a note-taker writes the guide, a reader finds nothing', async ({ open }) => {
	test.setTimeout(300_000);
	const page = await open();
	await signIn(page, 'coordinator');
	const round = await openRound(page);
	const home = await createMeeting(page, round, 'Sample roles');
	const as = async (login: string) => {
		const own = await open({ javaScriptEnabled: false });
		await signIn(own, login);
		return own;
	};
	const noteTaker = await as('notetaker');
	await noteTaker.goto(home);
	await addParticipant(noteTaker, 'Philippines', 'Sample centre');
	await beginGuide(noteTaker, home);
	expect((await noteTaker.goto(`${home}/settings`))?.status()).toBe(404);

	const editor = await as('editor');
	await editor.goto(`${home}/guide`);
	await expect(blockOf(editor, JUSTICE)).toBeVisible();
	await expect(editor.locator('main form')).toHaveCount(0);
	await editor.goto(home);
	await expect(editor.getByRole('row', { name: /^P01/ })).toBeVisible();
	await expect(editor.locator('main form')).toHaveCount(0);
	expect((await editor.goto(`${home}/sign-in-sheet`))?.status()).toBe(404);

	const reader = await as('reader');
	for (const path of ['', '/guide', '/guide/print', '/sign-in-sheet', '/settings'])
		expect((await reader.goto(home + path))?.status(), path).toBe(404);
	expect((await reader.goto(`${round}/focus-groups`))?.status()).toBe(404);
});
