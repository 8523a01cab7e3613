/** What two coders did with one code, in units: turns or answers, never characters. */
export interface Cells {
	both: number;
	onlyA: number;
	onlyB: number;
	neither: number;
}

/**
 * Why a figure is not defined: there are no units, neither coder used the code, or both put it on
 * every unit. Of the last two nothing can be said about chance.
 */
export type Undefined = 'no_units' | 'unused' | 'everywhere';

/** A figure, or why there is none. Never NaN, and never 0 for want of a figure. */
export type Figure = { value: number } | { undefinedBecause: Undefined };

/** How many units the four cells hold. */
export function unitsOf({ both, onlyA, onlyB, neither }: Cells): number {
	return both + onlyA + onlyB + neither;
}

/** Counts one code at these units; `a` and `b` are the units each coder put it on. */
export function countCells(
	units: Iterable<string>,
	a: ReadonlySet<string>,
	b: ReadonlySet<string>
): Cells {
	const cells: Cells = { both: 0, onlyA: 0, onlyB: 0, neither: 0 };
	for (const unit of units) {
		if (a.has(unit)) cells[b.has(unit) ? 'both' : 'onlyA']++;
		else cells[b.has(unit) ? 'onlyB' : 'neither']++;
	}
	return cells;
}

/** The cells of several codes as those of one: each code at each unit is one thing to decide. */
export function addCells(all: readonly Cells[]): Cells {
	const sum: Cells = { both: 0, onlyA: 0, onlyB: 0, neither: 0 };
	for (const cells of all)
		for (const key of ['both', 'onlyA', 'onlyB', 'neither'] as const) sum[key] += cells[key];
	return sum;
}

/** The share of units at which both did the same, from 0 to 1. */
export function percentAgreement(cells: Cells): Figure {
	const units = unitsOf(cells);
	if (units === 0) return { undefinedBecause: 'no_units' };
	return { value: (cells.both + cells.neither) / units };
}

/**
 * Cohen's kappa of two coders who each put a code on a unit or not (Cohen 1960): agreement beyond
 * what their own habits give by chance, 1 at most.
 */
export function cohenKappa(cells: Cells): Figure {
	const without = withoutVariance(cells);
	if (without) return { undefinedBecause: without };
	const { both, onlyA, onlyB, neither } = cells;
	const units = unitsOf(cells);
	const observed = (both + neither) / units;
	const expected =
		((both + onlyA) * (both + onlyB) + (onlyB + neither) * (onlyA + neither)) / units ** 2;
	return { value: (observed - expected) / (1 - expected) };
}

/** Krippendorff's alpha for the same two coders; see nominalAlpha. */
export function krippendorffAlpha(cells: Cells): Figure {
	const without = withoutVariance(cells);
	if (without) return { undefinedBecause: without };
	const { both, onlyA, onlyB, neither } = cells;
	const values = 2 * unitsOf(cells);
	const [yes, no] = [2 * both + onlyA + onlyB, 2 * neither + onlyA + onlyB];
	const observed = (2 * (onlyA + onlyB)) / values;
	const expected = (2 * yes * no) / (values * (values - 1));
	return { value: 1 - observed / expected };
}

function withoutVariance({ both, onlyA, onlyB, neither }: Cells): Undefined | null {
	if (onlyA + onlyB > 0) return null;
	if (both + neither === 0) return 'no_units';
	return both === 0 ? 'unused' : neither === 0 ? 'everywhere' : null;
}

/** One code, or several together, in figures. */
export interface CodeFigures {
	cells: Cells;
	percent: Figure;
	kappa: Figure;
	alpha: Figure;
}

/** Every figure of the same cells. */
export function allFigures(cells: Cells): CodeFigures {
	return {
		cells,
		percent: percentAgreement(cells),
		kappa: cohenKappa(cells),
		alpha: krippendorffAlpha(cells)
	};
}
