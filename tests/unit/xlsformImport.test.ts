import { describe, expect, test } from 'vitest';
import { errorsOf, formOf, sheetsOf, warningsOf } from '../support/sheets.ts';
import { checkDefinition } from '#lib/xlsform/checkDefinition.ts';
import { parseSheets } from '#lib/xlsform/import/parseSheets.ts';

const rows = (...lines: string[]): string =>
	['survey | type | name | label', ...lines.map((line) => `| ${line}`)].join('\n');
const yesNo = 'choices | list_name | name | label\n| yn | yes | Yes\n| yn | no | No';
const withColumns = (columns: string, ...lines: string[]): string =>
	[`survey | type | name | label | ${columns}`, ...lines.map((line) => `| ${line}`)].join('\n');

describe('every problem at once', () => {
	test('each with sheet, row, header as typed, values and the way out', () => {
		const { ok, errors, definition } = formOf(
			`Survey | Type | name | Label | Relevance
| text | 1st | One | 
| select_one colours | b | B | \${nobody} = 1
| | c | C |
| text | b | B again |
choices | list_name | name | label
| yn | yes | Yes
| yn | yes | Yes again`
		);
		expect(ok).toBe(false);
		expect(definition).toBeNull();
		expect(errors.map(({ sheet, row, column, code }) => [sheet, row, column, code])).toEqual([
			['choices', 3, 'name', 'choice_duplicate'],
			['Survey', 2, 'name', 'name_illegal'],
			['Survey', 3, 'Type', 'list_unknown'],
			['Survey', 4, null, 'type_missing'],
			['Survey', 5, 'name', 'name_duplicate'],
			['Survey', 3, 'Relevance', 'reference_unknown']
		]);
		expect(errors[0]!.values).toEqual({ list: 'yn', value: 'yes' });
		expect(errors[0]!.message).toContain('allow_choice_duplicates');
		expect(errors[5]!.message).toBe(
			'There is no question called “nobody”. Check the spelling of ${nobody}.'
		);
	});

	test('a million of them are not all told', () => {
		const lines = Array.from({ length: 2000 }, (_, index) => `wrong | n${index} | L`);
		const { errors } = formOf(rows(...lines));
		expect(errors).toHaveLength(501);
		expect(errors.at(-1)).toMatchObject({ code: 'more', values: { count: '1500' } });
	});
});

describe('sheets', () => {
	test.each([
		['a workbook without survey', 'choices | list_name | name\nother | x', ['survey_missing']],
		['a misspelt survey', 'surveys | type | name\nother | x', ['survey_missing_similar']],
		['no type column', 'survey | name | label\n| a | A', ['header_required 1']],
		[
			'a column twice',
			'survey | type | name | label | label\n| text | a | A | B',
			['header_duplicate 1']
		],
		[
			'two columns for one thing',
			'survey | type | name | label | caption\n| text | a | A | B',
			['header_conflict 1']
		],
		['a header only', 'survey | type | name | label', []]
	])('%s', (_, text, errors) => expect(errorsOf(text)).toEqual(errors));

	test('the only sheet is the survey, whatever it is called', () => {
		expect(formOf('Sheet1 | type | name | label\n| text | a | A').ok).toBe(true);
	});

	test('a sheet is over after sixty empty rows', () => {
		const empty = (count: number): string => `${'\n|'.repeat(count)}\n| wrong | b | B`;
		expect(errorsOf(rows('text | a | A') + empty(60))).toEqual(['type_unknown 63']);
		expect(errorsOf(rows('text | a | A') + empty(61))).toEqual([]);
	});

	test('settings give title, id and version; without them the file name does', () => {
		const text = rows('text | a | A');
		expect(formOf(text, { fileName: '/tmp/our.form.xlsx' })).toMatchObject({
			title: 'our.form',
			id: 'our.form',
			version: ''
		});
		expect(
			formOf(`${text}\nsettings | form_title | Form ID | version\n| Ours | ours | 3`)
		).toMatchObject({ title: 'Ours', id: 'ours', version: '3' });
		expect(errorsOf(`${text}\nsettings | name\n| 1st`)).toEqual(['settings_name 1']);
	});
});

