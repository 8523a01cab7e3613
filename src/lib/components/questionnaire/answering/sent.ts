/** What was sent by a form beside a question and not taken. */
export interface Reply {
	query: string;
	body: string;
	errors: string[];
}

/** A text made of two that was not taken. */
export interface Settling {
	question: string;
	revision: number;
	text: string;
	errors: string[];
}
