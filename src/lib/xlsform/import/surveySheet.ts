import type { Lists } from './choicesSheet.ts';
import type { Entities } from './entitiesSheet.ts';
import { placeEntities } from './entityPlaces.ts';
import type { Grid } from './grid.ts';
import { onlyReference } from './names.ts';
import { type Problems, sheetProblem } from './problemCodes.ts';
import { type Row, headerPaths, readRows, withCell, withOnly } from './rows.ts';
import { type Settings, isSet } from './settingsSheet.ts';
import { type Open, type SurveyContext, fail, newOpen } from './surveyContext.ts';
import { readSurveyRow } from './surveyRows.ts';
import type { Element } from './tree.ts';

export interface Survey {
	elements: Element[];
	context: SurveyContext;
	paths: ReadonlyMap<string, readonly string[]>;
}

interface Sources {
	settings: Settings;
	choices: Lists;
	choicesSheet: string;
	externalChoices: Lists;
	osmLists: Lists;
	entities: Entities;
}

function checkWaiting(context: SurveyContext): void {
	const entityLists = new Set(context.entities.declarations.map(({ list }) => list));
	for (const { name, row } of context.triggers)
		if (!context.questionNames.has(name))
			fail(context, row, 'reference_unknown', 'trigger', { value: name });
	for (const { name, row } of context.geometries) {
		const repeat = onlyReference(name);
		const isKnown =
			context.instances.has(name) ||
			context.choices.has(name) ||
			entityLists.has(name) ||
			(repeat !== null && context.repeatNames.has(repeat));
		if (!isKnown)
			fail(context, row, 'parameter_value', 'parameters', {
				name: 'reference-geometry',
				value: name,
				expected: 'a list, a file or a repeat'
			});
	}
}

function checkOpen({ stack, problems, sheet }: SurveyContext): void {
	for (const open of stack.slice(1).reverse())
		problems.errors.push(
			sheetProblem(
				'begin_unmatched',
				{ sheet, row: open.row },
				{ type: open.kind ?? '', value: open.name }
			)
		);
}

function addEntities(context: SurveyContext, root: Open): void {
	const { entities, entityReferences, sheet, problems } = context;
	// What is declared wrongly has no place yet, and would only be in the way of others.
	if (problems.errors.some(({ code }) => code === 'entity_invalid')) return;
	const sheets = { survey: sheet, entities: entities.sheet };
	const own = placeEntities(root, entities.declarations, entityReferences, sheets, problems);
	context.meta.unshift(...own);
}

/** The elements every form has, under `meta`. */
function addMeta(context: SurveyContext, elements: Element[]): void {
	const { settings, meta } = context;
	const row: Row = { number: 1, cells: new Map(), typed: new Map() };
	const add = (name: string, calculation: string): void => {
		const empty = withOnly(row, () => false);
		const cells = calculation === '' ? empty : withCell(empty, 'bind::calculate', calculation);
		meta.push({ name, type: 'calculate', row: cells, isAdded: true });
	};
	if (!isSet(settings, 'omit_instanceID')) {
		add('instanceID', '');
		context.names.set('instanceID', (context.names.get('instanceID') ?? 0) + 1);
	}
	const instanceName = settings.values.get('instance_name');
	if (instanceName !== undefined) add('instanceName', instanceName);
	if (meta.length > 0)
		elements.push({ name: 'meta', type: 'group', row, isAdded: true, children: meta });
}

/** Reads the survey sheet into the tree of the form. */
export function readSurvey(grid: Grid, sources: Sources, problems: Problems): Survey {
	const { settings, ...lists } = sources;
	const paths = headerPaths(grid, 'survey', problems);
	const isTyped = [...paths.values()].some((path) => path[0] === 'type');
	if (!isTyped)
		problems.errors.push(
			sheetProblem('header_required', { sheet: grid.sheet, row: 1 }, { header: 'type' })
		);
	const root = newOpen(null, '', null);
	const context: SurveyContext = {
		sheet: grid.sheet,
		root: settings.values.get('name') ?? 'data',
		settings,
		...lists,
		othersOf: new Set(),
		problems,
		stack: [root],
		tableList: null,
		meta: [],
		names: new Map(),
		questionNames: new Set(),
		repeatNames: new Set(),
		triggers: [],
		geometries: [],
		instances: new Set(),
		rowSettings: new Map(),
		entityReferences: []
	};
	const areBlanksJoined = isSet(settings, 'clean_text_values');
	const rows = isTyped ? readRows(grid, paths, { areBlanksJoined }) : [];
	for (const row of rows) readSurveyRow(context, row);
	checkWaiting(context);
	checkOpen(context);
	addEntities(context, root);
	addMeta(context, root.children);
	return { elements: root.children, context, paths };
}
