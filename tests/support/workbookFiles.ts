// Workbooks built part by part, so that a test can say exactly what stands in the file.
import { createRequire } from 'node:module';
import { strToU8, zipSync, type Zippable } from 'fflate';

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export interface XlsxParts {
	/** What stands inside `<sheetData>`, by the name of the sheet. */
	sheets: Record<string, string>;
	/** What stands inside `<sst>`. */
	strings?: string;
	/** What stands inside `<styleSheet>`. */
	styles?: string;
	/** What stands before the list of sheets. */
	settings?: string;
	/** Parts beside these, or instead of them. */
	more?: Zippable;
}

const relations = (items: readonly (readonly [id: string, type: string, target: string])[]) =>
	`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items
		.map(
			([id, type, target]) =>
				`<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`
		)
		.join('')}</Relationships>`;

/** The parts of an .xlsx file, ready to be packed. */
export function xlsxPackage({ sheets, strings, styles, settings, more }: XlsxParts): Zippable {
	const names = Object.keys(sheets);
	const list = names.map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="r${at}"/>`);
	const parts: Zippable = {
		'_rels/.rels': strToU8(relations([['r1', 'officeDocument', 'xl/workbook.xml']])),
		'xl/workbook.xml': strToU8(
			`<workbook ${MAIN} xmlns:r="${OFFICE}">${settings ?? ''}<sheets>${list.join('')}</sheets></workbook>`
		),
		'xl/_rels/workbook.xml.rels': strToU8(
			relations([
				...names.map((_, at) => [`r${at}`, 'worksheet', `worksheets/sheet${at}.xml`] as const),
				['rs', 'sharedStrings', '/xl/sharedStrings.xml'],
				['rt', 'styles', 'styles.xml']
			])
		),
		'xl/sharedStrings.xml': strToU8(`<sst ${MAIN}>${strings ?? ''}</sst>`),
		'xl/styles.xml': strToU8(`<styleSheet ${MAIN}>${styles ?? ''}</styleSheet>`)
	};
	names.forEach((name, at) => {
		parts[`xl/worksheets/sheet${at}.xml`] = strToU8(
			`<worksheet ${MAIN}><sheetData>${sheets[name]}</sheetData></worksheet>`
		);
	});
	return { ...parts, ...more };
}

/** An .xlsx file. */
export const xlsx = (parts: XlsxParts): Uint8Array => zipSync(xlsxPackage(parts));

/** Changes numbers of the table of contents of a package: what it declares of the named file. */
export function declareSize(bytes: Uint8Array, name: string, size: number): Uint8Array {
	const changed = Buffer.from(bytes);
	for (
		let at = changed.indexOf('PK\u0001\u0002');
		at !== -1;
		at = changed.indexOf('PK\u0001\u0002', at + 1)
	) {
		const length = changed.readUInt16LE(at + 28);
		if (changed.toString('utf8', at + 46, at + 46 + length) === name)
			changed.writeUInt32LE(size, at + 24);
	}
	return new Uint8Array(changed);
}

const CFB = createRequire(import.meta.url)('cfb') as typeof import('cfb');

/** A compound file with these streams, written by another program than the one under test. */
export function compoundFile(streams: Record<string, Uint8Array>): Uint8Array {
	const file = CFB.utils.cfb_new();
	for (const [name, bytes] of Object.entries(streams))
		CFB.utils.cfb_add(file, `/${name}`, Buffer.from(bytes));
	return new Uint8Array(CFB.write(file, { type: 'buffer' }) as Buffer);
}

const u8 = (...bytes: number[]) => Buffer.from(bytes);
const u16 = (...numbers: number[]) =>
	Buffer.concat(numbers.map((number) => u8(number & 0xff, (number >> 8) & 0xff)));
const u32 = (number: number) => {
	const bytes = Buffer.alloc(4);
	bytes.writeInt32LE(number | 0);
	return bytes;
};
const f64 = (number: number) => {
	const bytes = Buffer.alloc(8);
	bytes.writeDoubleLE(number);
	return bytes;
};

/** What records of [MS-XLS] are made of. */
export const biff = {
	u8,
	u16,
	u32,
	f64,
	record: (type: number, ...parts: Uint8Array[]) => {
		const body = Buffer.concat(parts);
		return Buffer.concat([u16(type, body.byteLength), body]);
	}
};

export interface XlsParts {
	/** Records of each sheet between its BOF and EOF, by its name. */
	sheets: Record<string, Uint8Array[]>;
	/** Records before the list of sheets. */
	globals?: Uint8Array[];
	/** 0x600 for BIFF8 (the default), 0x500 for BIFF5. */
	version?: number;
}

/** The Workbook stream of an .xls file. */
export function xlsStream({ sheets, globals = [], version = 0x600 }: XlsParts): Uint8Array {
	const { record } = biff;
	const names = Object.keys(sheets);
	const text = (name: string) =>
		version === 0x600
			? [u8(name.length, 0), Buffer.from(name)]
			: [u8(name.length), Buffer.from(name)];
	const bodies = names.map((name) =>
		Buffer.concat([
			record(0x809, u16(version, 0x10), Buffer.alloc(12)),
			...(sheets[name] ?? []),
			record(0x0a)
		])
	);
	const head = [record(0x809, u16(version, 0x05), Buffer.alloc(12)), ...globals];
	const entries = (places: number[]) =>
		names.map((name, at) => record(0x85, u32(places[at] ?? 0), u16(0), ...text(name)));
	let next = Buffer.concat([...head, ...entries([]), record(0x0a)]).byteLength;
	const places = bodies.map((body) => (next += body.byteLength) - body.byteLength);
	return Buffer.concat([...head, ...entries(places), record(0x0a), ...bodies]);
}

/** An .xls file. */
export const xls = (parts: XlsParts): Uint8Array =>
	compoundFile({ [parts.version === 0x500 ? 'Book' : 'Workbook']: xlsStream(parts) });