describe('names', () => {
	test.each([
		['missing', rows('text | | A'), ['name_missing 2']],
		['missing of a note', rows('note | | A'), []],
		['with a blank', rows('text | a b | A'), ['name_illegal 2']],
		['of other alphabets', rows('text | 名前 | A', 'text | años-1.2 | B'), []],
		['twice in a group', rows('text | a | A', 'text | a | B'), ['name_duplicate 3']],
		[
			'twice in different groups',
			rows('begin group | g | G', 'text | a | A', 'end group | |', 'text | a | B'),
			[]
		],
		['meta', rows('text | meta | A'), ['name_meta 2']],
		[
			'a repeat called as the form',
			rows('begin repeat | data | D', 'end repeat | |'),
			['name_root 2']
		],
		[
			'two repeats of one name',
			rows(
				'begin repeat | r | R',
				'end repeat | |',
				'begin group | g | G',
				'begin repeat | r | R',
				'end repeat | |',
				'end group | |'
			),
			['name_repeat 5']
		],
		[
			'one that or_other needs',
			`${rows('select_one yn or_other | a | A', 'text | a_other | B')}\n${yesNo}`,
			['name_generated 3']
		]
	])('%s', (_, text, errors) => expect(errorsOf(text)).toEqual(errors));

	test('that differ in capitals only are warned of', () => {
		expect(warningsOf(rows('text | a | A', 'text | A | B'))).toEqual(['name_case 3']);
	});
});

describe('labels', () => {
	test.each([
		['a question without', rows('text | a |'), ['label_missing 2']],
		['a hint is enough', withColumns('hint', 'text | a | | Hint'), []],
		[
			'a guidance hint is not',
			withColumns('guidance_hint', 'text | a | | Hint'),
			['label_missing 2']
		],
		['a picture is enough', withColumns('media::image', 'text | a | | a.png'), []],
		['a computed question needs none', withColumns('calculation', 'text | a | | 1'), []],
		['nor what nobody sees', rows('start | a |', 'hidden | b |'), []],
		['nor a group', rows('begin group | g |', 'text | a | A', 'end group | |'), []],
		[
			'big-image wants an image',
			withColumns('big-image', 'text | a | A | a.png'),
			['image_missing 2']
		]
	])('%s', (_, text, errors) => expect(errorsOf(text)).toEqual(errors));
});

describe('groups and repeats', () => {
	test.each([
		[
			'ended twice',
			rows('begin group | g | G', 'end group | |', 'end group | |'),
			['end_unmatched 4']
		],
		[
			'never ended',
			rows('begin group | g | G', 'begin repeat | r | R'),
			['begin_unmatched 3', 'begin_unmatched 2']
		],
		[
			'crossed',
			rows('begin group | g | G', 'begin repeat | r | R', 'end group | |', 'end repeat | |'),
			['end_unmatched 4', 'end_unmatched 5']
		],
		['a loop over nothing', rows('begin loop | l | L', 'end loop | |'), ['loop_list_missing 2']],
		[
			'a loop over an unknown list',
			rows('begin loop over x | l | L', 'end loop | |'),
			['list_unknown 2']
		]
	])('%s', (_, text, errors) => expect(errorsOf(text)).toEqual(errors));

	test('alternative spellings', () => {
		const form = formOf(
			rows(
				'begin lgroup | a | A',
				'begin_looped group | b | B',
				'end looped group | |',
				'end_lgroup | |'
			)
		);
		expect(form.questions.slice(0, 2)).toEqual([
			{ path: '/a', type: 'repeat', list: null },
			{ path: '/a/b', type: 'repeat', list: null }
		]);
	});

	test('a number of entries that is not one question gets a node of its own', () => {
		const paths = (count: string): string[] =>
			formOf(
				withColumns(
					'repeat_count',
					'integer | n | N |',
					`begin repeat | r | R | ${count}`,
					'text | a | A |',
					'end repeat | | |'
				)
			).questions.map(({ path }) => path);
		expect(paths('${n}')).not.toContain('/r_count');
		expect(paths('${n} + 1')).toContain('/r_count');
	});

	test('nesting without end is refused, not crashed on', () => {
		const lines = Array.from({ length: 5000 }, (_, index) => `begin group | g${index} | G`);
		expect(errorsOf(rows(...lines))[0]).toBe('nested_too_deep 62');
	});
});

