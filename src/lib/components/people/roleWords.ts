import { m } from '#lib/paraglide/messages.js';

const words = {
	focal_point: [m.invitation_role_focal_point, m.invitation_means_focal_point],
	representative: [m.invitation_role_representative, m.invitation_means_representative],
	helper: [m.handouts_role_helper, m.handouts_means_helper],
	coordinator: [m.invitation_role_coordinator, m.invitation_means_coordinator],
	editor: [m.invitation_role_editor, m.invitation_means_editor],
	note_taker: [m.invitation_role_note_taker, m.invitation_means_note_taker],
	reader: [m.invitation_role_reader, m.invitation_means_reader],
	study_creator: [m.invitation_role_study_creator, m.invitation_means_study_creator],
	administrator: [m.invitation_role_administrator, m.invitation_means_administrator]
} as const;

export type RoleName = keyof typeof words;

/** A role's name in the page's language. */
export function roleName(role: RoleName): string {
	return words[role][0]();
}

/** One sentence on what the role does. */
export function roleMeaning(role: RoleName): string {
	return words[role][1]();
}

/** Roles as a select offers them: the name and what it means. */
export function roleOptions(roles: readonly RoleName[]): { value: string; label: string }[] {
	return roles.map((role) => ({ value: role, label: `${roleName(role)}: ${roleMeaning(role)}` }));
}
