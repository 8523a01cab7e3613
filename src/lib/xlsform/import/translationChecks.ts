import { hasCode } from './languages.ts';
import { type Problems, sheetProblem } from './problemCodes.ts';
import type { ReadForm, ReadSheet } from './readForm.ts';
import { TRANSLATED } from './texts.ts';

/** The languages each translated column of a sheet has, by the column's path. */
function languagesByColumn({ paths }: ReadSheet, plain: string): Map<string, Set<string>> {
	const found = new Map<string, Set<string>>();
	for (const path of paths.values())
		for (const column of TRANSLATED) {
			const depth = column.split('::').length;
			if (path.slice(0, depth).join('::') !== column) continue;
			const languages = found.get(column) ?? new Set();
			found.set(column, languages.add(path.slice(depth).join('::') || plain));
		}
	return found;
}

function checkSheet(
	sheet: ReadSheet,
	names: readonly string[],
	plain: string,
	problems: Problems
): void {
	for (const [path, languages] of languagesByColumn(sheet, plain))
		for (const language of names) {
			const column = path.split('::').at(-1)!;
			if (!languages.has(language) && !column.startsWith('mufakat_'))
				problems.warnings.push(
					sheetProblem(
						'translation_missing',
						{ sheet: sheet.grid.sheet, row: 1 },
						{ column, language }
					)
				);
		}
}

/** Warns of languages without a code, and of columns that some languages lack. */
export function checkTranslations({ survey, choices, languages, context }: ReadForm): void {
	const { problems } = context;
	const { names, plain } = languages;
	for (const value of names)
		if (value !== 'default' && !hasCode(value))
			problems.warnings.push(
				sheetProblem('language_code', { sheet: survey.grid.sheet, row: 1 }, { value })
			);
	if (names.length < 2) return;
	for (const sheet of [survey, choices]) if (sheet) checkSheet(sheet, names, plain, problems);
}
