import { isAsked, isComputed } from '#lib/xlsform/areaState.ts';
import type { Area, Definition, Question } from '#lib/xlsform/definition.ts';
import { findPlace } from '#lib/xlsform/findAsked.ts';
import type { LiveAnswer, LiveCountry, LiveData } from '../liveData.ts';

/** A question somebody answers, and where. */
export interface Asked {
	area: Area;
	question: Question;
	/** Whether it is asked in the entries of a list, so that one country may answer it often. */
	isRepeated: boolean;
}

/** Who gave which public answer to a question, in the order of the countries' names. */
export interface Tally extends Asked {
	/** Of the round. */
	total: number;
	/** Countries with a public answer, by what it is: an answer, “don't know” or “not applicable”. */
	said: LiveCountry[];
	answered: LiveCountry[];
	dontKnow: LiveCountry[];
	notApplicable: LiveCountry[];
	/** All others: nobody is told which of them gave none, and which one that is kept. */
	without: number;
	/** The answers with a value. */
	values: (LiveCountry & { value: NonNullable<LiveAnswer['value']> })[];
	/** Whether a country has several delegations that answered, each of which counts. */
	hasSeveral: boolean;
}

/** Every question somebody answers, in the order of the questionnaire. */
export function listAsked(definition: Definition): Asked[] {
	return definition.areas.flatMap((area) =>
		area.questions
			.filter((question) => isAsked(question) && !isComputed(question))
			.map((question) => ({
				...{ area, question },
				isRepeated: (findPlace(definition, question.name)?.repeats ?? []).length > 0
			}))
	);
}

/** The question of this name; undefined where nobody is asked it. */
export const findAskedNow = ({ definition }: LiveData, name: string | undefined) =>
	listAsked(definition).find(({ question }) => question.name === name);

/** How the public answers to a question are spread over the countries. */
export function tally(data: LiveData, asked: Asked): Tally {
	const { countries } = data;
	const own = data.answers.filter(
		// Words of “not safe to say” are none, and it is not told who used them.
		({ question, status }) => question === asked.question.name && status !== 'not_safe'
	);
	const among = (answers: readonly LiveAnswer[]) => {
		const codes = new Set(answers.map(({ country }) => country));
		return countries.filter(({ code }) => codes.has(code));
	};
	const of = (status: LiveAnswer['status']) =>
		among(own.filter((answer) => answer.status === status));
	const said = among(own);
	return {
		...asked,
		...{ total: countries.length, said, without: countries.length - said.length },
		answered: of('answered'),
		dontKnow: of('dont_know'),
		notApplicable: of('not_applicable'),
		values: countries.flatMap((country) =>
			own.flatMap(({ country: code, value, status }) =>
				code === country.code && status === 'answered' && value !== null
					? [{ ...country, value }]
					: []
			)
		),
		hasSeveral: said.some(
			({ code }) =>
				new Set(own.flatMap((each) => (each.country === code ? each.delegationId : []))).size > 1
		)
	};
}

/** The countries whose answer is, or holds, this choice. */
export function whoChose({ values }: Tally, name: string): LiveCountry[] {
	const found = values.filter(({ value }) =>
		Array.isArray(value) ? value.includes(name) : value === name
	);
	return [...new Map(found.map(({ code, name: country }) => [code, country]))].map(
		([code, country]) => ({ code, name: country })
	);
}
