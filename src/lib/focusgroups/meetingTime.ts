const RANGE = /(\d{1,2})[:.](\d{2})\s*(?:-|–|—|to|s\.?d\.?|sampai)\s*(\d{1,2})[:.](\d{2})/gi;
const DAY = 86_400_000;

/** On how many days a meeting is held; 1 where no days are known yet. Days as YYYY-MM-DD. */
export function daysOf({ heldOn, endsOn }: { heldOn: string | null; endsOn: string | null }) {
	if (!heldOn || !endsOn) return 1;
	return Math.max(1, Math.round((Date.parse(endsOn) - Date.parse(heldOn)) / DAY) + 1);
}

/**
 * How many minutes a meeting lasts, read from its hours as they are written: `09:00–12:00,
 * 13:00–16:30`, with dots or colons. Every day of the meeting is taken to have these hours.
 * null where no hours can be read.
 */
export function meetingMinutes(
	hours: string,
	days: { heldOn: string | null; endsOn: string | null }
): number | null {
	let minutes = 0;
	for (const [, fromHour, fromMinute, toHour, toMinute] of hours.matchAll(RANGE)) {
		const from = Number(fromHour) * 60 + Number(fromMinute);
		const to = Number(toHour) * 60 + Number(toMinute);
		if (from > 24 * 60 || to > 24 * 60 || to <= from) return null;
		minutes += to - from;
	}
	return minutes === 0 ? null : minutes * daysOf(days);
}

/** Where a meeting is in its life; `today` as YYYY-MM-DD. */
export type MeetingStage = 'planned' | 'held_now' | 'held' | 'checking' | 'closed';

export function meetingStage(
	meeting: {
		heldOn: string | null;
		endsOn: string | null;
		validationUntil: string | null;
		closedAt: Date | null;
	},
	today: string
): MeetingStage {
	const { heldOn, endsOn, validationUntil, closedAt } = meeting;
	if (closedAt) return 'closed';
	if (!heldOn || heldOn > today) return 'planned';
	if ((endsOn ?? heldOn) >= today) return 'held_now';
	return validationUntil && validationUntil >= today ? 'checking' : 'held';
}
