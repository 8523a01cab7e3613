const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a text is a day that there is, as YYYY-MM-DD. */
export const isDay = (text: string): boolean =>
	DAY.test(text) &&
	!Number.isNaN(Date.parse(text)) &&
	new Date(text).toISOString().startsWith(text);

/** The last day that has begun anywhere on earth: east of here it may be tomorrow already. */
export function lastBegunDay(now: Date): string {
	return new Date(now.getTime() + 14 * 3_600_000).toISOString().slice(0, 10);
}
