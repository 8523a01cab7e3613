/** From the tree of the form and its lists to the definition everything else works with. */
import type { Choice, Definition, ExternalTable, Text } from '../definition.ts';
import { standardLanguageName } from '../languageNames.ts';
import type { Lists } from './choicesSheet.ts';
import { defineAreas } from './defineAreas.ts';
import type { Languages } from './languages.ts';
import { writeOutLoops } from './loops.ts';
import { sheetProblem } from './problemCodes.ts';
import { type Row, headerOf, valueAt } from './rows.ts';
import type { SurveyContext } from './surveyContext.ts';
import { mediaAt, textAt } from './texts.ts';
import type { Element } from './tree.ts';
import { uniqueNames } from './uniqueNames.ts';

export interface DefineInput {
	elements: readonly Element[];
	context: SurveyContext;
	languages: Languages;
	title: string;
	id: string;
	version: string;
	external: Readonly<Record<string, ExternalTable>> | undefined;
}

const OF_CHOICES = /^(list name|name|label|media)(::|$)/;
const OWN_SETTINGS = [
	'title',
	'id_string',
	'version',
	'default_language',
	'name',
	'mufakat_languages'
];
const OWN_TITLE = /^mufakat_title_(.+)$/;

function defineChoice(row: Row, languages: Languages): Choice {
	const columns = [...row.cells].filter(
		([path, cell]) => !OF_CHOICES.test(path) && !/ /.test(cell.path[0] ?? '')
	);
	const choice: Choice = {
		name: valueAt(row, 'name'),
		label: textAt(row, 'label', languages) ?? {}
	};
	const media = mediaAt(row, languages);
	if (media) choice.media = media;
	if (columns.length > 0)
		choice.columns = Object.fromEntries(columns.map(([path, cell]) => [path, cell.value]));
	return choice;
}

function defineLists(
	{ choices, externalChoices, othersOf }: SurveyContext,
	languages: Languages
): Record<string, Choice[]> {
	const lists = new Map<string, Choice[]>();
	const add = (source: Lists, nameOf: (list: string) => string): void => {
		for (const [list, rows] of source)
			lists.set(
				nameOf(list),
				rows.filter((row) => valueAt(row, 'name') !== '').map((row) => defineChoice(row, languages))
			);
	};
	add(choices, (list) => list);
	add(externalChoices, (list) => (choices.has(list) ? `${list}__external` : list));
	for (const list of othersOf) {
		const others = lists.get(list);
		if (!others || others.some(({ name }) => name === 'other')) continue;
		const spoken = [...new Set(others.flatMap(({ label }) => Object.keys(label)))];
		const tags = spoken.length > 0 ? spoken : [languages.defaultTag];
		others.push({ name: 'other', label: Object.fromEntries(tags.map((tag) => [tag, 'Other'])) });
	}
	return Object.fromEntries(lists);
}

/** Where select_one_external finds its list when the choices sheet has one of that name too. */
function withExternalLists(elements: readonly Element[], { choices }: SurveyContext): Element[] {
	return elements.map((element) => {
		const { list, children } = element;
		const copy = { ...element };
		if (children) copy.children = withExternalLists(children, { choices } as SurveyContext);
		if (element.type === 'select one external' && list && choices.has(list))
			copy.list = `${list}__external`;
		return copy;
	});
}

/** The title, and its translations in columns of our own: a form_title has no languages. */
function titlesOf({ context, languages, title }: DefineInput): Text {
	const others = [...context.settings.values].flatMap(([name, text]) => {
		const tag = OWN_TITLE.exec(name)?.[1];
		return tag === undefined ? [] : [[tag, text] as const];
	});
	return { [languages.defaultTag]: title, ...Object.fromEntries(others) };
}

/** The definition of a form that has no errors. */
export function define(input: DefineInput): Definition {
	const { context, languages, external } = input;
	const audits = context.meta.filter(({ type }) => type === 'audit');
	const elements = writeOutLoops(
		withExternalLists(
			[...input.elements.filter(({ name, isAdded }) => !(isAdded && name === 'meta')), ...audits],
			context
		),
		(list) => context.choices.get(list) ?? []
	);
	const title = titlesOf(input);
	const areas = defineAreas(elements, {
		languages,
		names: uniqueNames(elements),
		title,
		onWrong: (element, column) =>
			// A comparison that calls worse what is better harms: such a cell is never left out silently.
			context.problems[column === 'mufakat_better' ? 'errors' : 'warnings'].push(
				sheetProblem(
					column === 'mufakat_better' ? 'better_unread' : 'column_unread',
					{ sheet: context.sheet, row: element.row.number, column: headerOf(element.row, column) },
					{ header: column, value: valueAt(element.row, column) }
				)
			)
	});
	const settings = [...context.settings.values].filter(
		([name]) => !OWN_SETTINGS.includes(name) && !OWN_TITLE.test(name)
	);
	const names = languages.names.filter((name) => {
		const tag = languages.tagOf(name);
		return tag !== 'default' && name !== standardLanguageName(tag);
	});
	const definition: Definition = {
		id: input.id,
		version: input.version,
		title,
		default_language: languages.defaultTag,
		languages: languages.tags,
		choices: defineLists(context, languages),
		areas
	};
	if (names.length > 0)
		definition.language_names = Object.fromEntries(
			names.map((name) => [languages.tagOf(name), name])
		);
	if (external) definition.external = external;
	if (context.root !== 'data') settings.push(['name', context.root]);
	if (settings.length > 0) definition.settings = Object.fromEntries(settings);
	return definition;
}
