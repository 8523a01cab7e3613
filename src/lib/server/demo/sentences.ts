import type { Area, Question } from '#lib/xlsform/definition.ts';
import { between, chance, pick, shuffled } from './chance.ts';
import { type Words, english } from './wordsEnglish.ts';
import { indonesian } from './wordsIndonesian.ts';

/** For whom answers are made up. */
export interface Voice {
	/** Key of the delegation in the plan. */
	key: string;
	country: string;
	/** Year of the round. */
	year: number;
}

/** Longest text the questionnaire takes in a one-line field. */
const SHORT = 200;

/** The invented words of a country: Bahasa Indonesia for Indonesia, English for the others. */
export function wordsOf(voice: Voice): Words {
	return voice.country === 'ID' ? indonesian : english;
}

/**
 * Two to four sentences on an area. Questions of one area take different sentences as long as
 * there are enough, and each country begins elsewhere.
 */
export function longText(voice: Voice, area: Area, question: Question, seed: string): string {
	const words = wordsOf(voice);
	const pool = shuffled(`${voice.key}|${area.name}`, words.areas[area.name] ?? words.any);
	const at = area.questions.filter((one) => one.type === 'long_text').indexOf(question);
	const many = between(`${seed}|many`, 2, 3);
	const said = Array.from({ length: many }, (_, step) => pool[(at * 2 + step) % pool.length]!);
	if (chance(`${seed}|any`) < 0.3) said.push(pick(`${seed}|any`, words.any));
	return words.lead + said.map((text, step) => fill(text, words, `${seed}|${step}`)).join(' ');
}

/** A few words for a one-line field. */
export function shortText(voice: Voice, question: Question, seed: string): string {
	const words = wordsOf(voice);
	const known = words.short[question.name];
	const text = known ? pick(seed, known) : fill(pick(seed, words.any), words, seed);
	return (words.lead + text).slice(0, SHORT);
}

function fill(sentence: string, words: Words, seed: string): string {
	const filled = sentence
		.replace('{group}', pick(`${seed}|group`, words.group))
		.replace('{place}', pick(`${seed}|place`, words.place));
	return filled.charAt(0).toUpperCase() + filled.slice(1);
}
