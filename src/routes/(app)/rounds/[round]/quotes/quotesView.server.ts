import { countryName } from '#lib/asean.ts';
import { labelWords } from '#lib/components/review/labelWords.ts';
import { attributionWords, beyondWords } from '#lib/components/quotes/attribution.ts';
import { meetingDays } from '#lib/components/focusgroup/meetingWords.ts';
import type { QuoteView } from '#lib/components/quotes/quoteView.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { QuoteFilter } from '#lib/server/focusgroups/quotes.ts';
import type { QuotesPage } from '#lib/server/focusgroups/quotesPage.ts';
import { findArea, textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';

/** What an address asks for. */
export function filterOf({ searchParams }: URL): QuoteFilter {
	// A question's name may be as long as the database lets it be; PostgreSQL takes no NUL.
	const read = (name: string) => (searchParams.get(name) ?? '').replaceAll('\0', '').slice(0, 400);
	return {
		group: read('meeting'),
		area: read('area'),
		question: read('question'),
		country: read('country'),
		code: read('code')
	};
}

/** The same as an address, without what is not asked for. */
export function filterQuery(filter: QuoteFilter): string {
	const { group: meeting, ...rest } = filter;
	const given = Object.entries({ meeting, ...rest }).filter(([, value]) => value !== '');
	return new URLSearchParams(given).toString();
}

/** The title of an area as the round's questionnaire has it. */
export function areaWords({ definition }: Pick<QuotesPage, 'definition'>, name: string): string {
	const area = findArea(definition, name);
	return area
		? withoutMarkup(textIn(area.title, getLocale(), definition.default_language)) || name
		: name;
}

/** A page's quotes in the reader's words. */
export function viewQuotes(page: QuotesPage): QuoteView[] {
	return page.quotes.map((quote): QuoteView => {
		const by = attributionWords(quote, page.names);
		const { id, body, language, translation, translationLanguage } = quote;
		return {
			...{ id, body, language, translation, translationLanguage, by },
			meeting: `${quote.groupName}, ${meetingDays({ heldOn: quote.heldOn, endsOn: null })}`,
			paraphrase: quote.kind === 'paraphrase' ? m.quotes_paraphrase() : '',
			beyond: beyondWords(quote),
			copy: `${body}\n— ${by}`
		};
	});
}

/** Questions quotes belong to, as the questionnaire has them; one it asks no more is left out. */
function questionOptions({ definition, questions }: QuotesPage) {
	return definition.areas
		.flatMap((area) => area.questions)
		.filter(({ name }) => questions.includes(name))
		.map(({ name, number, label }) => ({
			value: name,
			label: `${number} ${labelWords(textIn(label, getLocale(), definition.default_language))}`
		}));
}

/** What a page of quotes can be narrowed by. */
export function filterFields(page: QuotesPage, filter: QuoteFilter) {
	const locale = getLocale();
	return [
		{
			name: 'meeting',
			label: m.quotes_meeting(),
			value: filter.group,
			options: page.meetings.map(({ id, name }) => ({ value: id, label: name }))
		},
		{
			name: 'area',
			label: m.quotes_area(),
			value: filter.area,
			options: page.areas.map((name) => ({ value: name, label: areaWords(page, name) }))
		},
		{
			name: 'question',
			label: m.quotes_question(),
			value: filter.question,
			options: questionOptions(page)
		},
		{
			name: 'country',
			label: m.quotes_country(),
			value: filter.country,
			options: page.countries.map((code) => ({
				value: code,
				label: countryName(code, page.names[code] ?? code, locale)
			}))
		},
		{
			name: 'code',
			label: m.quotes_code(),
			value: filter.code,
			options: page.codes.map(({ id, name }) => ({ value: id, label: name }))
		}
	].filter(({ options }) => options.length > 0);
}
