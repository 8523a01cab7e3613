import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Figure, Piece } from '#lib/report/content.ts';
import type { Live } from '#lib/report/live.ts';
import { asActor, asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { readLive } from '#lib/server/report/live.ts';
import { addClaim, addOwnClaim } from '#lib/server/treaties/claims.ts';
import { takeKnownList } from '#lib/server/treaties/knownList.ts';
import { openTestDatabase } from '../support/database.ts';
import { KEPT, buildLiveWorld } from '../support/liveWorld.ts';
import { aClaim } from '../support/treatyWorld.ts';
import type { Person } from '../support/world.ts';

/** Live blocks say what is accepted and public, and the same to whoever asks. */
let database: Database;
let world: Awaited<ReturnType<typeof buildLiveWorld>>;
beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildLiveWorld(database);
	await takeKnownList(world.as('rina'), { studyId: world.studyId, language: 'en' });
	const at = (country: string) => ({ studyId: world.studyId, country, instrument: 'CMW' });
	// Nobody has verified it, and the list knows of no act.
	await addClaim(world.as('rina'), { ...aClaim(), ...at('TH') });
	// The list knows of no act after that.
	await addClaim(world.as('rina'), { ...aClaim({ happenedOn: '2010' }), ...at('VN') });
	// A delegation's own, on which nobody has ruled.
	await addOwnClaim(world.as('sokha'), {
		...aClaim({ source: 'A source of the delegation' }),
		...{ delegationId: world.delegations.KH, instrument: 'CMW' }
	});
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
	{ type: 'overview' },
	{ type: 'strip', question: 'heard' },
	{ type: 'tiles', question: 'complain' },
	{ type: 'tiles' },
	{ type: 'treaties' },
	{ type: 'treaties', country: 'KH' },
	{ type: 'change' },
	{ type: 'change', country: 'KH' },
	{ type: 'change', question: 'complain' },
	{ type: 'respondents' },
	{ type: 'answers', country: 'KH' },
	{ type: 'questionnaire' },
	{ type: 'dataset' }
];

test('a strip has the countries on their step', async () => {
	const figure = await figureOf({ type: 'strip', question: 'heard' });
	expect(figure).toMatchObject({ name: 's-1.2', draw: 'strip' });
	expect(rowsOf(figure)).toEqual([
		['It is never'],
		['It is rarely', 'Indonesia'],
		['It is always', 'Cambodia'],
		['Not applicable', 'Philippines'],
		['No public answer', '4 countries']
	]);
	expect(await seen({ type: 'strip', question: 'rights' })).toEqual([]);
});

describe('tiles', () => {
	test('say what a country answers, both where two delegations differ', async () => {
		const figure = await figureOf({ type: 'tiles', question: 'complain' });
		expect(figure).toMatchObject({ name: 't-1.1', draw: 'tiles' });
		expect(rowsOf(figure)).toEqual([
			['Cambodia', 'Yes; No'],
			['Indonesia', 'Yes'],
			['Lao PDR', 'No public answer'],
			['Myanmar', 'No public answer'],
			['Philippines', 'Don’t know'],
			['Thailand', 'No public answer'],
			['Viet Nam', 'No public answer']
		]);
		expect(figure.rows[1]!.cells[0]).toMatchObject({ step: 5 });
	});
	test('without a question say how many areas are accepted', async () => {
		const figure = await figureOf({ type: 'tiles' });
		expect(rowsOf(figure)[0]).toEqual(['Cambodia', '2 of 2 areas']);
		expect(rowsOf(figure)[2]).toEqual(['Lao PDR', 'Not accepted']);
		expect(rowsOf(figure)[6]).toEqual(['Viet Nam', 'Took no part']);
	});
});

describe('since the round before', () => {
	test('counts by country, and says why the rest is not comparable', async () => {
		const figure = await figureOf({ type: 'change' });
		expect(figure.columns).toEqual([
			'Country',
			'▲ Better',
			'▼ Worse',
			'= Unchanged',
			'– Not comparable'
		]);
		const rows = rowsOf(figure);
		expect(rows[1]).toEqual(['Indonesia', '0', '0', '3', '3']);
		expect(rows.at(-1)![0]).toBe('All');
		expect(figure.note).toContain('No public answer then');
	});
	test('of one question what was said then and now, and nothing that is kept', async () => {
		const rows = rowsOf(await figureOf({ type: 'change', question: 'complain' }));
		expect(rows).toContainEqual(['Indonesia', 'Unchanged', 'Yes', 'Yes']);
		expect(rows).toContainEqual(['Cambodia', 'Better', 'No', 'Yes']);
		expect(rows).toContainEqual([
			...['Myanmar', 'Not comparable. No public answer now.', 'Yes', 'No public answer']
		]);
	});
	test('there is nothing where there was no round before', async () => {
		const pieces = await asSystem(database.db, (trx) =>
			readLive(trx, world.earlierRoundId, { type: 'change' }, 'en')
		);
		expect(pieces).toEqual([]);
	});
});

describe('treaties', () => {
	test('are shown with what stands, and as not verified or disputed where they are', async () => {
		const figure = await figureOf({ type: 'treaties' });
		expect(figure).toMatchObject({ name: 'treaties', draw: 'matrix' });
		const { cells } = figure.rows.find(({ label }) => label === 'CMW')!;
		expect(cells.map(({ text }) => text)).toEqual([
			...['Signed only', 'Party', 'No action', 'No action', 'Party'],
			...['Party, unverified', 'Claims disagree']
		]);
		expect(cells.map(({ sign }) => sign)).toEqual(['◐', '●', '–', '–', '●', '●?', '≠']);
	});
	test('of one country are shown with what they rest on', async () => {
		const figure = await figureOf({ type: 'treaties', country: 'KH' });
		const row = rowsOf(figure).find(([label]) => label!.startsWith('CMW'))!;
		expect(row.slice(1, 4)).toEqual([
			...['Signed only', 'Signed: 27 September 2004', '14 March 2015']
		]);
		expect(row[4]).toContain('UN Treaty Collection');
	});
});

test('who answered is counted, and what was asked and may be downloaded is listed', async () => {
	const figure = await figureOf({ type: 'respondents' });
	expect(rowsOf(figure)[0]).toEqual(['Cambodia', '6', '2', '2 of 2']);
	expect(rowsOf(figure)[6]).toEqual(['Viet Nam', 'Took no part', '0', '0 of 2']);
	const asked = await seen({ type: 'questionnaire' });
	expect(asked).toHaveLength(2);
	expect(wordsOf(asked)).toContain('Can a worker complain?');
	const dataset = wordsOf(await seen({ type: 'dataset' }));
	expect(dataset[0]).toContain('in six variables');
	expect(dataset).toContain('yes = Yes; no = No');
});

test('a country is read in its own words', async () => {
	const [piece] = await seen({ type: 'answers', country: 'KH' });
	expect(wordsOf([piece!])).toEqual(expect.arrayContaining(['Yes', 'Fees are high.']));
});

test('coordinators, editors, note-takers, readers and the system are shown the same', async () => {
	for (const live of EVERY) {
		const system = await seen(live);
		expect(system.length, live.type).toBeGreaterThan(0);
		expect(JSON.stringify(system)).not.toContain(KEPT);
		expect(JSON.stringify(system)).not.toContain('A source of the delegation');
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
