/** Words of the pages on which a report is written. */
import { m } from '#lib/paraglide/messages.js';
import type { Strength } from '#lib/report/content.ts';
import type { LiveType } from '#lib/report/live.ts';
import type { Standing } from '#lib/terms.ts';

const states: Record<string, () => string> = {
	fresh: m.report_state_fresh,
	stale: m.report_state_stale,
	gone: m.report_state_gone
};

/** How a citation stands. */
export const stateWords = (state: string): string => (states[state] ?? m.report_state_gone)();

export const strengthWords: Record<Strength, () => string> = {
	well_supported: m.edition_well_supported,
	some_support: m.edition_some_support,
	contested: m.edition_contested
};

export const liveWords: Record<LiveType, () => string> = {
	question: m.report_live_question,
	strip: m.report_live_strip,
	tiles: m.report_live_tiles,
	coverage: m.report_live_coverage,
	treaties: m.report_live_treaties,
	change: m.report_live_change,
	respondents: m.report_live_respondents,
	overview: m.report_live_overview,
	answers: m.report_live_answers,
	questionnaire: m.report_live_questionnaire,
	dataset: m.report_live_dataset
};

export const issueWords: Record<'unsupported' | 'stale' | 'gone', () => string> = {
	unsupported: m.report_issue_unsupported,
	stale: m.report_issue_stale,
	gone: m.report_issue_gone
};

/** How a wording came to be. */
export const standingWords: Record<Standing, () => string> = {
	current: m.report_standing_current,
	merged: m.report_standing_merged,
	beside: m.report_standing_beside,
	restored: m.report_standing_restored
};

const done: Record<string, () => string> = {
	begun: m.report_done_begun,
	template: m.report_done_template,
	no_template: m.report_done_no_template,
	cover: m.report_done_cover,
	added: m.report_done_added,
	moved: m.report_done_moved,
	removed: m.report_done_removed,
	back: m.report_done_back,
	renamed: m.report_done_renamed,
	saved: m.report_done_saved,
	unchanged: m.report_done_unchanged,
	merged: m.report_done_merged,
	conflict: m.report_done_conflict,
	settled: m.report_done_settled,
	taken: m.report_done_taken,
	restored: m.report_done_restored,
	looked: m.report_done_looked,
	waived: m.report_done_waived,
	revoked: m.report_done_revoked
};

/** What the address says was just done; '' for nothing. */
export const doneWords = (what: string): string => done[what]?.() ?? '';

/** The beginning of a text, to know it by. */
export function beginningOf(body: string, place: number): string {
	const words = body
		.replace(/\[@[^\]]*\]|[#*_>|]/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	if (words === '') return m.report_block_empty({ number: place });
	return `${place}. ${words.length > 50 ? `${words.slice(0, 50)}…` : words}`;
}
