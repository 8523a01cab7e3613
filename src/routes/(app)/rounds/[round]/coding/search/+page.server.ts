import { countryName } from '#lib/asean.ts';
import { speakerWords } from '#lib/components/coding/speakerWords.ts';
import { langOf } from '#lib/components/ui/langOf.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { searchRound } from '#lib/server/coding/search.ts';
import { placeKey } from '#lib/server/coding/texts.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { findPlace } from '#lib/xlsform/findAsked.ts';
import { textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import { clock } from '../unitView.server.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

/** Words in the turns and answers of a round. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const words = (event.url.searchParams.get('q') ?? '').slice(0, 200);
		const { round, definition, hits, isCut, near } = await searchRound(
			ctx,
			event.params.round,
			words
		);
		const at = `/rounds/${round.id}/coding`;
		return {
			round: { id: round.id, name: round.name, study: round.study },
			words,
			isCut,
			near,
			hits: hits.map(({ place, narrative, ...hit }) => {
				const key = placeKey(place);
				const on = narrative
					? `areas/${encodeURIComponent(findPlace(definition, narrative.asked.name)?.area.name ?? '')}`
					: `meetings/${hit.groupId}`;
				return {
					key: `${key} ${hit.field}`,
					href: `${at}/${on}?at=${encodeURIComponent(key)}#u-${encodeURIComponent(encodeURIComponent(key))}`,
					where: narrative
						? `${narrative.asked.number} ${withoutMarkup(textIn(narrative.asked.label, getLocale(), definition.default_language))}`
						: (hit.groupName ?? ''),
					who: narrative
						? [
								countryName(narrative.country, narrative.countryName, getLocale()),
								narrative.delegationName
							]
								.filter(Boolean)
								.join(' · ')
						: speakerWords(hit.who ?? ''),
					time: hit.startsMs === null ? '' : clock(hit.startsMs),
					isTranslation: hit.field === 'translation',
					lang: hit.language ? (langOf(hit.language) ?? null) : null,
					passages: hit.passages,
					count: hit.count
				};
			})
		};
	});
