/** Why a workbook was not read. Each is a problem of its own with status 422. */
export type WorkbookCode =
	| 'workbook_too_large'
	| 'workbook_broken'
	| 'workbook_bomb'
	| 'workbook_timeout'
	| 'workbook_type'
	| 'workbook_encrypted'
	| 'workbook_empty';

export interface WorkbookRefusal {
	code: WorkbookCode;
	values: Record<string, string>;
}

/** An error that says which refusal it means; every other error means `workbook_broken`. */
export function refuse(code: WorkbookCode, values: Record<string, string> = {}): Error {
	return new Error(code, { cause: { workbook: { code, values } } });
}

/** `workbook_too_large` with what there is too much of and how much there may be. */
export function tooMany(what: string, most: number): Error {
	return refuse('workbook_too_large', {
		what: `more than ${most.toLocaleString('en-GB')} ${what}`
	});
}

/** The refusal an error stands for. What nobody foresaw is a broken file. */
export function refusalOf(error: unknown): WorkbookRefusal {
	const cause = error instanceof Error ? error.cause : undefined;
	if (typeof cause === 'object' && cause !== null && 'workbook' in cause)
		return cause.workbook as WorkbookRefusal;
	return { code: 'workbook_broken', values: {} };
}

/** The refusal in plain English with the way out, for the command line. */
export function refusalText({ code, values }: WorkbookRefusal): string {
	switch (code) {
		case 'workbook_too_large':
			return `The file has too much in it: ${values.what}. Keep only the sheets of the questionnaire, delete unused rows and columns, and save it again.`;
		case 'workbook_bomb':
			return 'The file unpacks to far more than its size, which a questionnaire never does. Copy its sheets into a new workbook and save that as .xlsx.';
		case 'workbook_timeout':
			return 'The file took too long to read. Copy its sheets into a new workbook and save that as .xlsx.';
		case 'workbook_type':
			return `${values.type ? `A file of the kind ${values.type} is not read here` : 'This is neither a workbook nor a table as text'}. Save the questionnaire as .xlsx and upload that.`;
		case 'workbook_empty':
			return 'The workbook has no sheet with content.';
		case 'workbook_encrypted':
			return 'The workbook is protected with a password. Remove the protection and save it again.';
		default:
			return 'The file is damaged and could not be read. Open it in a spreadsheet program and save it again as .xlsx.';
	}
}
