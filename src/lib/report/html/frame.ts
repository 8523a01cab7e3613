import { langOf } from '#lib/components/ui/langOf.ts';
import { m } from '#lib/paraglide/messages.js';
import { escape } from '../escape.ts';
import type { Edition } from './edition.ts';
import { dayIn, withheldReason } from './words.ts';

/** What kind of edition it is, with its day: “Edition 3, released 1 December 2026”. */
export function editionLine({ facts, locale }: Edition): string {
	return facts.releasedOn === null
		? m.edition_draft({}, { locale })
		: `${m.edition_number({ number: facts.number }, { locale })} · ${m.edition_released({ date: dayIn(facts.releasedOn, locale) }, { locale })}`;
}

/** Said on every page of a study that is made up; '' for all others. */
export function writeInvented({ content, locale }: Edition): string {
	return content.study.isInvented
		? `<p class="invented"><strong>${escape(m.edition_invented_title({}, { locale }))}.</strong> ${escape(m.edition_invented_notice({}, { locale }))}</p>`
		: '';
}

/** Title, subtitle, publisher and number of an edition. */
export function writeCover(edition: Edition): string {
	const { content } = edition;
	const optional = (words: string, look: string) =>
		words.trim() === '' ? '' : `<p class="${look}">${escape(words)}</p>`;
	return [
		'<header class="cover">',
		`<p class="study">${escape(content.study.name)} · ${escape(content.round.name)}</p>`,
		`<h1>${escape(content.title)}</h1>`,
		optional(content.subtitle, 'subtitle'),
		optional(content.publisher, 'publisher'),
		`<p class="edition">${escape(editionLine(edition))}</p>`,
		writeInvented(edition),
		'</header>'
	].join('');
}

/** How to name this edition in another work. */
export function suggestedCitation(edition: Edition): string {
	const { content, facts, locale } = edition;
	const year = facts.releasedOn ? `(${facts.releasedOn.slice(0, 4)})` : '';
	const who = [content.publisher || content.study.name, year].filter(Boolean).join(' ');
	const title = [content.title, content.subtitle].filter(Boolean).join(': ');
	const at = facts.address ? ` ${facts.address}` : '';
	const number =
		facts.releasedOn === null
			? m.edition_draft({}, { locale })
			: m.edition_number({ number: facts.number }, { locale });
	return `${who}. ${title}. ${number}.${at}`;
}

/** Who made it and how to cite and check it, what changed, what was taken back or never quoted. */
export function writeColophon(edition: Edition, level: 1 | 2): string {
	const { content, facts, locale } = edition;
	const row = (name: string, words: string) =>
		words === '' ? '' : `<dt>${escape(name)}</dt><dd>${words}</dd>`;
	const code = (sum: string | null) => (sum ? `<code>${escape(sum)}</code>` : '');
	const address = facts.address
		? /^https?:\/\//.test(facts.address)
			? `<a href="${escape(facts.address)}">${escape(facts.address)}</a>`
			: escape(facts.address)
		: '';
	return [
		`<h${level}>${escape(m.edition_about({}, { locale }))}</h${level}>`,
		writeInvented(edition),
		'<dl>',
		row(m.edition_publisher({}, { locale }), escape(content.publisher)),
		row(m.edition_study({}, { locale }), escape(content.study.name)),
		row(m.edition_round({}, { locale }), escape(content.round.name)),
		row(m.edition_edition({}, { locale }), escape(editionLine(edition))),
		row(m.edition_address({}, { locale }), address),
		row(m.edition_cite_as({}, { locale }), escape(suggestedCitation(edition))),
		row(m.edition_content_checksum({}, { locale }), code(facts.contentSha256)),
		row(m.edition_dataset_checksum({}, { locale }), code(facts.datasetSha256)),
		'</dl>',
		`<p class="small">${escape(m.edition_checksum_why({}, { locale }))}</p>`,
		writeChanges(edition, level + 1),
		writeRemovals(edition, level + 1),
		writeWithheld(edition, level + 1)
	].join('');
}

function writeChanges({ facts, locale }: Edition, level: number): string {
	if (facts.changes.length === 0) return '';
	const items = facts.changes.map((each) => `<li>${escape(each)}</li>`).join('');
	return `<h${level}>${escape(m.edition_changes({}, { locale }))}</h${level}><ul>${items}</ul>`;
}

/** What was taken out since the release, a sentence each. */
export function removalLines({ content, facts, locale }: Edition): string[] {
	const { removals, taken, datasetRemovedOn } = facts;
	const titles = new Map(content.sources.map(({ label, title }) => [label, title]));
	const on = (day: string) => ({ date: dayIn(day, locale) });
	const sources = removals.map(({ label, level, removedOn }) => {
		const said = level < 2 ? m.edition_source_removed : m.edition_source_lowered;
		return `${titles.get(label) ?? label}: ${said(on(removedOn), { locale })}`;
	});
	const days = [...new Set(taken.map(({ removedOn }) => removedOn))];
	return [
		...sources,
		...days.map((day) => m.edition_entries_removed(on(day), { locale })),
		...(datasetRemovedOn === null
			? []
			: [m.edition_dataset_removed(on(datasetRemovedOn), { locale })])
	];
}

function writeRemovals(edition: Edition, level: number): string {
	const { locale } = edition;
	const items = removalLines(edition).map((said) => `<li>${escape(said)}</li>`);
	if (items.length === 0) return '';
	return `<h${level}>${escape(m.edition_removals({}, { locale }))}</h${level}><p>${escape(m.edition_removals_intro({}, { locale }))}</p><ul>${items.join('')}</ul>`;
}

function writeWithheld({ content, locale }: Edition, level: number): string {
	if (content.withheld.length === 0) return '';
	const rows = content.withheld.map(
		({ reason, count }) =>
			`<tr><th scope="row">${escape(withheldReason(reason, locale))}</th><td class="end">${count}</td></tr>`
	);
	return `<h${level}>${escape(m.edition_withheld({}, { locale }))}</h${level}><table><thead><tr><th scope="col">${escape(m.edition_withheld_reason({}, { locale }))}</th><th scope="col" class="end">${escape(m.edition_withheld_count({}, { locale }))}</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** A whole page. `head` is what comes after its title there. */
export function writePage(edition: Edition, title: string, head: string, body: string): string {
	const lang = langOf(edition.content.language) ? edition.content.language : edition.locale;
	const lines = [
		'<!DOCTYPE html>',
		`<html lang="${escape(lang)}">`,
		'<head>',
		'<meta charset="utf-8">',
		`<title>${escape(title)}</title>`,
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		'<meta name="referrer" content="no-referrer">',
		head,
		'</head>',
		'<body>'
	];
	return `${lines.join('\n')}\n${body}\n</body>\n</html>\n`;
}

/** For keyboards: past the navigation. */
export function writeSkip({ locale }: Edition): string {
	return `<a class="skip" href="#text">${escape(m.edition_skip({}, { locale }))}</a>`;
}
