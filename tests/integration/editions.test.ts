import { randomUUID } from 'node:crypto';
import { unzipSync } from 'fflate';
import mammoth from 'mammoth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { EDITION_FORMATS, type EditionFormat } from '#lib/server/database/reportTables.ts';
import { refuseEdition, releaseEdition, takeBackEdition } from '#lib/server/editions/decide.ts';
import { openEditionFile } from '#lib/server/editions/files.ts';
import { requestFiles } from '#lib/server/editions/queueFiles.ts';
import { makeEditionFiles } from '#lib/server/editions/makeFiles.ts';
import { getEditionPage, getEditionsPage, previewReport } from '#lib/server/editions/pages.ts';
import { proposeEdition } from '#lib/server/editions/propose.ts';
import {
	newestNumber,
	openPublishedFile,
	openPublishedPage
} from '#lib/server/editions/published.ts';
import { removeSource } from '#lib/server/editions/removeSource.ts';
import { addBlock as addReportBlock } from '#lib/server/report/blocks.ts';
import { resolveBlock, saveBlock } from '#lib/server/report/saveBlock.ts';
import { recordWithdrawal } from '#lib/server/focusgroups/withdrawals.ts';
import { outcome, placeOf, withKey } from '../support/consentWorld.ts';
import { openTestDatabase } from '../support/database.ts';
import { type GivenAnswer, addAnswers, addBlock, writeReport } from '../support/editionWorld.ts';
import { AGREES_TO_ALL, addGroup, addParticipant, addTurn } from '../support/groupWorld.ts';
import { PEOPLE, type Person, type World, buildWorld } from '../support/world.ts';

/** Editions (rules R8, R10, R11): two people, the same bytes, and what may never be in them. */
let database: Database;
let world: World;
let groupId: string;
let answer: GivenAnswer;
let chapters: string[];
/** Two people of one meeting, and what each said. */
let said: { id: string; turnId: string; words: string }[];

const ANSWER = 'Marker: a hotline helps people home.';
const TEAM = 'Marker: for the team alone.';
const HIDDEN = 'Marker: a name nobody may read.';

beforeAll(async () => {
	database = await openTestDatabase();
	world = withKey(await buildWorld(database));
	groupId = await addGroup(world);
	answer = await addAnswers(world, {
		country: 'KH',
		area: 'return',
		isAccepted: true,
		answers: {
			helped: { value: 'yes', exposure: 'public' },
			how: { value: ANSWER, exposure: 'public' }
		}
	});
	await addAnswers(world, {
		country: 'KH',
		area: 'justice',
		isAccepted: true,
		answers: {
			can_complain: { value: 'no', exposure: 'public' },
			obstacles: { value: TEAM, exposure: 'study_team' },
			detained: { value: HIDDEN, exposure: 'coordinators' }
		}
	});
});
afterAll(() => database.close());

beforeEach(async () => {
	said = [];
	for (const pseudonym of ['Somebody A', 'Somebody B']) {
		const id = await addParticipant(world, groupId, {
			pseudonym: `${pseudonym} ${randomUUID().slice(0, 8)}`,
			agrees: AGREES_TO_ALL
		});
		const words = `Marker ${randomUUID().slice(0, 8)}: the officer asked for a letter.`;
		said.push({
			id,
			words,
			turnId: await addTurn(world, groupId, { participantId: id, body: words })
		});
	}
	chapters = await writeReport(
		world,
		[
			{
				kind: 'area',
				key: 'return',
				title: 'Coming home',
				blocks: [
					'### What helps\n\nHelp is there.[@KH-2.2-v1] Some say so.[@Q2][^why]\n\n[^why]: As was said.[@Q1]',
					{ body: 'A finding about letters.[@Q1]', strength: 'some_support' }
				]
			}
		],
		[
			{ label: 'KH-2.2-v1', kind: 'answer', answer: { ...answer, question: 'how' } },
			{ label: 'Q1', kind: 'quote', turnId: said[0]!.turnId },
			{ label: 'Q2', kind: 'quote', turnId: said[1]!.turnId },
			// Nobody cites it.
			{ label: 'KH-2.1-v1', kind: 'answer', answer: { ...answer, question: 'helped' } }
		]
	);
});

