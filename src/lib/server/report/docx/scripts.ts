import { escape } from '#lib/report/escape.ts';

interface Script {
	name: string;
	/** Letters of it and nothing else. */
	letters: RegExp;
	font: string;
	/** What it is in where nobody says (BCP 47). */
	language: string;
	/** Which of Word's kinds of script: complex ones have a font and a language setting of their own. */
	kind: 'latin' | 'complex' | 'east';
	isRightToLeft?: boolean;
}

/** What is not in it is Latin, Greek or Cyrillic, or a sign. */
const SCRIPTS: readonly Script[] = [
	['khmer', /\p{Script=Khmer}/u, 'Noto Sans Khmer', 'km-KH'],
	['lao', /\p{Script=Lao}/u, 'Noto Sans Lao', 'lo-LA'],
	['myanmar', /\p{Script=Myanmar}/u, 'Noto Sans Myanmar', 'my-MM'],
	['thai', /\p{Script=Thai}/u, 'Noto Sans Thai', 'th-TH'],
	['tamil', /\p{Script=Tamil}/u, 'Noto Sans Tamil', 'ta-SG'],
	['arabic', /\p{Script=Arabic}/u, 'Noto Sans Arabic', 'ar-SA'],
	['devanagari', /\p{Script=Devanagari}/u, 'Noto Sans Devanagari', 'hi-IN'],
	['bengali', /\p{Script=Bengali}/u, 'Noto Sans Bengali', 'bn-BD'],
	[
		'han',
		/[\p{Script=Han}\p{Script=Bopomofo}\u3000-\u303F\uFF00-\uFFEF]/u,
		'Noto Sans CJK SC',
		'zh-CN'
	],
	['kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'Noto Sans CJK JP', 'ja-JP'],
	['hangul', /\p{Script=Hangul}/u, 'Noto Sans CJK KR', 'ko-KR']
].map(([name, letters, font, language]) => ({
	name: name as string,
	letters: letters as RegExp,
	font: font as string,
	language: language as string,
	kind: ['han', 'kana', 'hangul'].includes(name as string) ? 'east' : 'complex',
	isRightToLeft: name === 'arabic'
}));

const LATIN: Script = {
	name: 'latin',
	letters: /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u,
	font: 'Noto Sans',
	language: 'en-GB',
	kind: 'latin'
};

/** Languages of the region with the place Word knows them by. */
const TAGS: Record<string, string> = {
	en: 'en-GB',
	id: 'id-ID',
	km: 'km-KH',
	lo: 'lo-LA',
	my: 'my-MM',
	th: 'th-TH',
	vi: 'vi-VN',
	ms: 'ms-MY',
	fil: 'fil-PH',
	tl: 'fil-PH',
	ta: 'ta-SG',
	zh: 'zh-CN',
	pt: 'pt-PT',
	tet: 'tet-TL'
};

/** Which script each language that is not written in Latin letters has. */
const WRITTEN: Record<string, string> = {
	km: 'khmer',
	lo: 'lao',
	my: 'myanmar',
	shn: 'myanmar',
	kar: 'myanmar',
	ksw: 'myanmar',
	mnw: 'myanmar',
	th: 'thai',
	ta: 'tamil',
	ar: 'arabic',
	hi: 'devanagari',
	ne: 'devanagari',
	bn: 'bengali',
	zh: 'han',
	ja: 'kana',
	ko: 'hangul'
};

/** A BCP 47 tag as Word wants it: `km` is `km-KH`. */
export const wordTag = (language: string): string => TAGS[language.toLowerCase()] ?? language;

export interface ScriptRun {
	text: string;
	script: string;
}

/** Latin letters and signs that are of no script: most texts, and quickly seen. */
const LATIN_ONLY = /^[\0-\u02af\u1e00-\u1eff\u2000-\u206f]*$/;

/**
 * A text in stretches of one script each. Signs, digits and spaces go with what stands before them,
 * at the beginning with what follows; a mark is never torn from its letter.
 */
export function splitScripts(text: string): ScriptRun[] {
	if (LATIN_ONLY.test(text)) return text === '' ? [] : [{ text, script: 'latin' }];
	const runs: ScriptRun[] = [];
	for (const letter of text) {
		const script = [LATIN, ...SCRIPTS].find(({ letters }) => letters.test(letter))?.name;
		const last = runs.at(-1);
		if (last && (script === undefined || last.script === script || last.script === '')) {
			last.text += letter;
			if (script && last.script === '') last.script = script;
		} else runs.push({ text: letter, script: script ?? '' });
	}
	return runs.map((run) => ({ ...run, script: run.script || 'latin' }));
}

const scriptOf = (name: string): Script => SCRIPTS.find((each) => each.name === name) ?? LATIN;

/**
 * The font of a script for all four of Word's kinds of letters, as an element: with one name alone
 * the others fall back to whatever is there.
 */
export function fontOf(script: string): string {
	const { font, kind } = scriptOf(script);
	const hint = { latin: '', complex: ' w:hint="cs"', east: ' w:hint="eastAsia"' }[kind];
	return `<w:rFonts${hint} w:ascii="${font}" w:hAnsi="${font}" w:eastAsia="${font}" w:cs="${font}"/>`;
}

/**
 * The language of a stretch for each kind of letters, as an element. `language` is what the text as a
 * whole is in (BCP 47), and counts where it is written in this script.
 */
export function languageOf(script: string, language: string): string {
	const own = scriptOf(script);
	const written = WRITTEN[language.toLowerCase().split('-')[0]!] ?? 'latin';
	const tag = escape(wordTag(written === own.name ? language : own.language));
	return `<w:lang w:val="${tag}" w:eastAsia="${tag}" w:bidi="${tag}"/>`;
}

/** Says of a stretch that it is read from right to left; '' for all others. */
export const directionOf = (script: string): string =>
	scriptOf(script).isRightToLeft ? '<w:rtl/>' : '';
