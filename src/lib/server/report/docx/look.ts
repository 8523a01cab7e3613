/** How an edition looks in Word: colours, measures, styles, and the one style of its tables. */
import {
	AlignmentType,
	BorderStyle,
	type IParagraphStylePropertiesOptions,
	type IRunStylePropertiesOptions,
	type IStylesOptions,
	LevelFormat,
	LineRuleType
} from 'docx';
import { runOf } from './scripts.ts';

export const COLOURS = {
	ink: '1C2321',
	quiet: '515C58',
	accent: '0B5D5B',
	line: 'CFC8B9',
	paper: 'F6F3EC'
} as const;

/** Steps of the colour ramp from light to dark, with the ink that can be read on each. */
export const STEPS = [
	{ fill: 'E4F0EE', ink: COLOURS.ink },
	{ fill: 'BFDDD9', ink: COLOURS.ink },
	{ fill: '86BDB7', ink: COLOURS.ink },
	{ fill: '2F7F7B', ink: 'FFFFFF' },
	{ fill: '0B4A48', ink: 'FFFFFF' }
] as const;

/** Twentieths of a point: A4 with 25 mm beside the text. */
export const PAGE = { width: 11906, height: 16838, side: 1417, top: 1500, bottom: 1400 } as const;
export const TEXT_WIDTH = PAGE.width - 2 * PAGE.side;

export const LISTS = 'ordered';
export const BULLETS = 'bullets';
const SIGNS = ['•', '–', '·'];
const COUNTS = [LevelFormat.DECIMAL, LevelFormat.LOWER_LETTER, LevelFormat.LOWER_ROMAN];

/** Deeper lists than this stay on the last level: nobody reads them. */
export const DEEPEST = 8;

const levels = Array.from({ length: DEEPEST + 1 }, (_, level) => level);
const indent = (level: number) => ({
	paragraph: { indent: { left: 400 * (level + 1), hanging: 360 } }
});

export const numbering = {
	config: [
		{
			reference: LISTS,
			levels: levels.map((level) => ({
				level,
				format: COUNTS[level % 3]!,
				text: `%${level + 1}.`,
				alignment: AlignmentType.START,
				style: indent(level)
			}))
		},
		{
			reference: BULLETS,
			levels: levels.map((level) => ({
				level,
				format: LevelFormat.BULLET,
				text: SIGNS[level % 3]!,
				alignment: AlignmentType.START,
				style: indent(level)
			}))
		}
	]
};

