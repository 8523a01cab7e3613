import { decodeHTML } from 'entities/decode';
import type { Voice } from './cue.ts';

/** What a tag opens; `v` says who speaks what is inside of it. */
interface Open {
	name: string;
	speaker: string | null;
}

const TAGS = new Set(['c', 'i', 'b', 'u', 'ruby', 'rt', 'v', 'lang']);
const WHITE = '\t\n\f\r ';

/**
 * The words of a cue without its tags, and who says them, by the tokenizer and the rules of
 * https://www.w3.org/TR/webvtt1/#cue-text-parsing-rules. `text` is all of them; of `voices` there
 * is one for each stretch with another speaker, blanks between two voices belonging to the first.
 */
export function textOfCue(raw: string): { text: string; voices: Voice[] } {
	const open: Open[] = [];
	const pieces: Voice[] = [];
	let at = 0;
	while (at < raw.length) {
		const tag = raw.indexOf('<', at);
		const end = tag === -1 ? raw.length : tag;
		if (end > at) {
			const speaker = open.findLast(({ name }) => name === 'v')?.speaker ?? null;
			pieces.push({ speaker, text: decodeHTML(raw.slice(at, end)) });
		}
		if (tag === -1) break;
		const close = raw.indexOf('>', tag);
		readTag(raw.slice(tag + 1, close === -1 ? raw.length : close), open);
		at = close === -1 ? raw.length : close + 1;
	}
	const voices: Voice[] = [];
	for (const { speaker, text } of pieces) {
		const last = voices.at(-1);
		if (last && (last.speaker === speaker || text.trim() === '')) last.text += text;
		else if (last && last.text.trim() === '') {
			last.speaker = speaker;
			last.text += text;
		} else voices.push({ speaker, text });
	}
	return { text: pieces.map(({ text }) => text).join(''), voices };
}

/** Takes what stands between < and >; opens or closes what it names. Times and unknown names do nothing. */
function readTag(tag: string, open: Open[]): void {
	const current = open.at(-1);
	if (tag.startsWith('/')) {
		const name = tag.slice(1);
		if (current?.name === name) open.pop();
		// </ruby> closes an open <rt> with it.
		else if (name === 'ruby' && current?.name === 'rt') open.splice(-2);
		return;
	}
	const nameEnd = firstOf(tag, `${WHITE}.`, 0);
	const name = tag.slice(0, nameEnd);
	if (!TAGS.has(name) || (name === 'rt' && current?.name !== 'ruby')) return;
	const annotation = decodeHTML(tag.slice(firstOf(tag, WHITE, nameEnd)))
		.replaceAll(/[\t\n\f\r ]+/g, ' ')
		.replace(/^ | $/g, '');
	open.push({ name, speaker: name === 'v' && annotation !== '' ? annotation : null });
}

function firstOf(text: string, letters: string, from: number): number {
	for (let at = from; at < text.length; at += 1) if (letters.includes(text[at]!)) return at;
	return text.length;
}