describe('choices', () => {
	const one = (type: string): string => rows(`${type} | a | A`);
	test.each([
		['no choices sheet', one('select_one yn'), ['choices_missing 2']],
		['an unknown list', `${one('select_one x')}\n${yesNo}`, ['list_unknown 2']],
		[
			'a choice without name',
			`${one('select_one l')}\nchoices | list_name | name | label\n| l | | A`,
			['choice_name_missing 2']
		],
		[
			'a name twice',
			`${one('select_one l')}\nchoices | list_name | name | label\n| l | a | A\n| l | a | B`,
			['choice_duplicate 3']
		],
		[
			'a name twice by intent',
			`${one('select_one l')}\nchoices | list_name | name | label\n| l | a | A\n| l | a | B\nsettings | allow_choice_duplicates\n| yes`,
			[]
		],
		[
			'a blank, one answer',
			`${one('select_one l')}\nchoices | list name | name | label\n| l | a b | A`,
			[]
		],
		[
			'a blank, several answers',
			`${one('select_multiple l')}\nchoices | list name | name | label\n| l | a b | A`,
			['choice_blank 2']
		],
		['a file', one('select_one_from_file towns.csv'), []],
		['a file of another kind', one('select_one_from_file towns.txt'), ['file_extension 2']],
		[
			'without external_choices',
			one('select_one_external t'),
			['external_unfiltered 2', 'external_choices_missing 2']
		],
		['in capitals', one('Select_one yn'), ['type_unknown 2']]
	])('%s', (_, text, errors) => expect(errorsOf(text)).toEqual(errors));

	test('a file and a list of one name cannot be told apart', () => {
		const text = `${rows('select_one_from_file yn.csv | a | A', 'select_one yn | b | B')}\n${yesNo}`;
		expect(errorsOf(text)).toEqual(['instance_conflict 2']);
	});

	test('search() and not on one list', () => {
		const text = `${withColumns('appearance', "select_one yn | a | A | search('f')", 'select_one yn | b | B |')}\n${yesNo}`;
		expect(errorsOf(text)).toEqual(['list_conflict 2']);
	});
});

