/** The parts of a Word file around its text (ECMA-376 parts 1 and 2), the same bytes every time. */
import { escape } from '#lib/report/escape.ts';
import {
	COLOURS,
	DEEPEST,
	LIST_INDENT,
	PLAIN,
	type ParagraphStyle,
	STYLES,
	TABLE_STYLE
} from './look.ts';
import { fontOf, languageOf } from './scripts.ts';
import { NAMESPACES, XML, shade } from './xml.ts';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/';

/** What a part of the file refers to, in the order it does. */
export interface Relation {
	kind: string;
	target: string;
	isOutside?: boolean;
}

export const relationId = (at: number): string => `rId${at + 1}`;

const relationshipsOf = (entries: readonly string[]) =>
	`${XML}<Relationships xmlns="${PACKAGE}relationships">${entries.join('')}</Relationships>`;

/** The relationships of a part: the first has the id rId1. */
export const relationshipsPart = (relations: readonly Relation[]): string =>
	relationshipsOf(
		relations.map(
			({ kind, target, isOutside }, at) =>
				`<Relationship Id="${relationId(at)}" Type="${RELATIONSHIPS}${kind}" Target="${escape(target)}"${isOutside ? ' TargetMode="External"' : ''}/>`
		)
	);

/** Parts the document refers to whatever it says, before its pictures and links. */
export const FIXED_RELATIONS: readonly Relation[] = [
	{ kind: 'styles', target: 'styles.xml' },
	{ kind: 'numbering', target: 'numbering.xml' },
	{ kind: 'settings', target: 'settings.xml' },
	{ kind: 'footnotes', target: 'footnotes.xml' },
	{ kind: 'header', target: 'header1.xml' },
	{ kind: 'header', target: 'header2.xml' },
	{ kind: 'footer', target: 'footer1.xml' },
	{ kind: 'footer', target: 'footer2.xml' }
];
/** Ids of those for the section: on all pages, and on the first. */
export const RUNNING = {
	headers: [relationId(4), relationId(5)],
	footers: [relationId(6), relationId(7)]
} as const;

export function contentTypesPart(): string {
	const types: [string, string][] = [
		['word/document.xml', `${WORD}document.main+xml`],
		['word/styles.xml', `${WORD}styles+xml`],
		['word/numbering.xml', `${WORD}numbering+xml`],
		['word/settings.xml', `${WORD}settings+xml`],
		['word/footnotes.xml', `${WORD}footnotes+xml`],
		...[1, 2].flatMap((at): [string, string][] => [
			[`word/header${at}.xml`, `${WORD}header+xml`],
			[`word/footer${at}.xml`, `${WORD}footer+xml`]
		]),
		['docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml']
	];
	const known = [
		['xml', 'application/xml'],
		['rels', 'application/vnd.openxmlformats-package.relationships+xml'],
		['png', 'image/png']
	].map(([ending, type]) => `<Default Extension="${ending}" ContentType="${type}"/>`);
	const own = types.map(([name, type]) => `<Override PartName="/${name}" ContentType="${type}"/>`);
	return `${XML}<Types xmlns="${PACKAGE}content-types">${known.join('')}${own.join('')}</Types>`;
}

export const packagePart = (): string =>
	relationshipsOf([
		`<Relationship Id="rId1" Type="${RELATIONSHIPS}officeDocument" Target="word/document.xml"/>`,
		`<Relationship Id="rId2" Type="${PACKAGE}relationships/metadata/core-properties" Target="docProps/core.xml"/>`
	]);

