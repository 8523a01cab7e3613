/**
 * What of XLSForm Mufakat does, does not do, and takes in without effect. docs/xlsform.md is
 * printed from this list, and a test reads one workbook for each line of it.
 */

/**
 * `full`: it works. `inert`: accepted, kept and written out again, without effect. `unpublished`:
 * accepted and reported, but such a questionnaire cannot be published. `refused`.
 */
export type Support = 'full' | 'inert' | 'unpublished' | 'refused';

export interface Feature {
	group: string;
	feature: string;
	support: Support;
	note?: string;
}

const G = {
	workbook: 'The workbook',
	types: 'Question types',
	choices: 'Choices',
	groups: 'Groups and repeats',
	logic: 'Logic',
	texts: 'Texts and languages',
	other: 'Dialects and what belongs to devices'
} as const;

export const FEATURES = {
	sheet_names: {
		group: G.workbook,
		feature:
			'Sheets survey, choices, settings, external_choices in any capitals; a single sheet of any name',
		support: 'full'
	},
	header_names: {
		group: G.workbook,
		feature:
			'Headers in any capitals, with blanks, with aliases (caption, relevance, calculate, requiredMsg, media::image, bind:relevant, …)',
		support: 'full'
	},
	single_colon: {
		group: G.workbook,
		feature: 'Languages behind a single colon (label:English)',
		support: 'full',
		note: 'where no header has two colons'
	},
	settings: {
		group: G.workbook,
		feature:
			'Settings form_title, form_id, version, default_language, instance_name, style, allow_choice_duplicates, clean_text_values, omit_instanceID, name',
		support: 'full'
	},
	disabled: {
		group: G.workbook,
		feature: 'Disabled rows, comment rows, empty rows',
		support: 'full'
	},
	extra_columns: {
		group: G.workbook,
		feature: 'Columns of other tools',
		support: 'inert',
		note: 'kept and written out again'
	},
	select: {
		group: G.types,
		feature: 'select_one, select_multiple, rank and their alternative spellings',
		support: 'full'
	},
	text_and_numbers: {
		group: G.types,
		feature:
			'text, integer, decimal, range, date, time, dateTime, barcode, note, acknowledge, hidden, calculate and their alternative spellings',
		support: 'full'
	},
	places: {
		group: G.types,
		feature: 'geopoint, geotrace, geoshape',
		support: 'full',
		note: 'entered as latitude and longitude'
	},
	media_answers: {
		group: G.types,
		feature: 'image, audio, video, file',
		support: 'full',
		note: 'answered by a piece of evidence'
	},
	metadata: {
		group: G.types,
		feature: 'start, end, today, deviceid, username, email, phonenumber, simserial, subscriberid',
		support: 'inert'
	},
	or_other: { group: G.choices, feature: 'or_other', support: 'full' },
	choice_filter: {
		group: G.choices,
		feature: 'choice_filter and further columns of choices',
		support: 'full'
	},
	external_choices: {
		group: G.choices,
		feature: 'select_one_external with external_choices',
		support: 'full'
	},
	from_file: {
		group: G.choices,
		feature:
			'select_one_from_file, select_multiple_from_file, csv-external, xml-external, pulldata()',
		support: 'full',
		note: 'with the file supplied'
	},
	randomize: { group: G.choices, feature: 'Parameters randomize and seed', support: 'full' },
	from_repeat: {
		group: G.choices,
		feature: 'Choices taken from the entries of a repeat: select_one ${name}',
		support: 'inert'
	},
	search: { group: G.choices, feature: 'search() in an appearance', support: 'inert' },
	groups: {
		group: G.groups,
		feature: 'Groups in groups, with relevance and appearance',
		support: 'full'
	},
	repeats: { group: G.groups, feature: 'Repeats in repeats, repeat_count', support: 'full' },
	loops: {
		group: G.groups,
		feature: 'Loops over a list',
		support: 'full',
		note: 'written out as groups'
	},
	table_list: { group: G.groups, feature: 'Appearance table-list', support: 'full' },
	expressions: {
		group: G.logic,
		feature:
			'relevant, required, read_only, constraint, calculation, default, trigger with XPath 1.0 and the functions of ODK XForms',
		support: 'full'
	},
	last_saved: {
		group: G.logic,
		feature: '${last-saved#name}',
		support: 'inert',
		note: 'always empty: there is no device that remembers'
	},
	unreadable: {
		group: G.logic,
		feature: 'Expressions and functions that cannot be read',
		support: 'unpublished'
	},
	cycles: {
		group: G.logic,
		feature: 'Questions that depend on each other in a circle',
		support: 'unpublished'
	},
	translations: {
		group: G.texts,
		feature: 'Labels, hints, guidance hints, messages and media in any number of languages',
		support: 'full'
	},
	references_in_texts: {
		group: G.texts,
		feature: '${name} inside labels and hints',
		support: 'full'
	},
	include: { group: G.other, feature: 'include', support: 'refused' },
	osm: { group: G.other, feature: 'osm questions and sheet', support: 'inert' },
	entities: {
		group: G.other,
		feature: 'Entities of ODK Central: entities sheet, save_to',
		support: 'inert'
	},
	background: {
		group: G.other,
		feature: 'audit, background-audio, start-geopoint, background-geopoint',
		support: 'inert'
	},
	encryption: { group: G.other, feature: 'public_key, submission_url', support: 'inert' },
	intents: { group: G.other, feature: 'Starting other apps (body::intent)', support: 'inert' },
	cht: {
		group: G.other,
		feature: 'Types of the Community Health Toolkit (db:person and its like)',
		support: 'refused'
	}
} as const satisfies Readonly<Record<string, Feature>>;

export type FeatureName = keyof typeof FEATURES;
