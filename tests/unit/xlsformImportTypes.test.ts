import { describe, expect, test } from 'vitest';
import { errorsOf, formOf } from '../support/sheets.ts';
import { writeSheets } from '#lib/xlsform/export/writeSheets.ts';
import { parseSheets } from '#lib/xlsform/import/parseSheets.ts';

/** A survey with further columns; its lines are `type | name | label | …`. */
const survey = (columns: string, ...lines: string[]): string =>
	[`survey | type | name | label${columns && ` | ${columns}`}`, ...lines]
		.map((line, index) => (index === 0 ? line : `| ${line}`))
		.join('\n');
const list = 'choices | list_name | name | label\n| l | x | X\n| l | y | Y';
const pathsOf = (text: string): string[] => {
	const { errors, questions } = formOf(text);
	expect(errors).toEqual([]);
	return questions.map(({ path }) => path);
};

describe('types', () => {
	test.each([
		['q picture', 'q picture'],
		['add date time prompt', 'add date time prompt'],
		['imei', 'deviceid'],
		['add file prompt', 'file'],
		['select one from l or specify other', 'select one'],
		['add select multiple prompt using l', 'select all that apply'],
		['select1 l', 'select one'],
		['osm', 'osm'],
		['begin', null],
		['Text', null],
		['select_one', null],
		['Select_one l', null],
		['cascading_select l', null],
		['select multiple from l', null],
		['numeric', null]
	])('%s', (type, known) => {
		const { ok, questions, errors } = formOf(`${survey('', `${type} | a | A`)}\n${list}`);
		expect(ok).toBe(known !== null);
		if (known === null) expect(errors[0]?.code).toBe('type_unknown');
		else expect(questions[0]?.type).toBe(known);
	});

	test.each(['select one', 'select all that apply', 'rank', 'q select1'])(
		'%s needs a list, be it in a column',
		(type) => {
			expect(errorsOf(survey('', `${type} | a | A`))).toEqual(['unconvertible 2']);
			expect(errorsOf(survey('list_name', `${type} | a | A | l`))).toEqual([]);
			expect(errorsOf(survey('itemset', `${type} | a | A | l`))).toEqual([]);
		}
	);

	test('there is one audit', () => {
		expect(errorsOf(survey('', 'audit | audit |', 'audit | |', 'text | a | A'))).toEqual([
			'name_duplicate 3'
		]);
	});
});

describe('questions with choices', () => {
	test.each([
		['a type of answer of its own', 'bind::type', 'select_one l | a | A | int', 'unconvertible 2'],
		['the type it has anyway', 'bind::type', 'select_one l | a | A | string', null],
		[
			'another type, but nobody sees it',
			'bind::type | calculation',
			'select_one l | a | | int | 1',
			null
		],
		[
			'a seed in capitals',
			'parameters',
			'select_one l | a | A | randomize=true seed=${Seed}',
			'reference_unknown 2'
		],
		[
			'a seed that is not used',
			'parameters',
			'select_one l | a | A | randomize=false seed=${Seed}',
			null
		],
		['choices from an earlier question', '', 'select_one ${Seed} | a | A', null],
		['choices from nowhere', '', 'select_one ${seed} | a | A', 'reference_unknown 2']
	])('%s', (_, columns, line, error) => {
		const text = `${survey(columns, line, 'integer | Seed | S')}\n${list}`;
		expect(errorsOf(text)).toEqual(error === null ? [] : [error]);
	});

	test('or_other needs the label of every choice once labels are translated', () => {
		const rows = 'survey | type | name | label::en\n| select_one l or_other | a | A\n';
		const choices = (last: string): string =>
			`${rows}choices | list_name | name | label::en\n| l | x | X\n${last}`;
		expect(errorsOf(choices('| l | y |'))).toEqual(['unconvertible 2']);
		expect(errorsOf(choices('| l | y | Y'))).toEqual([]);
		expect(errorsOf(choices('| l | y |\n| l | other | Other'))).toEqual([]);
		const plain = 'choices | list_name | name | label\n| l | x | X\n| l | y |';
		expect(errorsOf(`${survey('', 'select_one l or_other | a | A')}\n${plain}`)).toEqual([]);
	});

	test('a table-list needs a list of the choices sheet', () => {
		const table = (type: string): string =>
			survey(
				'appearance',
				'begin group | g | G | table-list',
				`${type} | a | A |`,
				'end group | | |'
			);
		expect(errorsOf(`${table('select_one_from_file f.csv')}\n${list}`)).toEqual(['list_unknown 3']);
		expect(errorsOf(`${table('select_one l')}\n${list}`)).toEqual([]);
	});

	test('a list that only search() uses may be called as a file', () => {
		const lines = (appearance: string): string =>
			survey(
				'appearance | calculation',
				`select_one l | a | A | ${appearance} |`,
				"calculate | c | | | pulldata('l', 'x', 'y', '1')"
			);
		expect(errorsOf(`${lines("search('l')")}\n${list}`)).toEqual([]);
		expect(errorsOf(`${lines('')}\n${list}`)).toEqual(['instance_conflict 3']);
	});
});

describe('loops', () => {
	const loop = (...lines: string[]): string =>
		survey('', 'begin loop over l | o | O', ...lines, 'end loop | |');
	test.each([
		[
			'a repeat would be there twice',
			['begin repeat | r | R', 'end repeat | |'],
			list,
			['name_repeat 3']
		],
		[
			'unless there is one choice',
			['begin repeat | r | R', 'end repeat | |'],
			'choices | list_name | name | label\n| l | x | X\n| l | none | N',
			[]
		],
		['a group may stand in it', ['begin group | r | %(label)s', 'end group | |'], list, []]
	])('%s', (_, lines, choices, errors) =>
		expect(errorsOf(`${loop(...lines)}\n${choices}`)).toEqual(errors)
	);

	test('translated messages cannot be filled in', () => {
		const lines = ['begin loop over l | o | O |', 'text | a | A | No', 'end loop | | |'];
		expect(errorsOf(`${survey('constraint_message::en', ...lines)}\n${list}`)).toEqual([
			'loop_text 3'
		]);
		expect(errorsOf(`${survey('constraint_message', ...lines)}\n${list}`)).toEqual([]);
	});
});

