const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Longest text a cell takes, in UTF-16 units. */
const MAX_TEXT = 32_767;

/** The places in `cellXfs` of stylesXml. `quoted` keeps text text when somebody edits the cell. */
const STYLE = { plain: 0, header: 1, quoted: 2 } as const;

const letters: string[] = [];

/** 0 → A, 25 → Z, 26 → AA. */
export function columnLetters(column: number): string {
	return (letters[column] ??=
		(column < 26 ? '' : columnLetters(Math.floor(column / 26) - 1)) +
		String.fromCharCode(65 + (column % 26)));
}

/**
 * Text for XML. Signs XML does not know become `_x0007_` and what looks like that already is
 * marked, as ECMA-376 part 1, 22.9.2.19 (ST_Xstring) says. Halves of surrogate pairs are replaced.
 */
export function escapeXml(text: string): string {
	return text
		.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
		.replace(/\p{Surrogate}/gu, '\uFFFD')
		.replace(
			/[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]/g,
			(sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
		)
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}

function fitting(text: string): string {
	if (text.length <= MAX_TEXT) return text;
	return `${text.slice(0, MAX_TEXT - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** One cell; nothing for an empty one. `column` counts from 0, `row` from 1. */
export function cellXml(
	cell: string | number | null,
	column: number,
	row: number,
	isHeader: boolean
): string {
	if (cell === null || cell === '') return '';
	const at = `${columnLetters(column)}${row}`;
	if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
	const style = isHeader ? STYLE.header : /^\s*[=+\-@]/.test(cell) ? STYLE.quoted : STYLE.plain;
	return `<c r="${at}" t="inlineStr"${style ? ` s="${style}"` : ''}><is><t xml:space="preserve">${escapeXml(fitting(cell))}</t></is></c>`;
}

/** What stands before the rows: a frozen first row, the widths of the columns. */
export function worksheetHead(widths: readonly number[], isFrozen: boolean): string {
	const pane = isFrozen
		? '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
		: '';
	const columns = widths
		.map((width, at) => {
			const last = at === widths.length - 1 ? 16_384 : at + 1;
			return `<col min="${at + 1}" max="${last}" width="${width}" customWidth="1"/>`;
		})
		.join('');
	return `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><cols>${columns}</cols><sheetData>`;
}

/** What stands behind the rows. */
export function worksheetTail(): string {
	return '</sheetData></worksheet>';
}

/** The list of sheets, in order. */
export function workbookXml(names: readonly string[]): string {
	const sheets = names
		.map((name, at) => `<sheet name="${escapeXml(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
		.join('');
	return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets}</sheets></workbook>`;
}

/** Where the sheets and the styles are. */
export function relationsXml(sheets: number): string {
	const relation = (id: number, type: string, target: string) =>
		`<Relationship Id="rId${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
	const all = Array.from({ length: sheets }, (_, at) =>
		relation(at + 1, 'worksheet', `worksheets/sheet${at + 1}.xml`)
	);
	all.push(relation(sheets + 1, 'styles', 'styles.xml'));
	return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}</Relationships>`;
}

/** Where the workbook is. */
export function rootRelationsXml(): string {
	return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
}

/** What each part is. */
export function contentTypesXml(sheets: number): string {
	const parts = Array.from(
		{ length: sheets },
		(_, at) =>
			`<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${TYPE}.worksheet+xml"/>`
	);
	return (
		`${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${parts.join('')}</Types>`
	);
}

/** The three styles of STYLE and what the format demands around them. */
export function stylesXml(): string {
	return (
		`${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		'<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
		'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
		'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
		'<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
		'<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>' +
		'<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" quotePrefix="1"/></cellXfs>' +
		'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
	);
}
