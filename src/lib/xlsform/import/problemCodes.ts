import type { SheetProblem } from '../sheet.ts';

/**
 * Everything the import can say, by code, in plain English with the way out. `{name}` stands for
 * one of the problem's values. Pages word the codes in the reader's language; the command line
 * prints these.
 */
export const PROBLEM_TEXTS = {
	// The workbook
	more: 'There are {count} more; mend these first.',
	file_unreadable: 'The file cannot be read: {reason}',
	survey_missing: 'There is no sheet called “survey”. Rename the sheet with the questions.',
	survey_missing_similar:
		'There is no sheet called “survey”. Did you mean {similar}? Rename that sheet to “survey”.',
	sheet_similar:
		'The sheet {similar} is not read. Call it “{expected}” if it is meant so, or begin its name with an underscore.',
	// Headers
	header_duplicate: 'The column “{header}” is there twice. Rename or remove one of them.',
	header_conflict:
		'The columns “{other}” and “{header}” mean the same. Rename or remove one of them.',
	header_required: 'The column “{header}” is missing. Add it to row 1.',
	choice_header:
		'The column “{header}” is left out: the name of a column of choices must not contain blanks.',
	// Settings
	settings_name:
		'“{value}” cannot be the name of the form: it must begin with a letter or underscore and go on with letters, digits, underscores, hyphens or full stops.',
	settings_yes_no: '“{value}” is neither yes nor no; {default} is used.',
	settings_both_ids: 'The settings have form_id and id_string. Keep form_id only.',
	settings_id: 'The form has no id. Fill in form_id on the settings sheet.',
	settings_encryption:
		'An encrypted form cannot do without its instanceID: remove omit_instanceID.',
	// Choices
	choice_name_missing: 'This choice of the list “{list}” has no name. Give it one.',
	choice_duplicate:
		'The list “{list}” has two choices called “{value}”. Rename one, or set allow_choice_duplicates to yes on the settings sheet.',
	choice_label_missing: 'The choice “{value}” of the list “{list}” has no label.',
	choice_blank:
		'The choice “{value}” of the list “{list}” has a blank in its name, which a question with several answers does not allow. Use an underscore.',
	// Rows of the survey
	type_missing: 'This row has no type. Fill in the type, or empty the row.',
	type_unknown: 'There is no question type “{value}”. Check its spelling.',
	row_skipped: 'This row has neither type nor name nor label and is left out.',
	disabled_column: 'The column “disabled” is no part of XLSForm any more. Use “relevant” instead.',
	name_missing: 'This row has no name. Give it one.',
	name_illegal:
		'“{value}” cannot be a name: it must begin with a letter or underscore and go on with letters, digits, underscores, hyphens or full stops.',
	name_duplicate: 'The name “{value}” is taken already in the same group. Rename one of the two.',
	name_generated:
		'The name “{value}” is needed for a question that is added of itself. Rename this one.',
	name_case:
		'The name “{value}” differs from another only in capitals, which confuses other tools.',
	name_root: 'A repeat must not have the name of the form, “{value}”. Rename it.',
	name_repeat: 'There are two repeats called “{value}”. Rename one of them.',
	name_meta: 'The name “meta” is reserved. Rename this row.',
	label_missing: '“{value}” has neither label nor hint. Give it a label.',
	repeat_label_missing: 'The repeat “{value}” has no label.',
	image_missing: '“{value}” has a big-image but no image. Add the image.',
	media_unknown: '“{value}” is no kind of media. Use image, big-image, audio or video.',
	end_unmatched:
		'This ends a {type}, but no {type} is open here. Remove the row, or add its begin.',
	begin_unmatched: 'The {type} “{value}” is never ended. Add an “end {type}” row.',
	nested_too_deep: 'Groups stand in more than {most} others here. Put fewer into one another.',
	required_group:
		'A group or repeat cannot be required. Empty the cell, or require a question in it.',
	calculation_missing: 'This calculate row has no calculation. Fill it in.',
	calculation_not_allowed: 'A background-geopoint has no calculation. Empty the cell.',
	include_unsupported:
		'“include” is not supported. Copy the rows of “{value}” into this sheet instead.',
	loop_list_missing: 'This loop names no list. Write “begin loop over list”.',
	loop_choice:
		'The choice “{value}” cannot be looped over: it needs a label, and a name such as a question has.',
	loop_text: 'Inside a loop, % begins %(name)s or %(label)s; write %% for a percent sign.',
	loop_too_large: 'The loops would make more than {most} rows. Use shorter lists.',
	audit_name: 'An audit has no name of its own. Empty the cell.',
	metadata_deprecated: '“{value}” is no longer given by most devices.',
	// Choices of questions
	choices_missing: 'There is no choices sheet. Add one with list_name, name and label.',
	list_unknown: 'There is no list “{value}” on the {sheet} sheet. Check its spelling, or add it.',
	list_conflict:
		'The list “{value}” is used by questions with search() and without. Use two lists instead.',
	external_choices_missing:
		'There is no external_choices sheet. Add one with list_name, name and label.',
	external_unfiltered: 'A select_one_external without choice_filter is better a select_one.',
	external_in_repeat:
		'An external file cannot be declared inside a repeat. Move the row out of it.',
	file_extension: 'The file “{value}” must end with .csv, .xml or .geojson.',
	file_search: 'A question with choices from a file cannot use search(). Remove one of the two.',
	instance_duplicate: 'The external file “{value}” is declared twice. Remove or rename one.',
	instance_conflict:
		'“{value}” is the name of two different sources of choices. Rename a list or a file.',
	or_other_filter: 'A choice_filter does not go with or_other. Remove one of the two.',
	or_other_choices: 'The list “{value}” has no choices to add “other” to.',
	table_list_filter: 'A choice_filter does not go with the appearance table-list. Remove it.',
	table_list_mixed:
		'All questions of a table-list must use one list; here are “{other}” and “{value}”.',
	// Parameters
	parameter_syntax: 'Parameters are written as key=value with blanks between.',
	parameter_unknown: 'There is no parameter {value} here. There is: {accepted}.',
	parameter_value: 'The parameter {name} must be {expected}, not “{value}”.',
	parameter_missing: 'The parameter {name} is missing; it is needed beside {other}.',
	// Expressions
	reference_syntax:
		'A reference is not written as ${name}: it must begin with ${, hold one name, and end with }.',
	reference_unknown: 'There is no question called “{value}”. Check the spelling of ${{value}}.',
	reference_ambiguous:
		'There is more than one question called “{value}”, so ${{value}} could mean either. Rename one.',
	trigger_syntax: 'A trigger is written as ${name}, several with commas between.',
	trigger_missing: 'A background-geopoint needs a trigger. Fill it in.',
	trigger_unseen: '“{value}” is not seen by people, so it cannot be a trigger.',
	expression_unreadable: 'This expression cannot be read: {reason}',
	cycle: 'These questions depend on each other: {names}. Break the circle.',
	file_missing:
		'The file “{value}” is named here but was not supplied. Until it is, it has no rows.',
	// What other tools do and Mufakat does not
	unsupported: '{feature} is read but does nothing in Mufakat.',
	column_unread: '“{value}” is not understood in the column {header}. It is left out.',
	better_unread:
		'“{value}” cannot stand in the column {header}. Write higher or lower, and only for a scale, a choice of one or a figure.',
	entity_invalid: 'The entity declaration is not valid: {reason}',
	unconvertible: '“{value}” cannot be converted: {reason}',
	// Languages
	language_code: 'The language “{value}” has no code. Write for example “English (en)”.',
	translation_missing: 'There is no column “{column}” in {language}, but in other languages.'
} as const;

