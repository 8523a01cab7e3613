import { describe, expect, test } from 'vitest';
import { checkDefinition } from '#lib/xlsform/checkDefinition.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { writeSheets } from '#lib/xlsform/export/writeSheets.ts';
import { parseSheets } from '#lib/xlsform/import/parseSheets.ts';
import { formOf } from '../support/sheets.ts';

function definitionOf(text: string): Definition {
	const { definition, errors } = formOf(text);
	expect(errors).toEqual([]);
	return definition!;
}

/** Areas as `name: first second`, with a star where an area is no group. */
const areasOf = (text: string): string[] =>
	definitionOf(text).areas.map(
		({ name, is_group, questions }) =>
			`${name}${is_group === false ? '*' : ''}: ${questions.map((each) => each.name).join(' ')}`
	);

const rows = (...lines: string[]): string =>
	['survey | type | name | label', ...lines.map((line) => `| ${line}`)].join('\n');
const yesNo = 'choices | list_name | name | label\n| yn | yes | Yes\n| yn | no | No';
const questionOf = (text: string, name: string) =>
	definitionOf(text)
		.areas.flatMap((area) => area.questions)
		.find((question) => question.name === name)!;

describe('areas', () => {
	test('a labelled group of the top level is an issue area', () => {
		expect(
			areasOf(
				rows(
					'begin group | law | Law',
					'text | a | A',
					'end group | |',
					'begin group | work | Work',
					'text | b | B',
					'end group | |'
				)
			)
		).toEqual(['law: a', 'work: b']);
	});

	test('what people see outside of groups makes areas titled by the form', () => {
		const text = `${rows('text | a | A', 'begin group | law | Law', 'text | b | B', 'end group | |', 'note | c | C', 'begin group | loose |', 'text | d | D', 'end group | |')}\nsettings | form_title\n| Our form`;
		expect(areasOf(text)).toEqual(['general*: a', 'law: b', 'general_2*: c d']);
		expect(definitionOf(text).areas.map(({ title }) => title.default)).toEqual([
			'Our form',
			'Law',
			'Our form'
		]);
	});

	test('what nobody sees joins the area before it, at the start the first', () => {
		expect(
			areasOf(
				rows(
					'start | s |',
					'begin group | law | Law',
					'text | a | A',
					'end group | |',
					'hidden | h |'
				)
			)
		).toEqual(['law*: s a h']);
	});

	test('questions get numbers, notes and what nobody sees none', () => {
		const [area] = definitionOf(
			rows('text | a | A', 'note | n | N', 'hidden | h |', 'text | b | B')
		).areas;
		expect(area!.questions.map(({ number }) => number)).toEqual(['1.1', '', '', '1.2']);
	});

	test('groups and repeats inside are sections', () => {
		const [area] = definitionOf(
			rows(
				'begin group | law | Law',
				'begin repeat | r | R',
				'text | a | A',
				'end repeat | |',
				'text | b | B',
				'end group | |'
			)
		).areas;
		expect(area!.body).toEqual([
			{ kind: 'repeat', name: 'r', label: { default: 'R' }, body: ['a'] },
			'b'
		]);
		expect(area!.questions.map(({ name }) => name)).toEqual(['a', 'b']);
	});
});

describe('types', () => {
	const typeOf = (type: string, columns = '', cells = ''): string => {
		const text = `survey | type | name | label ${columns}\n| ${type} | a | A ${cells}\n${yesNo}`;
		const { type: ours, xlsform_type } = questionOf(text, 'a');
		return xlsform_type ? `${ours} (${xlsform_type})` : ours;
	};
	test.each([
		['select one from yn', 'select_one'],
		['select all that apply from yn', 'select_multiple'],
		['int', 'integer (int)'],
		['string', 'text (string)'],
		['photo', 'image'],
		['gps', 'geopoint (gps)'],
		['datetime', 'datetime (datetime)'],
		['imei', 'metadata (deviceid)'],
		['trigger', 'acknowledge (trigger)'],
		['select_one_from_file towns.csv', 'select_one'],
		['csv-external', 'metadata (csv-external)']
	])('%s', (type, ours) => expect(typeOf(type)).toBe(ours));

	test('an appearance can say more', () => {
		expect(typeOf('text', '| appearance', '| multiline')).toBe('long_text');
		expect(typeOf('select_one yn', '| appearance', '| likert')).toBe('scale');
	});

	test('a question that is computed and says nothing is a calculation', () => {
		const text =
			'survey | type | name | label | calculation\n| integer | a | | 1 + 1\n| text | b | B | 2';
		expect(questionOf(text, 'a')).toMatchObject({ type: 'calculate', xlsform_type: 'integer' });
		expect(questionOf(text, 'b')).toMatchObject({ type: 'text', calculation: '2' });
	});
});

