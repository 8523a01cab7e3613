/** What goes wrong only when the form is put together: types, names of added rows, labels, sources. */
import { checkBreakages } from './breakages.ts';
import { findReferences, isName } from './names.ts';
import { type Row, hasColumn, valueAt } from './rows.ts';
import { type SurveyContext, fail } from './surveyContext.ts';
import { type Element, type Placed, walk } from './tree.ts';
import { FILE_EXTENSIONS, TYPES, splitExtension } from './typeNames.ts';

const CONTROLS = ['group', 'repeat', 'loop', 'entity', 'attribute', 'label'];
const MEDIA = ['image', 'big-image', 'audio', 'video'];

// Types that want a list of choices behind them; external ones and osm do without.
const SELECTS = new Set(
	[...TYPES].flatMap(([name, { type }]) =>
		/^(select_one|select_multiple|rank)$/.test(type) && name !== 'select one external' ? [name] : []
	)
);
const isListed = (row: Row): boolean => hasColumn(row, 'itemset') || hasColumn(row, 'list_name');

function checkTypes(context: SurveyContext, placed: readonly Placed[]): void {
	for (const { element } of placed) {
		const { type, row, name } = element;
		if (type === 'include') fail(context, row, 'include_unsupported', 'type', { value: name });
		else if (!CONTROLS.includes(type) && !TYPES.has(type))
			fail(context, row, 'type_unknown', 'type', { value: type });
		else if (SELECTS.has(type) && !element.select && !isListed(row))
			fail(context, row, 'unconvertible', 'type', {
				value: type,
				reason: 'it needs a list of choices behind it, as in “select_one colours”.'
			});
	}
}

/** A row may have the name that an added element of its group needs. */
function checkAddedNames(context: SurveyContext, elements: readonly Element[]): void {
	for (const element of elements) {
		if (element.isAdded && element.name !== 'meta') {
			const other = elements.find((each) => each !== element && each.name === element.name);
			if (other)
				fail(context, other.isAdded ? element.row : other.row, 'name_generated', 'name', {
					value: element.name
				});
		}
		checkAddedNames(context, element.children ?? []);
	}
}

const isSearch = (row: Row): boolean => /search\(.*?\)/.test(valueAt(row, 'control::appearance'));

function checkSearch(context: SurveyContext, placed: readonly Placed[]): void {
	const selects = placed.filter(
		({ element }) => element.select && element.select.type !== 'select one external'
	);
	const listsWithout = new Set(
		selects.filter(({ element }) => !isSearch(element.row)).map(({ element }) => element.list)
	);
	for (const { element } of selects) {
		if (!isSearch(element.row)) continue;
		const list = element.list ?? '';
		if (FILE_EXTENSIONS.includes(splitExtension(list).extension))
			fail(context, element.row, 'file_search', 'control::appearance');
		else if (listsWithout.has(element.list))
			fail(context, element.row, 'list_conflict', 'type', { value: list });
	}
}

function checkMedia(context: SurveyContext, placed: readonly Placed[]): void {
	for (const { element } of placed)
		for (const [path, cell] of element.row.cells)
			if (cell.path[0] === 'media' && cell.path.length > 1 && !MEDIA.includes(cell.path[1] ?? ''))
				fail(context, element.row, 'media_unknown', path, { value: cell.path[1] ?? '' });
}

/** What a question with choices names in its type and its seed, and the type of its answer. */
function checkSelects(context: SurveyContext, placed: readonly Placed[]): void {
	for (const { element } of placed) {
		const { select, row, list = '', parameters = {} } = element;
		if (!select || isComputedUnseen(element)) continue;
		const isSeeded = parameters.randomize === 'true';
		for (const [text, path] of [
			[list, 'type'],
			[isSeeded ? (parameters.seed ?? '') : '', 'parameters']
		] as const)
			for (const { name } of findReferences(text) ?? [])
				if (context.names.get(name) !== 1)
					fail(
						context,
						row,
						context.names.has(name) ? 'reference_ambiguous' : 'reference_unknown',
						path,
						{ value: name }
					);
		const type = valueAt(row, 'bind::type');
		if (select.type !== 'select one external' && !['', 'string', 'odk:rank'].includes(type))
			fail(context, row, 'unconvertible', 'bind::type', {
				value: type,
				reason: 'it cannot be the type of a question with choices. Empty the cell.'
			});
	}
}

