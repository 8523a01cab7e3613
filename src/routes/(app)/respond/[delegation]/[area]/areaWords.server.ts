import type { Standing } from '#lib/components/questionnaire/answering/areaView.ts';
import { daysWords } from '#lib/components/talk/daysWords.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { QueryThread } from '#lib/server/responses/threads.ts';

/** A moment as people read it. The server does not know the reader's zone, so it says which. */
export function momentWords(at: Date): string {
	return (
		new Intl.DateTimeFormat(getLocale() === 'en' ? 'en-GB' : getLocale(), {
			dateStyle: 'long',
			timeStyle: 'short',
			timeZone: 'UTC'
		}).format(at) + ' UTC'
	);
}

interface Stands {
	isClosed: boolean;
	isActive: boolean;
	state: string;
	reason: string | null;
}

/** Why an area came back or cannot be written; null while it is simply being answered. */
export function standingOf({ isClosed, isActive, state, reason }: Stands): Standing | null {
	if (isClosed)
		return {
			tone: 'info',
			title: m.respond_closed_title(),
			reason: null,
			text: m.respond_closed_text()
		};
	if (!isActive)
		return {
			tone: 'info',
			title: m.respond_inactive_title(),
			reason: null,
			text: m.respond_inactive_text()
		};
	switch (state) {
		case 'submitted':
			return {
				tone: 'info',
				title: m.respond_submitted_title(),
				reason: null,
				text: m.respond_submitted_text()
			};
		case 'accepted':
			return {
				tone: 'ok',
				title: m.respond_accepted_title(),
				reason: null,
				text: m.respond_accepted_text()
			};
		case 'returned':
			return {
				tone: 'warn',
				title: m.respond_returned_title(),
				reason,
				text: m.respond_returned_text()
			};
		case 'reopened':
			return {
				tone: 'warn',
				title: m.respond_reopened_title(),
				reason,
				text: m.respond_returned_text()
			};
		default:
			return null;
	}
}

const KINDS: Partial<Record<QueryThread['kind'], () => string>> = {
	needs_source: m.respond_query_needs_source,
	unclear: m.respond_query_unclear,
	contradicts: m.respond_query_contradicts,
	out_of_period: m.respond_query_out_of_period,
	unsafe: m.respond_query_unsafe,
	duplicate: m.respond_query_duplicate
};

const STATES: Record<QueryThread['state'], () => string> = {
	open: m.respond_query_open,
	replied: m.respond_query_replied,
	closed: m.respond_query_closed,
	changed_after_closing: m.respond_query_changed
};

const ACTS = {
	ask: m.respond_act_ask,
	reply: m.respond_act_reply,
	send_back: m.respond_act_send_back,
	close: m.respond_act_close
};

/** How a query stands, what it is about, since when, and for whom. */
export function queryHeading(
	query: Pick<QueryThread, 'state' | 'kind' | 'days' | 'isSentBack' | 'assigned'>
): string {
	const about = KINDS[query.kind]?.();
	const stands = query.isSentBack ? m.talk_sent_back() : STATES[query.state]();
	return [
		about ? `${stands}: ${about}` : stands,
		daysWords(query),
		...(query.assigned ? [m.talk_for_person({ name: query.assigned })] : [])
	].join(' · ');
}

/** Who said a message of a query, and when. */
export function messageWords({ act, author, at }: QueryThread['messages'][number]): string {
	return `${ACTS[act]({ name: author ?? m.respond_someone() })} ${momentWords(at)}`;
}
