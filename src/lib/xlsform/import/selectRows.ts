/** Questions with choices: where the choices come from, and what is added beside the question. */
import { hasReference } from './names.ts';
import { checkSelectParameters } from './parameterRules.ts';
import { type Row, hasColumn, valueAt, withCell, withOnly } from './rows.ts';
import { type SurveyContext, fail, innermost, warn } from './surveyContext.ts';
import type { Element } from './tree.ts';
import { FILE_EXTENSIONS, type SelectType, splitExtension } from './typeNames.ts';

const APPEARANCE = 'control::appearance';

function checkExternal(context: SurveyContext, row: Row, { list }: SelectType): void {
	if (!hasColumn(row, 'choice_filter')) {
		// Without a filter the converter looks for the list on the choices sheet.
		if (context.choices.has(list)) warn(context, row, 'external_unfiltered', 'type');
		else fail(context, row, 'external_unfiltered', 'type');
	}
	if (context.externalChoices.size === 0) fail(context, row, 'external_choices_missing', 'type');
	else if (!context.externalChoices.has(list))
		fail(context, row, 'list_unknown', 'type', { value: list, sheet: 'external_choices' });
}

function checkInternal(context: SurveyContext, row: Row, { list, type }: SelectType): void {
	if (context.choices.size === 0) return fail(context, row, 'choices_missing', 'type');
	const rows = context.choices.get(list);
	if (!rows)
		return fail(context, row, 'list_unknown', 'type', {
			value: list,
			sheet: context.choicesSheet
		});
	if (type === 'select all that apply')
		for (const choice of rows)
			if (valueAt(choice, 'name').includes(' '))
				fail(context, row, 'choice_blank', 'type', { list, value: valueAt(choice, 'name') });
	context.instances.add(splitExtension(list).stem);
}

function checkSource(context: SurveyContext, row: Row, select: SelectType): void {
	const { type, list, isFile } = select;
	if (type === 'select one external') checkExternal(context, row, select);
	else if (!isFile && !hasReference(list)) checkInternal(context, row, select);
	if (select.isOther) {
		if (valueAt(row, 'choice_filter') !== '')
			fail(context, row, 'or_other_filter', 'choice_filter');
		if (!context.choices.has(list)) fail(context, row, 'or_other_choices', 'type', { value: list });
		else if (!context.othersOf.has(list)) checkOtherLabels(context, row, list);
		context.othersOf.add(list);
	}
	if (isFile) {
		const { stem, extension } = splitExtension(list);
		if (!FILE_EXTENSIONS.includes(extension) || stem.slice(1).includes('.'))
			fail(context, row, 'file_extension', 'type', { value: list });
		context.instances.add(stem);
	}
}

/** The label of “other” is made for the languages of the others, so they all need one. */
function checkOtherLabels(context: SurveyContext, row: Row, list: string): void {
	const choices = context.choices.get(list) ?? [];
	if (choices.some((choice) => valueAt(choice, 'name') === 'other')) return;
	const isTranslated = choices.some((choice) =>
		[...choice.cells.keys()].some((path) => path.startsWith('label::'))
	);
	if (isTranslated && choices.some((choice) => !hasColumn(choice, 'label')))
		fail(context, row, 'unconvertible', 'type', {
			value: list,
			reason: 'with translated labels, or_other needs every choice of the list to have one.'
		});
}

/** The heading of a table-list, and the appearance its questions get. */
function inTableList(context: SurveyContext, element: Element, select: SelectType): Element {
	if (context.tableList === null) return element;
	const { row } = element;
	if (context.tableList === true) {
		context.tableList = select.list;
		if (!context.choices.has(select.list))
			fail(context, row, 'list_unknown', 'type', {
				value: select.list,
				sheet: context.choicesSheet
			});
		if (hasColumn(row, 'choice_filter')) fail(context, row, 'table_list_filter', 'choice_filter');
		innermost(context).children.push({
			name: `reserved_name_for_field_list_labels_${row.number}`,
			type: select.type,
			row: withCell(
				withOnly(row, () => false),
				APPEARANCE,
				'label'
			),
			isAdded: true,
			list: select.list,
			select: { ...select, isOther: false }
		});
	} else if (context.tableList !== select.list)
		fail(context, row, 'table_list_mixed', 'type', {
			other: context.tableList,
			value: select.list
		});
	return { ...element, row: withCell(row, APPEARANCE, 'list-nolabel') };
}

function otherText(element: Element): Element {
	const row = withOnly(element.row, () => false);
	const relevant = `selected(../${element.name}, 'other')`;
	return {
		name: `${element.name}_other`,
		type: 'text',
		isAdded: true,
		row: withCell(withCell(row, 'label', 'Specify other.'), 'bind::relevant', relevant)
	};
}

/** Puts a question with choices into the tree. */
export function addSelect(context: SurveyContext, given: Element, select: SelectType): void {
	const { row, parameters = {} } = given;
	checkSource(context, row, select);
	for (const { code, values } of checkSelectParameters(parameters, select.isFile))
		fail(context, row, code, 'parameters', values);
	const element = inTableList(
		context,
		{ ...given, type: select.type, list: select.list, select },
		select
	);
	innermost(context).children.push(element);
	if (select.isOther) innermost(context).children.push(otherText(element));
}