const at = (editionId: string) => ({ roundId: world.roundId, editionId });
async function propose(person: Person = 'edi', note = '') {
	const id = randomUUID();
	await proposeEdition(world.as(person), { roundId: world.roundId, id, note });
	return id;
}
async function release() {
	const id = await propose();
	await releaseEdition(world.as('rina'), at(id));
	return id;
}
const pageOf = async (id: string, person: Person = 'edi') =>
	getEditionPage(world.as(person), at(id));
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const slug = () =>
	asSystem(database.db, async (trx) => {
		const found = await trx
			.selectFrom('reports')
			.select('slug')
			.where('round_id', '=', world.roundId)
			.executeTakeFirstOrThrow();
		return found.slug!;
	});
const openPage = async (path: string, number = '1') =>
	textOf((await openPublishedPage(world.system, { slug: await slug(), number, path })).bytes);
const sourcesPage = (number = '1') => openPage('sources.html', number);
const make = () => makeEditionFiles(world.system, () => undefined);
async function read(id: string, format: EditionFormat | 'dataset'): Promise<Uint8Array> {
	const { stream } = await openEditionFile(world.as('nadia'), at(id), format);
	return new Uint8Array(await new Response(stream).arrayBuffer());
}
const wordText = async (bytes: Uint8Array) =>
	(await mammoth.extractRawText({ buffer: Buffer.from(bytes) })).value;

