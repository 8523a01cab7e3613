import type { TreatyFact as ShownFact } from '#lib/components/questionnaire/treatyFact.ts';
import { m } from '#lib/paraglide/messages.js';
import { type TreatyFact, treatyFacts } from '#lib/treaties.ts';
import { type Definition, choicesOf, textIn } from '#lib/xlsform/definition.ts';
import { formatDay } from '#lib/xlsform/format.ts';

/** A year, a month or a day, as exact as the source is. */
function when(date: string | undefined, language: string): string {
	return date?.length === 10 ? formatDay(date, language) : (date ?? '');
}

function inWords(fact: TreatyFact, language: string): string {
	const date = when(fact.date, language);
	const words = {
		ratified: m.respond_treaty_ratified,
		acceded: m.respond_treaty_acceded,
		signed: m.respond_treaty_signed,
		none: m.respond_treaty_none
	};
	return [
		words[fact.action]({ date }),
		fact.territory && `(${fact.territory})`,
		textIn(fact.note, language)
	]
		.filter(Boolean)
		.join(' ');
}

/** What is recorded about a country, by instrument, for the questions of a definition that ask. */
export function shownTreatyFacts(
	definition: Definition,
	country: string,
	language: string
): Record<string, ShownFact[]> {
	const lists = definition.areas
		.flatMap((area) => area.questions)
		.flatMap((question) => (question.type === 'treaty' ? [question.instruments] : []));
	const names = lists.flatMap((list) => choicesOf(definition, list).map(({ name }) => name));
	return Object.fromEntries(
		names.map((name) => [
			name,
			treatyFacts(country, name).map((fact) => ({
				text: inWords(fact, language),
				source: fact.source,
				asOf: when(fact.asOf, language),
				verified: fact.verified
			}))
		])
	);
}
