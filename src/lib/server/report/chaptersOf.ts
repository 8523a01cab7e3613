import { countryName } from '#lib/asean.ts';
import { type Locale, baseLocale, isLocale } from '#lib/paraglide/runtime.js';
import { m } from '#lib/paraglide/messages.js';
import type { ChapterKind } from '#lib/report/content.ts';
import { type Definition, textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import type { Trx } from '../database/database.ts';

export interface UsualChapter {
	kind: ChapterKind;
	key: string;
	title: string;
}

/** The language our own words of a report are in: its own, or English. */
export const localeOf = (language: string): Locale => (isLocale(language) ? language : baseLocale);

/** The chapters every report of this round has, in their usual order, titled in `language`. */
export async function chaptersOf(
	trx: Trx,
	roundId: string,
	definition: Definition,
	language: string
): Promise<UsualChapter[]> {
	const locale = localeOf(language);
	const countries = await trx
		.selectFrom('delegations as d')
		.innerJoin('round_countries as c', (join) =>
			join.onRef('c.round_id', '=', 'd.round_id').onRef('c.country', '=', 'd.country')
		)
		.select(['d.country', 'c.name'])
		.distinct()
		.where('d.round_id', '=', roundId)
		.orderBy('c.name')
		.execute();
	const one = (kind: ChapterKind, title: string): UsualChapter => ({ kind, key: '', title });
	return [
		one('foreword', m.report_chapter_foreword({}, { locale })),
		one('method', m.report_chapter_method({}, { locale })),
		...definition.areas
			.filter(({ kind }) => kind === 'issue')
			.map(({ name, title }) => ({
				kind: 'area' as const,
				key: name,
				title:
					withoutMarkup(textIn(title, language, definition.default_language)).slice(0, 300) || name
			})),
		...countries.map(({ country, name }) => ({
			kind: 'country' as const,
			key: country,
			title: countryName(country, name, language)
		})),
		one('treaties', m.report_chapter_treaties({}, { locale })),
		one('recommendations', m.report_chapter_recommendations({}, { locale })),
		one('questionnaire', m.report_chapter_questionnaire({}, { locale })),
		one('dataset', m.report_chapter_dataset({}, { locale }))
	];
}
