import type { MatrixValue } from '#lib/xlsform/answers.ts';
import {
	type Choice,
	type Definition,
	type MatrixColumn,
	type Question,
	choicesOf
} from '#lib/xlsform/definition.ts';
import { between, chance, pick, shuffled } from './chance.ts';
import { type Voice, wordsOf } from './sentences.ts';

type Row = Record<string, string | number>;

/** Rounds to two digits that count: 1234 becomes 1200. */
export function roundly(value: number): number {
	if (value < 100) return Math.round(value);
	const step = 10 ** (Math.floor(Math.log10(value)) - 1);
	return Math.round(value / step) * step;
}

const isOrdered = (choices: readonly Choice[]) => choices.every(({ name }) => /^\d$/.test(name));

/**
 * One name of a list. Where the names are degrees (0 to 4), a country's are mostly near each
 * other, and a little higher in later rounds.
 */
export function chooseOne(voice: Voice, choices: readonly Choice[], seed: string): string {
	if (!isOrdered(choices)) {
		const own = choices.filter(({ name }) => name !== voice.country);
		const usual = own.filter(({ name }) => name !== 'other');
		return pick(seed, usual.length > 0 ? usual : choices).name;
	}
	const top = choices.length - 1;
	const usual = 0.3 + chance(`${voice.key}|degree`) * 0.35 + (voice.year > 2020 ? 0.08 : 0);
	const degree = Math.round(top * usual + (chance(seed) - 0.5) * top * 0.9);
	return choices[Math.min(top, Math.max(0, degree))]!.name;
}

/** A table with plausible figures that agree with each other: parts stay below their sums. */
export function fillMatrix(
	definition: Definition,
	question: Question,
	voice: Voice,
	seed: string
): MatrixValue {
	const { rows, columns } = question.matrix!;
	const names = choicesOf(definition, rows).map((choice) => choice.name);
	// Numbered rows are places to fill (agreements, cases), not things every country has.
	const isOpen = names.every((name) => /_\d$/.test(name));
	const used = isOpen
		? names.slice(0, between(`${seed}|rows`, 2, Math.min(4, names.length)))
		: names;
	const table: MatrixValue = {};
	for (const [at, name] of used.entries()) {
		if (!isOpen && at > 0 && chance(`${seed}|${name}|left out`) < 0.07) continue;
		const row: Row = {};
		for (const column of columns)
			row[column.name] = fillCell(definition, column, voice, { name, at, seed });
		agree(row);
		table[name] = row;
	}
	addUp(table, columns);
	return table;
}

function fillCell(
	definition: Definition,
	column: MatrixColumn,
	voice: Voice,
	row: { name: string; at: number; seed: string }
): string | number {
	const key = `${row.seed}|${row.name}|${column.name}`;
	if (column.type === 'text') return pick(key, textsFor(voice, column.name));
	if (column.type === 'year')
		return column.name === 'review'
			? voice.year + between(key, 1, 4)
			: voice.year - between(key, 1, 3);
	if (column.type === 'number') return figure(column, row.name, key);
	const choices = choicesOf(definition, column.list);
	if (column.list === 'currencies') return 'USD';
	if (column.list === 'pay_periods') return 'month';
	if (column.list === 'corridors') {
		const others = choices.filter(({ name }) => name !== voice.country && name !== 'other');
		return shuffled(`${row.seed}|${column.name}`, others)[row.at % others.length]!.name;
	}
	return chooseOne(voice, choices, key);
}

const RANGES: Record<string, readonly [low: number, high: number, step: number]> = {
	daily_hours: [8, 14, 1],
	rest_days: [1, 4, 1],
	months: [2, 18, 1],
	hours: [2, 24, 2],
	minimum: [150, 500, 10],
	usual: [150, 500, 10],
	cap: [100, 800, 50],
	fee: [20, 400, 10],
	accepted: [4, 30, 1],
	done: [0, 12, 1],
	open: [0, 20, 1]
};

/** The same for the column "number" or "low" of a row; the sums follow from their parts. */
const ROW_RANGES: Record<string, readonly [low: number, high: number]> = {
	out_women: [40_000, 600_000],
	out_men: [40_000, 600_000],
	in_women: [5_000, 300_000],
	in_men: [5_000, 300_000],
	women: [25_000, 35_000],
	men: [25_000, 35_000],
	deaths: [5, 120],
	injuries: [150, 2500],
	lodged: [1200, 6000],
	settled: [200, 1100],
	decided: [50, 600],
	days: [30, 240],
	death: [5, 120],
	rescued: [20, 900],
	licensed: [40, 400],
	suspended: [3, 30],
	revoked: [1, 12],
	prosecuted: [1, 20],
	convicted: [0, 9]
};

function textsFor(voice: Voice, column: string): readonly string[] {
	const { cells } = wordsOf(voice);
	return cells[column] ?? Object.values(cells).flat();
}

function figure(column: MatrixColumn, row: string, key: string): number {
	const known = ['number', 'low'].includes(column.name) ? ROW_RANGES[row] : undefined;
	if (known) return roundly(between(key, known[0], known[1]));
	const range = RANGES[column.name];
	if (range) return range[0] + between(key, 0, (range[1] - range[0]) / range[2]) * range[2];
	if (column.unit?.en === '%') return 5 * between(key, 6, 13);
	if (column.name === 'people' || column.name === 'days') return between(key, 6, 90);
	return roundly(10 ** (1.6 + chance(key) * 3.4));
}

/** Women are some of all, the highest is above the lowest, what is done was accepted before. */
function agree(row: Row): void {
	const share = (of: unknown, low: number, high: number, key: string) =>
		roundly(Number(of) * (low + chance(`${key}|${String(of)}`) * (high - low)));
	const all = row.number ?? row.people;
	if (all !== undefined && 'women' in row) row.women = share(all, 0.3, 0.6, 'women');
	if ('low' in row && 'high' in row) row.high = share(row.low, 1.9, 2.4, 'high');
	if ('cap' in row && 'paid' in row) row.paid = share(row.cap, 1.1, 2.8, 'paid');
	if ('minimum' in row && 'usual' in row) row.usual = share(row.minimum, 0.8, 1.3, 'usual');
	if ('accepted' in row && 'done' in row) {
		row.done = Math.min(Number(row.done), Number(row.accepted));
		row.open = Number(row.accepted) - row.done;
	}
}

/** `…all` is the sum of `…women` and `…men`, where a table has these rows. */
function addUp(table: MatrixValue, columns: readonly MatrixColumn[]): void {
	for (const [name, row] of Object.entries(table)) {
		const [women, men] = ['women', 'men'].map((part) => table[name.replace(/all$/, part)]);
		if (!name.endsWith('all') || !women || !men) continue;
		for (const column of columns) {
			if (column.type === 'number')
				row[column.name] = Number(women[column.name]) + Number(men[column.name]);
			if (column.type === 'year') women[column.name] = men[column.name] = row[column.name]!;
		}
	}
}
