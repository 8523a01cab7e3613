import { m } from '#lib/paraglide/messages.js';
import type { UnexportedCode } from './gatherExport.ts';
import type { ImportLeftCode } from './importTypes.ts';
import type { LeftOutCode, WarningCode } from './model.ts';

export type QdaLocale = 'en' | 'id';
type Wording = (inputs: Record<string, never>, options: { locale: QdaLocale }) => string;

const LEFT_OUT: Record<LeftOutCode, Wording> = {
	picture: m.qda_left_picture,
	recording: m.qda_left_recording,
	no_text: m.qda_left_no_text,
	outside: m.qda_left_outside,
	rich_text: m.qda_left_rich_text,
	page_passage: m.qda_left_page_passage,
	picture_passage: m.qda_left_picture_passage,
	moment: m.qda_left_moment,
	passage_outside: m.qda_left_passage_outside,
	passage_in_note: m.qda_left_passage_in_note,
	code_unknown: m.qda_left_code_unknown,
	link: m.qda_left_link,
	graph: m.qda_left_graph,
	unknown_element: m.qda_left_unknown_element
};

const WARNINGS: Record<WarningCode, Wording> = {
	offsets_guessed: m.qda_warning_offsets_guessed,
	offsets_utf16: m.qda_warning_offsets_utf16,
	offsets_line_ends: m.qda_warning_offsets_line_ends,
	not_utf8: m.qda_warning_not_utf8,
	no_guid: m.qda_warning_no_guid,
	guid_twice: m.qda_warning_guid_twice,
	no_name: m.qda_warning_no_name
};

const UNEXPORTED: Record<UnexportedCode, Wording> = {
	speaker: m.qda_unexported_speaker,
	checked: m.qda_unexported_checked,
	consent: m.qda_unexported_consent,
	mark: m.qda_unexported_mark,
	unnamed_consent: m.qda_unexported_unnamed_consent,
	unnamed_rule: m.qda_unexported_unnamed_rule,
	unnamed_small_cell: m.qda_unexported_unnamed_small_cell,
	translation: m.qda_unexported_translation,
	stale: m.qda_unexported_stale,
	memos_beside: m.qda_unexported_memos_beside,
	cited_memo: m.qda_unexported_cited_memo,
	cited_code: m.qda_unexported_cited_code,
	codes_beside: m.qda_unexported_codes_beside,
	replaced: m.qda_unexported_replaced
};

const IMPORT_LEFT: Record<ImportLeftCode, Wording> = {
	codes_known: m.qda_skipped_codes_known,
	texts_known: m.qda_skipped_texts_known,
	codings_known: m.qda_skipped_codings_known,
	memos_known: m.qda_skipped_memos_known,
	code_folder: m.qda_skipped_code_folder,
	passage_label: m.qda_skipped_passage_label,
	passage_bare: m.qda_skipped_passage_bare,
	passage_unplaced: m.qda_skipped_passage_unplaced,
	case_name: m.qda_skipped_case_name,
	case_variables: m.qda_skipped_case_variables,
	sets: m.qda_skipped_sets,
	coders: m.qda_skipped_coders,
	answers_elsewhere: m.qda_skipped_answers_elsewhere,
	not_chosen: m.qda_skipped_not_chosen,
	silent: m.qda_skipped_silent,
	code_long: m.qda_skipped_code_long,
	no_meeting: m.qda_skipped_no_meeting
};

/** Why a part of a file is left out, in words; the code itself for one that nobody knows. */
export function leftOutWords(code: string, locale: QdaLocale): string {
	const words = { ...LEFT_OUT, ...IMPORT_LEFT }[code as LeftOutCode];
	return words ? words({}, { locale }) : code;
}

/** What to know about how a file was read, in words. */
export function warningWords(code: string, locale: QdaLocale): string {
	const words = WARNINGS[code as WarningCode];
	return words ? words({}, { locale }) : code;
}

/** Why something does not leave, or not under its name, in words. */
export function unexportedWords(code: UnexportedCode, locale: QdaLocale): string {
	return UNEXPORTED[code]({}, { locale });
}

/** Which answers are in an export. It gives no number of the others: with few countries one points. */
export function answerRuleWords(
	answers: 'public' | 'study_team' | 'none',
	locale: QdaLocale
): string {
	const words = {
		public: m.qda_answers_rule_public,
		study_team: m.qda_answers_rule_study_team,
		none: m.qda_answers_rule_none
	};
	return words[answers]({}, { locale });
}

/** A number and what it counts. */
export interface Figure {
	value: number;
	label: string;
}

/** What taking a file over comes to; what there is nothing of is not said. */
export function resultItems(counts: Readonly<Record<string, number>>, locale: QdaLocale): Figure[] {
	const words = {
		codes: m.qda_taken_codes,
		meetings: m.qda_taken_meetings,
		participants: m.qda_taken_participants,
		texts: m.qda_taken_texts,
		turns: m.qda_taken_turns,
		codings: m.qda_taken_codings,
		memos: m.qda_taken_memos
	};
	return Object.entries(words)
		.map(([key, say]) => ({ value: counts[key] ?? 0, label: say({}, { locale }) }))
		.filter(({ value }) => value > 0);
}
