import { languageWords } from '#lib/components/ui/languageWords.ts';
import type { MeetingStage } from '#lib/focusgroups/meetingTime.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { MeetingRole, SessionRule } from '#lib/terms.ts';

/** A language tag for Intl; days stand before months on all our pages. */
const locale = () => (getLocale() === 'en' ? 'en-GB' : getLocale());

/** On which days a meeting is, as people write them: "30–31 August 2026". Takes YYYY-MM-DD. */
export function meetingDays({ heldOn, endsOn }: { heldOn: string | null; endsOn: string | null }) {
	if (!heldOn) return m.groups_no_day();
	const format = new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeZone: 'UTC' });
	return endsOn
		? format.formatRange(new Date(heldOn), new Date(endsOn))
		: format.format(new Date(heldOn));
}

/** Where a meeting is; '' where nobody has said. */
export function meetingPlace({ place, isOnline }: { place: string; isOnline: boolean }): string {
	if (isOnline && place) return m.groups_place_and_online({ place });
	return isOnline ? m.groups_online() : place;
}

/** "3 h 45 min" in the page's language. */
export function minutesWords(minutes: number): string {
	const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
	if (hours === 0) return m.groups_minutes({ minutes: rest });
	return rest === 0 ? m.groups_hours({ hours }) : m.groups_hours_minutes({ hours, minutes: rest });
}

/** Languages by their tags, as one line of words. */
export function languagesWords(tags: readonly string[]): string {
	return new Intl.ListFormat(locale(), { type: 'unit' }).format(
		tags.map((tag) => languageWords(tag))
	);
}

/** Where a meeting is in its life: glyph, words and a class of states. */
export const stages: Record<MeetingStage, { glyph: string; words: () => string; tone: string }> = {
	planned: { glyph: '○', words: m.groups_stage_planned, tone: 'not_started' },
	held_now: { glyph: '●', words: m.groups_stage_held_now, tone: 'submitted' },
	held: { glyph: '✓', words: m.groups_stage_held, tone: 'draft' },
	checking: { glyph: '✎', words: m.groups_stage_checking, tone: 'returned' },
	closed: { glyph: '■', words: m.groups_stage_closed, tone: 'accepted' }
};

/** What may be told of who spoke, and what follows. */
export const rules: Record<SessionRule, { words: () => string; means: () => string }> = {
	open: { words: m.groups_rule_open, means: m.groups_rule_open_means },
	chatham_house: { words: m.groups_rule_chatham_house, means: m.groups_rule_chatham_house_means }
};

export const meetingRoles: Record<MeetingRole, () => string> = {
	facilitator: m.groups_role_facilitator,
	note_taker: m.groups_role_note_taker,
	interpreter: m.groups_role_interpreter,
	observer: m.groups_role_observer
};
