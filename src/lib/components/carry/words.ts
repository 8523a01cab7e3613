/** Words and signs of what became of the answers of the round before; a sign never stands alone. */
import { m } from '#lib/paraglide/messages.js';
import type { CarryMark } from '#lib/terms.ts';

export const markWords: Record<CarryMark, () => string> = {
	still_true: m.carry_mark_still_true,
	changed: m.carry_mark_changed,
	no_longer_known: m.carry_mark_no_longer_known
};

export const markTitles: Record<CarryMark, (about: { round: string }) => string> = {
	still_true: m.carry_title_still_true,
	changed: m.carry_title_changed,
	no_longer_known: m.carry_title_no_longer_known
};

export const whyWords = {
	gone: m.carry_why_gone,
	type: m.carry_why_type,
	place: m.carry_why_place,
	value: m.carry_why_value,
	file: m.carry_why_file,
	entry: m.carry_why_entry
};

export const kindGlyphs = {
	still_true: '=',
	changed: '±',
	no_longer_known: '?',
	new: '+',
	not_answered: '·',
	not_comparable: '×'
};
export type Kind = keyof typeof kindGlyphs;

const kinds: Record<Kind, () => string> = {
	still_true: m.carry_kind_still_true,
	changed: m.carry_kind_changed,
	no_longer_known: m.carry_kind_no_longer_known,
	new: m.carry_kind_new,
	not_answered: m.carry_kind_not_answered,
	not_comparable: m.carry_kind_not_comparable
};

/** `isPartial`: whoever sees only some answers cannot be told that one was not given. */
export function kindWords(kind: Kind, isPartial: boolean): string {
	if (isPartial && kind === 'new') return m.carry_kind_new_shown();
	if (isPartial && kind === 'not_answered') return m.carry_kind_not_answered_shown();
	return kinds[kind]();
}
