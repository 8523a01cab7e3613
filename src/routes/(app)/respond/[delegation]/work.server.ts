import { m } from '#lib/paraglide/messages.js';
import type { getDelegationPage } from '#lib/server/responses/pages.ts';
import { withWords } from './[area]/handoutsBeside.server.ts';

type Page = Awaited<ReturnType<typeof getDelegationPage>>;

/** How an area is shared out, in words: with whom it is, whether it is ready, what is proposed. */
export function workOf(page: Page, responseId: string, today: string) {
	const here = page.handouts.filter((handout) => handout.responseId === responseId);
	const ready = page.ready.find((mark) => mark.responseId === responseId);
	const proposals = page.proposals.filter((proposal) => proposal.responseId === responseId).length;
	// A colleague with five questions of an area is named once, with the first day.
	const people = new Map<string, (typeof here)[number]>();
	for (const handout of here) {
		const known = people.get(handout.who);
		const isSooner = !known?.dueOn || (handout.dueOn !== null && handout.dueOn < known.dueOn);
		if (!known || isSooner) people.set(handout.who, handout);
	}
	return {
		withWhom: [...people.values()].map((handout) => withWords(handout, today)).join('; '),
		ready: ready
			? {
					isChanged: ready.isChangedSince,
					words: ready.isChangedSince
						? m.handouts_ready_changed({ who: ready.by })
						: m.handouts_ready_by({ who: ready.by })
				}
			: null,
		proposals:
			!page.delegation.mayWrite || proposals === 0
				? ''
				: proposals === 1
					? m.handouts_one_proposal()
					: m.handouts_some_proposals({ count: proposals })
	};
}

/** The ways to who does what, and to what is proposed. */
export function workLinks({ delegation, proposals }: Page) {
	return {
		handouts: delegation.maySubmit ? m.handouts_front_link() : m.handouts_front_link_read(),
		proposals: delegation.mayWrite ? m.handouts_desk_title() : m.handouts_front_own(),
		count: proposals.length,
		isHelper: !delegation.mayWrite
	};
}
