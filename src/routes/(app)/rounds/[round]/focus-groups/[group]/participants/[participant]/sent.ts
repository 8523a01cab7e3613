/** A form of the page that came back, with what was wrong. */
export interface Sent {
	id: string;
	message?: string;
	data: Record<string, unknown>;
	errors: Record<string, string[] | undefined>;
}

/** What the page shows this once: a link, or who somebody is. */
export interface Given {
	card?: {
		pseudonym: string;
		language: string;
		link: string;
		expiresAt: Date;
		picture: { size: number; path: string };
	};
	identity?: { name: string; organisation: string; contact: string };
}
