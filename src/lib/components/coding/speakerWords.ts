import { m } from '#lib/paraglide/messages.js';

const words: Record<string, () => string> = {
	facilitator: m.coding_role_facilitator,
	note_taker: m.coding_role_note_taker,
	interpreter: m.coding_role_interpreter,
	observer: m.coding_role_observer,
	unknown: m.coding_role_unknown
};

/** Who spoke, by the role they had in a meeting. */
export function speakerWords(role: string): string {
	return words[role]?.() ?? role;
}
