import type { SeedKind } from '#lib/terms.ts';

/** Fields of the forms of this page, by the form that has them. */
interface SentFields {
	add: BlockFields & { id: string };
	change: BlockFields & { block: string; base: string };
	move: { block: string };
	remove: { block: string };
	restore: { block: string };
	begin: Record<string, never>;
	seed: { block: string; kind: SeedKind; question: string; countries: string[]; note: string };
	note: { block: string; kind: SeedKind; question: string; note: string; seen: string };
	unseed: { block: string };
}

interface BlockFields {
	title: string;
	area: string;
	questions: string[];
	minutes: string;
	mainQuestion: string;
	probes: string;
}

/** A form that came back, because something in it is wrong or was changed meanwhile. */
export type Sent = {
	[Id in keyof SentFields]: {
		id: Id;
		message?: string;
		data: SentFields[Id];
		errors: Partial<
			Record<
				'title' | 'area' | 'minutes' | 'mainQuestion' | 'probes' | 'note' | 'countries',
				string[]
			>
		>;
	};
}[keyof SentFields];

/** Whether the form that came back is this one. */
export function isSent<K extends keyof SentFields>(
	sent: Sent | undefined,
	id: K
): sent is Extract<Sent, { id: K }> {
	return sent?.id === id;
}
