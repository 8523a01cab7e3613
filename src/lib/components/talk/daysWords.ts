import { m } from '#lib/paraglide/messages.js';

/** How long a query has been open, or was until it was closed. */
export function daysWords(query: { days: number; state: string }): string {
	const { days: count } = query;
	if (query.state === 'closed')
		return count === 0 ? m.talk_days_closed_today() : m.talk_days_closed({ count });
	return count === 0 ? m.talk_days_today() : m.talk_days({ count });
}