describe('proposing and releasing', () => {
	test('one person proposes, another releases; it gets its number, address and checksums', async () => {
		const id = await propose('edi', 'Look at chapter 1.');
		expect(await pageOf(id)).toMatchObject({
			edition: { state: 'proposed', number: null, note: 'Look at chapter 1.', slug: null },
			mayDecide: false,
			mayTakeBack: true
		});
		expect(await pageOf(id, 'rina')).toMatchObject({ mayDecide: true, mayTakeBack: false });
		expect(await releaseEdition(world.as('rina'), at(id))).toBe(1);
		// The same form again.
		expect(await releaseEdition(world.as('rina'), at(id))).toBe(1);
		const { edition, citations } = await pageOf(id, 'nadia');
		expect(edition).toMatchObject({
			state: 'released',
			number: 1,
			slug: 'sample-report',
			changes: [],
			proposer: 'Edi',
			decider: 'Rina'
		});
		expect(citations.map(({ label }) => label)).toEqual(['KH-2.2-v1', 'Q1', 'Q2']);
		expect(await newestNumber(world.system, 'sample-report')).toBe(1);
	});

	test('is not for whoever proposed it', async () => {
		const id = await propose();
		expect(await outcome(releaseEdition(world.as('edi'), at(id)))).toBe('same_person');
		expect(await outcome(refuseEdition(world.as('edi'), { ...at(id), reason: 'No.' }))).toBe(
			'same_person'
		);
		expect((await pageOf(id)).edition.state).toBe('proposed');
		await expect(
			asSystem(database.db, (trx) =>
				trx
					.updateTable('editions')
					.set({ state: 'released', number: 9, decided_by: world.accounts.edi })
					.where('id', '=', id)
					.execute()
			)
		).rejects.toThrow();
	});

	test.each(PEOPLE.filter((person) => !['rina', 'edi'].includes(person)))(
		'is not for %s',
		async (person) => {
			expect(await outcome(propose(person))).toBe('not_found');
			const id = await propose();
			expect(await outcome(releaseEdition(world.as(person), at(id)))).toBe('not_found');
			expect(await outcome(takeBackEdition(world.as(person), at(id)))).toBe('not_found');
			const seen = await outcome(pageOf(id, person));
			expect(seen).toBe(person === 'nadia' ? 'done' : 'not_found');
		}
	);

	test('twice is once, and one proposal waits at a time', async () => {
		const input = { roundId: world.roundId, id: randomUUID(), note: '' };
		await proposeEdition(world.as('edi'), input);
		await proposeEdition(world.as('edi'), input);
		expect(await outcome(propose('rina'))).toBe('already_exists');
		await takeBackEdition(world.as('edi'), at(input.id));
		await takeBackEdition(world.as('edi'), at(input.id));
		expect(await outcome(releaseEdition(world.as('rina'), at(input.id)))).toBe('wrong_state');
		const next = await propose('rina');
		expect(await outcome(refuseEdition(world.as('edi'), { ...at(next), reason: ' ' }))).toBe(
			'reason_required'
		);
		await refuseEdition(world.as('edi'), { ...at(next), reason: 'Chapter 1 is thin.' });
		expect((await pageOf(next)).edition).toMatchObject({
			state: 'refused',
			refusal: 'Chapter 1 is thin.',
			number: null
		});
		const { editions } = await getEditionsPage(world.as('nadia'), world.roundId);
		expect(editions.map(({ state }) => state)).toEqual(['refused', 'taken_back']);
	});

	test('waits for sentences without a source and sources that changed, or a reason', async () => {
		await addBlock(world, chapters[0]!, 5, 'Nobody says where this is from.');
		expect(await outcome(propose())).toBe('edition_not_ready');
		expect((await getEditionsPage(world.as('edi'), world.roundId)).open).toBe(1);
		await waive('unsupported');
		const id = await propose();
		await setHash('KH-2.2-v1', '1');
		expect(await outcome(releaseEdition(world.as('rina'), at(id)))).toBe('edition_not_ready');
		await waive('stale');
		expect(await releaseEdition(world.as('rina'), at(id))).toBe(1);
	});

	test('waits while a wording stands beside another, until somebody chooses', async () => {
		const { roundId } = world;
		const blockId = randomUUID();
		const body = 'Workers pay high fees.[@KH-2.2-v1]';
		await addReportBlock(world.as('edi'), {
			...{ roundId, chapterId: chapters[0]!, id: blockId, kind: 'text', body }
		});
		const save = (person: Person, word: string) =>
			saveBlock(world.as(person), {
				...{ roundId, blockId, saveId: randomUUID(), base: 1, body: body.replace('high', word) }
			});
		await save('rina', 'unlawful');
		expect(await save('edi', 'heavy')).toMatchObject({ result: 'conflict', revision: 2 });
		expect(await outcome(propose())).toBe('edition_not_ready');
		expect((await getEditionsPage(world.as('edi'), roundId)).open).toBe(1);
		const chosen = { roundId, blockId, revision: 3, base: 2, keep: 'mine' as const };
		await resolveBlock(world.as('edi'), chosen);
		expect((await getEditionsPage(world.as('edi'), roundId)).open).toBe(0);
		await propose();
	});

	test('what may not be public any more cannot be waived', async () => {
		await recordWithdrawal(world.as('nadia'), {
			...placeOf(world, groupId, said[0]!.id),
			id: randomUUID(),
			scope: 'all'
		});
		await waive('stale');
		await waive('unsupported');
		expect(await outcome(propose())).toBe('edition_not_ready');
		const { content } = await previewReport(world.as('edi'), world.roundId);
		expect(JSON.stringify(content)).not.toContain(said[0]!.words);
		expect(JSON.stringify(content)).toContain(said[1]!.words);
		expect(content.sources.map(({ label }) => label)).toEqual(['KH-2.2-v1', 'Q2']);
	});

	test('material that changed since must be proposed anew', async () => {
		const id = await propose();
		await addBlock(world, chapters[0]!, 5, '### One more heading');
		expect(await outcome(releaseEdition(world.as('rina'), at(id)))).toBe('edition_changed');
		await takeBackEdition(world.as('edi'), at(id));
		await release();
	});
});

