/** What goes wrong only when the form is put together: types, names of added rows, labels, sources. */
import { hasReference, isName } from './names.ts';
import { type Row, hasColumn, valueAt } from './rows.ts';
import { type SurveyContext, fail } from './surveyContext.ts';
import { type Element, type Placed, walk } from './tree.ts';
import { FILE_EXTENSIONS, TYPES, splitExtension } from './typeNames.ts';

const CONTROLS = ['group', 'repeat', 'loop', 'entity', 'attribute', 'label'];
const MEDIA = ['image', 'big-image', 'audio', 'video'];

function checkTypes(context: SurveyContext, placed: readonly Placed[]): void {
	for (const { element } of placed) {
		const { type, row, name } = element;
		if (type === 'include') fail(context, row, 'include_unsupported', 'type', { value: name });
		else if (!CONTROLS.includes(type) && !TYPES.has(type))
			fail(context, row, 'type_unknown', 'type', { value: type });
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
	for (const { element } of placed) {
		if (/^(xml|csv)-external$/.test(element.type)) {
			if (declared.has(element.name))
				fail(context, element.row, 'instance_duplicate', 'name', { value: element.name });
			declared.add(element.name);
		}
		for (const { id, from } of sourcesOf(element)) {
			if ((seen.get(id) ?? from) !== from || context.choices.has(id))
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

function checkTriggers(context: SurveyContext, placed: readonly Placed[]): void {
	const elements = new Map(placed.map(({ element }) => [element.name, element]));
	for (const { name, row } of context.triggers) {
		const element = elements.get(name);
		if (element && TYPES.has(element.type) && isComputedUnseen(element))
			fail(context, row, 'trigger_unseen', 'trigger', { value: name });
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
			if (/%(?!\((name|label)\)s|%)/.test(cell.value.replaceAll('%%', '')))
				fail(context, child.row, 'loop_text', path);
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
	for (const { element } of placed)
		if (element.select && hasReference(element.list ?? '')) {
			const name = /\$\{(?:last-saved#)?([^}]+)\}/.exec(element.list!)![1]!;
			if (!context.names.has(name))
				fail(context, element.row, 'reference_unknown', 'type', { value: name });
		}
	checkTriggers(context, placed);
	checkLabels(context, placed);
}
