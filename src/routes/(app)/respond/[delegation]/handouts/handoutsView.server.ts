import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { getHandoutsPage } from '#lib/server/handouts/handoutsPage.ts';
import { textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';

/** The page of what is handed out, in the language of the request. */
export function viewHandouts(page: Awaited<ReturnType<typeof getHandoutsPage>>, today: string) {
	const { delegation, definition } = page;
	const language = getLocale();
	return {
		home: `/respond/${delegation.id}`,
		country: delegation.name || delegation.countryName,
		isInvented: delegation.isInvented,
		closesOn: delegation.closesOn,
		mayGive: page.mayGive && !delegation.closedAt && delegation.status === 'active',
		areas: page.areas.map(({ area, number, title, isIssue, state, asked, answered, handouts }) => {
			const words = withoutMarkup(textIn(title, language, definition.default_language));
			return {
				name: area,
				title: isIssue ? `${number}. ${words}` : words,
				state,
				isOpen: ['not_started', 'draft', 'returned', 'reopened'].includes(state),
				progress: m.handouts_progress({ answered, asked }),
				handouts: handouts.map((handout) => ({
					id: handout.id,
					question: handout.question,
					who: handout.linkId ? m.handouts_by_link({ label: handout.who }) : handout.who,
					what:
						handout.question === null
							? m.handouts_whole()
							: `${handout.number} ${withoutMarkup(handout.label)}`,
					dueOn: handout.dueOn,
					isDone: handout.isDone,
					isOverdue: !handout.isDone && handout.dueOn !== null && handout.dueOn < today
				}))
			};
		}),
		people: page.people.map(({ id, name, proposesOnly }) => ({
			value: id,
			label: proposesOnly ? `${name} (${m.handouts_proposes()})` : name
		})),
		questions: page.questions.map(({ key, number, label }) => ({
			key,
			label: `${number} ${withoutMarkup(label)}`
		})),
		links: page.links
	};
}
