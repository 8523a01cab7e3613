import { memberStates } from '#lib/asean.ts';
import { aseanBaseline } from '#lib/questionnaires/aseanBaseline.ts';
import { type LiveAnswer, type LiveData, inOrder } from '#lib/server/report/liveData.ts';
import { labelWords } from '#lib/components/review/labelWords.ts';
import { listAsked } from '#lib/server/report/figures/tally.ts';
import type { AnswerValue } from '#lib/xlsform/answers.ts';
import { type Definition, type Question, textIn } from '#lib/xlsform/definition.ts';
import { choicesOffered } from '#lib/xlsform/offered.ts';

const SENTENCES = [
	'Sample answer: the law gives the right, and few people know of it.',
	'Sample answer: offices are far away, forms are in one language, and a day without work costs a day of pay.',
	'Sample answer: organisations help where they are allowed to, and count more cases every year.'
];

function valueOf(definition: Definition, question: Question, seed: number): AnswerValue {
	const names = choicesOffered(definition, question).map(({ name }) => name);
	const one = names[(seed * 7 + (seed % 3)) % Math.max(1, names.length)] ?? null;
	switch (question.type) {
		case 'select_one':
		case 'scale':
			return one;
		case 'select_multiple':
		case 'rank':
			return names.filter((_, at) => (at + seed) % 3 === 0);
		case 'number':
			return { value: 100 + ((seed * 37) % 900), year: 2025 };
		case 'integer':
		case 'decimal':
		case 'range':
			return String((seed * 13) % 100);
		case 'text':
			return 'Sample answer: rarely.';
		case 'long_text':
			return [0, 1, 2].map((at) => SENTENCES[(seed + at) % SENTENCES.length]).join(' ');
		default:
			return null;
	}
}

/**
 * What live blocks would be drawn from if so many countries had answered the ASEAN questionnaire:
 * the member states, or with `count` others beside them. All of it invented. There is no database:
 * treaties, change and dataset cannot be drawn from it.
 */
export function sampleLiveData({ count = 11, language = 'en' } = {}): LiveData {
	const definition = aseanBaseline;
	const named = Array.from({ length: count }, (_, at) => {
		const state = memberStates[at];
		return state
			? { code: state.code, name: language === 'id' ? state.name.id : state.name.en }
			: { code: `X${at}`, name: `Sample country ${at}` };
	});
	const areas = definition.areas.map(({ name }) => name);
	const delegations = named.map(({ code }, at) => ({
		...{ id: `delegation-${code}`, country: code },
		status: at === 3 ? ('no_respondent' as const) : ('active' as const),
		accepted: new Set(at === 3 ? [] : areas.filter((_, area) => (area + at) % 6 !== 5))
	}));
	const answers = delegations.flatMap(({ id, country, accepted }, at) =>
		listAsked(definition).flatMap(({ area, question, isRepeated }, place): LiveAnswer[] => {
			const seed = at * 5 + place;
			if (!accepted.has(area.name) || isRepeated || seed % 11 === 10) return [];
			const key = { delegationId: id, country, key: question.name, question: question.name };
			if (seed % 13 === 12) return [{ ...key, status: 'dont_know', value: null }];
			const value = valueOf(definition, question, seed);
			return value === null ? [] : [{ ...key, status: 'answered', value }];
		})
	);
	return {
		trx: null as never,
		round: { id: 'sample', name: '2026', studyId: 'sample' },
		...{ language, locale: language === 'id' ? 'id' : 'en', definition, delegations, answers },
		countries: inOrder(named, 'en'),
		say: (text) => labelWords(textIn(text, language, definition.default_language))
	};
}
