import { m } from '#lib/paraglide/messages.js';
import type { getDelegationPage } from '#lib/server/responses/pages.ts';

type Page = Awaited<ReturnType<typeof getDelegationPage>>;

/** What coordinators ask the delegation and what colleagues ask the reader, for its front page. */
export function askedOf(page: Page, titleOf: (area: string) => string) {
	const home = `/respond/${page.delegation.id}`;
	return {
		openQueries: page.openQueries.map((query) => ({
			id: query.id,
			number: query.number,
			title: titleOf(query.area),
			href: `${home}/${query.area}#query-${query.id}`,
			state: query.state,
			days: query.days,
			assignedTo: query.assignedTo,
			assigned: query.assigned
		})),
		/** Whom the reader may give a query to. */
		repliers: page.delegation.mayAssign ? page.repliers : [],
		mentions: page.mentions.map((mention) => ({
			id: mention.id,
			name: mention.author ?? m.talk_comments_someone(),
			place: `${mention.number} ${titleOf(mention.area)}`.trim(),
			href: `${home}/${mention.area}/comments${
				mention.question ? `?question=${encodeURIComponent(mention.question)}` : ''
			}#comment-${mention.id}`
		}))
	};
}