describe('what a stranger’s form says and does not say', () => {
	test('nothing is public by accident', () => {
		expect(questionOf(rows('text | a | A'), 'a').exposure).toBe('study_team');
		expect(
			questionOf('survey | type | name | label | mufakat_exposure\n| text | a | A | public', 'a')
				.exposure
		).toBe('public');
	});

	test('columns nothing here knows are kept', () => {
		const text = 'survey | type | name | label | bind::foo | My note\n| text | a | A | x | y';
		expect(questionOf(text, 'a').extra).toEqual({ 'bind::foo': 'x', 'My note': 'y' });
	});

	test('typographic quotes stay in texts and become plain in expressions', () => {
		const question = questionOf(
			'survey | type | name | label | relevant\n| text | a | “A” | ‘x’ = ‘x’',
			'a'
		);
		expect(question.label).toEqual({ default: '“A”' });
		expect(question.relevant).toBe("'x' = 'x'");
	});

	test('yes and no', () => {
		const text =
			'survey | type | name | label | required | read_only\n| text | a | A | yes | no\n| text | b | B | . > 1 | TRUE';
		expect(questionOf(text, 'a')).toMatchObject({ required: true });
		expect(questionOf(text, 'a')).not.toHaveProperty('read_only');
		expect(questionOf(text, 'b')).toMatchObject({ required: '. > 1', read_only: true });
	});

	test('one name in two groups: the first keeps it, references stay clear', () => {
		const [area] = definitionOf(
			rows(
				'begin group | g | G',
				'text | x | X',
				'end group | |',
				'begin group | h |',
				'text | x | X',
				'end group | |'
			)
		).areas.slice(1);
		expect(area!.questions).toMatchObject([{ name: 'h:x', element: 'x' }]);
	});

	test('or_other adds a choice and a question', () => {
		const definition = definitionOf(`${rows('select_one yn or_other | a | A')}\n${yesNo}`);
		expect(definition.choices['yn']!.at(-1)).toEqual({
			name: 'other',
			label: { default: 'Other' }
		});
		expect(definition.areas[0]!.questions[1]).toMatchObject({
			name: 'a_other',
			relevant: "selected(../a, 'other')"
		});
	});

	test('a loop asks once for each choice', () => {
		const definition = definitionOf(
			`${rows('begin loop over yn | l | L', 'integer | count | How many said %(label)s?', 'end loop | |')}\n${yesNo}`
		);
		expect(definition.areas[0]!.questions.map(({ name, label }) => [name, label.default])).toEqual([
			['count', 'How many said Yes?'],
			['no:count', 'How many said No?']
		]);
	});
});

