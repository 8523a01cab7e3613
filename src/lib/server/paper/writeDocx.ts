/** A Paper to print and write on by hand: real headings and styles, boxes to tick, ruled space. */
import {
	AlignmentType,
	BorderStyle,
	Document,
	Footer,
	Header,
	type IRunPropertiesOptions,
	Packer,
	PageNumber,
	Paragraph,
	Table,
	TableCell,
	TableRow,
	TextRun,
	WidthType
} from 'docx';
import { m } from '#lib/paraglide/messages.js';
import type { Paper, PaperPart, PaperQuestion } from '#lib/paper/paper.ts';
import { momentIn } from '#lib/paper/words.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import { drawDocxField } from './docxField.ts';

/** Word's names for the languages of the region. */
const TAGS: Record<string, string> = {
	en: 'en-GB',
	id: 'id-ID',
	km: 'km-KH',
	lo: 'lo-LA',
	my: 'my-MM',
	th: 'th-TH',
	vi: 'vi-VN',
	ms: 'ms-MY',
	fil: 'fil-PH',
	ta: 'ta-SG'
};

/** Fonts that machines of the region have, one for each of Word's four kinds of script. */
const SCRIPTS: Record<string, string> = {
	km: 'Noto Sans Khmer',
	lo: 'Noto Sans Lao',
	my: 'Noto Sans Myanmar',
	th: 'Noto Sans Thai',
	ta: 'Noto Sans Tamil'
};

function runOf(language: string): IRunPropertiesOptions {
	const script = SCRIPTS[language] ?? 'Noto Sans';
	const tag = TAGS[language] ?? language;
	return {
		// All four: with one name alone other scripts fall back to whatever is there.
		font: { ascii: 'Noto Sans', hAnsi: 'Noto Sans', cs: script, eastAsia: script },
		language: { value: tag, bidirectional: tag, eastAsia: tag }
	};
}

function drawQuestion(paper: Paper, question: PaperQuestion): (Paragraph | Table)[] {
	const { locale } = paper;
	const marks = [
		question.isRequired && m.questionnaire_required({}, { locale }),
		question.isIfKnown && m.questionnaire_if_known({}, { locale })
	].filter(Boolean);
	const title = [question.number, withoutMarkup(question.label)].filter(Boolean).join('  ');
	const source = question.wantsSource ? m.questionnaire_source_wanted({}, { locale }) : '';
	const hints = [
		marks.join(' · '),
		...whenWords(paper, question.when),
		question.hint,
		question.guidance,
		source
	];
	return [
		new Paragraph({ style: 'Question', text: title, keepNext: true }),
		...hints
			.filter(Boolean)
			.map((text) => new Paragraph({ style: 'Hint', text: withoutMarkup(text), keepNext: true })),
		...drawDocxField(question, locale)
	];
}

function whenWords({ locale }: Paper, when: PaperPart['when']): string[] {
	if (!when) return [];
	return [
		when === 'depends'
			? m.paper_if_depends({}, { locale })
			: m.paper_only_if({ condition: when.words }, { locale })
	];
}

function drawParts(paper: Paper, parts: readonly PaperPart[]): (Paragraph | Table)[] {
	const { locale } = paper;
	const hints = (part: PaperPart) =>
		[...whenWords(paper, part.when), part.hint]
			.filter(Boolean)
			.map((text) => new Paragraph({ style: 'Hint', text: withoutMarkup(text) }));
	return parts.flatMap((part): (Paragraph | Table)[] => {
		if (part.kind === 'question') return drawQuestion(paper, part);
		if (part.kind === 'note')
			return [
				new Paragraph({
					text: [part.number, withoutMarkup(part.label)].filter(Boolean).join('  ')
				}),
				...hints(part)
			];
		const label = withoutMarkup(part.label);
		const title = (text: string) => new Paragraph({ style: 'Heading2', text });
		if (part.kind === 'group')
			return [...(label ? [title(label)] : []), ...hints(part), ...drawParts(paper, part.parts)];
		const words = label || m.questionnaire_entry({}, { locale });
		const entries = part.entries.length > 0 ? part.entries : part.blank ? [part.blank] : [];
		return [
			...entries.flatMap(({ parts: inside }, at) => [
				title(m.questionnaire_entry_title({ label: words, place: at + 1 }, { locale })),
				...(at === 0 ? hints(part) : []),
				...drawParts(paper, inside)
			]),
			...(part.isCounted
				? []
				: [new Paragraph({ style: 'Hint', text: m.paper_docx_more({ label: words }, { locale }) })])
		];
	});
}

