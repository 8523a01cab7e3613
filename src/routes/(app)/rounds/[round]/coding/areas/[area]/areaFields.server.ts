import { countryName } from '#lib/asean.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { narrativeQuestions } from '#lib/server/coding/narratives.ts';
import type { AreaPage } from '#lib/server/coding/pages.ts';
import { type Text, findArea, textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';

const say = ({ definition }: Pick<AreaPage, 'definition'>, text: Text | undefined) =>
	withoutMarkup(textIn(text, getLocale(), definition.default_language));

/** The area's title in the page's language. */
export function areaTitle(page: AreaPage): string {
	return say(page, findArea(page.definition, page.area)?.title);
}

/** What narrows the answers of an area. */
export function areaFields(page: AreaPage, filter: Partial<Record<string, string>>) {
	const { definition, area, countries, codes } = page;
	const asks = findArea(definition, area);
	const questions = (asks ? narrativeQuestions(asks) : []).map(({ name, number, label }) => ({
		value: name,
		label: `${number} ${say(page, label)}`
	}));
	const field = (
		name: string,
		label: string,
		options: readonly { value: string; label: string }[]
	) => ({ name, label, value: filter[name] ?? '', options });
	return [
		field('question', m.coding_filter_question(), questions),
		field(
			'country',
			m.coding_filter_country(),
			countries.map(({ country, name }) => ({
				value: country,
				label: countryName(country, name, getLocale())
			}))
		),
		field(
			'code',
			m.coding_filter_code(),
			codes
				.filter(({ isCodable }) => isCodable)
				.map(({ id, path }) => ({ value: id, label: path.join(' › ') }))
		),
		field('show', m.coding_filter_show(), [
			{ value: 'coded', label: m.coding_filter_coded() },
			{ value: 'uncoded', label: m.coding_filter_uncoded() }
		])
	];
}
