import type { Locator, Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { type Meeting, openAs, startMeeting } from './support/meetingWorld.ts';
import { expectSound } from './support/sound.ts';
import { expect, test } from './support/test.ts';

/** A transcript comes in as a file, is matched, previewed and stored; then its translation and its sound. */
let meeting: Meeting;
test.beforeAll(async () => {
	test.setTimeout(240_000);
	meeting = await startMeeting();
});
test.afterAll(() => meeting?.stop());
test.describe.configure({ mode: 'serial', timeout: 300_000 });

const time = (seconds: number) => `00:00:${String(seconds).padStart(2, '0')}.000`;
const cue = (at: number, name: string, words: string) =>
	`${time(at)} --> ${time(at + 2)}\n<v ${name}>${words}</v>\n`;
const vtt = (...cues: string[]) => ['WEBVTT\n', ...cues].join('\n');
const talk = (mark: string) =>
	vtt(
		cue(1, 'Sokchea Vantha', `We go with the worker to the ${mark} office.`),
		cue(4, 'Sokchea Vantha', 'Vantha is my name. The officer asks for a letter.'),
		cue(8, 'Ratri Wulandari', 'Thank you, Sokchea Vantha. And in Prey Lvea?')
	);
const translated = vtt(
	cue(1, 'Sokchea Vantha', 'Kami pergi ke kantor.'),
	cue(4, 'Sokchea Vantha', 'Nama saya Vantha.'),
	cue(8, 'Ratri Wulandari', 'Terima kasih, Vantha.')
);
const NAMES = /Sokchea|Vantha|Ratri|Wulandari|Prey Lvea/i;

async function readFile(page: Page, text: string, title: string) {
	await page.getByLabel(m.transcripts_file(), { exact: true }).setInputFiles({
		name: 'Sokchea Vantha, 30 August.vtt',
		mimeType: 'text/vtt',
		buffer: Buffer.from(text)
	});
	await page.getByLabel(m.transcripts_name(), { exact: true }).fill(title);
	await page.getByRole('button', { name: m.transcripts_read() }).click();
	await expect(page.getByText(m.transcripts_nothing_stored())).toBeVisible();
}
const whoIs = (page: Page, label: string): Locator =>
	page.getByLabel(m.transcripts_who_of({ label }), { exact: true });
for (const javaScriptEnabled of [false, true])
	test(`a file with two speakers comes in, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async ({
		open
	}) => {
		const page = await openAs(open, meeting, 'nadia', {
			javaScriptEnabled,
			viewport: { width: 360, height: 740 }
		});
		const mark = javaScriptEnabled ? 'heron' : 'kingfisher';
		await page.goto(`${meeting.at}/transcripts`);
		await page.getByRole('link', { name: m.transcripts_import() }).first().click();
		await readFile(page, talk(mark), `Day 1, ${mark}`);
		if (javaScriptEnabled) await expectSound(page, { onlyGrave: true });

		// Nobody is chosen yet: nothing is stored, and the page says who is missing.
		await page.getByRole('button', { name: m.transcripts_store() }).click();
		await expect(page.getByRole('alert')).toContainText(m.transcripts_fault_speakers());
		await expect(whoIs(page, 'Sokchea Vantha')).toHaveAttribute('aria-invalid', 'true');

		await whoIs(page, 'Sokchea Vantha').selectOption({ label: 'P01' });
		await whoIs(page, 'Ratri Wulandari').selectOption({ label: m.transcripts_who_facilitator() });
		await page.getByLabel(m.transcripts_names()).fill('Prey Lvea = a village');
		// What the preview has not shown is not stored.
		await page.getByRole('button', { name: m.transcripts_store() }).click();
		await expect(page.getByRole('alert')).toContainText(m.transcripts_fault_changed());
		const preview = page.getByRole('region', { name: m.transcripts_preview() });
		await expect(preview.getByRole('listitem')).toHaveCount(2);
		await expect(preview).toContainText(
			`We go with the worker to the ${mark} office. [P01] is my name.`
		);
		await expect(preview.locator('mark', { hasText: '[a village]' })).toHaveCount(1);
		expect(await preview.innerText()).not.toMatch(NAMES);
		await expect(
			page.getByLabel(m.transcripts_alike_on({ word: 'Vantha', count: 1 }))
		).toBeChecked();
		await page.getByRole('button', { name: m.transcripts_store() }).click();

		await expect(page.getByRole('status')).toContainText(m.transcripts_done_imported());
		await expect(page.locator('h1')).toHaveText(`Day 1, ${mark}`);
		await expect(page.locator('article')).toHaveCount(2);
		await expect(page.locator('article').nth(1)).toContainText(
			'Thank you, [P01]. And in [a village]?'
		);
		expect(await page.content()).not.toMatch(NAMES);
		if (javaScriptEnabled) await expectSound(page, { onlyGrave: true });
	});

test('a file that is none is refused with the reason', async ({ open }) => {
	const page = await openAs(open, meeting, 'rina');
	await page.goto(`${meeting.at}/import`);
	await page.getByLabel(m.transcripts_file(), { exact: true }).setInputFiles({
		name: 'photo.vtt',
		mimeType: 'text/vtt',
		buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])
	});
	await page.getByRole('button', { name: m.transcripts_read() }).click();
	await expect(page.getByRole('alert')).toContainText(m.transcripts_refused_not_text());
});

const TITLE = 'Day 1, heron';
async function openTranscript(page: Page) {
	await page.goto(`${meeting.at}/transcripts`);
	await page.getByRole('link', { name: TITLE }).click();
	await expect(page.locator('h1')).toHaveText(TITLE);
}

test('a translation stands beside the original, and below it on a phone', async ({ open }) => {
	const page = await openAs(open, meeting, 'nadia', { javaScriptEnabled: false });
	await openTranscript(page);
	await page.getByRole('link', { name: m.transcripts_add_translation() }).click();
	await readFile(page, translated, 'Bahasa');
	await whoIs(page, 'Sokchea Vantha').selectOption({ label: 'P01' });
	await whoIs(page, 'Ratri Wulandari').selectOption({ label: m.transcripts_who_facilitator() });
	await page.getByLabel(m.transcripts_language_translation()).selectOption('id');
	await page.getByRole('button', { name: m.transcripts_look() }).first().click();
	const preview = page.getByRole('region', { name: m.transcripts_preview() });
	await expect(preview).toContainText('Kami pergi ke kantor. Nama saya [P01].');
	await page.getByRole('button', { name: m.transcripts_store_translation() }).click();
	await expect(page.getByRole('status')).toContainText(m.transcripts_done_translated({ count: 2 }));
	const turn = page.locator('article').first();
	const original = turn.getByText('We go with the worker');
	const beside = turn.getByText('Kami pergi ke kantor. Nama saya [P01].');
	await expect(beside).toHaveAttribute('lang', 'id');
	const places = async () =>
		[(await original.boundingBox())!, (await beside.boundingBox())!] as const;
	const [left, right] = await places();
	expect(right.x).toBeGreaterThan(left.x + left.width - 1);
	await page.setViewportSize({ width: 360, height: 740 });
	const [upper, lower] = await places();
	expect(lower.y).toBeGreaterThan(upper.y + upper.height - 1);
});

test('two people change the same words: both texts stay, and one is made of them', async ({
	open
}) => {
	const [nadia, rina] = [
		await openAs(open, meeting, 'nadia', { javaScriptEnabled: false }),
		await openAs(open, meeting, 'rina', { javaScriptEnabled: false })
	];
	for (const page of [nadia, rina]) {
		await openTranscript(page);
		await page
			.locator('article')
			.nth(1)
			.getByRole('link', { name: /^Change/ })
			.click();
	}
	const body = (page: Page) => page.getByLabel(m.transcripts_body(), { exact: true });
	const save = (page: Page) =>
		page.getByRole('button', { name: m.common_save(), exact: true }).click();
	await body(nadia).fill('Thank you all.');
	await nadia.getByLabel(m.transcripts_turn_mark(), { exact: true }).selectOption('off_record');
	await save(nadia);
	await expect(nadia.getByRole('status')).toContainText(m.transcripts_done_turn_saved());
	await body(rina).fill('Many thanks to everybody.');
	await save(rina);
	await expect(rina.getByRole('status')).toContainText(m.transcripts_done_turn_both());
	await expect(body(rina)).toHaveValue('Thank you all.\n\nMany thanks to everybody.');
	await expect(rina.getByLabel(m.transcripts_turn_mark(), { exact: true })).toHaveValue(
		'off_record'
	);
	await body(rina).fill('Thanks to everybody.');
	await save(rina);
	await expect(rina.locator('article').nth(1)).toContainText('Thanks to everybody.');
	// Off the record is not for the editor.
	const edi = await openAs(open, meeting, 'edi');
	await openTranscript(edi);
	await expect(edi.locator('main')).not.toContainText('Thanks to everybody.');
	await expect(edi.getByRole('link', { name: m.transcripts_add_translation() })).toHaveCount(0);
});

/** Ten seconds of a low tone, without compression, so that every place in it can be played. */
function wav(): Buffer {
	const samples = 80_000;
	const head = Buffer.alloc(44);
	head.write('RIFF', 0);
	head.writeUInt32LE(36 + samples, 4);
	head.write('WAVEfmt ', 8);
	head.writeUInt32LE(16, 16);
	head.writeUInt16LE(1, 20);
	head.writeUInt16LE(1, 22);
	head.writeUInt32LE(8000, 24);
	head.writeUInt32LE(8000, 28);
	head.writeUInt16LE(1, 32);
	head.writeUInt16LE(8, 34);
	head.write('data', 36);
	head.writeUInt32LE(samples, 40);
	return Buffer.concat([
		head,
		Buffer.from(Uint8Array.from({ length: samples }, (_, at) => 128 + (at % 40)))
	]);
}

test('its sound plays from a turn on, and is served in parts', async ({ open }) => {
	const page = await openAs(open, meeting, 'nadia');
	await page.goto(`${meeting.at}/recordings`);
	await page
		.getByLabel(m.transcripts_rec_file(), { exact: true })
		.setInputFiles({ name: 'Vantha.wav', mimeType: 'audio/wav', buffer: wav() });
	await page.getByLabel(m.transcripts_name(), { exact: true }).fill('Morning');
	await page.getByRole('button', { name: m.transcripts_rec_add() }).click();
	await expect(page.getByRole('status')).toContainText(m.transcripts_rec_done_added());
	await expectSound(page, { onlyGrave: true });

	await openTranscript(page);
	await page.getByRole('link', { name: m.transcripts_play_from({ time: '0:00:08' }) }).click();
	const player = page.locator('audio');
	await expect
		.poll(() => player.evaluate((sound: HTMLAudioElement) => Math.round(sound.duration)))
		.toBe(10);
	expect(
		await player.evaluate((sound: HTMLAudioElement) => sound.currentTime)
	).toBeGreaterThanOrEqual(8);

	const source = new URL((await player.getAttribute('src'))!.split('#')[0]!, page.url()).href;
	const part = await page.context().request.get(source, { headers: { range: 'bytes=0-3' } });
	expect([part.status(), part.headers()['content-range'], await part.text()]).toEqual([
		206,
		'bytes 0-3/80044',
		'RIFF'
	]);
	for (const person of ['edi', 'rudi', 'omar'] as const) {
		const other = await openAs(open, meeting, person);
		expect((await other.context().request.get(source)).status(), person).toBe(404);
	}
});

test('coordinators read which names were replaced, note-takers do not', async ({ open }) => {
	const rina = await openAs(open, meeting, 'rina');
	await rina.goto(`${meeting.at}/transcripts`);
	await rina.getByRole('link', { name: m.transcripts_replacements() }).click();
	await expect(rina.getByRole('row', { name: /Sokchea Vantha \[P01\] 1/ }).first()).toBeVisible();
	await expectSound(rina, { onlyGrave: true });
	const nadia = await openAs(open, meeting, 'nadia');
	expect((await nadia.goto(`${meeting.at}/replacements`))?.status()).toBe(404);
});
