import type { Sheet } from '../sheet.ts';
import { checkBuild } from './buildChecks.ts';
import { type Lists, checkLists, readLists } from './choicesSheet.ts';
import { readEntities } from './entitiesSheet.ts';
import { type Grid, readGrid } from './grid.ts';
import { type Languages, tagLanguages } from './languages.ts';
import type { Problems } from './problemCodes.ts';
import { checkReferences, countBuilt } from './references.ts';
import { valueAt } from './rows.ts';
import { isSet, readSettings } from './settingsSheet.ts';
import { findSheets } from './sheetNames.ts';
import type { SurveyContext } from './surveyContext.ts';
import { readSurvey } from './surveySheet.ts';
import { namedLanguages } from './texts.ts';
import type { Element } from './tree.ts';

type Paths = ReadonlyMap<string, readonly string[]>;

/** A sheet as read, with where its columns go. */
export interface ReadSheet {
	grid: Grid;
	paths: Paths;
}

/** A workbook read into the tree of its form; what is wrong with it went to the problems. */
export interface ReadForm {
	elements: Element[];
	context: SurveyContext;
	languages: Languages;
	survey: ReadSheet;
	choices: ReadSheet | null;
}

function readLanguages(
	sheets: readonly (ReadSheet | null)[],
	settings: ReadonlyMap<string, string>
): Languages {
	const named: string[] = [];
	let hasPlain = false;
	for (const sheet of sheets) {
		if (!sheet) continue;
		const filled = new Set(sheet.grid.rows.flatMap((row) => [...row.keys()]));
		const found = namedLanguages(sheet.paths, (header) => filled.has(header));
		named.push(...found.named);
		// A plain label among the choices alone belongs to the survey's first language.
		hasPlain ||= found.hasPlainLabel && named.length === found.named.length;
	}
	const listed = settings.get('mufakat_languages')?.split(/\s+/).filter(Boolean);
	return tagLanguages(
		[...new Set(named)],
		hasPlain,
		settings.get('default_language') ?? '',
		listed
	);
}

/** The names a loop over a list makes groups of. */
const columnsOf =
	(lists: Lists) =>
	(list: string): string[] =>
		(lists.get(list) ?? []).map((row) => valueAt(row, 'name')).filter((name) => name !== 'none');

function checkAllReferences(
	{ elements, context, survey, choices }: Omit<ReadForm, 'languages'>,
	settings: Grid | null,
	entities: Grid | null
): void {
	const { problems } = context;
	const meanings = {
		named: context.names,
		built: countBuilt(elements, columnsOf(context.choices), context.root)
	};
	if (settings) checkReferences(settings, new Map(), () => true, meanings, problems);
	const isNotList = ([first]: readonly string[]): boolean => !/^list[_ ]name$/.test(first ?? '');
	if (entities) checkReferences(entities, new Map(), isNotList, meanings, problems);
	const isChecked = ([first]: readonly string[]): boolean =>
		!['type', 'name', 'trigger'].includes(first ?? '');
	checkReferences(survey.grid, survey.paths, isChecked, meanings, problems);
	if (!choices) return;
	// Without any label the converter looks into every column of the choices.
	const hasLabel = [...choices.paths.values()].some(([first]) => first === 'label');
	const isShown = ([first]: readonly string[]): boolean => !hasLabel || first === 'label';
	checkReferences(choices.grid, choices.paths, isShown, meanings, problems);
}

/** Reads a workbook in the order the reference converter does; null without a survey sheet. */
export function readForm(sheets: readonly Sheet[], problems: Problems): ReadForm | null {
	const found = findSheets(sheets, problems);
	const gridOf = (sheet: Sheet | undefined): Grid | null =>
		sheet ? readGrid(sheet, problems) : null;
	const surveyGrid = gridOf(found.survey);
	if (!surveyGrid) return null;
	const settingsGrid = gridOf(found.settings);
	const externalGrid = gridOf(found.external_choices);
	const choicesGrid = gridOf(found.choices);
	const entitiesGrid = gridOf(found.entities);
	const osm = readLists(gridOf(found.osm), 'osm', problems);
	const settings = readSettings(settingsGrid, problems);
	const external = readLists(externalGrid, 'external_choices', problems);
	const { lists, paths } = readLists(choicesGrid, 'choices', problems);
	const areDuplicatesAllowed = isSet(settings, 'allow_choice_duplicates');
	if (choicesGrid) checkLists(choicesGrid, lists, paths, areDuplicatesAllowed, problems);
	const entities = readEntities(entitiesGrid, problems);
	const sources = {
		settings,
		choices: lists,
		choicesSheet: choicesGrid?.sheet ?? 'choices',
		externalChoices: external.lists,
		osmLists: osm.lists,
		entities
	};
	const survey = readSurvey(surveyGrid, sources, problems);
	const form = {
		elements: survey.elements,
		context: survey.context,
		survey: { grid: surveyGrid, paths: survey.paths },
		choices: choicesGrid && { grid: choicesGrid, paths }
	};
	checkAllReferences(form, settingsGrid, entitiesGrid);
	checkBuild(form.context, form.elements);
	const externalSheet = externalGrid && { grid: externalGrid, paths: external.paths };
	return {
		...form,
		languages: readLanguages([form.survey, form.choices, externalSheet], settings.values)
	};
}
