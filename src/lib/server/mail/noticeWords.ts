import { m } from '#lib/paraglide/messages.js';
import type { NoticeKind } from './notice.ts';

interface Named {
	/** Title of the issue area, or the country where it is about none. */
	area: string;
	count: number;
}

const WORDS: Record<NoticeKind, (named: Named, options: { locale: 'en' | 'id' }) => string> = {
	query_opened: m.mail_news_query_opened,
	query_assigned: m.mail_news_query_assigned,
	query_reply: m.mail_news_query_reply,
	area_submitted: m.mail_news_area_submitted,
	area_returned: m.mail_news_area_returned,
	area_accepted: m.mail_news_area_accepted,
	area_ready: m.mail_news_area_ready,
	handed_out: m.mail_news_handed_out,
	proposal_made: m.mail_news_proposal_made,
	proposal_settled: m.mail_news_proposal_settled,
	mentioned: m.mail_news_mentioned,
	questionnaire_changed: m.mail_news_questionnaire_changed
};

/** What happened in one line: names and a number, never the words of anybody (rule R16). */
export function noticeWords(kind: NoticeKind, named: Named, locale: 'en' | 'id'): string {
	return WORDS[kind](named, { locale });
}
