/** A form that came back because something in it is wrong, as Superforms gives it. */
export interface SentForm {
	id: string;
	message?: string;
	data: Record<string, unknown>;
	errors: Record<string, string[] | undefined>;
}

/** What was typed into a field of a form that came back; '' where it is another form. */
export function typed(form: SentForm | undefined, name: string): string {
	const value = form?.data[name];
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
