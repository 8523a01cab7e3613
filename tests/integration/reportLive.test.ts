import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Figure, Piece } from '#lib/report/content.ts';
import type { Live } from '#lib/report/live.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { readLive } from '#lib/server/report/live.ts';
import { openTestDatabase } from '../support/database.ts';
import { KEPT, buildLiveWorld } from '../support/liveWorld.ts';
import type { Person } from '../support/world.ts';

/** Live blocks say what is accepted and public, and the same to whoever asks. */
let database: Database;
let world: Awaited<ReturnType<typeof buildLiveWorld>>;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildLiveWorld(database);
});
afterAll(() => database.close());

const seenBy = (person: Person, live: Live, language = 'en') =>
	asActor(database.db, world.as(person).actor, (trx) =>
		readLive(trx, world.liveRoundId, live, language)
	);
const seen = (live: Live, language = 'en') =>
	asSystem(database.db, (trx) => readLive(trx, world.liveRoundId, live, language));

async function figureOf(live: Live, language?: string): Promise<Figure> {
	const [piece] = await seen(live, language);
	if (piece?.kind !== 'figure') throw new Error('no figure');
	return piece.figure;
}
const rowsOf = ({ rows }: Figure) =>
	rows.map(({ label, cells }) => [label, ...cells.map(({ text }) => text)]);
const wordsOf = (pieces: Piece[]) =>
	[...JSON.stringify(pieces).matchAll(/"text":"((?:[^"\\]|\\.)*)"/g)].map(([, text]) =>
		JSON.parse(`"${text}"`)
	);

describe('bars of a question', () => {
	test('each choice has its countries; what is not public names none', async () => {
		const figure = await figureOf({ type: 'question', question: 'complain' });
		expect(figure).toMatchObject({
			...{ name: 'd-1.1', draw: 'bars', title: '1.1 Can a worker complain?' },
			alt: 'Yes: 2; No: 1; Don’t know: 1; No public answer: 4.'
		});
		expect(rowsOf(figure)).toEqual([
			['Yes', '2', 'Cambodia and Indonesia'],
			['No', '1', 'Cambodia'],
			['Don’t know', '1', 'Philippines'],
			['No public answer', '4', '']
		]);
		expect(figure.note).toContain('7 countries');
		expect(figure.note).toContain('several delegations');
	});
});

describe('sentences', () => {
	const about = async (question: string, language = 'en') =>
		wordsOf(await seen({ type: 'overview', question }, language)).join(' ');
	test('have the right plurals, and count what names nobody', async () => {
		expect(await about('complain')).toBe(
			'Three of seven countries answered: two said “Yes”, one “No” and one does not know. ' +
				'Of four there is no public answer.'
		);
		expect(await about('rights')).toContain('one named “To strike” and two “To join”');
		expect(await about('cases')).toContain('two gave figures from 12 persons to 400 persons.');
		expect(await about('obstacles')).toContain('One of seven countries answered: one in its own');
		expect(await about('heard')).toContain('for one it does not apply');
	});
	test('are in the language of the report', async () => {
		expect(await about('complain', 'id')).toBe(
			'Tiga dari tujuh negara menjawab: dua mengatakan “Ya”, satu “Tidak”, dan satu tidak tahu. ' +
				'Dari empat negara tidak ada jawaban publik.'
		);
	});
	test('of an area come question by question', async () => {
		const words = wordsOf(await seen({ type: 'overview', area: 'return' }));
		expect(words).toEqual([
			'2.1 About helped?',
			'Two of seven countries answered: two said “No”. Of five there is no public answer.'
		]);
	});
});

test('coverage says what is accepted, and of nobody why there is nothing', async () => {
	const figure = await figureOf({ type: 'coverage' });
	expect(figure).toMatchObject({ name: 'coverage', draw: 'matrix' });
	expect(figure.rows.map(({ code }) => code)).toEqual(['KH', 'ID', 'LA', 'MM', 'PH', 'TH', 'VN']);
	expect(rowsOf(figure)).toEqual([
		['Cambodia', '5', '1'],
		['Indonesia', '4', '1'],
		['Lao PDR', 'Not accepted', 'Not accepted'],
		['Myanmar', '0', 'Not accepted'],
		['Philippines', '2', 'Not accepted'],
		['Thailand', '0', 'Not accepted'],
		['Viet Nam', 'Took no part', 'Took no part']
	]);
});

const EVERY: Live[] = [
	...['complain', 'heard', 'rights', 'cases', 'obstacles', 'helped'].map((question): Live => ({
		type: 'question',
		question
	})),
	{ type: 'coverage' },
	{ type: 'overview' }
];

test('coordinators, editors, note-takers, readers and the system are shown the same', async () => {
	for (const live of EVERY) {
		const system = await seen(live);
		expect(system.length, live.type).toBeGreaterThan(0);
		expect(JSON.stringify(system)).not.toContain(KEPT);
		for (const person of ['rina', 'edi', 'nadia', 'rudi'] as const)
			expect(await seenBy(person, live), `${person} ${live.type}`).toEqual(system);
	}
});

test('representatives and strangers find nothing', async () => {
	for (const person of ['sokha', 'budi', 'omar', 'citra', 'ana'] as const)
		await expect(seenBy(person, { type: 'coverage' }), person).rejects.toMatchObject({
			code: 'not_found'
		});
});
