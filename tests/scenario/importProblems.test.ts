import { expect, test } from 'vitest';
import { formOf } from '../support/sheets.ts';

/** What a person reads who uploads a workbook: place, what is wrong, how to mend it. */
function told(text: string): string[] {
	return formOf(text).errors.map(
		({ sheet, row, column, message }) => `${sheet} ${row ?? '-'} ${column ?? '-'}: ${message}`
	);
}

test('a workbook with several mistakes is told of all of them at once', () => {
	expect(
		told(`survey | type          | name  | label        | relevant    | calculation
                 | begin group   | law   | The law      |             |
                 | select_one yn | bans  | Is it banned?|             |
                 | text          | which law | Which?   | \${ban} = 'yes' |
                 | calculate     | count |              |             |
                 | end group     |       |              |             |
                 | end group     |       |              |             |`)
	).toEqual([
		'survey 3 type: There is no choices sheet. Add one with list_name, name and label.',
		'survey 4 name: “which law” cannot be a name: it must begin with a letter or underscore and go on with letters, digits, underscores, hyphens or full stops.',
		'survey 5 -: This calculate row has no calculation. Fill it in.',
		'survey 7 type: This ends a group, but no group is open here. Remove the row, or add its begin.',
		'survey 4 relevant: There is no question called “ban”. Check the spelling of ${ban}.'
	]);
});

test('headers are named as they were typed', () => {
	expect(
		told(`survey | Type | Name | Caption | Relevance
                 | text | a    | A       | \${b}`)
	).toEqual(['survey 2 Relevance: There is no question called “b”. Check the spelling of ${b}.']);
});

test('when all is mended there is a questionnaire', () => {
	const { ok, title, languages, definition } =
		formOf(`survey | type | name | label::English (en) | label::Bahasa Indonesia (id) | relevant
                 | begin group   | law   | The law       | Hukum             |
                 | select_one yn | bans  | Is it banned? | Apakah dilarang?  |
                 | text          | which | Which law?    | Hukum yang mana?  | \${bans} = 'yes'
                 | end group     |       |               |                   |
choices  | list_name | name | label::English (en) | label::Bahasa Indonesia (id)
         | yn        | yes  | Yes                 | Ya
         | yn        | no   | No                  | Tidak
settings | form_title | form_id | version | default_language
         | Our study  | ours    | 1       | English (en)`);
	expect({ ok, title, languages }).toEqual({
		ok: true,
		title: 'Our study',
		languages: ['English (en)', 'Bahasa Indonesia (id)']
	});
	expect(definition).toEqual({
		id: 'ours',
		version: '1',
		title: { en: 'Our study' },
		default_language: 'en',
		languages: ['en', 'id'],
		choices: {
			yn: [
				{ name: 'yes', label: { en: 'Yes', id: 'Ya' } },
				{ name: 'no', label: { en: 'No', id: 'Tidak' } }
			]
		},
		areas: [
			{
				name: 'law',
				number: 1,
				title: { en: 'The law', id: 'Hukum' },
				short: { en: 'The law', id: 'Hukum' },
				intro: {},
				kind: 'issue',
				questions: [
					{
						name: 'bans',
						number: '1.1',
						type: 'select_one',
						label: { en: 'Is it banned?', id: 'Apakah dilarang?' },
						list: 'yn',
						exposure: 'study_team'
					},
					{
						name: 'which',
						number: '1.2',
						type: 'text',
						label: { en: 'Which law?', id: 'Hukum yang mana?' },
						relevant: "${bans} = 'yes'",
						exposure: 'study_team'
					}
				]
			}
		]
	});
});
