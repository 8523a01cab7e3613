// Workbooks of ECMA-376 part 1 (SpreadsheetML): the text of their cells and nothing else. Links to
// other files, macros, pictures and comments are not looked at.
import type { Sheet } from '../../xlsform/sheet.ts';
import type { Calendar } from './cellText.ts';
import { createGrids } from './grid.ts';
import type { WorkbookLimits } from './limits.ts';
import { openZip, type ZipFile } from './openZip.ts';
import { refuse } from './refusal.ts';
import { attributesOf, decodeXml, scanXml } from './scanXml.ts';
import { readNumberKinds, readSharedStrings, unescapeText } from './xlsxTables.ts';
import { readWorksheet } from './xlsxWorksheet.ts';

type Relation = { type: string; target: string };

/** The sheets of an .xlsx or .xlsm file in their order. Throws a refusal or any error. */
export function readXlsx(bytes: Uint8Array, limits: WorkbookLimits): Sheet[] {
	const zip = openZip(bytes, limits);
	const workbookPath = findWorkbook(zip);
	const xml = (path: string | undefined) => {
		const part = path === undefined ? undefined : zip.read(path);
		return part && decodeXml(part);
	};
	const relations = readRelations(zip, workbookPath);
	const ofType = (type: string) =>
		[...relations.values()].find((relation) => relation.type === type)?.target;
	const { sheets, calendar } = readWorkbookPart(xml(workbookPath));
	const strings = readSharedStrings(xml(ofType('sharedStrings')), limits);
	const kinds = readNumberKinds(xml(ofType('styles')));
	const grids = createGrids(limits);
	for (const { name, id } of sheets) {
		const relation = relations.get(id);
		// Sheets that are one chart hold no cells.
		if (relation?.type !== 'worksheet') continue;
		const worksheet = xml(relation.target);
		if (worksheet !== undefined)
			readWorksheet(worksheet, { strings, kinds, calendar }, grids.addSheet(name));
	}
	return grids.toSheets();
}

/** The path of the workbook in the package; says which other kind of document it is. */
function findWorkbook(zip: ZipFile): string {
	const start = [...readRelations(zip, '').values()].find(({ type }) => type === 'officeDocument');
	const path = start?.target ?? 'xl/workbook.xml';
	if (/\.bin$/i.test(path)) throw refuse('workbook_type', { type: '.xlsb' });
	if (path.startsWith('word/')) throw refuse('workbook_type', { type: '.docx' });
	if (path.startsWith('ppt/')) throw refuse('workbook_type', { type: '.pptx' });
	if (start || zip.read(path)) return path;
	const mimetype = zip.read('mimetype');
	const kind = mimetype && new TextDecoder().decode(mimetype.subarray(0, 200));
	if (kind?.includes('opendocument.text')) throw refuse('workbook_type', { type: '.odt' });
	if (kind?.includes('opendocument')) throw refuse('workbook_type', { type: '.ods' });
	if (zip.names.some((name) => /(?:^|\/)Index\/.*\.iwa$/i.test(name)))
		throw refuse('workbook_type', { type: '.numbers' });
	throw refuse('workbook_type', { type: '.zip' });
}

/** The relations of a part (of the package itself for '') by their id. */
function readRelations(zip: ZipFile, part: string): Map<string, Relation> {
	const slash = part.lastIndexOf('/') + 1;
	const folder = part.slice(0, slash);
	const bytes = zip.read(`${folder}_rels/${part.slice(slash)}.rels`);
	const relations = new Map<string, Relation>();
	if (!bytes) return relations;
	scanXml(decodeXml(bytes), {
		open(name, raw) {
			if (name !== 'Relationship') return;
			const { Id, Type = '', Target = '', TargetMode } = attributesOf(raw);
			if (Id === undefined || TargetMode === 'External') return;
			const type = Type.slice(Type.lastIndexOf('/') + 1);
			relations.set(Id, { type, target: resolvePath(folder, Target) });
		}
	});
	return relations;
}

function resolvePath(folder: string, target: string): string {
	const path = target.replaceAll('\\', '/');
	const parts: string[] = [];
	for (const part of (path.startsWith('/') ? path : folder + path).split('/'))
		if (part === '..') parts.pop();
		else if (part !== '' && part !== '.') parts.push(part);
	return parts.join('/');
}

function readWorkbookPart(xml: string | undefined) {
	if (xml === undefined) throw new Error('no workbook in the package');
	const sheets: { name: string; id: string }[] = [];
	let calendar: Calendar = 1900;
	scanXml(xml, {
		open(element, raw) {
			if (element === 'sheet') {
				const { name = '', id = '' } = attributesOf(raw);
				sheets.push({ name: unescapeText(name), id });
			} else if (element === 'workbookPr') {
				if (/^(?:1|true|on)$/i.test(attributesOf(raw).date1904 ?? '')) calendar = 1904;
			}
		}
	});
	return { sheets, calendar };
}
