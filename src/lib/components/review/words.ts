/** Words and signs of the review pages; a sign never stands without its word. */
import { countryName } from '#lib/asean.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { QueryKind } from '#lib/terms.ts';
import type { AnswerStatus } from '#lib/xlsform/answers.ts';
import type { Exposure } from '#lib/xlsform/definition.ts';
import type { TreatyWords } from '#lib/xlsform/describe.ts';

interface Worded {
	glyph: string;
	words: () => string;
}

export const exposures: Record<Exposure, Worded> = {
	public: { glyph: '○', words: m.review_exposure_public },
	study_team: { glyph: '◎', words: m.review_exposure_study_team },
	coordinators: { glyph: '●', words: m.review_exposure_coordinators }
};

/** The codes of rule R2, and an answer given. */
export const statuses: Record<Exclude<AnswerStatus, 'empty'>, Worded> = {
	answered: { glyph: '✓', words: m.review_status_answered },
	dont_know: { glyph: '?', words: m.review_status_dont_know },
	not_applicable: { glyph: '∅', words: m.review_status_not_applicable },
	not_safe: { glyph: '!', words: m.review_status_not_safe }
};

export type QueryState = 'open' | 'replied' | 'closed' | 'changed_after_closing';

export const queryStates: Record<QueryState, Worded & { tone: string }> = {
	open: { glyph: '?', words: m.review_query_open, tone: 'returned' },
	replied: { glyph: '↩', words: m.review_query_replied, tone: 'submitted' },
	closed: { glyph: '✓', words: m.review_query_closed, tone: 'accepted' },
	changed_after_closing: { glyph: '±', words: m.review_query_changed, tone: 'returned' }
};

export const queryKinds: Record<QueryKind, () => string> = {
	needs_source: m.review_kind_needs_source,
	unclear: m.review_kind_unclear,
	contradicts: m.review_kind_contradicts,
	out_of_period: m.review_kind_out_of_period,
	unsafe: m.review_kind_unsafe,
	duplicate: m.review_kind_duplicate,
	other: m.review_kind_other
};

export const queryActs: Record<string, () => string> = {
	ask: m.review_act_ask,
	reply: m.review_act_reply,
	send_back: m.review_act_send_back,
	close: m.review_act_close
};

export const evidenceKinds: Record<string, () => string> = {
	law: m.review_evidence_law,
	statistic: m.review_evidence_statistic,
	case: m.review_evidence_case,
	media: m.review_evidence_media,
	study: m.review_evidence_study,
	observation: m.review_evidence_observation
};

export const changes: Record<'new' | 'changed' | 'removed', Worded> = {
	new: { glyph: '+', words: m.review_change_new },
	changed: { glyph: '±', words: m.review_change_changed },
	removed: { glyph: '−', words: m.review_change_removed }
};

/** Why a delegation shows no answer, in a few words; `draft` takes counts and stands apart. */
export const absences: Record<string, Worded> = {
	not_asked: { glyph: '∅', words: m.review_none_not_asked },
	not_answered: { glyph: '·', words: m.review_none_not_answered },
	not_answered_or_asked: { glyph: '·', words: m.review_none_not_answered_or_asked },
	not_started: { glyph: '·', words: m.review_none_not_started },
	draft: { glyph: '✎', words: m.review_none_draft },
	not_accepted: { glyph: '·', words: m.review_none_not_accepted },
	not_shown: { glyph: '·', words: m.review_none_not_shown },
	no_respondent: { glyph: '–', words: m.review_none_no_respondent },
	declined: { glyph: '×', words: m.review_none_declined },
	withdrawn_for_safety: { glyph: '!', words: m.review_none_withdrawn_for_safety }
};

/** What is said of a treaty fact. */
export function treatyWords(): TreatyWords {
	return {
		confirmed: m.review_treaty_confirmed(),
		corrected: m.review_treaty_corrected(),
		unsure: m.review_treaty_unsure(),
		verdict: m.review_treaty_verdict(),
		correction: m.review_treaty_correction(),
		source: m.review_treaty_source()
	};
}

/** A delegation by its country in the page's language, and its own name where it has one. */
export function delegationName(delegation: {
	country: string;
	countryName: string;
	name: string;
}): string {
	const { country, countryName: stored, name } = delegation;
	const shown = countryName(country, stored, getLocale());
	return name ? `${shown} · ${name}` : shown;
}
