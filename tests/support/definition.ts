import type { Definition, Text } from '#lib/xlsform/definition.ts';

const both = (text: string): Text => ({ en: text, id: `${text} (id)` });

/** A small questionnaire with a background area, one issue area that depends on it, and one that does not. */
export const smallDefinition: Definition = {
	id: 'small',
	version: '1',
	title: both('Small questionnaire'),
	default_language: 'en',
	languages: ['en', 'id'],
	choices: {
		side: ['origin', 'destination', 'both'].map((name) => ({ name, label: both(name) })),
		yes_no: ['yes', 'no'].map((name) => ({ name, label: both(name) }))
	},
	areas: [
		{
			name: 'background',
			number: 0,
			title: both('Background'),
			short: both('Background'),
			intro: both('About you'),
			kind: 'background',
			questions: [
				{
					name: 'side',
					number: '0.1',
					type: 'select_one',
					label: both('Which side?'),
					list: 'side',
					required: true,
					exposure: 'public'
				}
			]
		},
		{
			name: 'justice',
			number: 1,
			title: both('Access to justice'),
			short: both('Justice'),
			intro: both('Complaints'),
			kind: 'issue',
			questions: [
				{
					name: 'can_complain',
					number: '1.1',
					type: 'select_one',
					label: both('Can a worker complain?'),
					list: 'yes_no',
					required: true,
					exposure: 'public'
				},
				{
					name: 'obstacles',
					number: '1.2',
					type: 'long_text',
					label: both('What stops workers?'),
					exposure: 'study_team',
					required: true,
					evidence: true
				},
				{
					name: 'cases',
					number: '1.3',
					type: 'number',
					label: both('How many cases?'),
					exposure: 'public',
					year: true,
					constraint: '. >= 0',
					constraint_message: both('Not below zero')
				},
				{
					name: 'detained',
					number: '1.4',
					type: 'long_text',
					label: both('What happens in detention?'),
					exposure: 'coordinators',
					relevant: "${side} = 'destination' or ${side} = 'both'"
				}
			]
		},
		{
			name: 'return',
			number: 2,
			title: both('Return'),
			short: both('Return'),
			intro: both('Coming home'),
			kind: 'issue',
			questions: [
				{
					name: 'helped',
					number: '2.1',
					type: 'select_one',
					label: both('Is help there?'),
					list: 'yes_no',
					required: true,
					exposure: 'public'
				},
				{
					name: 'how',
					number: '2.2',
					type: 'text',
					label: both('How?'),
					exposure: 'public',
					relevant: "${helped} = 'yes'",
					required: true
				}
			]
		}
	]
};
