import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compareCodes, type FrozenCode } from '#lib/codes/difference.ts';
import { PALETTE, freeLook, lookOf } from '#lib/codes/palette.ts';
import { readPath, readSheetRows, sheetRows } from '#lib/codes/sheet.ts';
import { heightOf, inTreeOrder, subtreeOf } from '#lib/codes/tree.ts';
import { findCodes } from '#lib/components/coding/live/findCodes.ts';
import { commandOf } from '#lib/components/coding/live/keys.ts';
import type { CodeView } from '#lib/components/coding/unit.ts';

const code = (id: string, parentId: string | null, position = 0) => ({
	id,
	parentId,
	name: id,
	position
});

describe('the tree', () => {
	const codes = [code('b', null, 1), code('a', null, 0), code('a2', 'a', 1), code('a1', 'a', 0)];
	test('is read from the top down, siblings by position', () => {
		expect(inTreeOrder(codes).map(({ id, depth }) => `${id}${depth}`)).toEqual([
			'a0',
			'a11',
			'a21',
			'b0'
		]);
		expect(inTreeOrder(codes)[1]?.path).toEqual(['a', 'a1']);
		expect([...subtreeOf(codes, 'a')].sort()).toEqual(['a', 'a1', 'a2']);
		expect([heightOf(codes, 'a'), heightOf(codes, 'b')]).toEqual([2, 1]);
	});
	test('without its parent, or in a circle, a code is shown once', () => {
		const lost = [code('x', 'gone'), code('c', 'd'), code('d', 'c')];
		const ids = inTreeOrder(lost).map(({ id }) => id);
		expect([...ids].sort()).toEqual(['c', 'd', 'x']);
	});
});

