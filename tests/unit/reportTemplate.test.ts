import { describe, expect, test } from 'vitest';
import { aseanBaseline } from '#lib/questionnaires/aseanBaseline.ts';
import { defaultBlocks } from '#lib/report/defaultBlocks.ts';
import { type TemplateChapter, fromTemplate, templateOf } from '#lib/report/reportTemplate.ts';

const definition = aseanBaseline;
const areas = definition.areas.filter(({ kind }) => kind === 'issue').map(({ name }) => name);
const one = (kind: TemplateChapter['kind'], key = '', title = `${kind} ${key}`.trim()) => ({
	...{ kind, key, title }
});
const made = (chapter: ReturnType<typeof one>): TemplateChapter => ({
	...chapter,
	blocks: defaultBlocks(chapter, definition)
});
const usual = [
	one('foreword'),
	...areas.map((area) => one('area', area)),
	one('country', 'KH'),
	one('country', 'VN'),
	one('dataset')
];
const names = (chapters: readonly TemplateChapter[]) =>
	chapters.map(({ kind, key, title }) => (kind === 'custom' ? title : `${kind}/${key}`));

describe('what is kept of a report', () => {
	test('is where people wrote and what was drawn, no word', () => {
		const text = { kind: 'text' as const, live: null, isGenerated: false };
		const finding = { ...text, kind: 'finding' as const };
		const live = { kind: 'live' as const, live: { type: 'coverage' as const }, isGenerated: false };
		const [kept] = templateOf([
			{
				...one('method'),
				blocks: [text, finding, text, live, finding, { ...text, body: 'Marker' } as never]
			}
		]);
		expect(kept!.blocks).toEqual([text, live, text]);
		expect(JSON.stringify(kept)).not.toContain('Marker');
	});
	test('makes the same report again', () => {
		const chapters = usual.map(made);
		expect(fromTemplate(templateOf(chapters), usual, definition, true)).toEqual(chapters);
	});
});

describe('a report made by a template', () => {
	const template: TemplateChapter[] = [
		made(one('country', 'KH', 'Kampuchea')),
		{ ...one('custom', '', 'Cases'), blocks: [] },
		{
			...one('area', areas[1]),
			blocks: [{ kind: 'live', live: { type: 'change', area: areas[1]! }, isGenerated: false }]
		},
		made(one('country', 'TH')),
		made(one('foreword', '', 'Before'))
	];

	test('has its order, the places of its round, and the new ones behind the last of their kind', () => {
		const chapters = fromTemplate(template, usual, definition, true);
		expect(names(chapters)).toEqual([
			'country/KH',
			'country/VN',
			'Cases',
			`area/${areas[1]}`,
			...areas.filter((area) => area !== areas[1]).map((area) => `area/${area}`),
			'foreword/'
		]);
		expect(chapters.find(({ key }) => key === areas[0])!.blocks).toEqual([
			{ kind: 'live', live: { type: 'change', area: areas[0] }, isGenerated: false }
		]);
		expect(
			chapters.find(({ key }) => key === 'VN')!.blocks.map(({ live }) => live?.country)
		).toEqual([undefined, 'VN', 'VN', 'VN']);
	});
	test('keeps titles in their language, and always those of its own chapters', () => {
		const titles = (keeps: boolean) =>
			fromTemplate(template, usual, definition, keeps).map(({ title }) => title);
		expect(titles(true)).toContain('Kampuchea');
		expect(titles(false)).not.toContain('Kampuchea');
		expect(titles(false)).toContain('Cases');
	});
	test('shows nothing the questionnaire does not ask, and no country that takes no part', () => {
		const shown = (live: object) =>
			fromTemplate(
				[
					{
						...one('custom', '', 'Own'),
						blocks: [{ kind: 'live', live: live as never, isGenerated: false }]
					}
				],
				usual,
				definition,
				true
			)[0]!.blocks.length;
		const question = definition.areas.find(({ name }) => name === areas[0])!.questions[0]!.name;
		expect(shown({ type: 'question', question })).toBe(1);
		expect(shown({ type: 'question', question: 'not_asked' })).toBe(0);
		expect(shown({ type: 'overview', area: 'gone' })).toBe(0);
		expect(shown({ type: 'answers', country: 'VN' })).toBe(1);
		expect(shown({ type: 'answers', country: 'TH' })).toBe(0);
	});
});