/** Every style of the document, in the language of the edition. */
export function stylesOf(language: string): IStylesOptions {
	const run = runOf('latin', language);
	const style = (
		id: string,
		name: string,
		own: IRunStylePropertiesOptions,
		paragraph: IParagraphStylePropertiesOptions,
		basedOn = 'Normal'
	) => ({ id, name, basedOn, quickFormat: true, run: own, paragraph });
	const heading = (size: number, before: number, after: number, color: string = COLOURS.ink) => ({
		run: { ...run, size, bold: true, color },
		paragraph: {
			spacing: { before, after, line: 264, lineRule: LineRuleType.AUTO },
			keepNext: true,
			keepLines: true
		}
	});
	const bar = { style: BorderStyle.SINGLE, size: 24, color: COLOURS.accent, space: 10 };
	return {
		default: {
			document: {
				run: { ...run, size: 21, color: COLOURS.ink },
				paragraph: { spacing: { after: 140, line: 300, lineRule: LineRuleType.AUTO } }
			},
			title: {
				run: { ...run, size: 60, bold: true, color: COLOURS.ink },
				paragraph: { spacing: { before: 1200, after: 160, line: 264, lineRule: LineRuleType.AUTO } }
			},
			heading1: heading(36, 0, 240, COLOURS.accent),
			heading2: heading(28, 400, 120),
			heading3: heading(24, 320, 80),
			heading4: heading(21, 240, 60, COLOURS.quiet),
			caption: {
				run: { ...run, bold: true, size: 20, color: COLOURS.ink },
				paragraph: { spacing: { before: 320, after: 120 }, keepNext: true }
			},
			footnoteText: {
				run: { ...run, size: 17 },
				paragraph: { spacing: { after: 40, line: 252, lineRule: LineRuleType.AUTO } }
			},
			hyperlink: { run: { color: COLOURS.accent, underline: {} } }
		},
		paragraphStyles: [
			style(
				'Subtitle',
				'Subtitle',
				{ size: 30, color: COLOURS.quiet },
				{ spacing: { after: 480 } }
			),
			style(
				'Quote',
				'Quote',
				{ italics: true },
				{
					indent: { left: 420, right: 420 },
					spacing: { before: 60, after: 140 },
					border: { left: { ...bar, size: 12, color: COLOURS.line } }
				}
			),
			style(
				'Finding',
				'Finding',
				{},
				{
					indent: { left: 280 },
					spacing: { before: 40, after: 100 },
					border: { left: bar }
				}
			),
			style(
				'Strength',
				'Strength',
				{ size: 18, color: COLOURS.accent, bold: true },
				{ keepNext: true },
				'Finding'
			),
			style(
				'Note',
				'Note',
				{ size: 17, color: COLOURS.quiet },
				{ spacing: { before: 80, after: 320, line: 252, lineRule: LineRuleType.AUTO } }
			),
			style('Legend', 'Legend', { size: 17 }, { spacing: { before: 80, after: 80 } }),
			style(
				'Cell',
				'Table text',
				{ size: 18 },
				{ spacing: { before: 40, after: 40, line: 252, lineRule: LineRuleType.AUTO } }
			),
			style(
				'SmallCell',
				'Table text, small',
				{ size: 14 },
				{ spacing: { before: 20, after: 20, line: 240, lineRule: LineRuleType.AUTO } }
			),
			style(
				'Source',
				'Source',
				{ size: 19 },
				{
					indent: { left: 620, hanging: 620 },
					spacing: { before: 140, after: 40, line: 276, lineRule: LineRuleType.AUTO },
					keepLines: true
				}
			),
			style(
				'SourceWords',
				'Words of a source',
				{ size: 18, color: COLOURS.quiet },
				{ indent: { left: 620 }, spacing: { after: 40, line: 276, lineRule: LineRuleType.AUTO } }
			),
			style(
				'FrontHeading',
				'Front matter, heading',
				{ bold: true, size: 24 },
				{ spacing: { before: 480, after: 80 }, keepNext: true }
			),
			style(
				'Notice',
				'Notice',
				{ bold: true, size: 20 },
				{
					indent: { left: 140, right: 140 },
					spacing: { before: 200, after: 200 },
					shading: { fill: 'FFF3D6', color: 'auto', type: 'clear' },
					border: Object.fromEntries(
						['top', 'bottom', 'left', 'right'].map((side) => [
							side,
							{ style: BorderStyle.SINGLE, size: 6, color: '8A6100', space: 6 }
						])
					)
				}
			),
			style(
				'Front',
				'Front matter',
				{ size: 21, color: COLOURS.quiet },
				{ spacing: { after: 60 } }
			),
			style(
				'Running',
				'Running head',
				{ size: 16, color: COLOURS.quiet },
				{ spacing: { after: 0 } }
			),
			style(
				'TOCHeading',
				'TOC Heading',
				{ size: 36, bold: true, color: COLOURS.accent },
				{ spacing: { after: 240 }, keepNext: true }
			),
			style('TOC1', 'toc 1', { bold: true }, { spacing: { before: 120, after: 40 } }),
			style('TOC2', 'toc 2', {}, { indent: { left: 300 }, spacing: { after: 20 } }),
			style(
				'TOC3',
				'toc 3',
				{ size: 19, color: COLOURS.quiet },
				{ indent: { left: 600 }, spacing: { after: 20 } }
			)
		],
		characterStyles: [
			{
				id: 'Citation',
				name: 'Citation',
				basedOn: 'DefaultParagraphFont',
				run: { ...run, size: 17, color: COLOURS.accent }
			}
		]
	};
}

/**
 * The style of every table, as WordprocessingML (ECMA-376, 17.7.6), which the library has no words
 * for: lines between rows, the head on a tint, nothing at the sides.
 */
export const TABLE_STYLE = 'EditionTable';
export const tableStyle = `<w:style w:type="table" w:customStyle="1" w:styleId="${TABLE_STYLE}"><w:name w:val="Edition table"/><w:uiPriority w:val="99"/><w:qFormat/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="${COLOURS.accent}"/><w:bottom w:val="single" w:sz="8" w:space="0" w:color="${COLOURS.accent}"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="${COLOURS.line}"/></w:tblBorders><w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="20" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="${COLOURS.accent}"/></w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="${COLOURS.paper}"/></w:tcPr></w:tblStylePr><w:tblStylePr w:type="firstCol"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr></w:style>`;