/** What the file says of itself. A draft was made at no moment. `day`: YYYY-MM-DD. */
export function corePart(said: {
	title: string;
	subject: string;
	publisher: string;
	description: string;
	language: string;
	day: string | null;
}): string {
	const element = (name: string, text: string) =>
		text === '' ? '' : `<${name}>${escape(text)}</${name}>`;
	const moment = (name: string) =>
		said.day
			? `<dcterms:${name} xsi:type="dcterms:W3CDTF">${said.day}T00:00:00Z</dcterms:${name}>`
			: '';
	return [
		`${XML}<cp:coreProperties xmlns:cp="${PACKAGE}metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`,
		element('dc:title', said.title),
		element('dc:subject', said.subject),
		element('dc:creator', said.publisher),
		element('dc:description', said.description),
		element('dc:language', said.language),
		element('cp:lastModifiedBy', said.publisher),
		moment('created'),
		moment('modified'),
		'</cp:coreProperties>'
	].join('');
}

/** 15: Word 2013 and later; without it Word opens the file as an old one. */
export const settingsPart = (): string =>
	`${XML}<w:settings ${NAMESPACES}><w:defaultTabStop w:val="720"/><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`;

const separator = (id: number, type: string) =>
	`<w:footnote w:type="${type}" w:id="${id}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:${type}/></w:r></w:p></w:footnote>`;

/** Footnotes by their number from 1, each the paragraphs it is made of. */
export const footnotesPart = (notes: readonly string[]): string =>
	`${XML}<w:footnotes ${NAMESPACES}>${separator(-1, 'separator')}${separator(0, 'continuationSeparator')}${notes.map((note, at) => `<w:footnote w:id="${at + 1}">${note}</w:footnote>`).join('')}</w:footnotes>`;

export const headerPart = (content: string): string =>
	`${XML}<w:hdr ${NAMESPACES}>${content}</w:hdr>`;
export const footerPart = (content: string): string =>
	`${XML}<w:ftr ${NAMESPACES}>${content}</w:ftr>`;

const SIGNS = ['•', '–', '·'];
const COUNTS = ['decimal', 'lowerLetter', 'lowerRoman'];
const levels = Array.from({ length: DEEPEST + 1 }, (_, level) => level);

/** The list without an order; ordered ones are counted from 2, see {@link orderedList}. */
export const BULLETS = 1;
/** The number in the document of an ordered list, each of which counts from one; `at` is from 1. */
export const orderedList = (at: number): number => BULLETS + at;

export function numberingPart(orderedLists: number): string {
	const level = (at: number, kind: string, text: string) =>
		`<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${kind}"/><w:lvlText w:val="${text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="${LIST_INDENT * (at + 1)}" w:hanging="360"/></w:pPr></w:lvl>`;
	const kind = (id: number, each: (at: number) => string) =>
		`<w:abstractNum w:abstractNumId="${id}"><w:multiLevelType w:val="multilevel"/>${levels.map(each).join('')}</w:abstractNum>`;
	const restart = levels
		.map((at) => `<w:lvlOverride w:ilvl="${at}"><w:startOverride w:val="1"/></w:lvlOverride>`)
		.join('');
	return [
		`${XML}<w:numbering ${NAMESPACES}>`,
		kind(0, (at) => level(at, 'bullet', SIGNS[at % 3]!)),
		kind(1, (at) => level(at, COUNTS[at % 3]!, `%${at + 1}.`)),
		`<w:num w:numId="${BULLETS}"><w:abstractNumId w:val="0"/></w:num>`,
		...Array.from(
			{ length: orderedLists },
			(_, at) =>
				`<w:num w:numId="${orderedList(at + 1)}"><w:abstractNumId w:val="1"/>${restart}</w:num>`
		),
		'</w:numbering>'
	].join('');
}

const SIDES = ['top', 'left', 'bottom', 'right'] as const;

