import { describe, expect, test } from 'vitest';
import { formOf, errorsOf } from '../support/sheets.ts';
import { parseSheets } from '#lib/xlsform/import/parseSheets.ts';

/** Sheet names, headers, settings, names, nesting and references: where converters trip. */

const rows = (...lines: string[]): string =>
	['survey | type | name | label', ...lines.map((line) => `| ${line}`)].join('\n');
const withColumns = (columns: string, ...lines: string[]): string =>
	[`survey | type | name | label | ${columns}`, ...lines.map((line) => `| ${line}`)].join('\n');
const choices = (columns: string, ...lines: string[]): string =>
	[`choices | ${columns}`, ...lines.map((line) => `| ${line}`)].join('\n');
const settings = (columns: string, ...lines: string[]): string =>
	[`settings | ${columns}`, ...lines.map((line) => `| ${line}`)].join('\n');
const one = rows('text | a | A');
const select = rows('select_one l | a | A');
const pathsOf = (text: string): string[] => formOf(text).questions.map(({ path }) => path);

describe('sheet names', () => {
	test.each([
		[
			'in capitals',
			'SURVEY | Type | NAME | LABEL\n| select_one l | a | A\nChoices | List Name | VALUE | Caption\n| l | x | X',
			[]
		],
		['an only sheet that is no survey', 'other | type | name | label\n| text | a | A', []],
		['an only sheet called choices', 'choices | list_name | name\n| l | x', ['survey_missing']],
		['a survey without header', 'survey | | |\n| type | name | label', ['survey_missing']],
		['a choices sheet of a header only', `${one}\nchoices | list_name | label`, []],
		['unknown choices without lists', `${one}\nchoices | list | name\n| l | x`, []]
	])('%s', (_, text, errors) => expect(errorsOf(text)).toEqual(errors));
});

describe('headers', () => {
	test.each([
		[
			'words, blanks and capitals',
			'survey | Type | Name | Label | Constraint  Message | read only | requiredMsg | Repeat Count\n| text | a | A | M | yes | R |',
			[]
		],
		[
			'one colon',
			'survey | type | name | label:English | bind:relevant | bind:jr:constraintMsg\n| text | a | A | 1 | M',
			[]
		],
		[
			'blanks around two colons',
			'survey | type | name | label :: English | media :: image\n| text | a | A | a.png',
			[]
		],
		['an old alias each', 'survey | command | tag | caption\n| text | a | A', []],
		[
			'two aliases',
			withColumns('relevant | relevance', 'text | a | A | 1 | 1'),
			['header_conflict 1']
		],
		[
			'an alias and the whole',
			withColumns('bind::relevant | relevant', 'text | a | A | 1 | 1'),
			['header_conflict 1']
		],
		[
			'capitals of one language column',
			withColumns('label::en | Label::en', 'text | a | A | B | C'),
			['header_conflict 1']
		],
		['the same but for a blank', { header: ['type', 'name', 'label', 'label '] }, []],
		[
			'the same but for an outer blank first',
			{ header: ['type', 'name', 'label ', 'label'] },
			['header_duplicate 1']
		],
		['a number', withColumns('5', 'text | a | A | x'), ['unconvertible 1']],
		['a date', withColumns('2026-11-24', 'text | a | A | x'), ['unconvertible 1']],
		['a number with letters', withColumns('5th', 'text | a | A | x'), []],
		[
			'media without kind is as good as none',
			'survey | type | name | media\n| text | a | a.png',
			[]
		],
		['unknown media', withColumns('media::smell', 'text | a | A | a.png'), ['media_unknown 2']]
	])('%s', (_, given, errors) => {
		if (typeof given === 'string') return expect(errorsOf(given)).toEqual(errors);
		const sheet = { name: 'survey', rows: [given.header, ['text', 'a', 'A', 'B']] };
		const found = parseSheets([sheet]).errors.map(({ code, row }) => `${code} ${row}`);
		expect(found).toEqual(errors);
	});

	test.each(['bind', 'body', 'control', 'instance'])('%s says nothing by itself', (column) => {
		expect(errorsOf(withColumns(column, 'text | a | A | x'))).toEqual(['unconvertible 2']);
		expect(errorsOf(withColumns(column, 'text | a | A |'))).toEqual([]);
	});

	test('a group has no attribute called tag, but others', () => {
		const group = (column: string, ofGroup = 'hidden', ofQuestion = 'hidden'): string =>
			withColumns(
				column,
				`begin group | g | G | ${ofGroup}`,
				`text | a | A | ${ofQuestion}`,
				'end group | | | hidden'
			);
		expect(errorsOf(group('instance::tag'))).toEqual(['unconvertible 2']);
		expect(errorsOf(group('instance::tag', ''))).toEqual([]);
		expect(errorsOf(group('instance::odk:tag'))).toEqual([]);
		expect(errorsOf(group('instance::db-doc'))).toEqual([]);
		expect(errorsOf(group('bind::tag', '', 'x'))).toEqual(['unconvertible 3']);
	});
});

