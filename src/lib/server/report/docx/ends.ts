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
import type { EditionContent, EditionFacts, Source, Withheld } from '#lib/report/content.ts';
import { drawTable } from './blocks.ts';
import { type Block, type Writing, runsOf, sourceMark } from './writing.ts';

/** A day as people of the edition's language read it; YYYY-MM-DD. */
export const dayIn = (day: string, locale: string): string =>
	new Intl.DateTimeFormat(locale === 'id' ? 'id-ID' : 'en-GB', {
		dateStyle: 'long',
		timeZone: 'UTC'
	}).format(new Date(`${day}T00:00:00Z`));

export const heading1 = (writing: Writing, text: string): Paragraph =>
	new Paragraph({
		heading: HeadingLevel.HEADING_1,
		pageBreakBefore: true,
		children: runsOf(text, writing.language)
	});

const heading2 = (writing: Writing, text: string): Paragraph =>
	new Paragraph({ heading: HeadingLevel.HEADING_2, children: runsOf(text, writing.language) });

/** The state of an edition in a line: its number and day, or that it is a draft. */
export const stateOf = (facts: EditionFacts, locale: 'en' | 'id'): string =>
	facts.releasedOn === null
		? m.edition_draft({}, { locale })
		: `${m.edition_number({ number: facts.number }, { locale })} · ${m.edition_released({ date: dayIn(facts.releasedOn, locale) }, { locale })}`;

const addressOf = ({ address, number, releasedOn }: EditionFacts): string | null =>
	address && releasedOn !== null ? `${address}/${number}` : address;

export function drawFront(writing: Writing, content: EditionContent, facts: EditionFacts): Block[] {
	const { locale, language } = writing;
	const line = (text: string, style = 'Front') =>
		new Paragraph({ style, children: runsOf(text, language) });
	return [
		line(`${content.study.name} · ${content.round.name}`),
		line(content.title, 'Title'),
		...(content.subtitle ? [line(content.subtitle, 'Subtitle')] : []),
		line(content.publisher),
		line(stateOf(facts, locale)),
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
export function drawSources(
	writing: Writing,
	sources: readonly Source[],
	{ removals }: EditionFacts
): Block[] {
	const { locale, language } = writing;
	const removed = new Map(removals.map((each) => [each.label, each]));
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
export function drawWithheld(writing: Writing, withheld: Withheld): Block[] {
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
			withheld.map(({ reason, count }) => [cell(reason), cell(String(count))])
		)
	];
}

/** Who, when, where, the checksums, how to cite it, and what was taken out since. */
export function drawColophon(
	writing: Writing,
	content: EditionContent,
	facts: EditionFacts
): Block[] {
	const { locale, language } = writing;
	const address = addressOf(facts);
	const rows: [string, string | null][] = [
		[m.edition_publisher({}, { locale }), content.publisher],
		[
			m.edition_edition({}, { locale }),
			facts.releasedOn === null
				? m.edition_draft({}, { locale })
				: `${facts.number} · ${dayIn(facts.releasedOn, locale)}`
		],
		[m.edition_address({}, { locale }), address],
		[m.edition_content_checksum({}, { locale }), facts.contentSha256],
		[m.edition_dataset_checksum({}, { locale }), facts.datasetSha256],
		[m.edition_cite_as({}, { locale }), citationOf(content, facts, locale)]
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
		})
	];
}

/** One line to cite the edition by. */
export function citationOf(
	content: EditionContent,
	facts: EditionFacts,
	locale: 'en' | 'id'
): string {
	const year = facts.releasedOn?.slice(0, 4);
	const title = [content.title, content.subtitle].filter(Boolean).join(': ');
	const parts = [
		`${content.publisher}${year ? ` (${year})` : ''}`,
		title,
		stateOf(facts, locale).replace(' · ', ', '),
		addressOf(facts) ?? ''
	];
	return parts.filter(Boolean).join('. ');
}
