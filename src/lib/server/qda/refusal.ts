import { Problem } from '../problem.ts';

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

/** The refusal as a Problem (422); `detail.reason` is the code, for which pages have words. */
export function qdaProblem({ code, values }: QdaRefusal): Problem {
	return new Problem('qda_unreadable', {
		...values,
		refusal: code,
		reason: refusalText({ code, values })
	});
}

/** The refusal in plain English with the way out. */
export function refusalText({ code, values }: QdaRefusal): string {
	switch (code) {
		case 'empty':
			return 'the file is empty.';
		case 'type':
			return 'it is neither a REFI-QDA project (.qdpx) nor a codebook (.qdc). Export one of the two from your program.';
		case 'too_large':
			return `it is larger than ${values.most}. Export it without recordings and pictures.`;
		case 'too_many':
			return `it holds more than ${values.what}. Export a part of the project.`;
		case 'bomb':
			return 'it unpacks to far more than its size, which a project never does.';
		case 'encrypted':
			return 'it is protected with a password. Export it without one.';
		case 'no_project':
			return 'there is no project description (.qde) in the package.';
		case 'two_projects':
			return 'there is more than one project description (.qde) in the package.';
		case 'xml':
			return 'its XML is not well formed, or names a document type or entities of its own. Export it again.';
		case 'time':
			return 'it took too long to read. Export a part of the project.';
		default:
			return 'it is damaged. Export it again.';
	}
}
