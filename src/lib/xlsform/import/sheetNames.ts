import type { Sheet } from '../sheet.ts';
import type { SheetKind } from './headerNames.ts';
import { type Problems, sheetProblem } from './problemCodes.ts';

const KINDS: readonly SheetKind[] = [
	'survey',
	'choices',
	'settings',
	'external_choices',
	'osm',
	'entities'
];

/** How many letters must be added, left out or changed to make one text of the other. */
function distance(one: string, other: string): number {
	let before = Array.from({ length: other.length + 1 }, (_, index) => index);
	for (let row = 1; row <= one.length; row++) {
		const now = [row];
		for (let column = 1; column <= other.length; column++) {
			const change = one[row - 1] === other[column - 1] ? 0 : 1;
			now.push(Math.min(now[column - 1]! + 1, before[column]! + 1, before[column - 1]! + change));
		}
		before = now;
	}
	return before[other.length]!;
}

function similarTo(kind: SheetKind, sheets: readonly Sheet[]): string | null {
	const similar = sheets.filter(
		({ name }) =>
			name.length < 40 &&
			!name.startsWith('_') &&
			!KINDS.some((each) => each === name.toLowerCase()) &&
			distance(name.toLowerCase(), kind) <= 2
	);
	return similar.length === 0 ? null : similar.map(({ name }) => `“${name}”`).join(', ');
}

/**
 * The sheets an XLSForm is made of, whatever the capitals of their names; the only sheet of a
 * workbook is its survey unless it is called as another of them. A missing survey is an error, a misspelt other sheet a warning.
 */
export function findSheets(
	sheets: readonly Sheet[],
	problems: Problems
): Partial<Record<SheetKind, Sheet>> {
	const found: Partial<Record<SheetKind, Sheet>> = {};
	for (const sheet of sheets) {
		const kind = KINDS.find((each) => each === sheet.name.toLowerCase());
		if (kind) found[kind] = sheet;
		else if (sheets.length === 1) found.survey = sheet;
	}
	if (!found.survey?.rows[0]?.some((cell) => cell.trim() !== '')) {
		delete found.survey;
		const similar = similarTo('survey', sheets);
		problems.errors.push(
			similar === null
				? sheetProblem('survey_missing', { sheet: '' })
				: sheetProblem('survey_missing_similar', { sheet: '' }, { similar })
		);
	}
	for (const expected of ['settings', 'choices', 'entities'] as const) {
		const similar = found[expected] ? null : similarTo(expected, sheets);
		if (similar !== null)
			problems.warnings.push(sheetProblem('sheet_similar', { sheet: '' }, { similar, expected }));
	}
	return found;
}
