import { countryName } from '#lib/asean.ts';
import { m } from '#lib/paraglide/messages.js';
import { baseLocale, isLocale } from '#lib/paraglide/runtime.js';
import { textIn } from '#lib/xlsform/definition.ts';
import type { Config } from '../config.ts';
import { dayWords } from './dayWords.ts';
import type { Closing, Deadlines, Due } from './deadlines.ts';
import { NOTICE_KINDS } from './notice.ts';
import { noticeWords } from './noticeWords.ts';
import { publicLink } from './publicLink.ts';
import type { WaitingNotice } from './waitingNotices.ts';

export interface News {
	notices: readonly WaitingNotice[];
	deadlines: Deadlines;
	/** Addresses that reply to a query without signing in, by query. */
	links: ReadonlyMap<string, string>;
	linksEnd: Date;
	rhythm: 'daily' | 'at_once';
}

/** What happened several times at one place is one line with a number. */
interface Line {
	words: string;
	link: string;
	/** Addresses that reply without signing in. */
	replies: string[];
}

type Place = Pick<
	WaitingNotice,
	'study' | 'round' | 'country' | 'countryName' | 'delegationId' | 'delegationName'
>;

/**
 * Takes all an account is to be told and its language; gives one mail: grouped by study and
 * delegation, with counts and links, and no word of an answer, a query or a comment (rule R16).
 */
export function digestText(
	news: News,
	language: string,
	config: Config
): { subject: string; body: string } {
	const locale = isLocale(language) ? language : baseLocale;
	const { closing, due } = news.deadlines;
	const places = new Map<string, Place>(
		[...closing, ...due, ...news.notices].map((each) => [each.delegationId, each])
	);
	const groups = [...places].map(([id, place]) => {
		const here = <T extends Place>(all: readonly T[]) =>
			all.filter(({ delegationId }) => delegationId === id);
		return {
			title: placeWords(place, locale),
			lines: [
				...here(closing).map((each) => closingLine(each, locale, config)),
				...here(due).map((each) => dueLine(each, locale, config)),
				...noticeLines(here(news.notices), news.links, locale, config)
			]
		};
	});
	const lines = groups.flatMap((group) => group.lines);
	const hasReplies = lines.some(({ replies }) => replies.length > 0);
	const subject =
		lines.length === 1
			? lines[0]!.words
			: m.mail_digest_subject({ count: lines.length }, { locale });
	const until = dayWords(news.linksEnd.toISOString().slice(0, 10), locale);
	const body = [
		m.mail_greeting({}, { locale }),
		...groups.map(({ title, lines: told }) =>
			[title, ...told.map((line) => lineText(line, locale))].join('\n\n')
		),
		...(hasReplies ? [m.mail_digest_reply_note({ until }, { locale })] : []),
		`${m.mail_signature({}, { locale })}\n${m.mail_digest_why(
			{ rhythm: news.rhythm, link: publicLink(config, '/account') },
			{ locale }
		)}`
	].join('\n\n');
	return { subject, body };
}

function placeWords(place: Place, locale: 'en' | 'id'): string {
	const country = countryName(place.country, place.countryName, locale);
	return [place.study, place.round, country, place.delegationName]
		.map(oneLine)
		.filter(Boolean)
		.join(' · ');
}

function closingLine(closing: Closing, locale: 'en' | 'id', config: Config): Line {
	const { days, unfinished } = closing;
	const words = m.mail_digest_closes({ days, unfinished }, { locale });
	return { words, link: publicLink(config, `/respond/${closing.delegationId}`), replies: [] };
}

function dueLine(due: Due, locale: 'en' | 'id', config: Config): Line {
	const { days } = due;
	const area = oneLine(due.title ? textIn(due.title, locale) : due.area);
	const words =
		days === 0
			? m.mail_digest_due_today({ area }, { locale })
			: days === 1
				? m.mail_digest_due_tomorrow({ area }, { locale })
				: m.mail_digest_due({ area, days }, { locale });
	const path = `/respond/${due.delegationId}/${due.area}`;
	return { words, link: publicLink(config, path), replies: [] };
}

function noticeLines(
	notices: readonly WaitingNotice[],
	links: News['links'],
	locale: 'en' | 'id',
	config: Config
): Line[] {
	const same = new Map<string, WaitingNotice[]>();
	for (const notice of notices) {
		const key = JSON.stringify([NOTICE_KINDS.indexOf(notice.kind) + 100, notice.area]);
		same.set(key, [...(same.get(key) ?? []), notice]);
	}
	return [...same.entries()]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([, told]) => {
			const { kind, area, country, countryName: stored } = told[0]!;
			const named = area ? textIn(area, locale) : countryName(country, stored, locale);
			const paths = new Set(told.map(({ path }) => path));
			// Several places of one page: the page itself.
			const path = paths.size === 1 ? told[0]!.path : told[0]!.path.replace(/[?#].*$/, '');
			return {
				words: noticeWords(kind, { area: oneLine(named), count: told.length }, locale),
				link: publicLink(config, path),
				replies: told.flatMap(({ queryId }) => links.get(queryId ?? '') ?? [])
			};
		});
}

function lineText({ words, link, replies }: Line, locale: 'en' | 'id'): string {
	const also = replies.flatMap((reply) => [m.mail_digest_reply({}, { locale }), reply]);
	return [`• ${words}`, link, ...also].join('\n');
}

/** A name someone typed stays within its line, so that it cannot pose as a line of ours. */
function oneLine(text: string): string {
	return text.replaceAll(/\s+/g, ' ').trim();
}
