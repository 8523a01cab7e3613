/**
 * The elements of WordprocessingML an edition is made of, as strings (ECMA-376 part 1, 17). Written
 * by hand, because objects for hundreds of pages of tables take more memory and time than a small
 * machine has.
 */
import { escape } from '#lib/report/escape.ts';
import type { StyleId } from './look.ts';

export const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
export const NAMESPACES =
	'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

/** Words as they stand in a run; `properties` are elements of its `rPr` in the order of the schema. */
export const run = (words: string, properties = ''): string => runAsIs(escape(words), properties);

/** The same of words in which nothing is to be escaped. */
export function runAsIs(words: string, properties = ''): string {
	const look = properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`;
	// Blanks at an end are lost unless the element says that they count.
	const isBare = words.startsWith(' ') || words.endsWith(' ') || words.includes('  ');
	return `<w:r>${look}<w:t${isBare ? ' xml:space="preserve"' : ''}>${words}</w:t></w:r>`;
}

export const LINE_BREAK = '<w:r><w:br/></w:r>';
export const PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>';
export const TAB = '<w:r><w:tab/></w:r>';

const mark = (type: 'begin' | 'separate' | 'end') =>
	`<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
/** A field that is open until {@link FIELD_END}. */
export const beginField = (instruction: string): string =>
	`${mark('begin')}<w:r><w:instrText xml:space="preserve">${escape(instruction)}</w:instrText></w:r>${mark('separate')}`;
export const FIELD_END = mark('end');
/** What Word counts itself, with what stands there until it does. */
export const field = (instruction: string, result: string): string =>
	`${beginField(instruction)}${result}${FIELD_END}`;

export interface ParagraphLook {
	keepNext?: boolean;
	breakBefore?: boolean;
	/** The list it is an item of, and how deep, from 0. */
	list?: { number: number; level: number };
	/** From the left edge, in twentieths of a point. */
	left?: number;
	align?: 'center' | 'end';
	/** Elements of its `pPr` that stand after the list. */
	tabs?: string;
}

/** A paragraph of a style around runs. */
export function paragraph(style: StyleId, runs: string, look: ParagraphLook = {}): string {
	const { keepNext, breakBefore, list, left, align, tabs } = look;
	let properties = style === 'Normal' ? '' : `<w:pStyle w:val="${style}"/>`;
	if (keepNext) properties += '<w:keepNext/>';
	if (breakBefore) properties += '<w:pageBreakBefore/>';
	if (list)
		properties += `<w:numPr><w:ilvl w:val="${list.level}"/><w:numId w:val="${list.number}"/></w:numPr>`;
	if (tabs) properties += tabs;
	if (left) properties += `<w:ind w:left="${left}"/>`;
	if (align) properties += `<w:jc w:val="${align === 'end' ? 'right' : align}"/>`;
	return properties === ''
		? `<w:p>${runs}</w:p>`
		: `<w:p><w:pPr>${properties}</w:pPr>${runs}</w:p>`;
}

/** A place that links lead to; `id` is unique in the document. */
export const bookmark = (id: number, name: string, runs: string): string =>
	`<w:bookmarkStart w:id="${id}" w:name="${name}"/>${runs}<w:bookmarkEnd w:id="${id}"/>`;
export const linkTo = (anchor: string, runs: string): string =>
	`<w:hyperlink w:anchor="${anchor}" w:history="1">${runs}</w:hyperlink>`;
/** A link to what a relationship of the part names. */
export const linkOut = (relationship: string, runs: string): string =>
	`<w:hyperlink r:id="${relationship}" w:history="1">${runs}</w:hyperlink>`;

/** A cell of a table around its one paragraph. */
export const cell = (width: number, content: string, fill = ''): string =>
	`<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${fill && shade(fill)}</w:tcPr>${content}</w:tc>`;
export const shade = (fill: string): string =>
	`<w:shd w:val="clear" w:color="auto" w:fill="${fill}"/>`;

/** A row that stays on one page; a head stands again on each page of its table. */
export const row = (cells: string, isHead: boolean): string =>
	`<w:tr><w:trPr><w:cantSplit/>${isHead ? '<w:tblHeader/>' : ''}</w:trPr>${cells}</w:tr>`;

/** A table of a style with the widths of its columns, in twentieths of a point. */
export function table(
	style: string,
	widths: readonly number[],
	rows: string,
	hasRowHeads: boolean
): string {
	const total = widths.reduce((sum, each) => sum + each, 0);
	const look = `w:val="${hasRowHeads ? '06A0' : '0620'}" w:firstRow="1" w:lastRow="0" w:firstColumn="${hasRowHeads ? 1 : 0}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"`;
	const grid = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('');
	return `<w:tbl><w:tblPr><w:tblStyle w:val="${style}"/><w:tblW w:w="${total}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook ${look}/></w:tblPr><w:tblGrid>${grid}</w:tblGrid>${rows}</w:tbl>`;
}

/** A picture that stands in a line. Width and height in pixels, 96 to the inch. */
export function picture(
	relationship: string,
	id: number,
	{ width, height }: { width: number; height: number },
	{ name, title, alt }: { name: string; title: string; alt: string }
): string {
	const size = `cx="${width * 9525}" cy="${height * 9525}"`;
	const drawing = 'http://schemas.openxmlformats.org/drawingml/2006';
	return [
		`<w:r><w:drawing><wp:inline xmlns:wp="${drawing}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">`,
		`<wp:extent ${size}/><wp:docPr id="${id}" name="${escape(name)}" descr="${escape(alt)}" title="${escape(title)}"/>`,
		`<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="${drawing}/main" noChangeAspect="1"/></wp:cNvGraphicFramePr>`,
		`<a:graphic xmlns:a="${drawing}/main"><a:graphicData uri="${drawing}/picture"><pic:pic xmlns:pic="${drawing}/picture">`,
		`<pic:nvPicPr><pic:cNvPr id="${id}" name="${escape(name)}"/><pic:cNvPicPr/></pic:nvPicPr>`,
		`<pic:blipFill><a:blip r:embed="${relationship}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`,
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext ${size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>`,
		'</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
	].join('');
}
