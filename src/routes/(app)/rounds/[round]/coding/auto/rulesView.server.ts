import { countryName } from '#lib/asean.ts';
import { speakerWords } from '#lib/components/coding/speakerWords.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { AutoCodePage } from '#lib/server/coding/autoCode.ts';
import { narrativeQuestions } from '#lib/server/coding/narratives.ts';
import { RULE_KINDS } from '#lib/server/coding/rules.ts';
import { MEETING_ROLES } from '#lib/terms.ts';
import { textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import { codeViews } from '../unitView.server.ts';

/** What the form of rules offers, and what the address has chosen of it. */
export function viewRules(page: AutoCodePage, asked: URLSearchParams) {
	const { round, definition, blocks, participants, countries, kinds, meetings } = page;
	const locale = getLocale();
	const option = (value: string, label: string) => ({ value, label });
	const by = RULE_KINDS.find((kind) => kind === asked.get('by')) ?? 'words';
	return {
		round: { id: round.id, name: round.name, study: round.study },
		codes: codeViews(page.codes, []),
		asked: {
			by,
			value: (asked.get(by) || asked.get('value')) ?? '',
			code: asked.get('code') ?? '',
			group: asked.get('group') ?? '',
			among: asked.get('among') ?? 'all'
		},
		options: {
			block: blocks.map(({ id, title, groupName }) => option(id, `${groupName}: ${title}`)),
			question: definition.areas
				.flatMap((area) => narrativeQuestions(area))
				.map(({ name, number, label }) =>
					option(
						name,
						`${number} ${withoutMarkup(textIn(label, locale, definition.default_language))}`
					)
				),
			speaker: [
				...MEETING_ROLES.map((role) => option(role, speakerWords(role))),
				...participants.map(({ id, pseudonym, groupName }) =>
					option(id, `${pseudonym} (${groupName})`)
				)
			],
			country: countries.map(({ country, name }) =>
				option(country, countryName(country, name, locale))
			),
			kind: kinds.map((kind) => option(kind, kind)),
			group: meetings.map(({ id, name }) => option(id, name))
		}
	};
}