function paragraphProperties(style: ParagraphStyle): string {
	const { before, after, line, left, right, hanging, edges, fill, outline } = style;
	const edge = (side: (typeof SIDES)[number]) => {
		const each = edges?.[side];
		return each
			? `<w:${side} w:val="single" w:sz="${each.size}" w:space="${each.space}" w:color="${each.color}"/>`
			: '';
	};
	const attributes = (values: Record<string, number | undefined>) =>
		Object.entries(values)
			.flatMap(([name, value]) => (value === undefined ? [] : ` w:${name}="${value}"`))
			.join('');
	const spacing = attributes({ before, after, line });
	const indent = attributes({ left, right, hanging });
	return [
		style.keepNext ? '<w:keepNext/>' : '',
		style.keepLines ? '<w:keepLines/>' : '',
		edges ? `<w:pBdr>${SIDES.map(edge).join('')}</w:pBdr>` : '',
		fill ? shade(fill) : '',
		spacing && `<w:spacing${spacing}${line === undefined ? '' : ' w:lineRule="auto"'}/>`,
		indent && `<w:ind${indent}/>`,
		outline === undefined ? '' : `<w:outlineLvl w:val="${outline}"/>`
	].join('');
}

const runProperties = ({ isBold, isItalic, color, size }: ParagraphStyle) =>
	[
		isBold ? '<w:b/><w:bCs/>' : '',
		isItalic ? '<w:i/><w:iCs/>' : '',
		color ? `<w:color w:val="${color}"/>` : '',
		size ? `<w:sz w:val="${size}"/><w:szCs w:val="${size}"/>` : ''
	].join('');

const characterStyle = (id: string, name: string, properties: string) =>
	`<w:style w:type="character" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/><w:rPr>${properties}</w:rPr></w:style>`;

/** Lines between rows, the head on a tint, nothing at the sides (ECMA-376 part 1, 17.7.6). */
const tableStyle = [
	`<w:style w:type="table" w:customStyle="1" w:styleId="${TABLE_STYLE}"><w:name w:val="Edition table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>`,
	`<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="${COLOURS.accent}"/><w:bottom w:val="single" w:sz="8" w:space="0" w:color="${COLOURS.accent}"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="${COLOURS.line}"/></w:tblBorders>`,
	'<w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="20" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>',
	`<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="${COLOURS.accent}"/></w:tcBorders>${shade(COLOURS.paper)}</w:tcPr></w:tblStylePr>`,
	'<w:tblStylePr w:type="firstCol"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr></w:style>'
].join('');

/** Names Word knows; it takes the look of all others from us alone. */
const BUILT_IN = /^(Title|Subtitle|heading \d|caption|footnote text|Quote|TOC Heading|toc \d)$/;

/** Every style of the document, in the language of the edition. */
export function stylesPart(language: string): string {
	const { size, color, after, line } = PLAIN;
	const own = Object.entries(STYLES).map(
		([id, style]) =>
			`<w:style w:type="paragraph"${BUILT_IN.test(style.name) ? '' : ' w:customStyle="1"'} w:styleId="${id}"><w:name w:val="${style.name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>${paragraphProperties(style)}</w:pPr><w:rPr>${runProperties(style)}</w:rPr></w:style>`
	);
	return [
		`${XML}<w:styles ${NAMESPACES}><w:docDefaults>`,
		`<w:rPrDefault><w:rPr>${fontOf('latin')}<w:color w:val="${color}"/><w:sz w:val="${size}"/><w:szCs w:val="${size}"/>${languageOf('latin', language)}</w:rPr></w:rPrDefault>`,
		`<w:pPrDefault><w:pPr><w:spacing w:after="${after}" w:line="${line}" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`,
		'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
		'<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
		'<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
		...own,
		characterStyle(
			'Hyperlink',
			'Hyperlink',
			`<w:color w:val="${COLOURS.accent}"/><w:u w:val="single"/>`
		),
		characterStyle('FootnoteReference', 'footnote reference', '<w:vertAlign w:val="superscript"/>'),
		characterStyle(
			'Citation',
			'Citation',
			`<w:color w:val="${COLOURS.accent}"/><w:sz w:val="17"/><w:szCs w:val="17"/>`
		),
		tableStyle,
		'</w:styles>'
	].join('');
}
