import { findMemberState } from '#lib/asean.ts';
import { treatyFacts } from '#lib/treaties.ts';
import type { AnswerContent, AnswerValue, NumberValue, TreatyValue } from '#lib/xlsform/answers.ts';
import {
	type Area,
	type Definition,
	EXPOSURES,
	type Exposure,
	type Question,
	choicesOf
} from '#lib/xlsform/definition.ts';
import { between, chance, pick, shuffled } from './chance.ts';
import { chooseOne, fillMatrix, roundly } from './cells.ts';
import { type Voice, longText, shortText, wordsOf } from './sentences.ts';

/** Questions about what happened after 2018. */
const LATER = new Set(['q5_9_crisis', 'q6_9b_fishers_words', 'q6_11_timor_leste']);
/** Decides which other questions are asked, so it is always answered, and rightly. */
const SIDE = 'q0_1_side';

/** What follows from the country, or from another figure of the demo. */
const PINNED: Record<string, (voice: Voice) => string | undefined> = {
	[SIDE]: ({ country }) => findMemberState(country)?.profile ?? 'both',
	q2_1c_magnitude: () => 'ten_thousands',
	// Never against the sourced facts; nothing is made up about what a state is said to plan.
	q7_2_cmw: ({ country, year }) => {
		const done = treatyFacts(country, 'CMW')
			.filter(({ date }) => date && Number(date.slice(0, 4)) <= year)
			.map(({ action }) => action);
		if (done.includes('ratified') || done.includes('acceded')) return 'party';
		return done.includes('signed') ? 'signed' : 'silent';
	}
};

/** Figures that have to fit others, or people's sense of what can be. */
const QUESTION_RANGES: Record<string, readonly [low: number, high: number]> = {
	q2_1_estimate: [72_000, 94_000],
	q2_12_trafficking: [20, 400]
};

/**
 * A made-up answer that its question accepts: the same every time for a delegation, question
 * and round. About one in ten is a code (don't know, not applicable, not safe).
 * `chosen` names the choices of the multiple question a ranking follows.
 */
export function makeAnswer(
	definition: Definition,
	area: Area,
	question: Question,
	voice: Voice,
	chosen?: readonly string[]
): AnswerContent {
	const key = `${voice.key}|${question.name}`;
	// Most answers stay as they were in the round before, so that changes stand out.
	const seed = chance(`${key}|${voice.year}|changed`) < 0.4 ? `${key}|${voice.year}` : key;
	const exposure = exposureOf(question, key);
	const code = codeOf(question, voice, `${key}|${voice.year}`);
	if (code) return { ...code, value: null, exposure };
	const value = valueOf(definition, area, question, voice, seed, chosen);
	return { status: 'answered', value, reason: null, exposure };
}

function codeOf(
	question: Question,
	voice: Voice,
	seed: string
): Pick<AnswerContent, 'status' | 'reason'> | undefined {
	if (question.name === SIDE || question.type === 'treaty') return undefined;
	const words = wordsOf(voice);
	if (voice.year < 2020 && LATER.has(question.name))
		return { status: 'not_applicable', reason: words.tooEarly };
	const drawn = chance(`${seed}|code`);
	if (drawn < 0.06) return { status: 'dont_know', reason: null };
	if (drawn < 0.09)
		return { status: 'not_applicable', reason: pick(`${seed}|reason`, words.reason) };
	// What only coordinators see is what people would rather not say.
	const unsafe = question.exposure === 'coordinators' ? 0.08 : 0.01;
	return drawn < 0.09 + unsafe ? { status: 'not_safe', reason: null } : undefined;
}

/** The question's own exposure; for some answers a narrower one. */
function exposureOf(question: Question, seed: string): Exposure {
	const narrower = EXPOSURES.slice(EXPOSURES.indexOf(question.exposure) + 1);
	if (narrower.length === 0 || chance(`${seed}|narrower`) >= 0.08) return question.exposure;
	return pick(`${seed}|exposure`, narrower);
}

function valueOf(
	definition: Definition,
	area: Area,
	question: Question,
	voice: Voice,
	seed: string,
	chosen: readonly string[] | undefined
): AnswerValue {
	const choices = choicesOf(definition, question.list);
	switch (question.type) {
		case 'select_one':
		case 'scale':
			return PINNED[question.name]?.(voice) ?? chooseOne(voice, choices, seed);
		case 'select_multiple': {
			const usual = choices.filter(({ name }) => name !== 'none' && name !== voice.country);
			const some = shuffled(seed, usual).slice(0, between(`${seed}|many`, 2, 4));
			return inOrder(
				choices,
				some.slice(0, question.most).map(({ name }) => name)
			);
		}
		case 'rank': {
			const names = chosen ?? choices.map(({ name }) => name);
			return shuffled(seed, names).slice(0, question.most);
		}
		case 'number':
			return numberOf(definition, question, voice, seed);
		case 'date':
			return `${voice.year - 1}-${String(between(`${seed}|month`, 1, 12)).padStart(2, '0')}-15`;
		case 'text':
			return shortText(voice, question, seed);
		case 'long_text':
			return longText(voice, area, question, seed);
		case 'matrix':
			return fillMatrix(definition, question, voice, seed);
		case 'treaty':
			return treatyOf(definition, question, voice);
		// The baseline asks nothing of the other types.
		default:
			return null;
	}
}

const inOrder = (choices: readonly { name: string }[], some: readonly string[]) =>
	choices.map(({ name }) => name).filter((name) => some.includes(name));

const RANGES: Record<string, readonly [low: number, high: number]> = {
	percent: [5, 60],
	percent_month: [2, 10],
	percent_year: [12, 60],
	usd: [6, 18],
	staff: [1, 5],
	items: [0, 6],
	reports: [0, 5]
};

function numberOf(
	definition: Definition,
	question: Question,
	voice: Voice,
	seed: string
): NumberValue {
	const unit = choicesOf(definition, question.units)[0]?.name;
	const range = QUESTION_RANGES[question.name] ?? RANGES[unit ?? ''];
	const value = range
		? roundly(between(seed, range[0], range[1]))
		: roundly(10 ** (2.5 + chance(seed) * 2.8));
	return {
		value,
		...(unit && { unit }),
		...(question.year && { year: voice.year - between(`${seed}|year`, 1, 2) })
	};
}

/** Mostly "confirmed", so that the demo contradicts no sourced fact; one correction a country. */
function treatyOf(definition: Definition, question: Question, voice: Voice): TreatyValue {
	const names = choicesOf(definition, question.instruments).map(({ name }) => name);
	const corrected = pick(`${voice.key}|corrected`, names);
	const said: TreatyValue = {};
	for (const name of names) {
		const isUnsure = chance(`${voice.key}|${name}|unsure`) < 0.12;
		if (name === corrected) said[name] = { verdict: 'corrected', ...wordsOf(voice).treaty };
		else said[name] = { verdict: isUnsure ? 'unsure' : 'confirmed' };
	}
	return said;
}