describe('columns of choices', () => {
	test.each([
		[
			'label and media by language',
			'list_name | name | label::en | media::image::en',
			'l | x | X | x.png',
			[]
		],
		['more of their own', 'list_name | name | label | region', 'l | x | X | north', []],
		[
			'parts behind colons',
			'list_name | name | label | hint::en',
			'l | x | X | H',
			['unconvertible 2']
		],
		[
			'parts behind one colon',
			'list_name | name | label | geo:code',
			'l | x | X | 7',
			['unconvertible 2']
		],
		['parts that nobody fills in', 'list_name | name | label | hint::en', 'l | x | X |', []],
		[
			'parts of a row without list',
			'list_name | name | label | hint::en',
			'| x | X | H',
			['list_unknown 2', 'choices_missing 2']
		],
		['a blank, so left out', 'list_name | name | label | my hint::en', 'l | x | X | H', []],
		[
			'media without kind',
			'list_name | name | label | media',
			'l | x | X | x.png',
			['unconvertible 2']
		],
		['a list name twice', 'list_name | list name | name | label', 'l | l | x | X', []]
	])('%s', (_, columns, line, errors) => {
		const found = errorsOf(`${select}\n${choices(columns, line)}`);
		if (errors.length < 2) expect(found).toEqual(errors);
		else expect(errors).toContain(found[0]);
	});

	test('a list that search() fills is not written out', () => {
		const searching = withColumns('appearance', "select_one l | a | A | search('f')");
		expect(
			errorsOf(`${searching}\n${choices('list_name | name | label | hint::en', 'l | x | X | H')}`)
		).toEqual([]);
	});

	test.each([
		['list_name | name | label', ['l | x | X', 'l | y |'], ['unconvertible 2']],
		['list_name | name | label::en', ['l | x | X', 'l | y |'], []],
		['list_name | name | label | image', ['l | x | X | x.png', 'l | y | |'], []]
	])('labels beside search(): %s', (columns, lines, errors) => {
		const searching = withColumns('appearance', "select_one l | a | A | search('f')");
		expect(errorsOf(`${searching}\n${choices(columns, ...lines)}`)).toEqual(errors);
	});

	test.each(['yes', 'Yes', 'TRUE', 'true', 'true()'])('duplicates are allowed by %s', (word) =>
		expect(
			errorsOf(
				`${select}\n${choices('list_name | name | label', 'l | x | X', 'l | x | Y')}\n${settings('allow_choice_duplicates', word)}`
			)
		).toEqual([])
	);
	test.each(['no', '1', 'y', 'yes please'])('duplicates are not allowed by %s', (word) =>
		expect(
			errorsOf(
				`${select}\n${choices('list_name | name | label', 'l | x | X', 'l | x | Y')}\n${settings('allow_choice_duplicates', word)}`
			)
		).toEqual(['choice_duplicate 3'])
	);
});

describe('settings', () => {
	test.each([
		['in words', settings('Form ID | Form Title | Default Language', 'f | T | English (en)'), []],
		['both ids', settings('form_id | id_string', 'f | g'), []],
		[
			'both ids in a second row',
			settings('form_id | id_string', 'f | g', 'f | g'),
			['settings_both_ids 3']
		],
		['an id that says None', settings('form_id', 'None'), ['settings_id']],
		['two titles', settings('form_title | set_form_title', 'T | U'), ['header_conflict 1']],
		['a name with a blank', settings('name', 'my form'), ['settings_name 1']],
		['only the first row counts', settings('version | name', '1 |', '2 | my form'), []],
		['references in any row', settings('version', '1', '${nobody}'), ['reference_unknown 3']],
		[
			'encrypted without id',
			settings('public_key | omit_instanceID', 'MIIB | yes'),
			['settings_encryption 2']
		],
		[
			'attributes, namespaces, style',
			settings(
				'attribute::x | namespaces | style | instance_xmlns',
				'y | e="http://e" | pages | http://f'
			),
			[]
		]
	])('%s', (_, sheet, errors) => expect(errorsOf(`${one}\n${sheet}`)).toEqual(errors));

	test('rows of the survey set the id; an empty one is no id', () => {
		expect(formOf(`${one}\n| form_id | ours |`)).toMatchObject({ ok: true, id: 'ours' });
		expect(errorsOf(`${one}\n| form_id | | Ours`)).toEqual(['settings_id']);
	});

	test('without instanceID and with a name of each answer', () => {
		expect(pathsOf(`${one}\n${settings('omit_instanceID', 'yes')}`)).toEqual(['/a']);
		expect(pathsOf(`${one}\n${settings('instance_name', '${a}')}`)).toEqual([
			'/a',
			'/meta',
			'/meta/instanceID',
			'/meta/instanceName'
		]);
	});
});

