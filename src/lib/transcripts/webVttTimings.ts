/**
 * The timing line of a cue, in milliseconds; null where it is none. What follows the second time
 * are settings of where the words stand, which a transcript has no use for.
 * https://www.w3.org/TR/webvtt1/#collect-webvtt-cue-timings-and-settings
 */
export function parseVttTimings(line: string): { start: number; end: number } | null {
	const from = skipWhite(line, 0);
	const start = parseVttTime(line, from);
	if (!start) return null;
	const arrow = skipWhite(line, start.next);
	if (line.slice(arrow, arrow + 3) !== '-->') return null;
	const end = parseVttTime(line, skipWhite(line, arrow + 3));
	return end && { start: start.time, end: end.time };
}

function skipWhite(line: string, at: number): number {
	let next = at;
	while (next < line.length && '\t\n\f\r '.includes(line[next]!)) next += 1;
	return next;
}

/** Hours (two digits or more) and minutes, seconds, milliseconds, each with all its digits. */
const TIME = /(\d+):(\d+)(?::(\d+))?\.(\d+)/y;

function parseVttTime(line: string, at: number): { time: number; next: number } | null {
	TIME.lastIndex = at;
	const found = TIME.exec(line);
	if (!found) return null;
	const [, first = '', second = '', third, thousandths = ''] = found;
	if (second.length !== 2 || thousandths.length !== 3) return null;
	if (third !== undefined && third.length !== 2) return null;
	// Without hours the minutes have two digits and are below sixty: else they would be hours.
	const isMinutes = first.length === 2 && Number(first) <= 59;
	if (third === undefined && !isMinutes) return null;
	const hours = third === undefined ? 0 : Number(first);
	const minutes = Number(third === undefined ? first : second);
	const seconds = Number(third ?? second);
	if (minutes > 59 || seconds > 59) return null;
	const time = ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number(thousandths);
	return { time, next: TIME.lastIndex };
}
