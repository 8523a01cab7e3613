/** Rows that begin or end a group, repeat or loop. */
import { onlyReference } from './names.ts';
import { type Row, hasColumn, valueAt, withCell, withOnly } from './rows.ts';
import { readYesNo } from './settingsSheet.ts';
import { type SurveyContext, fail, innermost, newOpen, warn } from './surveyContext.ts';
import type { Element } from './tree.ts';

type Kind = 'group' | 'repeat' | 'loop';

/** Deeper than any questionnaire; what walks the tree may rely on it. */
const MOST_NESTED = 60;

const isLabelOrHint = (path: string): boolean => /^(label|hint)(::|$)/.test(path);

/** The number of entries needs a node of its own unless it is the answer of one question. */
function withCount(context: SurveyContext, element: Element): Element {
	const count = valueAt(element.row, 'control::jr:count');
	if (count === '' || onlyReference(count) !== null) return element;
	const name = `${element.name}_count`;
	const row = withOnly(element.row, () => false);
	innermost(context).children.push({
		name,
		type: 'calculate',
		row: withCell(withCell(row, 'bind::calculate', count), 'bind::readonly', 'true()'),
		isAdded: true
	});
	return { ...element, row: withCell(element.row, 'control::jr:count', `\${${name}}`) };
}

/** A table-list shows its label in a note of its own, and stands on one page. */
function withTableList(context: SurveyContext, element: Element): Element {
	const words = valueAt(element.row, 'control::appearance').split(/\s+/);
	if (!words.includes('table-list')) return element;
	context.tableList = true;
	const appearance = ['field-list', ...words.filter((word) => word !== 'table-list')].join(' ');
	const row = withCell(element.row, 'control::appearance', appearance);
	if (!hasColumn(row, 'label') && !hasColumn(row, 'hint')) return { ...element, row };
	const note: Element = {
		name: `generated_table_list_label_${row.number}`,
		type: 'note',
		row: withOnly(row, isLabelOrHint),
		isAdded: true
	};
	return { ...element, row: withOnly(row, (path) => !isLabelOrHint(path)), children: [note] };
}

/** A group, repeat or loop begins: what follows stands in it until it ends. */
export function beginControl(
	context: SurveyContext,
	given: Element,
	{ kind, list }: { kind: Kind; list: string }
): void {
	const { row, name } = given;
	if (kind === 'repeat') {
		if (name === context.root) fail(context, row, 'name_root', 'name', { value: name });
		else if (context.repeatNames.has(name))
			fail(context, row, 'name_repeat', 'name', { value: name });
		context.repeatNames.add(name);
		if (!hasColumn(row, 'label') && !hasColumn(row, 'media'))
			warn(context, row, 'repeat_label_missing', null, { value: name });
	}
	const required = valueAt(row, 'bind::required');
	if (required !== '' && readYesNo(required) !== false)
		warn(context, row, 'required_group', 'bind::required');
	if (kind === 'loop') {
		if (list === '') fail(context, row, 'loop_list_missing', 'type');
		else if (!context.choices.has(list))
			fail(context, row, 'list_unknown', 'type', { value: list, sheet: 'choices' });
	}
	if (context.stack.length > MOST_NESTED) {
		if (context.stack.length === MOST_NESTED + 1)
			fail(context, row, 'nested_too_deep', 'type', { most: String(MOST_NESTED) });
		context.stack.push({ ...innermost(context), kind, name, row: row.number });
		return;
	}
	const counted = withCount(context, given);
	const element = withTableList(context, { ...counted, type: kind, children: [] });
	if (kind === 'loop') element.list = list;
	innermost(context).children.push(element);
	const open = newOpen(kind, name, row.number);
	open.children = element.children!;
	context.stack.push(open);
}

/** A group, repeat or loop ends; one that was never begun is reported. */
export function endControl(context: SurveyContext, row: Row, kind: Kind): void {
	context.tableList = null;
	if (context.stack.length > 1 && innermost(context).kind === kind) {
		context.stack.pop();
		return;
	}
	fail(context, row, 'end_unmatched', 'type', { type: kind });
	// Likely an end of what is inside was forgotten: go on where this one would lead.
	const from = context.stack.findLastIndex((open) => open.kind === kind);
	if (from > 0) context.stack.length = from;
}
