import { unzipSync } from 'fflate';
import { sql } from 'kysely';
import mammoth from 'mammoth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EditionContent, Figure } from '#lib/report/content.ts';
import { prepareEdition } from '#lib/report/html/edition.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import type { EditionFormat } from '#lib/server/database/reportTables.ts';
import { openEditionFile } from '#lib/server/editions/files.ts';
import { makeEditionFiles } from '#lib/server/editions/makeFiles.ts';
import { getEditionPage, openEdition, previewReport } from '#lib/server/editions/pages.ts';
import {
	getPublishedFiles,
	openPublishedFile,
	openPublishedPage
} from '#lib/server/editions/published.ts';
import { setDelegationStatus } from '#lib/server/studies/delegations.ts';
import type { DelegationStatus } from '#lib/terms.ts';
import { outcome } from '../support/consentWorld.ts';
import { openTestDatabase } from '../support/database.ts';
import { type Released, WORDS, buildReleased } from '../support/releasedWorld.ts';

/**
 * A delegation that withdraws for its safety (rules R4 and R8): nothing it told may be had from an
 * edition that was released before, and what others told is there still. In order: each test goes on
 * where the one before ended.
 */
let database: Database;
let world: Released;
/** Pictures that were there at the release. */
let frozen: number;

beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildReleased(database);
	frozen = await countPictures();
	await make();
});
afterAll(() => database.close());

const countPictures = () =>
	asSystem(database.db, async (trx) => {
		const { count } = await trx
			.selectFrom('edition_pictures')
			.select((eb) => eb.fn.countAll<number>().as('count'))
			.where('edition_id', '=', world.now.editionId)
			.where('build', '=', 1)
			.executeTakeFirstOrThrow();
		return Number(count);
	});

test('pictures are frozen with the proposal: the files of the release draw none', async () => {
	expect(frozen).toBeGreaterThan(3);
	expect(await countPictures()).toBe(frozen);
});

type Round = 'now' | 'then';
const make = () => makeEditionFiles(world.system, () => undefined);
const at = (round: Round) => ({
	roundId: world[round].roundId,
	editionId: world[round].editionId
});
const pageOf = (round: Round) => getEditionPage(world.as('edi'), at(round));
const setStatus = (round: Round, code: string, status: DelegationStatus) =>
	setDelegationStatus(world.as('rina'), world[round].delegations[code]!, {
		status,
		reason: status === 'withdrawn_for_safety' ? '' : 'Sample reason.'
	});
const slugOf = async (round: Round) => (await pageOf(round)).edition.slug!;
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

async function read(round: Round, format: EditionFormat | 'dataset'): Promise<Uint8Array> {
	const { stream } = await openEditionFile(world.as('nadia'), at(round), format);
	return new Uint8Array(await new Response(stream).arrayBuffer());
}
const unzipped = async (round: Round, format: EditionFormat | 'dataset') =>
	Object.entries(unzipSync(await read(round, format)))
		.filter(([name]) => !name.endsWith('.png'))
		.map(([, bytes]) => textOf(bytes))
		.join('\n');
const wordText = async (bytes: Uint8Array) =>
	(await mammoth.convertToHtml({ buffer: Buffer.from(bytes) })).value;

/** Every public page, from the site as it is served. */
async function pagesOf(round: Round): Promise<string> {
	const open = async (path: string) =>
		textOf(
			(await openPublishedPage(world.system, { slug: await slugOf(round), number: '1', path }))
				.bytes
		);
	const manifest = JSON.parse(await open('manifest.json')) as { files: { path: string }[] };
	const files = await Promise.all(manifest.files.map(({ path }) => open(path)));
	return files.join('\n');
}

/** All a reader can get of an edition but the dataset, by what it is. */
async function exitsOf(round: Round): Promise<Record<string, string>> {
	return {
		pages: await pagesOf(round),
		html: textOf(await read(round, 'html')),
		site: await unzipped(round, 'site'),
		docx: await wordText(await read(round, 'docx')),
		one_pagers: await unzipped(round, 'one_pagers'),
		figures: await unzipped(round, 'figures')
	};
}

const contentOf = async (round: Round): Promise<EditionContent> => {
	const { content, facts } = await openEdition(world.as('edi'), at(round));
	return prepareEdition(content, facts).content;
};
const figuresOf = async (round: Round): Promise<Map<string, Figure>> =>
	new Map(
		(await contentOf(round)).chapters.flatMap(({ pieces }) =>
			pieces.flatMap((piece) =>
				piece.kind === 'figure' ? [[piece.figure.name, piece.figure] as const] : []
			)
		)
	);
const rowOf = (figure: Figure | undefined, label: string) =>
	figure?.rows.find((row) => row.label === label)?.cells.map(({ text }) => text);

