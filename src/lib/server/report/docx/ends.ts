/** What stands before and after the chapters: title, contents, sources, and the edition itself. */
import { m } from '#lib/paraglide/messages.js';
import type { EditionFacts, Source } from '#lib/report/content.ts';
import type { Edition } from '#lib/report/html/edition.ts';
import { attributionAt } from '#lib/report/attribution.ts';
import { editionLine, removalLines, suggestedCitation } from '#lib/report/html/frame.ts';
import { dayIn, withheldReason } from '#lib/report/html/words.ts';
import { AFTER_TABLE, drawTable } from './blocks.ts';
import { type StyleId, TEXT_WIDTH } from './look.ts';
import {
	type Writing,
	drawLink,
	place,
	placeHeading,
	runsOf,
	sourceMark,
	takeSaid
} from './writing.ts';
import {
	FIELD_END,
	PAGE_BREAK,
	TAB,
	beginField,
	bookmark,
	field,
	linkTo,
	paragraph,
	run
} from './xml.ts';

const BOLD = { isBold: true } as const;

const line = (writing: Writing, text: string, style: StyleId = 'Front') =>
	place(writing, style, runsOf(writing, text));

const heading = (writing: Writing, level: 1 | 2, text: string) =>
	placeHeading(writing, level, runsOf(writing, text));

/** The title page. */
export function drawTitle(writing: Writing, edition: Edition): string {
	const { locale } = writing;
	const { content, facts } = edition;
	return [
		line(writing, `${content.study.name} · ${content.round.name}`),
		line(writing, content.title, 'Title'),
		content.subtitle ? line(writing, content.subtitle, 'Subtitle') : '',
		line(writing, content.publisher),
		line(writing, editionLine(edition)),
		content.study.isInvented
			? line(writing, m.edition_invented_notice({}, { locale }), 'Notice')
			: '',
		...(facts.changes.length > 0
			? [
					line(writing, m.edition_changes({}, { locale }), 'FrontHeading'),
					...facts.changes.map((text) => line(writing, text))
				]
			: []),
		paragraph('Normal', PAGE_BREAK)
	].join('');
}

const TABS = `<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="${TEXT_WIDTH}"/></w:tabs>`;

/**
 * The contents, which Word can count again: each heading with its page. `before`: how many pages
 * stand before them.
 */
export function drawContents(
	writing: Writing,
	headings: Writing['headings'],
	before: number
): string {
	const title = m.edition_contents({}, { locale: writing.locale });
	const drawn = [line(writing, title, 'TOCHeading')];
	const entries = headings.map(({ level, words }) => {
		const runs = runsOf(writing, words.replaceAll('\n', ' '));
		writing.pages.paragraph(`TOC${level}`, takeSaid(writing));
		return runs;
	});
	const pages = before + writing.pages.count();
	const last = entries.length - 1;
	for (const [at, { level, anchor, page }] of headings.entries()) {
		const number = field(` PAGEREF ${anchor} \\h `, run(String(pages + page)));
		const begin = at === 0 ? beginField(' TOC \\o "1-3" \\h ') : '';
		const runs = `${begin}${linkTo(anchor, entries[at]! + TAB + number)}${at === last ? FIELD_END : ''}`;
		drawn.push(paragraph(`TOC${level}`, runs, { tabs: TABS }));
	}
	return `<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>${drawn.join('')}</w:sdtContent></w:sdt>`;
}

/** Every source by its number, with a bookmark that citations lead to. */
export function drawSources(writing: Writing, { content, facts }: Edition): string {
	const removed = new Map(facts.removals.map((each) => [each.label, each]));
	return [
		heading(writing, 1, m.edition_sources({}, { locale: writing.locale })),
		...content.sources.map((source, at) =>
			drawSource(writing, source, at + 1, removed.get(source.label))
		)
	].join('');
}

function drawSource(
	writing: Writing,
	source: Source,
	number: number,
	taken: EditionFacts['removals'][number] | undefined
): string {
	const { locale } = writing;
	const date = taken ? dayIn(taken.removedOn, locale) : '';
	const named = source.quote ? attributionAt(source.quote, source.quote.level) : '';
	const words = (text: string, language = writing.language) =>
		place(writing, 'SourceWords', runsOf(writing, text, {}, language));
	const mark = bookmark(++writing.marks, sourceMark(number), runsOf(writing, `[${number}]`, BOLD));
	const title = [
		TAB,
		runsOf(writing, `${source.label} `, BOLD),
		runsOf(writing, source.title)
	].join('');
	const drawn = [place(writing, 'Source', mark + title)];
	if (taken && taken.level < 2) drawn.push(words(m.edition_source_removed({ date }, { locale })));
	if (source.words) drawn.push(words(source.words, source.language ?? undefined));
	if (source.translation) {
		const said = runsOf(writing, `${m.edition_source_translation({}, { locale })} `, BOLD);
		drawn.push(place(writing, 'SourceWords', said + runsOf(writing, source.translation)));
	}
	if (named) drawn.push(words(`— ${named}`));
	if (taken && taken.level >= 2) drawn.push(words(m.edition_source_lowered({ date }, { locale })));
	if (source.link) drawn.push(place(writing, 'SourceWords', drawAddress(writing, source.link)));
	return drawn.join('');
}

function drawAddress(writing: Writing, address: string): string {
	const runs = runsOf(writing, address, { style: 'Hyperlink' });
	return /^(https?|mailto):/i.test(address) ? drawLink(writing, address, runs) : runs;
}

/** How many turns could not be quoted, by reason. */
function drawWithheld(writing: Writing, { content }: Edition): string {
	const { withheld } = content;
	if (withheld.length === 0) return '';
	const { locale } = writing;
	const cell = (text: string) => ({ draw: () => runsOf(writing, text) });
	return [
		heading(writing, 2, m.edition_withheld({}, { locale })),
		drawTable(
			writing,
			[
				cell(m.edition_withheld_reason({}, { locale })),
				cell(m.edition_withheld_count({}, { locale }))
			],
			withheld.map(({ reason, count }) => [
				cell(withheldReason(reason, locale)),
				cell(String(count))
			])
		),
		AFTER_TABLE
	].join('');
}

/** Who, when, where, the checksums, how to cite it, and what was taken out since. */
export function drawColophon(writing: Writing, edition: Edition): string {
	const { locale } = writing;
	const { content, facts } = edition;
	const rows: [string, string | null][] = [
		[m.edition_publisher({}, { locale }), content.publisher],
		[m.edition_study({}, { locale }), content.study.name],
		[m.edition_round({}, { locale }), content.round.name],
		[m.edition_edition({}, { locale }), editionLine(edition)],
		[m.edition_address({}, { locale }), facts.address],
		[m.edition_content_checksum({}, { locale }), facts.contentSha256],
		[m.edition_dataset_checksum({}, { locale }), facts.datasetSha256],
		[m.edition_cite_as({}, { locale }), suggestedCitation(edition)]
	];
	const removals = removalLines(edition);
	return [
		heading(writing, 1, m.edition_about({}, { locale })),
		content.study.isInvented
			? line(writing, m.edition_invented_notice({}, { locale }), 'Notice')
			: '',
		...rows.map(([name, text]) =>
			text
				? place(writing, 'Front', runsOf(writing, `${name}: `, BOLD) + runsOf(writing, text))
				: ''
		),
		removals.length > 0 ? heading(writing, 2, m.edition_removals({}, { locale })) : '',
		...removals.map((said) => line(writing, said)),
		drawWithheld(writing, edition)
	].join('');
}
