import { m } from '#lib/paraglide/messages.js';
import type { Unit } from '#lib/components/coding/unit.ts';
import type { CodedTurn, TurnLevel } from '#lib/server/coding/turnWindow.ts';

/** How far the words of a turn may go (rule R10), with what holds them back. */
export function levelWords(turn: Pick<CodedTurn, 'speaker' | 'kind' | 'level'>): Unit['note'] {
	const { level, speaker } = turn;
	if (!level) return { tone: 'no', words: m.coding_level_unknown() };
	if (level.level >= 2) {
		const words = [m.coding_level_2, m.coding_level_3, m.coding_level_4, m.coding_level_5][
			level.level - 2
		]!;
		return { tone: 'ok', words: words() };
	}
	// What people of the meeting's own side say is never quoted, and is no refusal of anybody's.
	if (speaker !== 'participant') return { tone: 'plain', words: m.coding_level_staff() };
	return { tone: 'no', words: m.coding_level_no({ why: reason(level, turn.kind) }) };
}

function reason(level: TurnLevel, kind: string): string {
	if (level.checked < 2) return m.coding_level_why_checked();
	if (level.consent < 2) return m.coding_level_why_consent();
	if (kind === 'observation') return m.coding_level_why_observation();
	return level.mark === 0 ? m.coding_level_why_off_record() : m.coding_level_why_background();
}