test('before, all of it is there; that a delegation declined changes no edition', async () => {
	await setStatus('now', 'KH', 'declined');
	const { edition, removals, taken } = await pageOf('now');
	expect({ build: edition.build, removals, taken }).toEqual({ build: 1, removals: [], taken: [] });
	await setStatus('now', 'KH', 'active');
	const { pages, html, site, docx, one_pagers: sheets } = await exitsOf('now');
	for (const text of [pages, html, site, docx, sheets]) {
		expect(text).toContain(WORDS.KH);
		expect(text).toContain(WORDS.ID);
	}
	for (const text of [pages, html, site, docx])
		for (const words of [WORDS.evidence, WORDS.link, WORDS.treaty, WORDS.then.KH])
			expect(text).toContain(words);
	expect(html).toContain(`Cambodia (${WORDS.organisation})`);
	expect(await unzipped('now', 'dataset')).toContain(WORDS.KH);
	expect(rowOf((await figuresOf('now')).get('d-1.1'), 'Yes')).toEqual([
		'3',
		'Cambodia, Indonesia and Philippines'
	]);
});

test('what it told leaves every exit in the transaction of the status', async () => {
	world.woken.length = 0;
	await setStatus('now', 'KH', 'withdrawn_for_safety');
	expect(world.woken).toEqual(['edition']);
	// Before anything is made again.
	const pages = await pagesOf('now');
	expect(pages).not.toContain(WORDS.KH);
	for (const format of ['html', 'site', 'docx', 'one_pagers', 'figures'] as const)
		expect(await outcome(read('now', format))).toBe('edition_rebuilding');
	const dataset = { slug: await slugOf('now'), number: '1', format: 'dataset' as const };
	expect(await outcome(read('now', 'dataset'))).toBe('not_found');
	expect(await outcome(openPublishedFile(world.system, dataset))).toBe('not_found');
	await make();
	const exits = await exitsOf('now');
	for (const [exit, text] of Object.entries(exits))
		for (const words of [
			...[WORDS.KH, WORDS.evidence, WORDS.link, WORDS.treaty],
			// Of figures of the country: what it answered before, and how many cases.
			...[WORDS.then.KH, '37 persons', '41 persons']
		])
			expect(`${exit} ${text.includes(words) ? words : ''}`).toBe(`${exit} `);
});

test('what others told stays, also of its country where a source is theirs', async () => {
	const { figures, one_pagers: sheets, ...exits } = await exitsOf('now');
	for (const text of Object.values(exits))
		for (const words of [WORDS.ID, WORDS.then.ID, '431 persons', 'Public list of treaties'])
			expect(text).toContain(words);
	expect(exits.html).toContain(`Cambodia (${WORDS.organisation})`);
	expect(sheets).toContain(WORDS.ID);
	expect(figures).toContain('431 persons');
	const { sources } = await contentOf('now');
	const wordsOf = (label: string) => sources.find((source) => source.label === label)!.words;
	const { labels } = world;
	expect(wordsOf(labels.KH)).toBe('');
	expect(wordsOf(labels.evidence)).toBe('');
	expect(wordsOf(labels.treaty)).toBe('');
	expect(wordsOf(labels.KH2)).toBe(WORDS.KH2);
	expect(wordsOf(labels.ID)).toBe(WORDS.ID);
});

test('figures show the country nowhere, and no gap tells its answer', async () => {
	const figures = await figuresOf('now');
	const none = 'not available';
	expect(rowOf(figures.get('d-1.1'), 'Yes')).toEqual(['2', 'Indonesia and Philippines']);
	expect(rowOf(figures.get('d-1.1'), 'No')).toEqual(['0', '']);
	expect(
		figures.get('s-1.2')!.rows.flatMap(({ cells }) => cells.map(({ text }) => text))
	).not.toContain('Cambodia');
	expect(figures.get('s-1.2')!.alt).not.toContain('Cambodia');
	expect(rowOf(figures.get('t-1.1'), 'Cambodia')).toEqual([none]);
	expect(figures.get('t-1.1')!.alt).toContain(`Cambodia: ${none}`);
	for (const name of ['d-1.4', 'd-1.5', 'coverage', 'respondents', 'change', 'change-1.5'])
		expect([name, new Set(rowOf(figures.get(name), 'Cambodia'))]).toEqual([name, new Set([none])]);
	// Totals would tell what the others leave over.
	expect(
		new Set(
			figures
				.get('change')!
				.rows.at(-1)!
				.cells.map(({ text }) => text)
		)
	).toEqual(new Set([none]));
	const treaties = figures.get('treaties')!;
	const columns = new Map(
		treaties.columns.slice(1).map((name, at) => [name, treaties.rows[0]!.cells[at]!])
	);
	expect(columns.get('Cambodia')).toEqual({ text: none });
	expect(columns.get('Indonesia')!.text).not.toBe(none);
	const about = [...figures.values()].filter(({ name }) =>
		/^(answers|treaties|change)-kh/.test(name)
	);
	expect(about).toHaveLength(3);
	for (const { rows, note } of about) {
		expect(rows).toHaveLength(1);
		expect(note).toMatch(/^What stood here was removed on /);
	}
	expect(JSON.stringify(figures.get('questionnaire-justice'))).not.toContain(none);
});

