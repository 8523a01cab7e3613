import { leadingClock, trailingClock } from './clock.ts';

/** What a line says before its words: who speaks, perhaps when. */
export interface SpeakerPrefix {
	speaker: string;
	start: number | null;
	end: number | null;
	rest: string;
}

/** As MAXQDA has it: a longer one is a sentence with a colon. */
const LONGEST_NAME = 63;
/** Latin, Chinese, Khmer. */
const COLONS = ':：៖';
/** Schemes of addresses, and what stands before a colon without anybody speaking. */
const NO_NAMES = new Set(['http', 'https', 'ftp', 'mailto', 'tel', 'file', 'www']);
/** Heads of a page that name no speaker, unless they come again and again. */
const HEADINGS = new Set(
	`date time place location venue topic title subject project study language languages duration
	transcript transcription recording file length note notes nb ps re cc participants attendees
	present translation tanggal waktu hari tempat lokasi topik judul perihal proyek bahasa durasi
	transkrip rekaman berkas catatan peserta hadir terjemahan`.split(/\s+/)
);
/** Written without blanks between words. */
const UNSPACED =
	/[\p{Script=Khmer}\p{Script=Lao}\p{Script=Thai}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * The speaker a line begins with, in the ways transcripts name one: `Name:`, `#Name:`, `@Name:`,
 * `[Name]`, `{Name}`, `@Name`, `#Name`, with a time before or behind the name, in any script.
 * Times of the day (`17:30`) and addresses (`http:`) are no names. Null where there is none.
 */
export function speakerPrefix(line: string): SpeakerPrefix | null {
	const text = line.trim();
	const clock = leadingClock(text);
	const named = nameOf(clock ? clock.rest : text);
	if (!named) return null;
	// `Sokha: [00:14:02] We go …`: the time behind the name.
	const inner = clock || named.start !== null ? null : leadingClock(named.rest);
	const second = inner?.isCertain ? inner : null;
	return {
		speaker: named.speaker,
		start: clock?.start ?? named.start ?? second?.start ?? null,
		end: clock?.end ?? second?.end ?? null,
		rest: second ? second.rest : named.rest
	};
}

interface Named {
	speaker: string;
	start: number | null;
	rest: string;
}

function nameOf(text: string): Named | null {
	return bracketedName(text) ?? colonName(text) ?? taggedName(text);
}

/** `[Name] words`, `{Name} words`, with or without a colon behind it. */
function bracketedName(text: string): Named | null {
	const found = /^(?:\[([^[\]{}:：៖]{1,63})\]|\{([^[\]{}:：៖]{1,63})\})\s*[:：៖]?\s*/.exec(text);
	if (!found) return null;
	const speaker = tidy(found[1] ?? found[2]!);
	return isName(speaker) ? { speaker, start: null, rest: text.slice(found[0].length) } : null;
}

/** `Name: words`, where the colon is not inside of a time. */
function colonName(text: string): Named | null {
	// A name and a time in brackets behind it fit in here.
	const head = text.slice(0, LONGEST_NAME + 24);
	for (let at = 0; at < head.length; at += 1) {
		if (!COLONS.includes(head[at]!)) continue;
		const isInTime = /\p{Nd}/u.test(head[at - 1] ?? '') && /\p{Nd}/u.test(text[at + 1] ?? '');
		if (isInTime) continue;
		if (text[at + 1] === '/' || text[at + 1] === '\\') return null;
		const before = head.slice(0, at).trim();
		const timed = trailingClock(before);
		const speaker = tidy((timed ? timed.rest : before).replace(/^[#@>]+\s*/, ''));
		if (!isName(speaker)) return null;
		return { speaker, start: timed ? timed.time : null, rest: text.slice(at + 1).trimStart() };
	}
	return null;
}

/** `@Name words`, `#Name words`: one word. */
function taggedName(text: string): Named | null {
	const found = /^[@#](\S{1,63})(?:\s+|$)/.exec(text);
	if (!found) return null;
	const speaker = tidy(found[1]!);
	return isName(speaker) ? { speaker, start: null, rest: text.slice(found[0].length) } : null;
}

const tidy = (name: string) =>
	name
		.replaceAll(/[\u200B-\u200D\u2060\uFEFF]/g, '')
		.replaceAll(/\s+/g, ' ')
		.replace(/^[*_\s]+|[*_\s]+$/g, '');

/** Whether these words could be somebody's name or label at all. */
function isName(name: string): boolean {
	if (name.length === 0 || name.length > LONGEST_NAME || !/\p{L}/u.test(name)) return false;
	if (/[?!;"“”„«»。၊။។၌\n<>|=]/u.test(name) || NO_NAMES.has(name.toLowerCase())) return false;
	return name.split(' ').length <= 10;
}

/** Whether it reads as a name where it stands once only: short, and no sentence that was begun. */
function readsAsName(name: string): boolean {
	if (HEADINGS.has(name.toLowerCase()) || /\p{Nd}[:：]\p{Nd}/u.test(name)) return false;
	const words = name.split(' ');
	if (UNSPACED.test(name)) return name.length <= 30;
	if (/[,.]\s|,$/u.test(name.replaceAll(/\b\p{L}{1,4}\.\s/gu, ''))) return false;
	return words.length <= 5 && !/^\p{Ll}/u.test(name) && !/\p{Ll}/u.test((words.at(-1) ?? '')[0]!);
}

/**
 * Which of the names found at the beginnings of lines are speakers: those that read as a name,
 * and those that come more than once. Case counts, as in MAXQDA.
 */
export function acceptedSpeakers(names: readonly string[]): Set<string> {
	const counts = new Map<string, number>();
	for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
	return new Set(
		[...counts].filter(([name, count]) => count > 1 || readsAsName(name)).map(([name]) => name)
	);
}
