import { languagesWords, rules } from '#lib/components/focusgroup/meetingWords.ts';
import { dayWords } from '#lib/components/review/roundWords.ts';
import type { GroupFacts } from '#lib/focusgroups/facts.ts';
import { m } from '#lib/paraglide/messages.js';

/** What each fact of a meeting is called. */
export const factLabels: Record<keyof GroupFacts, () => string> = {
	name: m.groups_name,
	purpose: m.groups_purpose,
	heldOn: m.groups_held_on,
	endsOn: m.groups_ends_on,
	hours: m.groups_hours_label,
	place: m.groups_place,
	isOnline: m.groups_is_online,
	languages: m.groups_languages,
	rooms: m.groups_rooms,
	rule: m.groups_rule,
	turnMark: m.groups_mark,
	groundRules: m.groups_ground_rules,
	validationUntil: m.groups_validation
};

/** A fact in words; '' where nothing is said. */
export function factWords(name: keyof GroupFacts, facts: GroupFacts): string {
	switch (name) {
		case 'heldOn':
		case 'endsOn':
		case 'validationUntil':
			return facts[name] === null ? '' : dayWords(facts[name]);
		case 'isOnline':
			return facts.isOnline ? m.groups_yes() : m.groups_no();
		case 'languages':
			return languagesWords(facts.languages);
		case 'rooms':
			return facts.rooms.join(', ');
		case 'rule':
			return rules[facts.rule].words();
		case 'turnMark':
			return facts.turnMark === 'quotable' ? m.groups_mark_quotable() : m.groups_mark_background();
		default:
			return facts[name];
	}
}
