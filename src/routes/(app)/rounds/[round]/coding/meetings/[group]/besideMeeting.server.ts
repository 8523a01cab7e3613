import { countryName } from '#lib/asean.ts';
import { speakerWords } from '#lib/components/coding/speakerWords.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { MeetingPage } from '#lib/server/coding/pages.ts';
import { formatDay } from '#lib/xlsform/format.ts';

/** What their consent comes to, beside a participant's pseudonym. */
function consentWords({ consentLevel, withdrawnScope }: MeetingPage['participants'][number]) {
	if (withdrawnScope === 'all') return { tone: 'no', sign: '×', words: m.coding_consent_left() };
	const levels = [
		{ tone: 'no', sign: '×', words: m.coding_consent_0 },
		{ tone: 'no', sign: '×', words: m.coding_consent_1 },
		{ tone: 'part', sign: '–', words: m.coding_consent_2 },
		{ tone: 'part', sign: '–', words: m.coding_consent_3 },
		{ tone: 'ok', sign: '✓', words: m.coding_consent_4 },
		{ tone: 'ok', sign: '✓', words: m.coding_consent_5 }
	];
	const { words, ...rest } = levels[consentLevel] ?? levels[0]!;
	return { ...rest, words: words() };
}

/** The left column of a meeting: when it was, who was there, and what narrows the list. */
export function besideMeeting(
	{ group, participants, blocks, roles, codes, countries }: MeetingPage,
	filter: Partial<Record<string, string>>
) {
	const locale = getLocale();
	const nameOf = (code: string) => countries.find(({ country }) => country === code)?.name ?? code;
	const people = participants.map((person) => ({
		id: person.id,
		pseudonym: person.pseudonym,
		about: [
			person.organisationKind,
			person.country && countryName(person.country, nameOf(person.country), locale)
		]
			.filter(Boolean)
			.join(', '),
		consent: consentWords(person)
	}));
	const option = (value: string, label: string) => ({ value, label });
	return {
		facts: [
			group.heldOn && formatDay(group.heldOn, locale),
			group.hours,
			group.isOnline ? m.coding_online() : group.place,
			group.rule === 'chatham_house' ? m.coding_rule_chatham_house() : ''
		].filter((fact): fact is string => Boolean(fact)),
		people,
		fields: [
			{
				name: 'who',
				label: m.coding_filter_who(),
				value: filter.who ?? '',
				options: [
					...people.map(({ id, pseudonym }) => option(id, pseudonym)),
					...roles.map((role) => option(role, speakerWords(role)))
				]
			},
			{
				name: 'block',
				label: m.coding_filter_block(),
				value: filter.block ?? '',
				options: blocks.map(({ id, title }) => option(id, title))
			},
			{
				name: 'code',
				label: m.coding_filter_code(),
				value: filter.code ?? '',
				options: codes
					.filter(({ isCodable }) => isCodable)
					.map(({ id, path }) => option(id, path.join(' › ')))
			},
			{
				name: 'show',
				label: m.coding_filter_show(),
				value: filter.show ?? '',
				options: [
					option('coded', m.coding_filter_coded()),
					option('uncoded', m.coding_filter_uncoded())
				]
			}
		].filter(({ options }) => options.length > 0)
	};
}