/** The bytes of a DOCX. */
export async function writePaperDocx(paper: Paper): Promise<Uint8Array> {
	const { locale } = paper;
	const run = runOf(paper.language);
	const title = `${paper.areaNumber} ${paper.areaTitle}`.trim();
	const place = `${paper.country}, ${paper.roundName}`;
	const pages = m.paper_docx_page({ page: '\u0001', pages: '\u0002' }, { locale });
	const style = (
		id: string,
		name: string,
		own: IRunPropertiesOptions,
		before: number,
		after: number
	) => ({
		id,
		name,
		basedOn: 'Normal',
		run: { ...run, ...own },
		paragraph: { spacing: { before, after } }
	});
	const small = { size: 18, color: '515C58' };
	const document = new Document({
		title: `${title} · ${place}`,
		creator: 'Mufakat',
		styles: {
			default: {
				document: { run: { ...run, size: 21 }, paragraph: { spacing: { after: 80 } } },
				heading1: {
					run: { ...run, size: 34, bold: true, color: '1C2321' },
					paragraph: { spacing: { after: 120 } }
				},
				heading2: {
					run: { ...run, size: 26, bold: true, color: '0B5D5B' },
					paragraph: { spacing: { before: 360, after: 80 }, keepNext: true }
				}
			},
			paragraphStyles: [
				style('Question', 'Question', { bold: true, size: 22 }, 320, 40),
				style('Hint', 'Hint', { ...small, italics: true }, 0, 40),
				style('Rule', 'Rule', {}, 0, 0),
				style('Running', 'Running', small, 0, 0)
			]
		},
		sections: [
			{
				properties: {
					page: {
						size: { width: 11906, height: 16838 },
						margin: { top: 1200, bottom: 1100, left: 1100, right: 1100 }
					}
				},
				headers: {
					default: new Header({
						children: [
							new Paragraph({
								style: 'Running',
								text: `${place} · ${title}`,
								border: {
									bottom: { style: BorderStyle.SINGLE, size: 4, color: 'CFC8B9', space: 4 }
								}
							})
						]
					})
				},
				footers: {
					default: new Footer({
						children: [
							new Paragraph({
								style: 'Running',
								alignment: AlignmentType.CENTER,
								children: pages
									.split(/([\u0001\u0002])/)
									.map((part) =>
										part === '\u0001'
											? new TextRun({ ...run, children: [PageNumber.CURRENT] })
											: part === '\u0002'
												? new TextRun({ ...run, children: [PageNumber.TOTAL_PAGES] })
												: new TextRun({ ...run, text: part })
									)
							})
						]
					})
				},
				children: [
					new Paragraph({ style: 'Heading1', text: title }),
					new Paragraph({ text: `${place} · ${paper.studyName}` }),
					new Paragraph({
						style: 'Hint',
						text: m.paper_made(
							{ name: paper.madeBy, date: momentIn(paper.madeAt, locale) },
							{ locale }
						)
					}),
					...(paper.isInvented
						? [new Paragraph({ style: 'Hint', text: m.respond_invented({}, { locale }) })]
						: []),
					new Paragraph({ text: withoutMarkup(paper.intro) }),
					box(m.paper_docx_note({}, { locale })),
					...drawParts(paper, paper.parts)
				]
			}
		]
	});
	return new Uint8Array(await Packer.toBuffer(document));
}

function box(text: string): Table {
	return new Table({
		width: { size: 100, type: WidthType.PERCENTAGE },
		rows: [
			new TableRow({
				children: [
					new TableCell({
						margins: { top: 80, bottom: 80, left: 120, right: 120 },
						children: [new Paragraph({ text })]
					})
				]
			})
		]
	});
}
