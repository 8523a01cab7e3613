/** A form of the page that came back, with what was wrong. */
export interface Sent {
	id: string;
	message?: string;
	data: Record<string, unknown>;
	errors: Record<string, string[] | undefined>;
}
