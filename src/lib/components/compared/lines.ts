/** A comparison as lines of words: what the page lists and the file holds. */
import { delegationName } from '#lib/components/review/words.ts';
import { labelWords } from '#lib/components/review/labelWords.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { ComparedRow } from '#lib/rounds/compareRounds.ts';
import { type Definition, textIn } from '#lib/xlsform/definition.ts';
import { describeAnswer } from '#lib/xlsform/describe.ts';

export interface Line {
	key: string;
	country: string;
	area: string;
	number: string;
	question: string;
	outcome: ComparedRow['outcome'];
	reason: ComparedRow['reason'];
	/** '' where there is no accepted public answer. */
	then: string;
	now: string;
}

interface Delegation {
	id: string;
	country: string;
	countryName: string;
	name: string;
}

/** The answer in words; the three codes have words of their own. */
function wordsOf(side: ComparedRow['now']): string {
	if (!side) return '';
	const { definition, question, said } = side;
	if (said.status === 'dont_know') return m.compared_said_dont_know();
	if (said.status === 'not_applicable') return m.compared_said_not_applicable();
	if (said.status === 'not_safe') return m.compared_said_not_safe();
	return describeAnswer(definition, question, said, getLocale());
}

/** Lines in the language of the page, question by question of each country. */
export function linesOf(
	definition: Definition,
	delegations: readonly Delegation[],
	rows: readonly ComparedRow[]
): Line[] {
	const names = new Map(delegations.map((each) => [each.id, delegationName(each)]));
	return rows.map((row) => {
		const { question, outcome, reason } = row;
		// Of what is not asked any more the earlier questionnaire knows the language.
		const fallback = (row.now ?? row.then)?.definition ?? definition;
		const area = definition.areas.find(({ name }) => name === row.area);
		return {
			key: `${row.delegationId} ${question.name}`,
			country: names.get(row.delegationId) ?? '',
			area: area
				? labelWords(textIn(area.short, getLocale(), definition.default_language))
				: row.area,
			number: question.number,
			question: labelWords(textIn(question.label, getLocale(), fallback.default_language)),
			...{ outcome, reason },
			then: wordsOf(row.then),
			now: wordsOf(row.now)
		};
	});
}
