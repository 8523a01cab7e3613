import { m } from '#lib/paraglide/messages.js';
import type { AuditGroup } from '#lib/schemas/auditFilter.ts';

const groups: Record<AuditGroup, () => string> = {
	people: m.audit_group_people,
	accounts: m.audit_group_accounts,
	setup: m.audit_group_setup,
	answers: m.audit_group_answers,
	review: m.audit_group_review,
	focus_groups: m.audit_group_focus_groups,
	coding: m.audit_group_coding,
	report: m.audit_group_report,
	dataset: m.audit_group_dataset
};

/** A group of actions in the page's language. */
export function groupName(group: AuditGroup): string {
	return groups[group]();
}

/** Takes an action such as 'response.accept'; gives its words, or itself where it has none. */
export function actionWords(action: string): string {
	const wording = (m as unknown as Record<string, (() => string) | undefined>)[
		`audit_action_${action.replace('.', '_')}`
	];
	return wording ? wording() : action;
}

/** The facts of an entry that read by themselves: names, states, counts. */
export function detailWords(detail: Record<string, unknown>): string {
	return Object.entries(detail)
		.filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
		.map(([name, value]) => `${name.replaceAll('_', ' ')}: ${String(value).replaceAll('_', ' ')}`)
		.join(' · ');
}
