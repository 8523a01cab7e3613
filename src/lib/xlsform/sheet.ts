/**
 * A workbook as its reader hands it over: text only, so that everything behind it is pure.
 */

/**
 * One sheet. `rows[0]` is row 1 of the workbook: empty rows stay, so that messages can name a
 * row. A cell without content is ''. A whole number reads `1`, not `1.0`; yes and no read TRUE
 * and FALSE; a date reads 2026-11-23, with a time 2026-11-23T08:00:00, a time alone 08:00:00.
 */
export interface Sheet {
	name: string;
	rows: readonly (readonly string[])[];
}

/** Something to mend (or, as a warning, to look at) in a workbook. */
export interface SheetProblem {
	/** Name of the sheet as it stands in the workbook; '' for the workbook as a whole. */
	sheet: string;
	/** From 1, the header being row 1; null where it is about no single row. */
	row: number | null;
	/** Header as it stands in the sheet; null where it is about no single column. */
	column: string | null;
	/** Closed set, see problemCodes.ts; pages word it with `values`. */
	code: string;
	values: Readonly<Record<string, string>>;
	/** Plain English with the way out, for the command line. */
	message: string;
}
