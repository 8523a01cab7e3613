import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { WORKBOOK_LIMITS } from '#lib/server/workbooks/limits.ts';
import { parseWorkbook } from '#lib/server/workbooks/parseWorkbook.ts';
import { xlsx, xlsxPackage, type XlsxParts } from '../support/workbookFiles.ts';

const read = (parts: XlsxParts) => parseWorkbook(xlsx(parts), 'form.xlsx', WORKBOOK_LIMITS);
/** The first row of a sheet with these cells. */
const cells = (xml: string, parts: Omit<XlsxParts, 'sheets'> = {}) =>
	read({ sheets: { survey: `<row r="1">${xml}</row>` }, ...parts })[0]?.rows[0];

const STYLES =
	'<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="&quot;day&quot;\\ 0"/><numFmt numFmtId="166" formatCode="[h]:mm"/><numFmt numFmtId="167" formatCode="[$-421]General"/></numFmts>' +
	'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="167"/></cellXfs>';

test('numbers read as the reference converter writes them', () => {
	const numbers: [string, string][] = [
		['1', '1'],
		['1.0', '1'],
		['-0.5', '-0.5'],
		['1E3', '1000'],
		['1E22', '10000000000000000000000'],
		['0.00001', '1e-05'],
		['12345678901234567890', '12345678901234567890'],
		['0.1', '0.1'],
		['007', '7']
	];
	const xml = numbers.map(([number]) => `<c><v>${number}</v></c>`).join('');
	expect(cells(xml)).toEqual(numbers.map(([, text]) => text));
});

test('truth values, errors and the results of formulas are text', () => {
	expect(
		cells(
			'<c t="b"><v>1</v></c><c t="b"><f>FALSE()</f><v>0</v></c><c t="e"><v>#N/A</v></c><c t="str"><f>A1&amp;"x"</f><v>a &lt; b</v></c><c><f>1+1</f><v>2</v></c><c><f>NOW()</f></c><c t="b"><v>1</v></c>'
		)
	).toEqual(['TRUE', 'FALSE', '#N/A', 'a < b', '2', '', 'TRUE']);
});

test('dates, times and spans by the format of the cell, not of its style', () => {
	const xml =
		'<c s="1"><v>46349</v></c><c s="1"><v>46349.333333333336</v></c><c s="5"><v>0.3333333333333333</v></c><c s="2"><v>46349</v></c><c s="3"><v>1.104166666666667</v></c><c s="4"><v>46349</v></c><c s="0"><v>46349</v></c><c s="6"><v>5</v></c><c s="1"><v>-3</v></c><c t="d"><v>2026-11-23T00:00:00</v></c><c t="d"><v>2026-11-23T08:30:00Z</v></c>';
	const first = [
		'2026-11-23',
		'2026-11-23T08:00:00',
		'08:00:00',
		'46349',
		'26:30:00',
		'2026-11-23'
	];
	const rest = ['46349', '5', '#VALUE!', '2026-11-23', '2026-11-23T08:30:00'];
	expect(cells(xml, { styles: STYLES })).toEqual([...first, ...rest]);
	expect(
		cells('<c s="1"><v>44887</v></c><c s="5"><v>0.5</v></c>', {
			styles: STYLES,
			settings: '<workbookPr date1904="1"/>'
		})
	).toEqual(['2026-11-23', '12:00:00']);
	// The calendar of Excel has a 29 February 1900.
	expect(cells('<c s="1"><v>1</v></c><c s="1"><v>61</v></c>', { styles: STYLES })).toEqual([
		'1900-01-01',
		'1900-03-01'
	]);
});

test('texts: shared, of several runs, with readings, inside the cell, with signs XML has no place for', () => {
	const strings =
		'<si><t xml:space="preserve"> a </t></si><si><r><rPr><b/></rPr><t>bold</t></r><r><t xml:space="preserve"> plain</t></r><rPh sb="0" eb="1"><t>READING</t></rPh><phoneticPr fontId="1"/></si><si><t>line_x000D_\nnext _x005F_x000D_</t></si><si><t><![CDATA[<b>]]> &#x1F600;&#160;!</t></si><si/>';
	const xml =
		'<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c><c t="s"><v>4</v></c><c t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c>';
	expect(cells(xml, { strings })).toEqual([
		' a ',
		'bold plain',
		'line\r\nnext _x000D_',
		'<b> 😀\u00a0!',
		'',
		'inline'
	]);
});

test('rows and columns keep their places, said or not', () => {
	const [survey] = read({
		sheets: {
			survey:
				'<row r="2"><c r="C2"><v>1</v></c><c><v>2</v></c><c r="AB2"><v>3</v></c><c r="AC2" s="1"/></row><row><c><v>4</v></c></row><row r="7"><c r="A7"/></row>'
		}
	});
	expect(survey?.rows.length).toBe(3);
	expect(survey?.rows[0]).toEqual([]);
	expect(survey?.rows[1]).toEqual(['', '', '1', '2', ...Array<string>(23).fill(''), '3']);
	expect(survey?.rows[2]).toEqual(['4']);
});

test('sheets in their order, hidden ones too; charts and links to elsewhere are no sheets', () => {
	const parts = xlsxPackage({ sheets: { choices: '<row><c><v>1</v></c></row>', survey: '' } });
	const names =
		'<sheet name="choices" sheetId="1" r:id="r0" state="veryHidden"/><sheet name="chart" sheetId="2" r:id="c"/><sheet name="a &amp; b" sheetId="3" r:id="r1"/><sheet name="gone" sheetId="4" r:id="r9"/>';
	const bytes = zipSync({
		...parts,
		'xl/workbook.xml': strToU8(
			`<x:workbook xmlns:x="m" xmlns:r="o"><x:sheets>${names}</x:sheets></x:workbook>`
		),
		'xl/_rels/workbook.xml.rels': strToU8(
			'<Relationships><Relationship Id="r0" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="/xl/worksheets/sheet0.xml"/><Relationship Id="r1" Type="x/worksheet" Target="../xl/worksheets/sheet1.xml"/><Relationship Id="c" Type="x/chartsheet" Target="worksheets/sheet0.xml"/><Relationship Id="e" Type="x/externalLink" TargetMode="External" Target="file:///etc/passwd"/></Relationships>'
		)
	});
	expect(parseWorkbook(bytes, 'form.xlsx', WORKBOOK_LIMITS)).toEqual([
		{ name: 'choices', rows: [['1']] },
		{ name: 'a & b', rows: [] }
	]);
});