describe('entities', () => {
	const one = 'entities | list_name | label\n| e | E';
	const two = `${one}\n| f | F`;
	const group = (kind: string, name: string, ...lines: string[]): string[] => [
		`begin ${kind} | ${name} | G |`,
		...lines,
		`end ${kind} | | |`
	];
	const a = 'text | a | A | p';
	test.each([
		['the form', [a], one, ['/meta/entity']],
		['the form though all is in a group', group('group', 'g', a), one, ['/meta/entity']],
		['a repeat', group('repeat', 'r', a), one, ['/r/meta/entity']],
		[
			'a group in a repeat',
			group('repeat', 'r', ...group('group', 'g', a)),
			one,
			['/r/g/meta/entity']
		],
		[
			'what all that is saved has around it',
			group('repeat', 'r', ...group('group', 'g', a), ...group('group', 'h', 'text | b | B | q')),
			one,
			['/r/meta/entity']
		],
		[
			'a group each',
			[...group('group', 'g', 'text | a | A | e#p'), ...group('group', 'h', 'text | b | B | f#p')],
			two,
			['/g/meta/entity', '/h/meta/entity']
		],
		[
			'the repeat of the question it is labelled by',
			group('repeat', 'r', 'text | a | A |'),
			'entities | list_name | label\n| e | ${a}',
			['/r/meta/entity']
		]
	])('a declaration stands in %s', (_, lines, entities, places) => {
		const paths = pathsOf(`${survey('save_to', ...lines)}\n${entities}`);
		expect(paths.filter((path) => path.endsWith('/entity'))).toEqual(places);
	});

	test.each([
		['no sheet of entities', [a], 'choices | list_name | name', ['entity_invalid 2']],
		['a property twice', [a, 'text | b | B | p'], one, ['entity_invalid 3']],
		[
			'a property twice, of two lists',
			['text | a | A | e#p', ...group('group', 'g', 'text | b | B | f#p')],
			two,
			[]
		],
		['a reserved property', ['text | a | A | Label'], one, ['entity_invalid 2']],
		['a property that is no name', ['text | a | A | 1p'], one, ['entity_invalid 2']],
		['a group', ['begin group | g | G | p', 'end group | | |'], one, ['entity_invalid 2']],
		[
			'the end of a group',
			['begin group | g | G |', 'end group | | | p'],
			one,
			['entity_invalid 3']
		],
		['which list of several', [a], two, ['entity_invalid 2']],
		['a list that is not there', ['text | a | A | f#p'], one, ['entity_invalid 2']],
		['too many #', ['text | a | A | e#p#q'], one, ['entity_invalid 2']],
		[
			'two repeats',
			[...group('repeat', 'r', a), ...group('repeat', 's', 'text | b | B | q')],
			one,
			['entity_invalid 6']
		],
		[
			'two lists in one place',
			['text | a | A | e#p', 'text | b | B | f#p'],
			two,
			['entity_invalid 3']
		],
		['a list declared twice', [], `${one}\n| e | E`, ['entity_invalid 3']],
		['no label to create with', [], 'entities | list_name | label\n| e |', ['entity_invalid 2']],
		[
			'an update needs no label',
			[],
			'entities | list_name | entity_id | create_if | update_if\n| e | x | 1 | 1',
			[]
		],
		[
			'an unknown column',
			[],
			'entities | list_name | label | other\n| e | E | 1',
			['entity_invalid 1']
		],
		[
			'an unknown column without anything in it',
			[],
			'entities | list_name | label | other\n| e | E |',
			[]
		]
	])('refused for %s', (_, lines, entities, errors) =>
		expect(errorsOf(`${survey('save_to', ...lines)}\n${entities}`)).toEqual(errors)
	);

	test('its parts do not stand in the way of references', () => {
		const text = survey('save_to', 'text | id | I | p', 'note | label | ${id} ${label} |');
		expect(errorsOf(`${text}\n${one}`)).toEqual([]);
	});

	test('the definition knows nothing of it', () => {
		const text = `${survey('save_to', ...group('repeat', 'r', a))}\n${one}`;
		const { definition } = formOf(text);
		expect(JSON.stringify(definition)).not.toContain('"entity"');
		expect(parseSheets(writeSheets(definition!)).errors).toEqual([]);
		expect(definition?.areas.flatMap(({ questions }) => questions.map(({ name }) => name))).toEqual(
			['a']
		);
	});
});

describe('triggers', () => {
	test.each([
		[
			'of what nobody sees',
			['calculate | b | | | 1', 'text | c | C | ${b} |'],
			['trigger_unseen 3']
		],
		[
			'of what nobody sees, for a place',
			['calculate | b | | | 1', 'background-geopoint | c | | ${b} |'],
			[]
		],
		[
			'at a group',
			['calculate | b | | | 1', 'begin group | g | G | ${b} |', 'end group | | | |'],
			[]
		],
		[
			'at one of two questions of a name',
			[
				'text | b | B | |',
				'text | c | C | ${b} | 1',
				'begin group | g | G | |',
				'text | c | C | |',
				'end group | | | |'
			],
			['reference_ambiguous 3']
		]
	])('%s', (_, lines, errors) =>
		expect(errorsOf(survey('trigger | calculation', ...lines))).toEqual(errors)
	);
});
