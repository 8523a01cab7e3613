/**
 * What the reference converter has no message for but cannot convert: it stops somewhere in the
 * middle. Such a workbook is refused here too, with the reason.
 */
import { REFERENCE, hasReference } from './names.ts';
import { sheetProblem } from './problemCodes.ts';
import { type Row, hasColumn, valueAt } from './rows.ts';
import { type SurveyContext, fail } from './surveyContext.ts';
import type { Element, Placed } from './tree.ts';

function stop(context: SurveyContext, row: Row, path: string, reason: string): void {
	const cell = row.cells.get(path);
	fail(context, row, 'unconvertible', path, { value: cell?.header ?? path, reason });
}

/** Columns that hold nothing themselves, only together with a name: `bind::relevant`. */
const WITH_NAMES = ['bind', 'control', 'instance'];

// Attributes the converter gives itself, or takes for the name of the element.
const TAKEN = ['bind::tag', 'bind::nodeset'];
const TAKEN_OF_GROUPS = ['instance::tag', 'control::tag'];

function checkColumns(context: SurveyContext, { row, children }: Element): void {
	for (const path of children ? [...TAKEN, ...TAKEN_OF_GROUPS] : TAKEN)
		if (row.cells.has(path)) stop(context, row, path, 'this attribute is taken. Empty the cell.');
	const last = new Map([...row.cells].map(([path, cell]) => [cell.path[0] ?? '', path]));
	for (const name of WITH_NAMES)
		if (last.get(name) === name)
			stop(context, row, name, `write what it is about behind two colons, as in ${name}::name.`);
}

// Only every other indexed-repeat() of an expression has its arguments looked at, line by line.
const INDEXED_REPEAT = /indexed-repeat\([^)]+\)/g;
const ON_ONE_LINE = /\b[^()]+\([^\n]*\)$/;

function isBroken(text: string): boolean {
	const calls = [...text.matchAll(INDEXED_REPEAT)].map(([call]) => call);
	return calls.some(
		(call, index) => index % 2 === 0 && REFERENCE.test(call) && !ON_ONE_LINE.test(call)
	);
}

const WITH_EXPRESSIONS = /^(bind|control|instance|default|choice_filter|label|hint)(::|$)/;

function checkExpressionLines(context: SurveyContext, { row }: Element): void {
	for (const [path, { value }] of row.cells)
		if (WITH_EXPRESSIONS.test(path) && value.includes('\n') && isBroken(value))
			stop(context, row, path, 'write indexed-repeat( … ) on one line.');
}

/** The choices beside a search() are written with their labels, which they must then have. */
function checkSearched(context: SurveyContext, { row, list = '' }: Element): void {
	if (!/search\(.*?\)/.test(valueAt(row, 'control::appearance')) || !hasColumn(row, 'label'))
		return;
	const choices = context.choices.get(list) ?? [];
	const isKeptApart = choices.some((choice) =>
		[...choice.cells].some(
			([path, { value }]) =>
				/^(label::|media)/.test(path) || (path === 'label' && hasReference(value))
		)
	);
	if (!isKeptApart && choices.some((choice) => !hasColumn(choice, 'label')))
		stop(context, row, 'control::appearance', `every choice of “${list}” needs a label.`);
}

function checkChoiceColumns(context: SurveyContext, searched: ReadonlySet<string>): void {
	const { choices, choicesSheet: sheet, problems } = context;
	for (const [list, rows] of choices)
		for (const { number, cells } of rows)
			for (const { path, header } of cells.values()) {
				const [first = ''] = path;
				if (['label', 'sms_option'].includes(first) || first.includes(' ')) continue;
				const isWhole = path.length === 1;
				if (first === 'media' ? !isWhole : isWhole || searched.has(list)) continue;
				const reason =
					first === 'media'
						? 'say which kind of media, as in media::image.'
						: 'a column of choices other than label and media has no parts behind colons.';
				problems.errors.push(
					sheetProblem(
						'unconvertible',
						{ sheet, row: number, column: header },
						{ value: header, reason }
					)
				);
			}
}

/** Reports what would stop the converter without a message of its own. */
export function checkBreakages(context: SurveyContext, placed: readonly Placed[]): void {
	const searched = new Set<string>();
	for (const { element } of placed) {
		if (/search\(.*?\)/.test(valueAt(element.row, 'control::appearance')) && element.list)
			searched.add(element.list);
		if (element.isAdded) continue;
		checkColumns(context, element);
		checkExpressionLines(context, element);
		checkSearched(context, element);
	}
	checkChoiceColumns(context, searched);
}
