/**
 * A questionnaire as the sheets of an XLSForm workbook. Reading them gives the definition back,
 * and other tools open them: what XLSForm has no words for stands in columns of its own
 * (import/extraColumns.ts), which they pass over.
 */
import type { Choice, Definition } from '../definition.ts';
import type { Sheet } from '../sheet.ts';
import { isSelectExternal } from './controls.ts';
import { languagesSeen } from './languagesSeen.ts';
import { externalListName } from './plainType.ts';
import { settingsRow, SETTINGS_COLUMNS } from './settingsRow.ts';
import { type Cells, tableOf } from './sheetTable.ts';
import { SURVEY_COLUMNS, surveyRows } from './surveyRows.ts';
import { mediaCells, textCells } from './textCells.ts';

const CHOICE_COLUMNS = ['list_name', 'name', 'label', 'image', 'big-image', 'audio', 'video'];

/** survey, choices and external_choices (where there are such lists) and settings. */
export function writeSheets(definition: Definition): Sheet[] {
	const external = externalLists(definition);
	const lists = Object.entries(definition.choices);
	const choicesSheet = (name: string, rows: readonly Cells[]): Sheet[] =>
		rows.length > 0 ? [tableOf(name, rows, CHOICE_COLUMNS)] : [];
	const sheets = [
		tableOf('survey', surveyRows(definition), SURVEY_COLUMNS, ['type', 'name']),
		...choicesSheet(
			'choices',
			lists
				.filter(([list]) => !external.has(list))
				.flatMap(([list, choices]) => choiceRows(definition, list, choices))
		),
		...choicesSheet(
			'external_choices',
			lists
				.filter(([list]) => external.has(list))
				.flatMap(([list, choices]) => choiceRows(definition, externalListName(list), choices))
		)
	];
	const settings = settingsRow(definition, languagesSeen(definition, sheets));
	return [...sheets, tableOf('settings', [settings], SETTINGS_COLUMNS)];
}

/** The lists that select_one_external asks for, which have a sheet of their own. */
function externalLists(definition: Definition): Set<string> {
	const questions = definition.areas.flatMap((area) => area.questions);
	return new Set(questions.filter(isSelectExternal).map((question) => question.list ?? ''));
}

function choiceRows(definition: Definition, list: string, choices: readonly Choice[]): Cells[] {
	return choices.map((choice) => ({
		list_name: list,
		name: choice.name,
		...textCells(definition, 'label', choice.label),
		...mediaCells(definition, choice.media),
		...choice.columns
	}));
}
