import { speakerWords } from '#lib/components/coding/speakerWords.ts';
import { labelWords } from '#lib/components/review/labelWords.ts';
import { delegationName } from '#lib/components/review/words.ts';
import { langOf } from '#lib/components/ui/langOf.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { getSaidPage } from '#lib/server/coding/said.ts';
import { textIn } from '#lib/xlsform/definition.ts';

type SaidPage = Awaited<ReturnType<typeof getSaidPage>>;
const lang = (tag: string | null) => (tag ? (langOf(tag) ?? null) : null);

/** A page of one question in the reader's words. */
export function viewSaid(page: SaidPage) {
	const { definition, question, area, round } = page;
	const say = (text: Parameters<typeof textIn>[0]) =>
		labelWords(textIn(text, getLocale(), definition.default_language));
	const relations = page.relations.map((each) => ({
		id: each.id,
		delegationId: each.delegationId,
		relation: each.relation,
		who: speakerWords(each.who),
		meeting: each.groupName,
		body: each.body,
		lang: lang(each.language),
		translation: each.translation,
		translationLang: lang(each.translationLanguage),
		madeBy: each.madeBy,
		isChanged: each.isChanged
	}));
	const of = (delegationId: string | null) =>
		relations.filter((each) => each.delegationId === delegationId);
	return {
		round: { id: round.id, name: round.name, study: round.study },
		definition,
		question,
		label: say(question.label),
		area: `${area.number}. ${say(area.title)}`,
		rows: page.rows.map((row) => ({
			row,
			name: delegationName(row.delegation),
			said: of(row.delegation.id)
		})),
		general: of(null),
		statements: page.statements.map((statement) => ({
			...statement,
			reasons: statement.reasons.map(({ language, ...each }) => ({ ...each, lang: lang(language) }))
		})),
		delegations: page.rows.map(({ delegation }) => ({
			value: delegation.id,
			label: delegationName(delegation),
			country: delegation.country
		})),
		offered: page.offered.map((turn) => ({
			id: turn.id,
			who: speakerWords(turn.who),
			meeting: turn.groupName,
			country: turn.country,
			body: turn.body,
			lang: lang(turn.language)
		})),
		meetings: page.meetings.map(({ id, name }) => ({ value: id, label: name })),
		isCut: page.isCut,
		previous: page.previous,
		next: page.next
	};
}
