/** A form of the review page as the server gives it back when it was refused. */
export interface SentForm {
	id: string;
	data: Record<string, unknown>;
	errors: Record<string, string[] | undefined>;
	message?: string;
}
