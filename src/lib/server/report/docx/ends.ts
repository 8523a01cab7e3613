/** What stands before and after the chapters: title, contents, sources, and the edition itself. */
import {
	Bookmark,
	ExternalHyperlink,
	HeadingLevel,
	PageBreak,
	Paragraph,
	TableOfContents,
	TextRun
} from 'docx';
import { m } from '#lib/paraglide/messages.js';
import type { Edition } from '#lib/report/html/edition.ts';
import { editionLine, suggestedCitation } from '#lib/report/html/frame.ts';
import { dayIn, withheldReason } from '#lib/report/html/words.ts';
import { drawTable } from './blocks.ts';
import { type Block, type Writing, runsOf, sourceMark } from './writing.ts';

export const heading1 = (writing: Writing, text: string): Paragraph =>
	new Paragraph({
		heading: HeadingLevel.HEADING_1,
		pageBreakBefore: true,
		children: runsOf(text, writing.language)
	});

const heading2 = (writing: Writing, text: string): Paragraph =>
	new Paragraph({ heading: HeadingLevel.HEADING_2, children: runsOf(text, writing.language) });

export function drawFront(writing: Writing, edition: Edition): Block[] {
	const { locale, language } = writing;
	const { content, facts } = edition;
	const line = (text: string, style = 'Front') =>
		new Paragraph({ style, children: runsOf(text, language) });
	return [
		line(`${content.study.name} · ${content.round.name}`),
		line(content.title, 'Title'),
		...(content.subtitle ? [line(content.subtitle, 'Subtitle')] : []),
		line(content.publisher),
		line(editionLine(edition)),
		...(content.study.isInvented
			? [line(m.edition_invented_notice({}, { locale }), 'Notice')]
			: []),
		...(facts.changes.length > 0
			? [
					line(m.edition_changes({}, { locale }), 'FrontHeading'),
					...facts.changes.map((text) => line(text))
				]
			: []),
		new Paragraph({ children: [new PageBreak()] }),
		line(m.edition_contents({}, { locale }), 'TOCHeading'),
		new TableOfContents(m.edition_contents({}, { locale }), {
			hyperlink: true,
			headingStyleRange: '1-3',
			useAppliedParagraphOutlineLevel: false
		})
	];
}

/** Every source by its number, with a bookmark that citations lead to. */
export function drawSources(writing: Writing, { content, facts }: Edition): Block[] {
	const { locale, language } = writing;
	const { sources } = content;
	const removed = new Map(facts.removals.map((each) => [each.label, each]));
	return [
		heading1(writing, m.edition_sources({}, { locale })),
		...sources.flatMap((source, at) => {
			const own = source.language ?? language;
			const taken = removed.get(source.label);
			const date = taken ? dayIn(taken.removedOn, locale) : '';
			const named = source.quote?.attributions[source.quote.level] ?? '';
			const words = (text: string, of: string) =>
				new Paragraph({ style: 'SourceWords', children: runsOf(text, of) });
			return [
				new Paragraph({
					style: 'Source',
					children: [
						new Bookmark({
							id: sourceMark(at + 1),
							children: [new TextRun({ text: `[${at + 1}]`, bold: true })]
						}),
						new TextRun({ text: `\t${source.label} `, bold: true }),
						...runsOf(source.title, language)
					]
				}),
				...(taken && taken.level < 2
					? [words(m.edition_source_removed({ date }, { locale }), language)]
					: []),
				...(source.words ? [words(source.words, own)] : []),
				...(source.translation
					? [
							new Paragraph({
								style: 'SourceWords',
								children: [
									...runsOf(`${m.edition_source_translation({}, { locale })} `, language, {
										bold: true
									}),
									...runsOf(source.translation, language)
								]
							})
						]
					: []),
				...(named ? [words(`— ${named}`, language)] : []),
				...(taken && taken.level >= 2
					? [words(m.edition_source_lowered({ date }, { locale }), language)]
					: []),
				...(source.link
					? [new Paragraph({ style: 'SourceWords', children: [linkTo(source.link)] })]
					: [])
			];
		})
	];
}

const linkTo = (link: string) => {
	const children = [new TextRun({ text: link, style: 'Hyperlink' })];
	return /^(https?|mailto):/i.test(link) ? new ExternalHyperlink({ link, children }) : children[0]!;
};

/** How many turns could not be quoted, by reason. */
function drawWithheld(writing: Writing, { content }: Edition): Block[] {
	const { withheld } = content;
	if (withheld.length === 0) return [];
	const { locale, language } = writing;
	const cell = (text: string) => ({ children: runsOf(text, language) });
	return [
		heading2(writing, m.edition_withheld({}, { locale })),
		...drawTable(
			[
				cell(m.edition_withheld_reason({}, { locale })),
				cell(m.edition_withheld_count({}, { locale }))
			],
			withheld.map(({ reason, count }) => [
				cell(withheldReason(reason, locale)),
				cell(String(count))
			])
		)
	];
}

/** Who, when, where, the checksums, how to cite it, and what was taken out since. */
export function drawColophon(writing: Writing, edition: Edition): Block[] {
	const { locale, language } = writing;
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
	const labels = new Set(content.sources.map(({ label }) => label));
	const removals = facts.removals.filter(({ label }) => labels.has(label));
	return [
		heading1(writing, m.edition_about({}, { locale })),
		...(content.study.isInvented
			? [
					new Paragraph({
						style: 'Notice',
						children: runsOf(m.edition_invented_notice({}, { locale }), language)
					})
				]
			: []),
		...rows.flatMap(([name, text]) =>
			text
				? [
						new Paragraph({
							style: 'Front',
							children: [
								...runsOf(`${name}: `, language, { bold: true }),
								...runsOf(text, language)
							]
						})
					]
				: []
		),
		...(removals.length > 0 ? [heading2(writing, m.edition_removals({}, { locale }))] : []),
		...removals.map(({ label, level, removedOn }) => {
			const date = dayIn(removedOn, locale);
			const said =
				level < 2
					? m.edition_source_removed({ date }, { locale })
					: m.edition_source_lowered({ date }, { locale });
			return new Paragraph({ style: 'Front', children: runsOf(`${label}: ${said}`, language) });
		}),
		...drawWithheld(writing, edition)
	];
}