test('the public is told what and when, and not why', async () => {
	const { pages, html, docx } = await exitsOf('now');
	for (const text of [pages, html]) {
		expect(text).toContain('The words of this source were removed on');
		expect(text).toContain('Some entries in the figures were removed on');
		expect(text).toContain('The dataset of this edition was taken back on');
	}
	expect(docx).toContain('Some entries in the figures were removed on');
	for (const text of [pages, html, docx]) expect(text).not.toMatch(/safety|withdr[ae]w|withdrawn/i);
	const files = await getPublishedFiles(world.system, await slugOf('now'), '1');
	expect(files.datasetRemovedAt).toBeInstanceOf(Date);
	expect(files.files.map(({ format }) => format)).not.toContain('dataset');
});

test('the record says how many editions it touched, and each once', async () => {
	const { edition, removals } = await pageOf('now');
	expect(edition.build).toBe(2);
	const { labels } = world;
	expect(removals.map(({ label, level, removedBy }) => ({ label, level, removedBy }))).toEqual(
		[labels.KH, labels.evidence, labels.treaty]
			.sort()
			.map((label) => ({ label, level: 0, removedBy: null }))
	);
	const [entry] = await asSystem(database.db, (trx) =>
		trx
			.selectFrom('audit_entries')
			.select('detail')
			.where('action', '=', 'delegation.status')
			.orderBy('id', 'desc')
			.limit(1)
			.execute()
	);
	// The edition of 2014 has the treaty it claimed; its own answers are none of that round.
	expect(entry!.detail).toEqual({ from: 'active', to: 'withdrawn_for_safety', editions: 2 });
	const then = await figuresOf('then');
	expect(rowOf(then.get('d-1.5'), 'Cambodia')).toEqual([WORDS.then.KH]);
	expect(JSON.stringify(then.get('treaties-kh'))).not.toContain(WORDS.treaty);
	expect(await unzipped('then', 'dataset')).toContain(WORDS.then.KH);
});

test('another status later brings nothing back', async () => {
	await setStatus('now', 'KH', 'active');
	expect((await pageOf('now')).edition.build).toBe(2);
	expect(await pagesOf('now')).not.toContain(WORDS.KH);
	expect(await outcome(read('now', 'dataset'))).toBe('not_found');
	await expect(
		asSystem(database.db, (trx) =>
			trx.updateTable('edition_delegation_removals').set({ part: 'earlier' }).execute()
		)
	).rejects.toThrow();
	await setStatus('now', 'KH', 'withdrawn_for_safety');
	expect((await pageOf('now')).edition.build).toBe(2);
});

test('of a round before, what it said then leaves the editions of the next, and no more', async () => {
	await setStatus('then', 'ID', 'withdrawn_for_safety');
	await make();
	for (const [exit, text] of Object.entries(await exitsOf('now')))
		expect(`${exit} ${text.includes(WORDS.then.ID) ? 'has it' : ''}`).toBe(`${exit} `);
	for (const [exit, text] of Object.entries(await exitsOf('then')))
		for (const words of [WORDS.then.ID, '419 persons'])
			expect(`${exit} ${text.includes(words) ? 'has it' : ''}`).toBe(`${exit} `);
	expect(await outcome(read('then', 'dataset'))).toBe('not_found');
	const { pages, html, docx } = await exitsOf('now');
	for (const text of [pages, html, docx]) expect(text).toContain(WORDS.ID);
	expect(rowOf((await figuresOf('now')).get('d-1.1'), 'Yes')![1]).toContain('Indonesia');
});

test('the second delegation of a country takes its name along', async () => {
	await setStatus('now', 'KH2', 'withdrawn_for_safety');
	await make();
	for (const [exit, text] of Object.entries(await exitsOf('now')))
		for (const words of [WORDS.KH2, WORDS.organisation])
			expect(`${exit} ${text.includes(words) ? words : ''}`).toBe(`${exit} `);
	// Said once of a day, however many withdrew.
	const { note } = (await figuresOf('now')).get('d-1.1')!;
	expect(note.match(/Some entries/g)).toHaveLength(1);
});

test('nothing is left to take out, and the draft has none of it', async () => {
	const { build } = (await pageOf('now')).edition;
	await asSystem(database.db, (trx) => sql`select remove_withdrawn_delegations(null)`.execute(trx));
	expect((await pageOf('now')).edition.build).toBe(build);
	const { content } = await previewReport(world.as('edi'), world.now.roundId);
	// What an editor wrote into a text of the draft is the editor's to take out.
	const drawn = JSON.stringify([
		content.sources,
		content.chapters.map(({ pieces }) => pieces.filter(({ kind }) => kind === 'figure'))
	]);
	for (const words of [WORDS.KH, WORDS.KH2, WORDS.treaty, WORDS.evidence, WORDS.then.ID])
		expect(drawn).not.toContain(words);
	expect(drawn).toContain(WORDS.ID);
});
