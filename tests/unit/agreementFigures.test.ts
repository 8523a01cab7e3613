import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	type Cells,
	type Figure,
	addCells,
	cohenKappa,
	countCells,
	krippendorffAlpha,
	percentAgreement,
	unitsOf
} from '#lib/agreement/figures.ts';
import { nominalAlpha } from '#lib/agreement/nominalAlpha.ts';

const valueOf = (figure: Figure) => ('value' in figure ? figure.value : NaN);
const cells = (both: number, onlyA: number, onlyB: number, neither: number): Cells => ({
	both,
	onlyA,
	onlyB,
	neither
});
const anyCells = fc
	.tuple(fc.nat(60), fc.nat(60), fc.nat(60), fc.nat(60))
	.map(([both, onlyA, onlyB, neither]) => cells(both, onlyA, onlyB, neither));
/** The same as values of units, for the general formula. */
const valuesOf = ({ both, onlyA, onlyB, neither }: Cells): string[][] => [
	...Array.from({ length: both }, () => ['1', '1']),
	...Array.from({ length: onlyA }, () => ['1', '0']),
	...Array.from({ length: onlyB }, () => ['0', '1']),
	...Array.from({ length: neither }, () => ['0', '0'])
];

describe('figures computed by hand', () => {
	test('20, 5, 10 and 15: agreement .70, by chance .50, kappa .40', () => {
		const table = cells(20, 5, 10, 15);
		expect(valueOf(percentAgreement(table))).toBeCloseTo(0.7, 12);
		expect(valueOf(cohenKappa(table))).toBeCloseTo(0.4, 12);
		// 100 values, 55 yes and 45 no: 1 - .3 / (2 · 55 · 45 / (100 · 99)) = 1 - .3 / .5
		expect(valueOf(krippendorffAlpha(table))).toBeCloseTo(0.4, 12);
	});

	test('45, 15, 25 and 15: the expectation is added, not multiplied', () => {
		// Pe = (60 · 70 + 40 · 30) / 100² = .54; (.60 - .54) / .46
		expect(valueOf(cohenKappa(cells(45, 15, 25, 15)))).toBeCloseTo(0.06 / 0.46, 12);
	});

	test('less than chance is below 0', () => {
		expect(valueOf(cohenKappa(cells(0, 5, 5, 0)))).toBeCloseTo(-1, 12);
		// 20 values, 10 and 10: 1 - 1 / (2 · 100 / (20 · 19))
		expect(valueOf(krippendorffAlpha(cells(0, 5, 5, 0)))).toBeCloseTo(1 - 1.9, 12);
	});

	test('two observers and ten units (Krippendorff 2011, A): .095', () => {
		const first = [...'0100000010'];
		const second = [...'1110010000'];
		const units = first.map((value, at) => [value, second[at]!]);
		expect(nominalAlpha(units)).toBeCloseTo(0.095, 3);
		expect(valueOf(krippendorffAlpha(cells(1, 1, 3, 5)))).toBeCloseTo(0.095, 3);
	});

	test('four observers, twelve units, some values missing (Krippendorff 2011, C): .743', () => {
		const observers = ['123321412...', '1233224125.3', '.3332342251.', '12332441251.'];
		const units = Array.from({ length: 12 }, (_, at) =>
			observers.map((values) => (values[at] === '.' ? null : values[at]!))
		);
		expect(nominalAlpha(units)).toBeCloseTo(0.743, 3);
	});
});

describe('not defined, with the reason', () => {
	test('no units', () => {
		for (const figure of [percentAgreement, cohenKappa, krippendorffAlpha])
			expect(figure(cells(0, 0, 0, 0))).toEqual({ undefinedBecause: 'no_units' });
	});

	test('nobody used the code, or both did everywhere; the share of the same stays a figure', () => {
		for (const figure of [cohenKappa, krippendorffAlpha]) {
			expect(figure(cells(0, 0, 0, 9))).toEqual({ undefinedBecause: 'unused' });
			expect(figure(cells(9, 0, 0, 0))).toEqual({ undefinedBecause: 'everywhere' });
		}
		expect(percentAgreement(cells(0, 0, 0, 9))).toEqual({ value: 1 });
		expect(
			nominalAlpha([
				['1', '1'],
				['1', null]
			])
		).toBeNull();
		expect(nominalAlpha([])).toBeNull();
	});

	test('one coder used it and the other never: kappa is 0, which is a figure', () => {
		expect(cohenKappa(cells(0, 3, 0, 7))).toEqual({ value: 0 });
	});
});

describe('whatever was coded', () => {
	test('the figures are the same whoever is called A', () => {
		fc.assert(
			fc.property(anyCells, (table) => {
				const turned = { ...table, onlyA: table.onlyB, onlyB: table.onlyA };
				for (const figure of [percentAgreement, cohenKappa, krippendorffAlpha]) {
					const [one, other] = [figure(table), figure(turned)];
					if ('value' in one) expect(valueOf(other)).toBeCloseTo(one.value, 10);
					else expect(other).toEqual(one);
				}
			})
		);
	});

	test('perfect agreement is 1 where there is something to disagree about', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 80 }), (yes, no) => {
				for (const figure of [percentAgreement, cohenKappa, krippendorffAlpha])
					expect(valueOf(figure(cells(yes, 0, 0, no)))).toBeCloseTo(1, 12);
			})
		);
	});

	test('no figure is NaN or beyond its bounds', () => {
		fc.assert(
			fc.property(anyCells, (table) => {
				const bounds = [
					[percentAgreement, 0],
					[cohenKappa, -1],
					[krippendorffAlpha, -1]
				] as const;
				for (const [figure, least] of bounds) {
					const given = figure(table);
					if (!('value' in given)) continue;
					expect(given.value).toBeGreaterThanOrEqual(least - 1e-9);
					expect(given.value).toBeLessThanOrEqual(1 + 1e-9);
				}
			})
		);
	});

	test('alpha of two coders is what the general formula says', () => {
		fc.assert(
			fc.property(anyCells, (table) => {
				const general = nominalAlpha(valuesOf(table));
				const own = krippendorffAlpha(table);
				if (general === null) expect(own).toHaveProperty('undefinedBecause');
				else expect(valueOf(own)).toBeCloseTo(general, 9);
			})
		);
	});

	test('every unit is in one cell, and cells of several codes add up', () => {
		const unit = fc.constantFrom('t1', 't2', 't3', 't4', 't5');
		fc.assert(
			fc.property(fc.uniqueArray(unit), fc.array(unit), fc.array(unit), (units, a, b) => {
				const counted = countCells(units, new Set(a), new Set(b));
				expect(unitsOf(counted)).toBe(units.length);
				expect(counted.both).toBe(
					units.filter((each) => a.includes(each) && b.includes(each)).length
				);
				expect(unitsOf(addCells([counted, counted]))).toBe(2 * units.length);
			})
		);
	});
});
