import type { Definition, Question, Text } from '#lib/xlsform/definition.ts';
import {
	date,
	longText,
	note,
	question,
	selectMultiple,
	selectOne,
	text
} from './questionnaireBuilder.ts';

const both = (words: string): Text => ({ en: words, id: `${words} (id)` });
const named = (asked: Question, label: string): Question => ({ ...asked, label: both(label) });

/**
 * A questionnaire as strangers write them: a group, children with toys (a repeat in a repeat),
 * as many jobs as a figure says, calculations, a filtered list, a picture; and an area that
 * looks at them from outside.
 */
export const householdQuestionnaire: Definition = {
	id: 'household',
	version: '1',
	title: both('Household'),
	default_language: 'en',
	languages: ['en', 'id'],
	choices: {
		yes_no: ['yes', 'no'].map((name) => ({ name, label: both(name) })),
		sectors: ['domestic', 'fishing'].map((name) => ({ name, label: both(name) })),
		provinces: ['north', 'south'].map((name) => ({ name, label: both(name) })),
		towns: [
			['alpha', 'north'],
			['beta', 'north'],
			['gamma', 'south']
		].map(([name = '', province = '']) => ({ name, label: both(name), columns: { province } }))
	},
	areas: [
		{
			name: 'household',
			number: 1,
			title: both('Household'),
			short: both('Household'),
			intro: both('Who lives here?'),
			kind: 'issue',
			questions: [
				named(text('head', { required: true }), 'Who is the **head**?'),
				named(selectOne('province', { list: 'provinces' }), 'Which province?'),
				named(
					selectOne('town', { list: 'towns', choice_filter: 'province = ${province}' }),
					'Which town?'
				),
				named(selectOne('has_children', { required: true }), 'Are there children?'),
				named(text('child_name', { required: true }), 'What is the name?'),
				named(
					question('integer', 'child_age', {
						constraint: '. < 18',
						constraint_message: both('A child is younger than 18.')
					}),
					'How old is ${child_name}?'
				),
				named(text('toy'), 'Which toy?'),
				question('calculate', 'age_next', { calculation: '${child_age} + 1', label: {} }),
				named(question('integer', 'jobs'), 'How many jobs?'),
				named(selectMultiple('job_sector'), 'In which sector?'),
				question('calculate', 'ages', { calculation: 'sum(${child_age})', label: {} }),
				named(note('all_ages'), 'Together they are ${ages} years old.'),
				named(question('image', 'house'), 'A picture of the house'),
				named(date('visited', { default: '2026-01-05' }), 'When did you go?'),
				named(longText('remarks', { exposure: 'coordinators' }), 'Remarks')
			],
			body: [
				'head',
				{ kind: 'group', name: 'place', label: both('Place'), body: ['province', 'town'] },
				'has_children',
				{
					kind: 'repeat',
					name: 'child',
					label: both('Child'),
					relevant: "${has_children} = 'yes'",
					body: [
						'child_name',
						'child_age',
						{ kind: 'repeat', name: 'toys', label: both('Toy'), body: ['toy'] },
						'age_next'
					]
				},
				'jobs',
				{
					kind: 'repeat',
					name: 'job',
					label: both('Job'),
					count: '${jobs}',
					body: ['job_sector']
				},
				'ages',
				'all_ages',
				'house',
				'visited',
				'remarks'
			]
		},
		{
			name: 'school',
			number: 2,
			title: both('School'),
			short: both('School'),
			intro: both('Going to school'),
			kind: 'issue',
			questions: [
				named(
					selectOne('go_to_school', { relevant: 'count(${child}) > 1', required: true }),
					'Do they all go to school?'
				),
				named(
					question('range', 'distance', { parameters: { start: '0', end: '20', step: '5' } }),
					'How far is it?'
				)
			]
		}
	]
};