describe('references', () => {
	const logic = (...lines: string[]): string => withColumns('relevant', ...lines);
	test.each([
		['to nobody', logic('text | a | A | ${b}'), ['reference_unknown 2']],
		[
			'to two',
			logic(
				'text | a | A | ${b}',
				'begin group | g | G |',
				'text | b | B |',
				'end group | | |',
				'text | b | B |'
			),
			['reference_ambiguous 2']
		],
		['left open', logic('text | a | A | ${a'), ['reference_syntax 2']],
		['with a blank', logic('text | a | A | ${ a }'), ['reference_syntax 2']],
		[
			'to a group',
			logic('begin group | g | G |', 'text | a | A |', 'end group | | |', 'text | b | B | ${g}'),
			[]
		],
		['in a label', logic('text | a | Hello ${you} |'), ['reference_unknown 2']],
		[
			'in a choice',
			`${rows('select_one l | a | A')}\nchoices | list_name | name | label\n| l | x | ${'${b}'}`,
			['reference_unknown 2']
		],
		[
			'in the settings',
			`${rows('text | a | A')}\nsettings | instance_name\n| ${'${b}'}`,
			['reference_unknown 2']
		],
		[
			'in a note column of somebody',
			withColumns('remark', 'text | a | A | see ${b}'),
			['reference_unknown 2']
		],
		['to the form’s own id', logic('text | a | A | ${instanceID}'), []]
	])('%s', (_, text, errors) => expect(errorsOf(text)).toEqual(errors));

	test('a trigger names questions people see', () => {
		const trigger = (cell: string): string[] =>
			errorsOf(
				withColumns(
					'calculation | trigger',
					'text | a | A | |',
					'calculate | c | | 1 |',
					`text | b | B | 1 | ${cell}`
				)
			);
		expect(trigger('${a}')).toEqual([]);
		expect(trigger('a')).toEqual(['trigger_syntax 4']);
		expect(trigger('${x}')).toEqual(['reference_unknown 4']);
		expect(trigger('${c}')).toEqual(['trigger_unseen 4']);
	});
});

describe('parameters', () => {
	const codes = (type: string, parameters: string): string[] =>
		errorsOf(`${withColumns('parameters', `${type} | a | A | ${parameters}`)}\n${yesNo}`);
	test.each([
		['range', 'start=1 end=5 step=1', []],
		['range', 'start = 1, end = 5; step=2', []],
		['range', 'start=a', ['parameter_value 2']],
		['range', 'start=1 end=5 step=0', ['parameter_value 2']],
		['range', 'start=1 end=5 step=9', ['parameter_value 2']],
		['range', 'begin=1', ['parameter_unknown 2']],
		['range', 'start', ['parameter_syntax 2']],
		['select_one yn', 'randomize=true', []],
		['select_one yn', 'randomize=perhaps', ['parameter_value 2']],
		['select_one yn', 'seed=5', ['parameter_missing 2']],
		['select_one yn', 'randomize=true seed=five', ['parameter_value 2']],
		['image', 'max-pixels=many', ['parameter_value 2']],
		['audio', 'quality=loud', ['parameter_value 2']],
		['geopoint', 'capture-accuracy=5', []],
		['geopoint', 'capture-accuracy=near', ['parameter_value 2']],
		['text', 'rows=5', []],
		['integer', 'anything=5', []]
	])('%s: %s', (type, parameters, errors) => expect(codes(type, parameters)).toEqual(errors));
});

describe('what the converter does not look at', () => {
	test('an expression that cannot be read is a warning', () => {
		const { ok, warnings } = formOf(withColumns('relevant', 'text | a | A | 1 +'));
		expect(ok).toBe(true);
		expect(warnings).toMatchObject([{ code: 'expression_unreadable', row: 2, column: 'relevant' }]);
	});

	test('a circle is a warning with the names on it, and not to be published', () => {
		const { ok, warnings, definition } = formOf(
			withColumns('relevant', 'text | a | A | ${b} = 1', 'text | b | B | ${a} = 1')
		);
		expect(ok).toBe(true);
		expect(warnings).toMatchObject([{ code: 'cycle', row: 2, values: { names: 'a → b → a' } }]);
		expect(checkDefinition(definition!)).toMatchObject([{ code: 'cycle' }]);
	});

	test('sheets of a stranger never make it throw', () => {
		const odd = [
			[],
			[['']],
			[['type', 'name']],
			[['type'], ['__proto__']],
			[['constructor'], ['x']]
		];
		for (const first of odd)
			for (const second of odd)
				expect(() =>
					parseSheets([
						{ name: 'survey', rows: first },
						{ name: 'choices', rows: second },
						{ name: 'settings', rows: second }
					])
				).not.toThrow();
		expect(parseSheets([]).errors).toMatchObject([{ code: 'survey_missing' }]);
		expect(sheetsOf('')).toEqual([]);
	});
});