const PULLDATA = /pulldata\s*\(\s*(.*?),/g;
const PULLDATA_PATHS = ['calculate', 'constraint', 'readonly', 'required', 'relevant']
	.map((name) => `bind::${name}`)
	.concat('choice_filter', 'default');

/** The sources of choices a row asks for: name, where it lies, whether it is a declaration. */
function sourcesOf({ type, name, list, row, select }: Element): { id: string; from: string }[] {
	if (type === 'xml-external') return [{ id: name, from: `file/${name}.xml` }];
	if (type === 'csv-external') return [{ id: name, from: `file-csv/${name}.csv` }];
	const sources: { id: string; from: string }[] = [];
	for (const path of PULLDATA_PATHS)
		for (const match of valueAt(row, path).matchAll(PULLDATA)) {
			const id = match[1]!.replace(/['"]/g, '').trim();
			sources.push({ id, from: `file-csv/${id}.csv` });
		}
	if (select && list !== undefined && type !== 'select one external' && !isSearch(row)) {
		const { stem, extension } = splitExtension(list);
		const folder = extension === '.csv' ? 'file-csv' : 'file';
		if (FILE_EXTENSIONS.includes(extension)) sources.push({ id: stem, from: `${folder}/${list}` });
	}
	return sources;
}

function checkInstances(context: SurveyContext, placed: readonly Placed[]): void {
	const declared = new Set<string>();
	const seen = new Map<string, string>();
	// The choices of a search() stand beside its question, not under a name of their own.
	const searched = new Set(
		placed.flatMap(({ element }) => (isSearch(element.row) ? [element.list] : []))
	);
	const isListed = (id: string): boolean => context.choices.has(id) && !searched.has(id);
	for (const { element } of placed) {
		if (/^(xml|csv)-external$/.test(element.type)) {
			if (declared.has(element.name))
				fail(context, element.row, 'instance_duplicate', 'name', { value: element.name });
			declared.add(element.name);
		}
		for (const { id, from } of sourcesOf(element)) {
			if ((seen.get(id) ?? from) !== from || isListed(id))
				fail(context, element.row, 'instance_conflict', null, { value: id });
			seen.set(id, from);
		}
	}
}

/** Whether people see nothing of a question: it is computed and says nothing. */
export function isComputedUnseen({ type, row }: Element): boolean {
	const isComputed = hasColumn(row, 'bind::calculate') || hasColumn(row, 'trigger');
	return (
		type === 'calculate' || (isComputed && !hasColumn(row, 'label') && !hasColumn(row, 'hint'))
	);
}

function checkLabels(context: SurveyContext, placed: readonly Placed[]): void {
	for (const { element } of placed) {
		const { row, type, name } = element;
		const facts = TYPES.get(type);
		if (!facts?.isSeen || isComputedUnseen(element)) continue;
		const isHeading = valueAt(row, 'control::appearance') === 'label';
		const isNamed = isHeading || facts.hint !== undefined;
		if (!isNamed && !['label', 'hint', 'media'].some((path) => hasColumn(row, path)))
			fail(context, row, 'label_missing', null, { value: name });
		else if (hasColumn(row, 'media::big-image') && !hasColumn(row, 'media::image'))
			fail(context, row, 'image_missing', 'media::big-image', { value: name });
	}
}

/** A trigger acts on the one question it stands at, from questions people see. */
function checkTriggers(context: SurveyContext, placed: readonly Placed[]): void {
	const elements = new Map(placed.map(({ element }) => [element.name, element]));
	for (const { element } of placed) {
		const { row, type, name, isAdded } = element;
		if (isAdded || !TYPES.has(type) || /^(xml|csv)-external$/.test(type)) continue;
		for (const { name: value } of findReferences(valueAt(row, 'trigger')) ?? []) {
			const source = elements.get(value);
			if (!source || !TYPES.has(source.type)) continue;
			if (isComputedUnseen(source)) {
				if (type !== 'background-geopoint')
					fail(context, row, 'trigger_unseen', 'trigger', { value });
			} else if (TYPES.get(source.type)?.isSeen && context.names.get(name) !== 1)
				fail(context, row, 'reference_ambiguous', 'name', { value: name });
		}
	}
}

const MOST_ROWS = 20_000;

/** How many elements there are once loops are written out. */
function sizeOf(context: SurveyContext, elements: readonly Element[]): number {
	let size = 0;
	for (const { type, list, children } of elements) {
		const times = type === 'loop' ? (context.choices.get(list ?? '')?.length ?? 1) : 1;
		size += 1 + (children ? times * (1 + sizeOf(context, children)) : 0);
	}
	return size;
}

/** What the names and texts of a loop become must be names and texts still. */
function checkLoop(context: SurveyContext, { row, list, children = [] }: Element): void {
	const choices = context.choices.get(list ?? '') ?? [];
	for (const choice of choices) {
		const value = valueAt(choice, 'name');
		if (value !== 'none' && !(isName(value) && hasColumn(choice, 'label')))
			fail(context, row, 'loop_choice', 'type', { value });
	}
	for (const child of children)
		for (const [path, cell] of child.row.cells)
			// Neither can the converter fill in the translations of a message or an image.
			if (cell.path.length > 2 || /%(?!\((name|label)\)s|%)/.test(cell.value.replaceAll('%%', '')))
				fail(context, child.row, 'loop_text', path);
	const times = choices.filter((choice) => valueAt(choice, 'name') !== 'none').length;
	if (times < 2) return;
	for (const { element } of walk(children))
		if (element.type === 'repeat')
			fail(context, element.row, 'name_repeat', 'name', { value: element.name });
}

function checkLoops(context: SurveyContext, placed: readonly Placed[]): void {
	for (const { element, within } of placed) {
		if (element.type !== 'loop') continue;
		checkLoop(context, element);
		const isOutermost = within.every(({ type }) => type !== 'loop');
		if (isOutermost && sizeOf(context, [element]) > MOST_ROWS)
			fail(context, element.row, 'loop_too_large', 'type', { most: String(MOST_ROWS) });
	}
}

/** Reports everything the finished form would not allow. */
export function checkBuild(context: SurveyContext, elements: readonly Element[]): void {
	const placed = walk(elements);
	checkTypes(context, placed);
	checkAddedNames(context, elements);
	checkLoops(context, placed);
	checkSearch(context, placed);
	checkMedia(context, placed);
	checkInstances(context, placed);
	checkBreakages(context, placed);
	checkSelects(context, placed);
	checkTriggers(context, placed);
	checkLabels(context, placed);
}