describe('names that are taken', () => {
	const relevant = (name: string, ...more: string[]): string =>
		withColumns('relevant', `text | ${name} | A |`, `text | z | Z | \${${name}} = 1`, ...more);
	test.each([
		['the form’s own', relevant('data'), ['reference_ambiguous 3']],
		['the form’s own, without a reference', rows('text | data | A'), []],
		['another where the form has a name', `${relevant('data')}\n${settings('name', 'ours')}`, []],
		[
			'the form’s given name',
			`${relevant('ours')}\n${settings('name', 'ours')}`,
			['reference_ambiguous 3']
		],
		[
			'instanceName beside the added one',
			`${relevant('instanceName')}\n${settings('instance_name', '1')}`,
			['reference_ambiguous 3']
		],
		['instanceName', relevant('instanceName'), []],
		['instanceID', relevant('instanceID'), ['reference_ambiguous 3']],
		[
			'meta, deep inside',
			rows('begin group | g | G', 'begin group | meta | M', 'end group | |', 'end group | |'),
			['name_meta 3']
		],
		['capitals of meta', rows('text | Meta | A'), []],
		[
			'a count that is there already',
			withColumns(
				'repeat_count',
				'integer | r_count | N |',
				'begin repeat | r | R | 2',
				'end repeat | | |'
			),
			['name_generated 2']
		],
		[
			'a count that is one question',
			withColumns(
				'repeat_count',
				'integer | r_count | N |',
				'begin repeat | r | R | ${r_count}',
				'end repeat | | |'
			),
			[]
		],
		['a group called as the form', rows('begin group | data | D', 'end group | |'), []],
		[
			'two groups of one name',
			rows('begin group | g | G', 'begin group | g | G', 'end group | |', 'end group | |'),
			[]
		],
		['accented capitals', rows('text | Época | A'), ['name_illegal 2']],
		['accented small letters', rows('text | época | A'), []],
		['accents inside', rows('text | categoría | A', 'text | ñame | B'), []]
	])('%s', (_, text, errors) => expect(errorsOf(text)).toEqual(errors));
});

describe('rows', () => {
	test.each([
		[
			'disabled, and a reference to it',
			withColumns('disabled | relevant', 'text | a | A | yes |', 'text | b | B | | ${a} = 1'),
			['reference_unknown 3']
		],
		[
			'a wrong reference in a disabled one',
			withColumns('disabled | relevant', 'text | a | A | yes | ${nobody}', 'text | b | B | |'),
			['reference_unknown 2']
		],
		[
			'disabled in capitals is another column',
			withColumns('Disabled', 'wrong | a | A | yes'),
			['type_unknown 2']
		],
		['a wrong type, disabled', withColumns('disabled', 'wrong | a | A | TRUE'), []],
		['empty between', rows('text | a | A', '| |', 'wrong | b | B'), ['type_unknown 4']],
		['a comment', withColumns('remark', '| | | later', 'text | a | A |'), []],
		['a label without type', rows('| | A'), ['type_missing 2']],
		[
			'ends in capitals',
			rows('begin group | g | G', 'End group | |', 'end group | |'),
			['name_missing 3', 'type_unknown 3']
		],
		[
			'an end that says whose',
			rows('begin group | g | G', 'end group g | |', 'end group | |'),
			['name_missing 3', 'type_unknown 3']
		],
		['a begin that says a name', rows('begin group g | g | G', 'end group | |'), []],
		['blanks within a type', rows('begin  group | g | G', 'end  group | |'), []],
		[
			'blanks within a type, kept',
			`${rows('begin  group | g | G')}\n${settings('clean_text_values', 'no')}`,
			['type_unknown 2']
		]
	])('%s', (_, text, errors) => expect(errorsOf(text)).toEqual(errors));

	test('one audit only', () => {
		expect(errorsOf(rows('audit | |', 'text | a | A'))).toEqual([]);
		expect(errorsOf(rows('audit | |', 'audit | |'))).toEqual(['name_duplicate 3']);
	});

	test.each(['begin_kobomatrix', 'begin_score', 'begin_rank', 'score__row', 'db:person', 'tel'])(
		'%s is of another dialect',
		(type) => expect(errorsOf(rows(`${type} | a | A`))).toEqual(['type_unknown 2'])
	);
});

describe('indexed-repeat() on several lines', () => {
	const parsed = (calculation: string) =>
		parseSheets([
			{
				name: 'survey',
				rows: [
					['type', 'name', 'label', 'calculation'],
					['begin repeat', 'r', 'R', ''],
					['text', 'a', 'A', ''],
					['end repeat', '', '', ''],
					['calculate', 'c', '', calculation]
				]
			}
		]).errors.map(({ code, row }) => `${code} ${row}`);
	test.each([
		['indexed-repeat(${a}, ${r}, 1)', []],
		['indexed-repeat(${a},\n${r}, 1)', ['unconvertible 5']],
		['indexed-repeat(/data/r/a,\n/data/r, 1)', []],
		['indexed-repeat(${a},\n${r}, position(..))', []],
		['1 +\nindexed-repeat(${a}, ${r}, 1)', []],
		['indexed-repeat(${a}, ${r}, 1) + indexed-repeat(${a},\n${r}, 2)', []]
	])('%j', (calculation, errors) => expect(parsed(calculation)).toEqual(errors));
});
