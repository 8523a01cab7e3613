import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkDefinition } from '#lib/xlsform/checkDefinition.ts';
import { parseSheets } from '#lib/xlsform/import/parseSheets.ts';
import type { Sheet } from '#lib/xlsform/sheet.ts';

/** Words that mean something somewhere, in any order, and text that means nothing. */
const cell = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.constantFrom(...'a b c g r data meta __proto__ constructor 1x x:y'.split(' '))
	},
	{
		weight: 6,
		arbitrary: fc.constantFrom(
			'text',
			'integer',
			'calculate',
			'note',
			'range',
			'audit',
			'include',
			'begin group',
			'begin repeat',
			'begin loop over l',
			'end group',
			'end repeat',
			'end loop',
			'select_one l',
			'select_multiple l or_other',
			'select_one ${a}',
			'select_one_from_file f.csv',
			'select_one_external l',
			'rank l',
			'osm l',
			'csv-external',
			'background-geopoint'
		)
	},
	fc.constantFrom(
		'${a}',
		'${a',
		'${last-saved#b} + 1',
		'. > 1',
		'((',
		'yes',
		'no',
		'1',
		'%(label)s',
		'100%'
	),
	fc.constantFrom(
		'start=1 end=5',
		'randomize=true',
		'table-list',
		'multiline',
		'likert',
		"search('x')"
	),
	fc.string(),
	fc.constant('')
);
const header = fc.constantFrom(
	...'type name label label::English_(en) hint media::image media::foo relevant required calculation default trigger choice_filter appearance parameters repeat_count constraint constraint_message disabled list_name form_title form_id default_language instance_name save_to dataset mufakat_area mufakat_type mufakat_matrix bind:: :: :'.split(
		' '
	)
);
const sheet = (name: string): fc.Arbitrary<Sheet> =>
	fc
		.tuple(
			fc.uniqueArray(header, { minLength: 1, maxLength: 9 }),
			fc.array(fc.array(cell, { maxLength: 9 }), { maxLength: 14 })
		)
		.map(([head, rows]) => ({ name, rows: [head, ...rows] }));

test('whatever the sheets say, there is an answer: a definition or errors', () => {
	const workbook = fc.tuple(
		...['survey', 'choices', 'settings', 'external_choices', 'entities', 'osm'].map(sheet)
	);
	fc.assert(
		fc.property(workbook, fc.boolean(), (sheets, isPlain) => {
			// Half of the time with the columns that get furthest.
			const [survey, ...others] = sheets as [Sheet, ...Sheet[]];
			const rows = isPlain
				? [['type', 'name', 'label', 'calculation', 'relevant'], ...survey.rows.slice(1)]
				: survey.rows;
			const form = parseSheets([{ name: 'survey', rows }, ...others]);
			expect(form.ok).toBe(form.errors.length === 0);
			expect(form.definition === null).toBe(!form.ok);
			if (form.definition) checkDefinition(form.definition);
		}),
		{ numRuns: 600 }
	);
});
