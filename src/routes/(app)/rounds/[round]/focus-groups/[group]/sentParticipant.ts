/** A form of this page that came back, because something in it is wrong or was changed meanwhile. */
export interface SentParticipant {
	id: string;
	message?: string;
	data: {
		id: string;
		participant: string;
		base: string;
		proposed: string;
		pseudonym: string;
		country: string;
		organisationKind: string;
		language: string;
		room: string;
	};
	errors: Partial<Record<'pseudonym' | 'country' | 'organisationKind' | 'room', string[]>>;
}
