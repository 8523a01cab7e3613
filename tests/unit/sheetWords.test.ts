import { expect, test } from 'vitest';
import { sheetProblemWords } from '#lib/components/questionnaires/words.ts';
import { m } from '#lib/paraglide/messages.js';
import { PROBLEM_TEXTS, type ProblemCode, sheetProblem } from '#lib/xlsform/import/problemCodes.ts';

type Wording = (inputs: object, options: { locale: 'en' | 'id' }) => string;
const wordings = m as unknown as Record<string, Wording | undefined>;
const codes = Object.keys(PROBLEM_TEXTS) as ProblemCode[];
const values = (code: ProblemCode) =>
	Object.fromEntries(
		[...PROBLEM_TEXTS[code].matchAll(/\{(\w+)\}/g)].map(([, name]) => [name!, `<${name}>`])
	);

test.each(codes)(
	'%s is worded in both languages, in English as the command line says it',
	(code) => {
		const problem = sheetProblem(code, { sheet: 'survey' }, values(code));
		const wording = wordings[`sheets_${code}`];
		expect(wording?.(problem.values, { locale: 'en' }).replaceAll('{<name>}', '{name}')).toBe(
			problem.message.replaceAll('{<name>}', '{name}').replaceAll('$<name>', '${name}')
		);
		expect(wording?.(problem.values, { locale: 'id' })).toBeTruthy();
	}
);

test('a code nobody has words for is said in plain English', () => {
	const problem = {
		sheet: 'survey',
		row: 2,
		column: null,
		code: 'brand_new',
		values: {},
		message: 'Mend it.'
	};
	expect(sheetProblemWords(problem)).toBe('Mend it.');
});
