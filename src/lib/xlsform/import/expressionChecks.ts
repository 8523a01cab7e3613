import type { Definition } from '../definition.ts';
import { findCycles } from '../cycles.ts';
import { isExpressionError } from '../expression/expressionError.ts';
import { parseExpression } from '../expression/parser.ts';
import { isDynamicDefault } from './dynamicDefault.ts';
import { type Problems, sheetProblem } from './problemCodes.ts';
import { readYesNo } from './settingsSheet.ts';
import type { Row } from './rows.ts';
import type { SurveyContext } from './surveyContext.ts';
import { walk, type Element } from './tree.ts';

const EXPRESSIONS = [
	'bind::relevant',
	'bind::required',
	'bind::readonly',
	'bind::constraint',
	'bind::calculate',
	'control::jr:count',
	'choice_filter',
	'default'
];

/** Why an expression cannot be read; null when it can. */
function unreadable(text: string): string | null {
	try {
		parseExpression(text);
		return null;
	} catch (thrown) {
		if (isExpressionError(thrown)) return thrown.message;
		throw thrown;
	}
}

function checkRow(row: Row, type: string, sheet: string, problems: Problems): void {
	for (const path of EXPRESSIONS) {
		const cell = row.cells.get(path);
		if (!cell || readYesNo(cell.value) !== null) continue;
		if (path === 'default' && !isDynamicDefault(cell.value, type)) continue;
		const reason = unreadable(cell.value);
		if (reason !== null)
			problems.warnings.push(
				sheetProblem(
					'expression_unreadable',
					{ sheet, row: row.number, column: cell.header },
					{ reason }
				)
			);
	}
}

/**
 * Warns of expressions our parser cannot read. The reference converter does not look into them,
 * so the form is accepted; publishing asks checkDefinition, which does refuse them.
 */
export function checkExpressions(
	{ sheet, problems, settings }: SurveyContext,
	elements: readonly Element[]
): void {
	for (const { element } of walk(elements))
		if (element.row.number > 1) checkRow(element.row, element.type, sheet, problems);
	const name = settings.row?.cells.get('instance_name');
	const reason = name ? unreadable(name.value) : null;
	if (name && reason !== null)
		problems.warnings.push(
			sheetProblem(
				'expression_unreadable',
				{ sheet: settings.sheet, row: 2, column: name.header },
				{ reason }
			)
		);
}

/**
 * Warns of questions that depend on each other in a circle, at the row of the first. The
 * converter lets them pass, so the form is accepted; checkDefinition keeps it from publishing.
 */
export function checkCycles(
	{ sheet, problems }: SurveyContext,
	elements: readonly Element[],
	definition: Definition
): void {
	const rows = new Map(walk(elements).map(({ element }) => [element.name, element.row.number]));
	for (const cycle of findCycles(definition))
		problems.warnings.push(
			sheetProblem(
				'cycle',
				{ sheet, row: rows.get(cycle[0] ?? '') ?? null },
				{ names: cycle.join(' → ') }
			)
		);
}
