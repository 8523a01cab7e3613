import { m } from '#lib/paraglide/messages.js';
import { takeQuotes } from '#lib/server/focusgroups/quotesPage.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { sendBytes } from '#lib/server/http/sendBytes.ts';
import { sendCsv } from '#lib/server/http/sendCsv.ts';
import { attributionWords } from '#lib/components/quotes/attribution.ts';
import { areaWords, filterOf } from '../quotesView.server.ts';
import type { RequestHandler } from './$types';

/** The quotes of a round as a table or as JSON; nothing that the page does not show. */
export const GET: RequestHandler = async (event) => {
	const format = event.url.searchParams.get('format') === 'json' ? 'json' : 'csv';
	const page = await loadPage(event, (ctx) =>
		takeQuotes(ctx, event.params.round, filterOf(event.url), format)
	);
	const quotes = page.quotes.map((quote) => ({
		words: quote.body,
		language: quote.language ?? '',
		translation: quote.translation ?? '',
		translationLanguage: quote.translationLanguage ?? '',
		by: attributionWords(quote, page.names),
		country: quote.country ?? '',
		level: quote.level,
		kind: quote.kind,
		meeting: quote.groupName,
		heldOn: quote.heldOn ?? '',
		area: quote.area ? areaWords(page, quote.area) : ''
	}));
	if (format === 'json') {
		const body = {
			study: page.round.study.name,
			isInvented: page.round.study.isInvented,
			round: page.round.name,
			cellSize: page.cellSize,
			quotes,
			withheld: page.withheld
		};
		const bytes = new TextEncoder().encode(JSON.stringify(body, null, '\t'));
		return sendBytes({ bytes, mediaType: 'application/json', name: 'quotes.json' });
	}
	const header = [
		m.quotes_words(),
		m.quotes_language(),
		m.quotes_translation(),
		m.quotes_translation_language(),
		m.quotes_by(),
		m.quotes_country(),
		m.quotes_level(),
		m.quotes_kind(),
		m.quotes_meeting(),
		m.quotes_day(),
		m.quotes_area()
	];
	return sendCsv(
		'quotes.csv',
		header,
		quotes.map((quote) => Object.values(quote).map(String))
	);
};
