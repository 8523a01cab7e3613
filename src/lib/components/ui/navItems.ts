import { m } from '#lib/paraglide/messages.js';

/** One entry of the header. */
export interface NavItem {
	href: string;
	label: string;
	count?: number;
	current?: boolean;
}

/** Pages beside the meetings that belong to them: what was said, coded, quoted and taken out. */
const OF_MEETINGS =
	/^\/rounds\/[^/]+\/(said|coding|quotes)(\/|$)|^\/studies\/[^/]+\/(codebook|memos|exchange|consent-form)(\/|$)/;

interface Shown {
	delegationId: string | null;
	proposals: number | null;
	hasToDo: boolean;
	round: { id: string; studyId: string; waiting: number } | null;
	may: readonly string[];
	isAdministrator: boolean;
}

/** The header's entries for a place and what one may do there; `path` marks the current one. */
export function navItems(
	{ delegationId, proposals, hasToDo, round, may, isAdministrator }: Shown,
	path: string
): NavItem[] {
	const items: NavItem[] = [];
	const toDo = { href: '/to-do', label: m.handouts_nav_to_do() };
	if (delegationId) {
		items.push({ href: `/respond/${delegationId}`, label: m.nav_our_response() });
		if (hasToDo) items.push(toDo);
		items.push({ href: `/respond/${delegationId}/people`, label: m.nav_colleagues() });
		if (proposals !== null)
			items.push({
				href: `/respond/${delegationId}/proposals`,
				label: m.handouts_nav_proposals(),
				count: proposals
			});
	}
	if (round) {
		const at = `/rounds/${round.id}`;
		if (may.includes('round.read')) items.push({ href: at, label: m.nav_overview() });
		if (may.includes('response.review'))
			items.push({ href: `${at}/review`, label: m.nav_review(), count: round.waiting });
		if (may.includes('response.compare'))
			items.push(
				{ href: `${at}/compare`, label: m.nav_compare() },
				{ href: `${at}/changes`, label: m.carry_nav() },
				{ href: `${at}/rounds-compared`, label: m.compared_nav() }
			);
		if (may.includes('group.read'))
			items.push({ href: `${at}/focus-groups`, label: m.groups_title() });
		else if (may.includes('quote.read'))
			items.push({ href: `${at}/quotes`, label: m.groups_nav_quotes() });
		if (may.includes('treaty.read'))
			items.push({ href: `/studies/${round.studyId}/treaties`, label: m.treaties_title() });
		if (may.includes('report.read')) items.push({ href: `${at}/report`, label: m.report_title() });
		if (may.includes('dataset.list')) items.push({ href: `${at}/dataset`, label: m.nav_dataset() });
		if (may.includes('study.people'))
			items.push({ href: `/studies/${round.studyId}/people`, label: m.nav_people() });
		if (may.includes('audit.read'))
			items.push({ href: `/studies/${round.studyId}/audit`, label: m.nav_audit() });
	}
	if (hasToDo && !delegationId) items.push(toDo);
	if (isAdministrator && path.startsWith('/admin')) {
		items.push({ href: '/admin', label: m.nav_accounts() });
		items.push({ href: '/admin/outbox', label: m.nav_outbox() });
		items.push({ href: '/admin/audit', label: m.nav_audit() });
	} else if (isAdministrator) items.push({ href: '/admin', label: m.nav_administration() });
	// The longest address that the path begins with is where we are.
	const here =
		items.find(({ href }) => href.endsWith('/focus-groups') && OF_MEETINGS.test(path)) ??
		items
			.filter((item) => path === item.href || path.startsWith(`${item.href}/`))
			.sort((a, b) => b.href.length - a.href.length)[0];
	return items.map((item) => (item === here ? { ...item, current: true } : item));
}
