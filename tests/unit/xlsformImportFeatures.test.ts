import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkDefinition } from '#lib/xlsform/checkDefinition.ts';
import { FEATURES, type Feature, type FeatureName } from '#lib/xlsform/features.ts';
import { PROBLEM_TEXTS } from '#lib/xlsform/import/problemCodes.ts';
import { TYPES } from '#lib/xlsform/import/typeNames.ts';
import { formOf } from '../support/sheets.ts';

const FILE = 'docs/xlsform.md';
const SAYS = {
	full: 'yes',
	inert: 'without effect',
	unpublished: 'reported, not to be published',
	refused: 'refused'
} as const;

function printed(): string {
	const features: Feature[] = Object.values(FEATURES);
	const groups = [...new Set(features.map(({ group }) => group))];
	const tables = groups.map((group) =>
		[
			`## ${group}`,
			'',
			'| what | read | note |',
			'|---|---|---|',
			...features
				.filter((feature) => feature.group === group)
				.map(({ feature, support, note = '' }) => `| ${feature} | ${SAYS[support]} | ${note} |`)
		].join('\n')
	);
	const types = [...TYPES].map(([name, { type }]) => `| ${name} | ${type} |`);
	return `# What of XLSForm is read

Printed from \`src/lib/xlsform/features.ts\` by \`tests/unit/xlsformImportFeatures.test.ts\`, which also
reads a workbook for every line; run it with \`UPDATE_DOCS=1\` after changing one. “Without effect”
means: accepted, kept, and written out again. A workbook is accepted when the reference converter
pyxform 4.5 accepts it and refused when that refuses it; unlike it, the import names every problem
at once.

${tables.join('\n\n')}

## Every question type

Types with a list (\`select_one colours\`, \`select multiple from\`, \`rank\`, \`… from file\`) apart.

| type | read as |
|---|---|
${types.join('\n')}

## Our own columns

They stand in the survey sheet, other tools ignore them, and \`src/lib/xlsform/import/extraColumns.ts\`
says what their cells hold: \`mufakat_type\`, \`mufakat_number\`, \`mufakat_topics\`,
\`mufakat_exposure\`, \`mufakat_evidence\`, \`mufakat_core\`, \`mufakat_most\`, \`mufakat_units\`,
\`mufakat_year\`, \`mufakat_matrix\`, \`mufakat_instruments\`, \`mufakat_better\`, and on the first row of an issue area
\`mufakat_area\`, \`mufakat_title\`, \`mufakat_short\`, \`mufakat_intro\`. A question that says nothing
else gets the exposure \`study_team\`: a stranger's form is not public by accident.

## What the import may say

| code | in English |
|---|---|
${Object.entries(PROBLEM_TEXTS)
	.map(([code, text]) => `| ${code} | ${text.replaceAll('|', '\\|')} |`)
	.join('\n')}
`;
}

test('docs/xlsform.md says what the code says', () => {
	if (process.env.UPDATE_DOCS) writeFileSync(FILE, printed());
	expect(readFileSync(FILE, 'utf8')).toBe(printed());
});

const survey = (...rows: string[]): string =>
	['survey | type | name | label', ...rows.map((row) => `| ${row}`)].join('\n');
const choices = 'choices | list_name | name | label | in\n| yn | yes | Yes | a\n| yn | no | No | b';