describe('the content', () => {
	test('is the same bytes for whoever asks, without ids, and only what is cited', async () => {
		const one = await previewReport(world.as('edi'), world.roundId);
		const two = await previewReport(world.as('rina'), world.roundId);
		expect(two).toEqual(one);
		expect(one.facts.contentSha256).toMatch(/^[0-9a-f]{64}$/);
		expect(one.content.sources.map(({ label }) => label)).toEqual(['KH-2.2-v1', 'Q2', 'Q1']);
		expect(JSON.stringify(one.content)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
		expect(one.content.chapters[0]).toMatchObject({
			slug: 'return',
			pieces: [{ kind: 'text' }, { kind: 'finding', strength: 'some_support' }],
			footnotes: [[{ kind: 'paragraph' }]]
		});
		const id = await propose();
		expect((await pageOf(id)).edition.contentSha256).toBe(one.facts.contentSha256);
	});

	test('notes of several texts are numbered on', async () => {
		await addBlock(world, chapters[0]!, 5, '### More[^1]\n\n[^1]: A second note.[@Q2]');
		const { content } = await previewReport(world.as('edi'), world.roundId);
		const [chapter] = content.chapters;
		expect(chapter!.footnotes).toHaveLength(2);
		expect(JSON.stringify(chapter!.pieces.at(-1))).toContain('{"kind":"footnote","number":2}');
	});

	test('has answers that are public and accepted, never those of coordinators or the team', async () => {
		const id = await release();
		await make();
		const everything = [
			await sourcesPage(),
			await openPage('return.html'),
			textOf(await read(id, 'html')),
			await wordText(await read(id, 'docx')),
			...Object.values(unzipSync(await read(id, 'site'))).map(textOf),
			...Object.values(unzipSync(await read(id, 'dataset'))).map(textOf)
		];
		for (const words of [TEAM, HIDDEN]) expect(everything.join('\n')).not.toContain(words);
		expect(await sourcesPage()).toContain(ANSWER);
		expect(await wordText(await read(id, 'docx'))).toContain(ANSWER);
		expect(textOf(unzipSync(await read(id, 'dataset'))['answers-long.csv']!)).toContain(ANSWER);
	});
});

describe('what is taken back', () => {
	test('leaves the pages and every file at once; what others said stays', async () => {
		const id = await release();
		await make();
		expect(await sourcesPage()).toContain(said[0]!.words);
		expect(await wordText(await read(id, 'docx'))).toContain(said[0]!.words);
		await recordWithdrawal(world.as('nadia'), {
			...placeOf(world, groupId, said[0]!.id),
			id: randomUUID(),
			scope: 'all'
		});
		// Before anything is made again: pages are new, files of the earlier build are not given out.
		expect(await sourcesPage()).not.toContain(said[0]!.words);
		expect(await sourcesPage()).toContain(said[1]!.words);
		expect(await outcome(read(id, 'docx'))).toBe('edition_rebuilding');
		const named = { slug: await slug(), number: '1', format: 'html' as const };
		expect(await outcome(openPublishedFile(world.system, named))).toBe('edition_rebuilding');
		await make();
		for (const text of [
			await wordText(await read(id, 'docx')),
			textOf(await read(id, 'html')),
			Object.values(unzipSync(await read(id, 'site')))
				.map(textOf)
				.join('\n')
		]) {
			expect(text).not.toContain(said[0]!.words);
			expect(text).toContain(said[1]!.words);
			expect(text).toContain(ANSWER);
		}
		const page = await pageOf(id);
		expect(page.edition.build).toBe(2);
		expect(page.removals).toMatchObject([{ label: 'Q1', level: 0, removedBy: null }]);
		// What was published is still there for whoever must show it.
		expect(await world.system.storage.open(page.edition.contentSha256)).not.toBeNull();
	});

	test('a person may take a source out, with a reason; its dataset goes with an answer', async () => {
		const id = await release();
		await make();
		await read(id, 'dataset');
		const remove = (person: Person, label: string, reason = 'Somebody asked for it.') =>
			removeSource(world.as(person), { ...at(id), label, reason });
		expect(await outcome(remove('nadia', 'Q2'))).toBe('not_found');
		expect(await outcome(remove('edi', 'Q99'))).toBe('not_found');
		expect(await outcome(remove('edi', 'Q2', ''))).toBe('reason_required');
		await remove('edi', 'Q2');
		await remove('edi', 'Q2');
		expect((await pageOf(id)).edition.build).toBe(2);
		expect(await sourcesPage()).not.toContain(said[1]!.words);
		expect(await sourcesPage()).toContain(said[0]!.words);
		await read(id, 'dataset');
		await remove('edi', 'KH-2.2-v1');
		expect(await sourcesPage()).not.toContain(ANSWER);
		expect(await outcome(read(id, 'dataset'))).toBe('not_found');
		const proposal = await propose();
		const place = { ...at(proposal), label: 'Q1', reason: 'No.' };
		expect(await outcome(removeSource(world.as('edi'), place))).toBe('wrong_state');
	});
});

describe('the next edition', () => {
	test('says what changed, and both stay', async () => {
		const first = await release();
		await asSystem(database.db, (trx) =>
			trx
				.updateTable('chapters')
				.set({ title: 'Coming home again' })
				.where('id', '=', chapters[0]!)
				.execute()
		);
		await addBlock(world, chapters[0]!, 5, 'Help can be asked for.[@KH-2.1-v1]');
		const id = await propose();
		expect(await releaseEdition(world.as('rina'), at(id))).toBe(2);
		expect((await pageOf(id)).edition.changes).toEqual([
			'Changed chapters: “Coming home again”.',
			'Sources cited for the first time: 1.'
		]);
		expect((await pageOf(first)).edition).toMatchObject({ state: 'released', number: 1 });
		expect(await newestNumber(world.system, await slug())).toBe(2);
		expect(await openPage('about.html', '2')).toContain('Changed chapters');
		expect(await openPage('index.html', '1')).not.toContain('Coming home again');
	});
});

describe('files', () => {
	test('of every kind are made by the job; a PDF says what it lacks', async () => {
		const id = await release();
		await make();
		const { files } = await pageOf(id);
		expect(files.map(({ format }) => format).sort()).toEqual([...EDITION_FORMATS].sort());
		expect(files.find(({ format }) => format === 'pdf')).toMatchObject({
			state: 'failed',
			error: 'no_browser'
		});
		expect(files.filter(({ state }) => state === 'done')).toHaveLength(5);
		const html = await read(id, 'html');
		expect(textOf(html)).toContain((await pageOf(id)).edition.contentSha256);
		await requestFiles(world.as('edi'), { ...at(id), formats: ['pdf', 'html'] });
		const again = await pageOf(id);
		expect(again.files.filter(({ state }) => state === 'queued')).toMatchObject([
			{ format: 'pdf' }
		]);
		expect(await read(id, 'html')).toEqual(html);
	});

	test('are not for visitors of what is not released, nor under another address', async () => {
		const id = await propose();
		expect(await outcome(requestFiles(world.as('edi'), { ...at(id), formats: ['html'] }))).toBe(
			'wrong_state'
		);
		for (const given of [
			{ slug: 'sample-report', number: '1' },
			{ slug: 'x', number: '1' },
			{ slug: 'sample-report', number: '0' },
			{ slug: 'sample-report', number: '1e1' }
		])
			expect(await outcome(openPublishedPage(world.system, { ...given, path: 'index.html' }))).toBe(
				'not_found'
			);
		await releaseEdition(world.as('rina'), at(id));
		expect(await openPage('index.html')).toContain('Sample report');
		expect(await outcome(openPage('../index.html'))).toBe('not_found');
		expect(await outcome(openPage('index.html', '2'))).toBe('not_found');
	});
});

/** A reason for every open problem of a kind. */
async function waive(issue: 'unsupported' | 'stale') {
	const { checkReport } = await import('#lib/server/report/checkReport.ts');
	await asSystem(database.db, async (trx) => {
		for (const problem of await checkReport(trx, world.roundId))
			if (problem.issue === issue)
				await trx
					.insertInto('waivers')
					.values({
						id: randomUUID(),
						round_id: world.roundId,
						study_id: world.studyId,
						block_id: problem.blockId,
						issue,
						subject: problem.subject,
						reason: 'Sample reason.',
						made_by: world.accounts.rina
					})
					.onConflict((conflict) => conflict.doNothing())
					.execute();
	});
}

const setHash = (label: string, digit: string) =>
	asSystem(database.db, (trx) =>
		trx
			.updateTable('citations')
			.set({ source_hash: digit.repeat(64) })
			.where('label', '=', label)
			.where('round_id', '=', world.roundId)
			.execute()
	);
