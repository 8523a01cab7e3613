/** What a workbook may hold and cost. Far above what a questionnaire needs, far below harm. */
export interface WorkbookLimits {
	/** The file as it arrives, in bytes. */
	bytes: number;
	/** Files inside the package. */
	entries: number;
	/** One file of the package, unpacked, in bytes. */
	entryBytes: number;
	/** All files of the package, unpacked, in bytes. */
	totalBytes: number;
	/** How many times larger than packed a file of the package above 1 MB may be. */
	ratio: number;
	sheets: number;
	/** Rows of one sheet, up to the last one with content. */
	rows: number;
	/** Columns of one sheet, up to the last one with content. */
	columns: number;
	/** Cells of all sheets together, the empty ones before the last of a row included. */
	cells: number;
	/** Text of all cells together, in UTF-16 units. */
	characters: number;
	/** How long reading may take, in milliseconds. */
	timeoutMs: number;
	/** How much the process may grow meanwhile, in bytes. */
	growthBytes: number;
}

const MB = 1024 ** 2;

export const WORKBOOK_LIMITS: Readonly<WorkbookLimits> = {
	bytes: 10 * MB,
	entries: 2000,
	entryBytes: 64 * MB,
	totalBytes: 128 * MB,
	ratio: 200,
	sheets: 256,
	rows: 100_000,
	columns: 2000,
	cells: 2_000_000,
	characters: 20_000_000,
	timeoutMs: 15_000,
	growthBytes: 768 * MB
};
