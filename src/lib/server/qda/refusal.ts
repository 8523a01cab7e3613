/** Why a file was not read as REFI-QDA. */
export type QdaRefusalCode =
	| 'empty'
	| 'type'
	| 'too_large'
	| 'too_many'
	| 'bomb'
	| 'encrypted'
	| 'no_project'
	| 'two_projects'
	| 'xml'
	| 'broken'
	| 'time';

export interface QdaRefusal {
	code: QdaRefusalCode;
	values: Record<string, string>;
}

/** An error that says which refusal it means; every other error means `broken`. */
export function refuseQda(code: QdaRefusalCode, values: Record<string, string> = {}): Error {
	return new Error(code, { cause: { qda: { code, values } } });
}

/** `too_many` with what there is too much of and how much there may be. */
export function tooMuch(what: string, most: number): Error {
	return refuseQda('too_many', { what: `${most.toLocaleString('en-GB')} ${what}` });
}

/** The refusal an error stands for. What nobody foresaw is a broken file. */
export function qdaRefusalOf(error: unknown): QdaRefusal {
	const cause = error instanceof Error ? error.cause : undefined;
	if (typeof cause === 'object' && cause !== null && 'qda' in cause) return cause.qda as QdaRefusal;
	if (typeof cause === 'object' && cause !== null && 'workbook' in cause)
		return ofPackage(cause.workbook as { code: string; values: Record<string, string> });
	return { code: 'broken', values: {} };
}

/** What opening the package found, which is the same for every kind of package. */
function ofPackage({ code, values }: { code: string; values: Record<string, string> }): QdaRefusal {
	if (code === 'workbook_bomb') return { code: 'bomb', values: {} };
	if (code === 'workbook_encrypted') return { code: 'encrypted', values: {} };
	if (code === 'workbook_too_large')
		return { code: 'too_many', values: { what: (values.what ?? '').replace(/^more than /, '') } };
	return { code: 'broken', values: {} };
}