describe('languages', () => {
	const languagesOf = (...headers: string[]) => {
		const cells = headers.map((_, index) => `A${index}`).join(' | ');
		const { languages, definition } = formOf(
			`survey | type | name | ${headers.join(' | ')}\n| text | a | ${cells}`
		);
		return {
			names: languages,
			tags: definition!.languages,
			label: definition!.areas[0]!.questions[0]!.label
		};
	};
	test.each([
		[['label'], ['default'], ['default']],
		[
			['label::English (en)', 'label::Bahasa Indonesia (id)'],
			['English (en)', 'Bahasa Indonesia (id)'],
			['en', 'id']
		],
		[
			['label::english', 'label::Tetum'],
			['english', 'Tetum'],
			['en', 'tet']
		],
		[['label::EN'], ['EN'], ['en']],
		[['label:Khmer'], ['Khmer'], ['km']],
		[['label::Klingon'], ['Klingon'], ['klingon']],
		[
			['label', 'label::French (fr)'],
			['default', 'French (fr)'],
			['default', 'fr']
		]
	])('%j', (headers, names, tags) => {
		const found = languagesOf(...headers);
		expect([found.names, found.tags]).toEqual([names, tags]);
		expect(Object.keys(found.label)).toEqual(tags);
	});

	test('plain columns speak the default language of the settings', () => {
		const { definition } = formOf(
			`${rows('text | a | Nama')}\nsettings | default_language\n| Bahasa Indonesia (id)`
		);
		expect(definition).toMatchObject({ default_language: 'id', languages: ['id'] });
		expect(definition!.areas[0]!.questions[0]!.label).toEqual({ id: 'Nama' });
	});
});

test('our own columns: what is written is what was read', () => {
	const matrix = JSON.stringify({
		rows: 'yn',
		columns: [{ name: 'since', label: { default: 'Since' }, type: 'year' }]
	});
	const header =
		'type | name | label | appearance | mufakat_type | mufakat_number | mufakat_topics | mufakat_evidence | mufakat_core | mufakat_most | mufakat_year | mufakat_units | mufakat_matrix | mufakat_instruments | mufakat_area | mufakat_short';
	const definition = definitionOf(`survey | ${header}
| begin_group | law | The law | | | | | | | | | | | | background 4 law | Law
| select_multiple yn | a | A | | | 4.7b | C4.contract C5.x | yes | yes | 2 | | | | | |
| decimal | b | B | | number | | | | | | yes | yn | | | |
| text | c | C | multiline | matrix | | | | | | | | ${matrix} | | |
| text | d | D | multiline | treaty | | | | | | | | | yn | |
| end_group | | | | | | | | | | | | | | |
${yesNo}`);
	expect(definition.areas).toMatchObject([
		{
			name: 'law',
			kind: 'background',
			number: 4,
			short: { default: 'Law' },
			questions: [
				{ number: '4.7b', topics: ['C4.contract', 'C5.x'], evidence: true, core: true, most: 2 },
				{ number: '4.2', type: 'number', year: true, units: 'yn' },
				{ type: 'matrix', matrix: { rows: 'yn' } },
				{ type: 'treaty', instruments: 'yn' }
			]
		}
	]);
	expect(checkDefinition(definition)).toEqual([]);
	expect(parseSheets(writeSheets(definition)).definition).toEqual(definition);
});

test('the better end of a scale is kept in a workbook', () => {
	const definition = definitionOf(`survey | type | name | label | appearance | mufakat_better
| select_one yn | a | A | likert | higher
| decimal | b | B | | lower
| select_one yn | c | C | | |
${yesNo}`);
	const better = definition.areas.flatMap(({ questions }) => questions.map((each) => each.better));
	expect(better).toEqual(['higher', 'lower', undefined]);
	expect(checkDefinition(definition)).toEqual([]);
	expect(parseSheets(writeSheets(definition)).definition).toEqual(definition);
});

test.each([
	['a word that is no end', 'integer', 'more'],
	['answers without an order', 'text', 'higher']
])('a direction is refused with its place: %s', (_, type, better) => {
	const { ok, errors } = formOf(
		`survey | type | name | label | mufakat_better\n| ${type} | a | A | ${better}`
	);
	expect(ok).toBe(false);
	expect(errors).toMatchObject([
		{
			code: 'better_unread',
			sheet: 'survey',
			row: 2,
			column: 'mufakat_better',
			values: { value: better }
		}
	]);
});

test('a cell of ours that says nothing is warned of', () => {
	const { ok, warnings } = formOf(
		'survey | type | name | label | mufakat_exposure\n| text | a | A | everybody'
	);
	expect(ok).toBe(true);
	expect(warnings).toMatchObject([
		{ code: 'column_unread', row: 2, column: 'mufakat_exposure', values: { value: 'everybody' } }
	]);
});
