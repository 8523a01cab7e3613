/** Why a change to a questionnaire is not made. */
export type EditRefusal =
	| 'name_illegal'
	| 'name_taken'
	| 'not_there'
	| 'list_in_use'
	| 'default_language'
	| 'language_illegal'
	| 'language_taken'
	| 'last_area';

export interface EditError extends Error {
	name: 'EditError';
	code: EditRefusal;
	/** What it is about: the name that is taken, the list in use. */
	about: string;
}

/** An error to throw for a change that would leave a questionnaire nobody can read. */
export function editError(code: EditRefusal, about = ''): EditError {
	return Object.assign(new Error(`${code}: ${about}`), {
		name: 'EditError' as const,
		code,
		about
	});
}

/** Whether something caught is a change that was refused. */
export function isEditError(thrown: unknown): thrown is EditError {
	return thrown instanceof Error && thrown.name === 'EditError';
}
