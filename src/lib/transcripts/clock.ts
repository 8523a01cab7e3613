/** What a file may say at most: more than a day is a slip, more than the database's integer breaks. */
export const LATEST_MS = 2_147_483_647;

const CLOCK = /^(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,:;](\d{1,9}))?$/;

/**
 * A time as transcripts write it (`1:02:03`, `00:14:02.500`, `14:02`, `14:02,5`) in milliseconds,
 * or null where the text is none. Two numbers are minutes and seconds.
 */
export function parseClock(text: string): number | null {
	if (text.length > 24) return null;
	const found = CLOCK.exec(text.trim());
	if (!found) return null;
	const [, hours, minutes, seconds, fraction] = found;
	if (Number(seconds) > 59 || (hours !== undefined && Number(minutes) > 59)) return null;
	const whole = (Number(hours ?? 0) * 60 + Number(minutes)) * 60 + Number(seconds);
	return whole * 1000 + fractionOf(fraction);
}

/** `5` is half a second, `05` a twentieth. */
function fractionOf(digits: string | undefined): number {
	return digits ? Math.round(Number(`0.${digits}`) * 1000) : 0;
}

export interface LeadingClock {
	start: number;
	/** Where a range was given. */
	end: number | null;
	/** What follows it, without blanks and separators between. */
	rest: string;
	/** In brackets, or with hours: certainly a time of the recording and no time of the day. */
	isCertain: boolean;
}

const TIME = '(?:\\d{1,3}:)?\\d{1,2}:\\d{1,2}(?:[.,]\\d{1,3})?';
const RANGE = `(${TIME})(?:\\s{0,3}(?:-->|->|[-–—])\\s{0,3}(${TIME}))?`;
const BRACKETED = new RegExp(`^[[(<{]\\s{0,3}${RANGE}\\s{0,3}[\\])>}]`);
const BARE = new RegExp(`^${RANGE}(?![\\d:])`);
/** As f4 and MAXQDA write it: #00:14:02-5# with tenths of a second. */
const HASHED = /^#(\d{1,3}:\d{1,2}:\d{1,2})(?:-(\d))?#/;

/** The time a line begins with, if it does. */
export function leadingClock(line: string): LeadingClock | null {
	// No time is longer than this, and no pattern has to look at a whole page.
	const head = line.slice(0, 64);
	const hashed = HASHED.exec(head);
	if (hashed) {
		const start = parseClock(`${hashed[1]}.${hashed[2] ?? '0'}`);
		return start === null ? null : clockOf(start, null, line.slice(hashed[0].length), true);
	}
	const bracketed = BRACKETED.exec(head);
	const found = bracketed ?? BARE.exec(head);
	if (!found) return null;
	const start = parseClock(found[1]!);
	const end = found[2] === undefined ? null : parseClock(found[2]);
	if (start === null || (found[2] !== undefined && end === null)) return null;
	const isCertain = bracketed !== null || found[1]!.split(':').length === 3 || end !== null;
	return clockOf(start, end, line.slice(found[0].length), isCertain);
}

const clockOf = (start: number, end: number | null, rest: string, isCertain: boolean) => ({
	start,
	end,
	rest: rest.replace(/^[\s:：៖–—-]{1,6}/, ''),
	isCertain
});

const LAST_HASHED = /#(\d{1,3}:\d{1,2}:\d{1,2})(?:-(\d))?#\s*$/;
const LAST_BRACKETED = new RegExp(`[[(<{]\\s{0,3}(${TIME})\\s{0,3}[\\])>}]\\s{0,3}$`);

/** The time a line ends with in brackets or between hashes, as f4 sets it, and the line without it. */
export function trailingClock(line: string): { time: number; rest: string } | null {
	const tail = line.slice(-40);
	const hashed = LAST_HASHED.exec(tail);
	const found = hashed ?? LAST_BRACKETED.exec(tail);
	if (!found) return null;
	const time = parseClock(hashed ? `${hashed[1]}.${hashed[2] ?? '0'}` : found[1]!);
	if (time === null) return null;
	return { time, rest: line.slice(0, line.length - (tail.length - found.index)).trimEnd() };
}
