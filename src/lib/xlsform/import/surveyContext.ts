import type { Lists } from './choicesSheet.ts';
import type { Entities } from './entitiesSheet.ts';
import type { EntityReference } from './entityPlaces.ts';
import { type ProblemCode, type Problems, sheetProblem } from './problemCodes.ts';
import { type Row, headerOf } from './rows.ts';
import type { Settings } from './settingsSheet.ts';
import type { Element } from './tree.ts';

/** A group, repeat or loop that is open while the rows are read; the first is the form itself. */
export interface Open {
	kind: 'group' | 'repeat' | 'loop' | null;
	name: string;
	row: number | null;
	children: Element[];
	names: Set<string>;
	namesInLowerCase: Set<string>;
}

/** A reference to check once every row is read. */
export interface Waiting {
	name: string;
	row: Row;
}

/** What the rows of the survey sheet are read with, and what is gathered from them. */
export interface SurveyContext {
	sheet: string;
	/** Name of the form's own element. */
	root: string;
	settings: Settings;
	choices: Lists;
	choicesSheet: string;
	externalChoices: Lists;
	osmLists: Lists;
	/** Lists that get a choice “other”, by name. */
	othersOf: Set<string>;
	problems: Problems;
	stack: Open[];
	/** What the first question of a table-list decided: its list; true before it. */
	tableList: string | true | null;
	meta: Element[];
	/** How often a name stands in the name column. */
	names: Map<string, number>;
	questionNames: Set<string>;
	repeatNames: Set<string>;
	triggers: Waiting[];
	geometries: Waiting[];
	/** Names of the files and lists that become sources of choices. */
	instances: Set<string>;
	/** Settings given as rows of the survey: title, id_string, prefix. */
	rowSettings: Map<string, string>;
	entities: Entities;
	entityReferences: EntityReference[];
}

/** Reports an error at a row; `path` is the column it is about. */
export function fail(
	context: SurveyContext,
	row: Row,
	code: ProblemCode,
	path: string | null,
	values: Record<string, string> = {}
): void {
	context.problems.errors.push(
		sheetProblem(
			code,
			{ sheet: context.sheet, row: row.number, column: path === null ? null : headerOf(row, path) },
			values
		)
	);
}

/** Reports a warning at a row. */
export function warn(
	context: SurveyContext,
	row: Row,
	code: ProblemCode,
	path: string | null,
	values: Record<string, string> = {}
): void {
	context.problems.warnings.push(
		sheetProblem(
			code,
			{ sheet: context.sheet, row: row.number, column: path === null ? null : headerOf(row, path) },
			values
		)
	);
}

/** The innermost open group, repeat or loop, or the form itself. */
export function innermost(context: SurveyContext): Open {
	return context.stack.at(-1)!;
}

export function newOpen(kind: Open['kind'], name: string, row: number | null): Open {
	return { kind, name, row, children: [], names: new Set(), namesInLowerCase: new Set() };
}