describe('looks', () => {
	const css = readFileSync('src/lib/components/coding/codes.css', 'utf8');
	const tokens = readFileSync('src/lib/components/ui/tokens.css', 'utf8');
	const [lightCss = '', darkCss = ''] = css.split('@media screen');
	const [lightTokens = '', darkTokens = ''] = tokens.split('@media screen');
	const luminance = (hex: string) => {
		const [r = 0, g = 0, b = 0] = [1, 3, 5]
			.map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
			.map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const contrast = (one: string, other: string) => {
		const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
		return (high + 0.05) / (low + 0.05);
	};
	const token = (from: string, name: string) =>
		new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(from)![1]!;
	const value = (from: string, look: string, name: string) =>
		new RegExp(`\\.k-${look} \\{[^}]*--${name}: (#[0-9a-f]{6})`).exec(from)![1]!;

	test.each(PALETTE.map(({ name }) => name))('%s can be read in light and dark', (name) => {
		for (const [looks, grounds] of [
			[lightCss, lightTokens],
			[darkCss, darkTokens]
		] as const)
			for (const ground of ['paper', 'surface', 'accent-soft']) {
				const on = token(grounds, ground);
				expect(contrast(value(looks, name, 'k-ink'), on), ground).toBeGreaterThanOrEqual(4.5);
				if (ground !== 'accent-soft')
					expect(contrast(value(looks, name, 'k'), on), ground).toBeGreaterThanOrEqual(3);
			}
	});

	test('none is told by its colour alone', () => {
		expect(new Set(PALETTE.map(({ sign }) => sign)).size).toBe(PALETTE.length);
		for (const { name, line } of PALETTE)
			expect(new RegExp(`\\.k-${name} \\{[^}]*--k-line: ${line};`).test(lightCss), name).toBe(true);
	});

	test('a colour from elsewhere gets the nearest, a new code one that is little used', () => {
		for (const look of PALETTE) expect(lookOf(look.hex)).toBe(look);
		expect(lookOf('#7b4c87').name).toBe('plum');
		expect(freeLook([]).name).toBe('plum');
		expect(freeLook(PALETTE.slice(0, 3).map(({ hex }) => hex)).name).toBe('sea');
	});
});

describe('a codebook as a table', () => {
	test('paths come back as they went, slashes in names too', () => {
		const codes = [
			{ ...code('1', null), name: 'A/B' },
			{ ...code('2', '1'), name: 'ការងារ' }
		].map((each) => ({
			...each,
			definition: 'said',
			includeWhen: '',
			excludeWhen: '',
			example: '',
			colour: '#5c8a3a',
			isCodable: each.id === '2'
		}));
		const rows = sheetRows(codes);
		expect(rows.map(([path]) => path)).toEqual(['A//B', 'A//B/ការងារ']);
		expect(readPath(rows[1]![0]!)).toEqual(['A/B', 'ការងារ']);
		const head = 'path,name,description,include_when,exclude_when,example,colour,codable'.split(
			','
		);
		expect(readSheetRows([head, ...rows])).toEqual({
			codes: [
				expect.objectContaining({ path: ['A/B'], isCodable: false }),
				expect.objectContaining({ path: ['A/B', 'ការងារ'], definition: 'said', colour: '#5c8a3a' })
			],
			problems: []
		});
	});
	test('says which rows cannot be read', () => {
		const { codes, problems } = readSheetRows([
			['Tag', 'Description'],
			['a/b/c/d/e/f/g', 'too deep'],
			['', 'no name'],
			['x'.repeat(201), ''],
			["'=SUM", 'kept from a spreadsheet']
		]);
		expect(codes.map(({ path }) => path)).toEqual([['=SUM']]);
		expect(problems).toEqual([
			{ row: 2, problem: 'too_deep' },
			{ row: 3, problem: 'no_name' },
			{ row: 4, problem: 'too_long' }
		]);
		expect(readSheetRows([['what'], ['x']]).problems[0]?.problem).toBe('no_name');
		expect(readSheetRows([['name']]).problems[0]?.problem).toBe('empty');
	});
});

test('two versions are compared by what happened to each code', () => {
	const frozen = (id: string, given: Partial<FrozenCode> = {}): FrozenCode => ({
		id,
		parentId: null,
		name: id,
		definition: '',
		includeWhen: '',
		excludeWhen: '',
		example: '',
		colour: '#7a4b86',
		isCodable: true,
		status: 'active',
		mergedInto: null,
		position: 0,
		...given
	});
	const before = [frozen('a'), frozen('b'), frozen('c'), frozen('d'), frozen('e')];
	const after = [
		frozen('a', { position: 5 }),
		frozen('b', { name: 'B', parentId: 'a' }),
		frozen('c', { status: 'merged', mergedInto: 'a' }),
		frozen('d', { isCodable: false }),
		frozen('f')
	];
	expect(compareCodes(before, after)).toEqual([
		{
			id: 'b',
			name: 'B',
			what: ['moved', 'changed'],
			from: '',
			to: 'a',
			texts: [{ field: 'name', before: 'b', after: 'B' }]
		},
		{ id: 'c', name: 'c', what: ['merged'], into: 'a', texts: [] },
		{ id: 'd', name: 'd', what: ['changed'], isCodable: false, texts: [] },
		{ id: 'f', name: 'f', what: ['added'], texts: [] },
		{ id: 'e', name: 'e', what: ['gone'], texts: [] }
	]);
});

describe('choosing a code', () => {
	const view = (name: string, path: string[] = [name], isCodable = true) =>
		({ id: name, name, path, isCodable }) as CodeView;
	const codes = [
		view('Barriers', ['Barriers'], false),
		view('cost'),
		view('cost of living'),
		view('Phí'),
		view('low cost')
	];
	const names = (words: string, recent: string[] = []) =>
		findCodes(codes, recent, words).map(({ code: each }) => each.name);
	test('those used last come first, each once; folders never', () => {
		expect(names('', ['low cost', 'gone'])).toEqual(['low cost', 'cost', 'cost of living', 'Phí']);
	});
	test('what begins so comes before what holds it; marks may be left out', () => {
		expect(names('COST')).toEqual(['cost', 'cost of living', 'low cost']);
		expect(names('phi')).toEqual(['Phí']);
		expect(names('nothing')).toEqual([]);
	});
});

test('keys mean one thing, and leave the browser its own', () => {
	const press = (
		key: string,
		held: Partial<Record<'shiftKey' | 'ctrlKey' | 'altKey', boolean>> = {}
	) => commandOf({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });
	expect(press('j')).toEqual({ do: 'go', by: 1 });
	expect(press('ArrowRight', { shiftKey: true })).toEqual({ do: 'step', step: 'widen' });
	expect(press('z', { ctrlKey: true })).toEqual({ do: 'undo' });
	expect(press('3')).toEqual({ do: 'quick', key: 3 });
	for (const key of ['c', 'f', 'r']) expect(press(key, { ctrlKey: true })).toBeNull();
	expect(press('ArrowLeft', { altKey: true })).toBeNull();
	expect(press('Tab')).toBeNull();
});
