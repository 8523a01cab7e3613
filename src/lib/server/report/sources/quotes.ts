import { sql } from 'kysely';
import { m } from '#lib/paraglide/messages.js';
import type { Source } from '#lib/report/content.ts';
import { dayIn, frameLocale } from '#lib/report/html/words.ts';
import { withinSystem } from '../../database/withinSystem.ts';
import { type Quote, listQuotes } from '../../focusgroups/quotes.ts';
import {
	type CitationRow,
	type ReadSources,
	type SourceRoom,
	hashOf,
	sourceOf
} from './sourceRoom.ts';

/** Words that may be quoted now, at the level they have now (rule R10); others give nothing. */
export const readQuoteSources: ReadSources = async (room, rows) => {
	const { trx, round } = room;
	const quotes = new Map((await listQuotes(trx, round.id)).map((quote) => [quote.id, quote]));
	const ids = rows.flatMap(({ turn_id }) => (turn_id && quotes.has(turn_id) ? [turn_id] : []));
	const speakers = await withinSystem(trx, async () => {
		const found = await sql<{ id: string; participantId: string | null }>`
			select id, participant_id as "participantId" from turns where id = any (${ids}::uuid[])`.execute(
			trx
		);
		return new Map(found.rows.map((row) => [row.id, row.participantId]));
	});
	return new Map(
		rows.flatMap((citation) => {
			const quote = quotes.get(citation.turn_id ?? '');
			if (!quote) return [];
			// A translation that may not leave any more is no source.
			if (citation.field === 'translation' && quote.translation === null) return [];
			const hash = hashOf({ body: quote.body, translation: quote.translation });
			// Where the words were amended a passage is not known to stand where it stood.
			const isMoved = citation.source_hash !== '' && citation.source_hash !== hash;
			const place = isMoved ? { ...citation, field: null, starts: null, ends: null } : citation;
			const standing = {
				hash,
				source: sourceIn(room, place, quote),
				participantId: speakers.get(quote.id) ?? null
			};
			return [[citation.id, standing] as const];
		})
	);
};

function sourceIn(room: SourceRoom, citation: CitationRow, quote: Quote): Source {
	const { language, locale } = room;
	const { heldOn } = quote;
	const title = heldOn
		? m.report_source_quote({ date: dayIn(heldOn, frameLocale(language)) }, { locale })
		: m.report_source_quote_undated({}, { locale });
	const { field, starts, ends } = citation;
	const isPassage = starts !== null && ends !== null;
	const said = field === 'translation' ? (quote.translation ?? '') : quote.body;
	return sourceOf(citation, title, {
		words: isPassage ? said.slice(starts, ends) : quote.body,
		translation: isPassage ? '' : (quote.translation ?? ''),
		language: isPassage && field === 'translation' ? quote.translationLanguage : quote.language,
		quote: { level: quote.level, attributions: attributions(room, quote) }
	});
}

/** How the speaker may be named at each level up to the one they have; names are kept elsewhere. */
function attributions(
	{ locale, names }: SourceRoom,
	{ level, country, organisationKind }: Quote
): NonNullable<Source['quote']>['attributions'] {
	const somebody = m.quotes_by_somebody({}, { locale });
	if (level < 3 || !country) return { 2: somebody };
	const where = names[country] ?? country;
	return {
		2: somebody,
		3: organisationKind
			? m.quotes_by_kind({ kind: organisationKind, country: where }, { locale })
			: m.quotes_by_country({ country: where }, { locale })
	};
}