/** A workbook that uses each feature; of the inert ones, one that shows the warning if there is any. */
const EXAMPLES: Record<FeatureName, string> = {
	sheet_names: `Survey | type | name | label\n| select_one yn | a | A\nCHOICES${choices.slice(7)}`,
	header_names:
		'survey | Type | NAME | Caption | Relevance | bind::constraint | Constraint Message | media::image\n| text | a | A | 1 = 1 | . != 1 | No | a.png',
	single_colon: 'survey | type | name | label:English | bind:relevant\n| text | a | A | 1 = 1',
	settings: `${survey('text | a | A')}\nsettings | form_title | form_id | version | default_language | instance_name | style | name\n| T | t | 1 | en | concat(\${a}) | pages | data`,
	disabled:
		'survey | type | name | label | disabled\n| text | a | A | \n| wrong | | | yes\n| | | |',
	extra_columns:
		'survey | type | name | label | instance::db-doc | remark\n| text | a | A | true | x',
	select: `${survey('select_one yn | a | A', 'select all that apply from yn | b | B', 'rank yn | c | C')}\n${choices}`,
	text_and_numbers: survey(
		'string | a | A',
		'int | b | B',
		'decimal | c | C',
		'range | d | D',
		'date | e | E',
		'dateTime | f | F',
		'trigger | g | G',
		'hidden | h |'
	),
	places: survey('gps | a | A', 'geotrace | b | B', 'geoshape | c | C'),
	media_answers: survey('photo | a | A', 'audio | b | B', 'video | c | C', 'file | d | D'),
	metadata: survey('start | a |', 'end | b |', 'imei | c |', 'get today | d |', 'username | e |'),
	or_other: `${survey('select_one yn or_other | a | A')}\n${choices}`,
	choice_filter: `survey | type | name | label | choice_filter\n| text | t | T |\n| select_one yn | a | A | in = \${t}\n${choices}`,
	external_choices: `survey | type | name | label | choice_filter\n| select_one_external towns | a | A | name != 'x'\nexternal_choices | list_name | name | label\n| towns | x | X`,
	from_file: survey('select_one_from_file towns.csv | a | A', 'csv-external | people |'),
	randomize: `survey | type | name | label | parameters\n| select_one yn | a | A | randomize=true seed=5\n${choices}`,
	from_repeat: survey(
		'begin repeat | r | R',
		'text | who | Who',
		'end repeat | |',
		'select_one ${who} | a | A'
	),
	search: `survey | type | name | label | appearance\n| select_one yn | a | A | search('towns')\n${choices}`,
	groups: survey(
		'begin group | g | G',
		'begin_group | h |',
		'text | a | A',
		'end_group | |',
		'end group | |'
	),
	repeats:
		'survey | type | name | label | repeat_count\n| begin repeat | r | R | 2 + 1\n| text | a | A |\n| end repeat | | |',
	loops: `${survey('begin loop over yn | l | L', 'integer | count | How many %(label)s?', 'end loop | |')}\n${choices}`,
	table_list: `survey | type | name | label | appearance\n| begin group | g | G | table-list\n| select_one yn | a | A |\n| select_one yn | b | B |\n| end group | | |\n${choices}`,
	expressions:
		'survey | type | name | label | relevant | required | constraint | calculation | default | trigger\n| integer | a | A | | yes | . > 0 | | 1 + 1 |\n| text | b | B | ${a} > 1 | ${a} > 2 | | string(${a}) | | ${a}',
	last_saved: 'survey | type | name | label | default\n| text | a | A | ${last-saved#a}',
	unreadable: 'survey | type | name | label | relevant\n| text | a | A | wq:length(.) > 1',
	cycles:
		'survey | type | name | label | relevant\n| text | a | A | ${b} = 1\n| text | b | B | ${a} = 1',
	translations:
		'survey | type | name | label::English (en) | label::Bahasa Indonesia (id) | hint::English (en) | constraint_message::English (en) | media::audio::English (en)\n| text | a | A | A | Hint | No | a.mp3',
	references_in_texts: survey('text | a | A', 'text | b | You said ${a}'),
	include: survey('include | household |'),
	osm: 'survey | type | name | label\n| osm | a | A',
	entities: `survey | type | name | label | save_to\n| text | a | A | title\nentities | list_name | label\n| trees | \${a}`,
	background:
		'survey | type | name | label | parameters\n| audit | | | track-changes=true\n| background-audio | b | | \n| start-geopoint | c | |',
	encryption: `${survey('text | a | A')}\nsettings | form_id | public_key\n| f | MIIB`,
	intents: 'survey | type | name | label | body::intent\n| text | a | A | org.example.app',
	cht: survey('db:person | a | A')
};

/** Inert features that need no warning: nobody misses what they would have done here. */
const SILENT: FeatureName[] = ['metadata', 'extra_columns', 'last_saved'];

describe('one workbook for each line', () => {
	test.each(Object.entries(EXAMPLES) as [FeatureName, string][])('%s', (name, text) => {
		const { support } = FEATURES[name];
		const form = formOf(text);
		expect(
			form.errors.map(({ message }) => message).slice(0, support === 'refused' ? 0 : 9)
		).toEqual([]);
		expect(form.ok).toBe(support !== 'refused');
		const isTold = form.warnings.some(({ code }) => code === 'unsupported');
		if (support === 'inert') expect(isTold).toBe(!SILENT.includes(name));
		if (support === 'full') expect(isTold).toBe(false);
		if (support === 'unpublished') {
			expect(checkDefinition(form.definition!)).not.toEqual([]);
			expect(form.warnings).not.toEqual([]);
		}
	});
});
