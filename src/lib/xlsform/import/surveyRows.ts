/** The rows of the survey sheet, one after the other, into the tree of the form. */
import { beginControl, endControl } from './controlRows.ts';
import { isDynamicDefault } from './dynamicDefault.ts';
import { readSaveTo } from './saveTo.ts';
import { findReferences, isName } from './names.ts';
import {
	type Parameters,
	checkAuditParameters,
	checkParameters,
	readParameters
} from './parameterRules.ts';
import { checkRange } from './rangeRules.ts';
import { type Row, hasColumn, valueAt, withCell, withOnly } from './rows.ts';
import { addSelect } from './selectRows.ts';
import { readYesNo } from './settingsSheet.ts';
import { SETTINGS_ALIASES } from './headerNames.ts';
import { type SurveyContext, fail, innermost, warn } from './surveyContext.ts';
import type { Element } from './tree.ts';
import { TYPE_ALIASES, readBegin, readEnd, readOsm, readSelectType } from './typeNames.ts';

const EXTERNAL_TYPES = ['xml-external', 'csv-external'];
const GEO_TYPES = ['geopoint', 'geotrace', 'geoshape'];

function readTrigger(context: SurveyContext, row: Row): void {
	const cell = valueAt(row, 'trigger');
	const parts = cell.split(',').map((part) => findReferences(part));
	if (!cell.includes('${') || parts.some((found) => found === null || found.length > 1))
		return fail(context, row, 'trigger_syntax', 'trigger');
	for (const found of parts)
		for (const { name } of found ?? []) context.triggers.push({ name, row });
}

function readName(context: SurveyContext, row: Row, type: string): Row {
	let named = row;
	if (!hasColumn(row, 'name')) {
		if (type !== 'note') {
			fail(context, row, 'name_missing', null);
			return row;
		}
		named = withCell(row, 'name', `generated_note_name_${row.number}`);
	}
	const name = valueAt(named, 'name');
	if (!isName(name)) fail(context, row, 'name_illegal', 'name', { value: name });
	context.names.set(name, (context.names.get(name) ?? 0) + 1);
	const { names, namesInLowerCase } = innermost(context);
	if (name === 'meta') fail(context, row, 'name_meta', 'name');
	else if (names.has(name)) fail(context, row, 'name_duplicate', 'name', { value: name });
	else if (namesInLowerCase.has(name.toLowerCase()))
		warn(context, row, 'name_case', 'name', { value: name });
	names.add(name);
	namesInLowerCase.add(name.toLowerCase());
	return named;
}

function addAudit(context: SurveyContext, row: Row, parameters: Parameters): void {
	const name = valueAt(row, 'name');
	if (name !== '' && name !== 'audit') fail(context, row, 'audit_name', 'name');
	for (const { code, values } of checkAuditParameters(parameters))
		fail(context, row, code, 'parameters', values);
	if (context.meta.length > 0) fail(context, row, 'name_duplicate', 'name', { value: 'audit' });
	context.meta.push({
		name: 'audit',
		type: 'audit',
		row: withCell(row, 'name', 'audit'),
		parameters
	});
}

function checkQuestion(context: SurveyContext, element: Element): void {
	const { row, type, parameters = {} } = element;
	const appearance = valueAt(row, 'control::appearance');
	if (type === 'range') {
		const names = [...context.choices].map(([list, rows]): [string, string[]] => [
			list,
			rows.map((choice) => valueAt(choice, 'name'))
		]);
		for (const { code, values } of checkRange(parameters, appearance, new Map(names)))
			fail(context, row, code, 'parameters', values);
	}
	for (const { code, values } of checkParameters(type, parameters, appearance))
		fail(context, row, code, 'parameters', values);
	const geometry = parameters['reference-geometry'];
	if (GEO_TYPES.includes(type) && geometry !== undefined)
		context.geometries.push({ name: geometry, row });
	if (type === 'background-geopoint') {
		if (!hasColumn(row, 'trigger')) fail(context, row, 'trigger_missing', null);
		if (hasColumn(row, 'bind::calculate'))
			fail(context, row, 'calculation_not_allowed', 'bind::calculate');
	}
}

function addQuestion(context: SurveyContext, element: Element): void {
	const { row, type, name } = element;
	context.questionNames.add(name);
	if (EXTERNAL_TYPES.includes(type)) {
		if (innermost(context).kind === 'repeat') fail(context, row, 'external_in_repeat', 'type');
		context.instances.add(name);
	}
	const select = readSelectType(type);
	if (select) return addSelect(context, element, select);
	const tags = readOsm(type);
	if (tags !== null) {
		if (context.osmLists.size > 0 && !context.osmLists.has(tags))
			fail(context, row, 'list_unknown', 'type', { value: tags, sheet: 'osm' });
		innermost(context).children.push({ ...element, type: 'osm' });
	} else {
		checkQuestion(context, element);
		innermost(context).children.push(element);
	}
}

/** Reads one row into the tree; what is wrong with it goes to the problems. */
export function readSurveyRow(context: SurveyContext, given: Row): void {
	let row = given;
	if (row.cells.has('disabled')) {
		warn(context, row, 'disabled_column', 'disabled');
		const isDisabled = readYesNo(valueAt(row, 'disabled'));
		row = withOnly(row, (path) => path !== 'disabled');
		if (isDisabled) return;
	}
	if (row.cells.size === 0) return;
	const typed = valueAt(row, 'type');
	if (typed === '') {
		if (hasColumn(row, 'name') || hasColumn(row, 'label')) fail(context, row, 'type_missing', null);
		else warn(context, row, 'row_skipped', null);
		return;
	}
	const type = Object.hasOwn(TYPE_ALIASES, typed) ? TYPE_ALIASES[typed]! : typed;
	if (hasColumn(row, 'trigger')) readTrigger(context, row);
	const isDynamic = isDynamicDefault(valueAt(row, 'default'), type);
	const parameters = readParameters(valueAt(row, 'parameters'));
	if (!parameters) fail(context, row, 'parameter_syntax', 'parameters');
	if (type === 'audit') return addAudit(context, row, parameters ?? {});
	if (type === 'calculate' && valueAt(row, 'bind::calculate') === '' && !isDynamic)
		fail(context, row, 'calculation_missing', 'bind::calculate');
	if (type === 'subscriberid' || type === 'simserial')
		warn(context, row, 'metadata_deprecated', 'type', { value: type });
	const setting = Object.hasOwn(SETTINGS_ALIASES, type) ? SETTINGS_ALIASES[type]?.[0] : undefined;
	if (setting) {
		context.rowSettings.set(setting, valueAt(row, 'name'));
		return;
	}
	const end = readEnd(type);
	if (end) {
		readSaveTo(context, row, true);
		return endControl(context, row, end);
	}
	row = readName(context, row, type);
	const begin = readBegin(type);
	readSaveTo(context, row, begin !== null);
	const element: Element = { name: valueAt(row, 'name'), type, row, isDynamic };
	if (parameters) element.parameters = parameters;
	if (begin) beginControl(context, element, begin);
	else addQuestion(context, element);
}
