import { dayWords, delegationWords } from '#lib/components/review/roundWords.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { ToDo, getToDo } from '#lib/server/handouts/toDo.ts';
import { textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';

/** What an entry asks, in one line. */
function taskWords(item: ToDo): string {
	const area = withoutMarkup(textIn(item.area ?? {}, getLocale(), item.language));
	const { number, count, by: who } = item;
	switch (item.kind) {
		case 'area':
			return m.handouts_to_do_area({ area });
		case 'nobody':
			return m.handouts_to_do_nobody({ area });
		case 'question':
			return m.handouts_to_do_question({ number, area });
		case 'query':
			return m.handouts_to_do_query({ number, area });
		case 'proposals':
			return count === 1 ? m.handouts_to_do_proposals_one() : m.handouts_to_do_proposals({ count });
		case 'conflicts':
			return m.handouts_to_do_conflicts({ area });
		case 'returned':
			return m.handouts_to_do_returned({ area });
		case 'ready':
			return m.handouts_to_do_ready({ area, who });
		case 'review':
			return m.handouts_to_do_review({ area });
		case 'reply':
			return m.handouts_to_do_reply({ number, area });
		case 'changed':
			return m.handouts_to_do_changed({ number, area });
	}
}

function whenWords({ dueOn, isRoundEnd, since }: ToDo, today: string): string {
	if (!dueOn) return m.handouts_to_do_since({ day: dayWords(since) });
	const day = dayWords(dueOn);
	// The day of a round is nobody's promise: late answers are taken until a coordinator closes it.
	if (isRoundEnd)
		return dueOn < today
			? m.handouts_to_do_round_past({ day })
			: m.handouts_to_do_round_closes({ day });
	if (dueOn === today) return m.handouts_to_do_today();
	return dueOn < today ? m.handouts_to_do_overdue({ day }) : m.handouts_to_do_due({ day });
}

/** The list in the language of the request. */
export function toDoView({ today, answering, coordinating }: Awaited<ReturnType<typeof getToDo>>) {
	const show = (item: ToDo) => ({
		id: `${item.kind}-${item.id}`,
		href: item.href,
		words: taskWords(item),
		place: `${delegationWords(item)}, ${item.round}`,
		when: whenWords(item, today),
		isOverdue: item.dueOn !== null && item.dueOn < today && !item.isRoundEnd,
		progress:
			(item.kind === 'area' || item.kind === 'nobody') && item.asked > 0
				? m.handouts_progress({ answered: item.count, asked: item.asked })
				: ''
	});
	return {
		isInvented: [...answering, ...coordinating].some(({ isInvented }) => isInvented),
		lists: [
			{ id: 'answering', title: m.handouts_to_do_answering(), items: answering.map(show) },
			{ id: 'coordinating', title: m.handouts_to_do_coordinating(), items: coordinating.map(show) }
		].filter(({ items }) => items.length > 0)
	};
}
