/**
 * Every expected failure, by code. The words people read are messages `problem_<code>`; on
 * the API it is an RFC 9457 problem document. Anything else that is thrown is a 500.
 */
export const PROBLEMS = {
	not_found: 404,
	sign_in_required: 401,
	other_account: 409,
	invalid: 422,
	wrong_state: 409,
	round_closed: 409,
	response_under_review: 409,
	delegation_inactive: 409,
	already_exists: 409,
	link_expired: 410,
	too_many_attempts: 429,
	too_large: 413,
	type_not_allowed: 415,
	not_json: 415,
	file_broken: 422,
	file_encrypted: 422,
	workbook_type: 422,
	workbook_broken: 422,
	workbook_encrypted: 422,
	workbook_too_large: 422,
	workbook_bomb: 422,
	workbook_timeout: 422,
	workbook_empty: 422,
	draft_changed: 409,
	changed_meanwhile: 409,
	definition_broken: 422,
	version_taken: 409,
	questionnaire_empty: 422,
	area_in_review: 409,
	same_version: 409,
	upload_file_missing: 422,
	submission_incomplete: 422,
	proposals_open: 409,
	paper_foreign: 422,
	paper_altered: 422,
	paper_question_altered: 422,
	paper_unreadable: 422,
	paper_outdated: 409,
	member_proposes: 409,
	answer_changed: 409,
	conflict_settled: 409,
	proposal_unusable: 422,
	nothing_chosen: 422,
	query_open: 409,
	reason_required: 422,
	last_coordinator: 409,
	notes_refused: 409,
	recording_not_allowed: 409,
	key_missing: 409,
	check_over: 409,
	form_changed: 409,
	form_empty: 422,
	consent_changed: 409,
	consent_older: 409,
	consent_incomplete: 422,
	words_changed: 409,
	pseudonym_wrong: 422,
	transcript_unreadable: 422,
	speakers_unmatched: 422,
	qda_unreadable: 422,
	qda_locked: 409,
	span_outside: 409,
	code_in_use: 409,
	not_citable: 409,
	edition_not_ready: 409,
	edition_changed: 409,
	same_person: 409,
	edition_rebuilding: 503,
	no_browser: 503,
	text_changed: 409,
	words_missing: 422,
	units_taken: 409,
	differences_open: 409,
	too_busy: 503
} as const;

export type ProblemCode = keyof typeof PROBLEMS;
export type ProblemDetail = Record<string, string | number | boolean | readonly unknown[]>;

/** Thrown by domain functions; `detail` holds what the message needs, never an answer's words. */
export class Problem extends Error {
	readonly code: ProblemCode;
	readonly status: number;
	readonly detail: ProblemDetail;

	constructor(code: ProblemCode, detail: ProblemDetail = {}) {
		super(code);
		this.name = 'Problem';
		this.code = code;
		this.status = PROBLEMS[code];
		this.detail = detail;
	}
}

/** Rule R14: what may not be seen and what does not exist read the same. */
export function notFound(): Problem {
	return new Problem('not_found');
}

/**
 * Takes whatever was thrown; gives the Problem it means, or undefined where it is a fault of ours.
 * SQLSTATEs MF002 and MF003 are raised by the triggers of migrations/20261123-10, MF004 by
 * that of migrations/20261128-21.
 */
export function problemOf(thrown: unknown): Problem | undefined {
	if (thrown instanceof Problem) return thrown;
	const code = (thrown as { code?: unknown } | null)?.code;
	if (code === '22P02' || code === '22021') return notFound();
	if (code === '23505') return new Problem('already_exists');
	if (code === '42501') return notFound();
	if (code === 'MF002') return new Problem('wrong_state');
	if (code === 'MF003') return new Problem('response_under_review');
	if (code === 'MF004') return new Problem('notes_refused');
	return undefined;
}
