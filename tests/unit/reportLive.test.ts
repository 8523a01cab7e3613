import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import type { Cell, Figure } from '#lib/report/content.ts';
import { drawFigure } from '#lib/report/draw/svg.ts';
import { writeFigureTable } from '#lib/report/draw/table.ts';
import { LIVE_TYPES, type Live, parseLive } from '#lib/report/live.ts';
import { listAsked } from '#lib/server/report/figures/tally.ts';
import { drawLive } from '#lib/server/report/live.ts';
import { sampleLiveData } from '../support/liveSample.ts';

const data = sampleLiveData();
const questions = listAsked(data.definition).map(({ question }) => question);
const first = (type: string) => questions.find((question) => question.type === type)!.name;

const drawn: [string, Live][] = [
	...['select_one', 'select_multiple', 'scale', 'number', 'long_text', 'matrix'].map(
		(type): [string, Live] => [`question of ${type}`, { type: 'question', question: first(type) }]
	),
	['strip', { type: 'strip', question: first('scale') }],
	['tiles of an answer', { type: 'tiles', question: first('select_one') }],
	['tiles of what is accepted', { type: 'tiles' }],
	['coverage', { type: 'coverage' }],
	['respondents', { type: 'respondents' }],
	['answers of a country', { type: 'answers', country: 'KH' }],
	['questionnaire', { type: 'questionnaire' }]
];

const figuresOf = async (live: Live, of = data) =>
	(await drawLive(of, live)).flatMap((piece) => (piece.kind === 'figure' ? [piece.figure] : []));

const parser = new XMLParser({ ignoreAttributes: false, trimValues: false, parseTagValue: false });
/** All words of a drawing or a table, without where its lines are broken. */
function wordsIn(xml: string): string {
	expect(XMLValidator.validate(xml)).toBe(true);
	const words: string[] = [];
	const walk = (node: unknown, key: string): void => {
		if (key.startsWith('@_') || key === 'style' || key === 'desc') return;
		if (Array.isArray(node)) for (const each of node) walk(each, key);
		else if (node !== null && typeof node === 'object')
			for (const [name, each] of Object.entries(node)) walk(each, name);
		else words.push(String(node));
	};
	walk(parser.parse(xml), '');
	return words.join('').replaceAll(/\s+/g, '');
}
const tight = (words: string) => words.replaceAll(/\s+/g, '');
/** What of a figure is drawn: of bars the labels and values, of the rest every cell. */
const cellsDrawn = ({ draw, rows }: Figure): Cell[] =>
	rows.flatMap(({ cells }) => (draw === 'bars' || draw === 'tiles' ? cells.slice(0, 1) : cells));

describe.each(drawn)('%s', (_, live) => {
	test('is drawn, and its table says all that the drawing shows', async () => {
		const figures = await figuresOf(live);
		expect(figures.length).toBeGreaterThan(0);
		for (const figure of figures) {
			expect([figure.title, figure.alt, figure.note].every(Boolean), figure.name).toBe(true);
			expect(figure.name).toMatch(/^[a-z0-9.-]+$/);
			const table = wordsIn(writeFigureTable(figure, figure.title));
			for (const isNarrow of [false, true]) {
				const words = wordsIn(drawFigure(figure, { language: 'en', isNarrow }));
				for (const { label } of figure.rows) {
					expect(words).toContain(tight(label));
					expect(table).toContain(tight(label));
				}
				for (const { text } of cellsDrawn(figure)) {
					expect(words).toContain(tight(text));
					expect(table).toContain(tight(text));
				}
			}
			for (const text of figure.rows.flatMap(({ cells }) => cells.map((cell) => cell.text)))
				expect(table).toContain(tight(text));
		}
	});
	test('gives the same words each time, and Indonesian ones for an Indonesian report', async () => {
		expect(JSON.stringify(await figuresOf(live))).toBe(JSON.stringify(await figuresOf(live)));
		const indonesian = await figuresOf(live, sampleLiveData({ language: 'id' }));
		for (const { note } of indonesian) expect(note).not.toMatch(/\b(the|of|and)\b/);
	});
});

test('the names of an edition’s figures are its own, and so are those of its questions', async () => {
	const lives = questions.map(({ name }): Live => ({ type: 'question', question: name }));
	const names = (
		await Promise.all(
			[...lives, ...drawn.slice(6).map(([, live]) => live)].map((live) => figuresOf(live))
		)
	).flatMap((figures) => figures.map(({ name }) => name));
	expect(new Set(names).size).toBe(names.length);
	expect(names).toContain('d-3.2');
});

describe('a live block that is stored or sent', () => {
	test('is one of the types, with what it needs and nothing else', () => {
		expect(parseLive({ type: 'coverage', area: '', more: 1 })).toEqual({ type: 'coverage' });
		expect(parseLive({ type: 'question', question: ' a ' })).toEqual({
			type: 'question',
			question: 'a'
		});
		for (const type of LIVE_TYPES)
			expect(parseLive({ type, question: 'a', country: 'KH' })?.type).toBe(type);
	});
	test.each([null, 'coverage', {}, { type: 'other' }, { type: 'question' }, { type: 'answers' }])(
		'is refused: %j',
		(given) => expect(parseLive(given)).toBeNull()
	);
});