export type ProblemCode = keyof typeof PROBLEM_TEXTS;

/** What is found while reading, in the order found. */
export interface Problems {
	errors: SheetProblem[];
	warnings: SheetProblem[];
}

/** Where a problem is: the sheet as it is called, row from 1, header as typed. */
export interface Place {
	sheet: string;
	row?: number | null;
	column?: string | null;
}

/** The text of a problem with its values filled in. */
export function problemMessage(
	code: ProblemCode,
	values: Readonly<Record<string, string>> = {}
): string {
	return PROBLEM_TEXTS[code].replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all);
}

// As many as anybody mends at a time; a hostile workbook could have a million.
const MOST = 500;

/** The first of many problems, with a last one that says how many are left out. */
export function firstProblems(problems: readonly SheetProblem[]): SheetProblem[] {
	if (problems.length <= MOST) return [...problems];
	const count = String(problems.length - MOST);
	return [...problems.slice(0, MOST), sheetProblem('more', { sheet: '' }, { count })];
}

/** A problem with its English message. */
export function sheetProblem(
	code: ProblemCode,
	place: Place,
	values: Readonly<Record<string, string>> = {}
): SheetProblem {
	return {
		sheet: place.sheet,
		row: place.row ?? null,
		column: place.column ?? null,
		code,
		values,
		message: problemMessage(code, values)
	};
}
