import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

/** What each file of an edition is. */
export const formatWords = {
	html: m.editions_format_html,
	site: m.editions_format_site,
	docx: m.editions_format_docx,
	pdf: m.editions_format_pdf,
	one_pagers: m.editions_format_one_pagers,
	figures: m.editions_format_figures,
	dataset: m.editions_format_dataset
} as const;

/** How an edition stands, with a sign beside the words. */
export const stateWords = {
	proposed: ['○', m.editions_state_proposed],
	released: ['✓', m.editions_state_released],
	refused: ['×', m.editions_state_refused],
	taken_back: ['↩', m.editions_state_taken_back]
} as const;

/** How the making of a file stands. */
export const fileStateWords = {
	queued: ['○', m.dataset_state_queued],
	running: ['●', m.dataset_state_running],
	done: ['✓', m.dataset_state_done],
	failed: ['×', m.dataset_state_failed]
} as const;

/** Kilobytes of 1,000 bytes, at least one. */
export function sizeWords(bytes: number): string {
	return new Intl.NumberFormat(getLocale(), { style: 'unit', unit: 'kilobyte' }).format(
		Math.max(1, Math.round(bytes / 1000))
	);
}

/** Why a file could not be made: in words where there are any, or the code. */
export function failureWords(error: string | null): string {
	if (error === 'no_browser') return m.problem_no_browser();
	if (error === 'superseded') return m.editions_failed_superseded();
	return m.editions_failed({ error: error ?? '?' });
}
