import { existsSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { Problem } from '#lib/server/problem.ts';
import { threadFile } from '#lib/server/thread.ts';
import { readExternalTable, readWorkbook } from '#lib/server/workbooks/readWorkbook.ts';
import { compoundFile, declareSize, xlsx, xlsxPackage } from '../support/workbookFiles.ts';

const MB = 1024 ** 2;
const row = '<row><c t="inlineStr"><is><t>x</t></is></c></row>';
const form = () => xlsxPackage({ sheets: { survey: row } });
const SHEET = 'xl/worksheets/sheet0.xml';

/** The problem a file is refused with, how long that took, and how late a timer was meanwhile. */
async function refusalOf(bytes: Uint8Array, limits = {}) {
	let late = 0;
	let last = performance.now();
	const ticking = setInterval(() => {
		late = Math.max(late, performance.now() - last);
		last = performance.now();
	}, 10);
	const start = performance.now();
	const thrown: unknown = await readWorkbook(bytes, 'form.xlsx', limits).then(
		(sheets) => sheets,
		(error: unknown) => error
	);
	clearInterval(ticking);
	if (!(thrown instanceof Problem))
		throw new Error(`read: ${JSON.stringify(thrown)?.slice(0, 200)}`);
	expect(thrown.status).toBe(422);
	expect(thrown.detail.reason).toMatch(/\.$/);
	return {
		code: thrown.code,
		what: thrown.detail.what,
		type: thrown.detail.type,
		ms: performance.now() - start,
		late
	};
}

test('the thread is found beside its caller and, from the bundle, below the root', () => {
	for (const importer of ['src/lib/server/workbooks', 'build/server/chunks'])
		expect(existsSync(threadFile(importer, 'workbooks', 'readWorker.ts'))).toBe(true);
});

test('a workbook is read in a thread, and its bytes stay the caller’s', async () => {
	const bytes = xlsx({ sheets: { survey: row } });
	expect(await readWorkbook(bytes, 'form.xlsx')).toEqual([{ name: 'survey', rows: [['x']] }]);
	expect(bytes.byteLength).toBeGreaterThan(0);
});

describe('refused fast, while the event loop goes on', () => {
	test.each([
		['a million rows', () => xlsx({ sheets: { survey: row.repeat(1_000_000) } }), 'workbook_bomb'],
		[
			'a million different rows',
			() => {
				const rows = Array.from(
					{ length: 600_000 },
					(_, at) => `<row r="${at + 1}"><c><v>${(at * 7919) % 1e6}</v></c></row>`
				);
				return xlsx({ sheets: { survey: rows.join('') } });
			},
			'workbook_too_large'
		],
		[
			'a row at the very end',
			() => xlsx({ sheets: { survey: '<row r="1048576"><c r="A1048576"><v>1</v></c></row>' } }),
			'workbook_too_large'
		],
		[
			'a column at the very end',
			() => xlsx({ sheets: { survey: '<row r="1"><c r="XFD1"><v>1</v></c></row>' } }),
			'workbook_too_large'
		],
		[
			'one long text in very many cells',
			() =>
				xlsx({
					sheets: { survey: '<row><c t="s"><v>0</v></c></row>'.repeat(5000) },
					strings: `<si><t>${'long '.repeat(10_000)}</t></si>`
				}),
			'workbook_too_large'
		],
		[
			'a bomb',
			() => zipSync({ ...form(), 'xl/media/a.xml': new Uint8Array(60 * MB) }),
			'workbook_bomb'
		],
		[
			'more than it may hold',
			() =>
				declareSize(
					zipSync({ ...form(), 'a.bin': new Uint8Array(1000) }, { level: 0 }),
					'a.bin',
					900 * MB
				),
			'workbook_bomb'
		],
		[
			'a header that lies',
			() => declareSize(zipSync({ ...form(), [SHEET]: new Uint8Array(60 * MB) }), SHEET, 1000),
			'workbook_bomb'
		],
		[
			'very many files',
			() =>
				zipSync({
					...form(),
					...Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`${at}`, strToU8('')]))
				}),
			'workbook_too_large'
		],
		['a file of 11 MB', () => new Uint8Array(11 * MB), 'workbook_too_large'],
		['a package cut short', () => zipSync(form()).subarray(0, 700), 'workbook_broken'],
		[
			'entities that grow',
			() => {
				const entities = Array.from(
					{ length: 9 },
					(_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`
				);
				const head = `<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "ha">${entities.join('')}]>`;
				return zipSync({
					...form(),
					[SHEET]: strToU8(`${head}<worksheet><sheetData>&e9;</sheetData></worksheet>`)
				});
			},
			'workbook_broken'
		],
		[
			'a file from elsewhere',
			() =>
				zipSync({
					...form(),
					'xl/workbook.xml': strToU8(
						'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><workbook>&x;</workbook>'
					)
				}),
			'workbook_broken'
		],
		['nothing', () => new Uint8Array(), 'workbook_empty'],
		['no cell', () => xlsx({ sheets: { survey: '' } }), 'workbook_empty']
	])(
		'%s',
		async (_name, build, code) => {
			const refused = await refusalOf(build());
			expect(refused.code).toBe(code);
			expect(refused.ms).toBeLessThan(4000);
			expect(refused.late).toBeLessThan(1000);
		},
		30_000
	);

	test('what takes too long or too much memory is stopped', async () => {
		const slow = strToU8(`survey\n,type,name\n${',text,"a"\n'.repeat(90_000)}`);
		expect((await refusalOf(slow, { timeoutMs: 60 })).code).toBe('workbook_timeout');
		expect((await refusalOf(slow, { growthBytes: 1 })).code).toBe('workbook_bomb');
	});
});

test('other kinds of file are refused by their name', async () => {
	const packageOf = (path: string) =>
		zipSync({
			'_rels/.rels': strToU8(
				`<Relationships><Relationship Id="r" Type="x/officeDocument" Target="${path}"/></Relationships>`
			)
		});
	const kinds: [string, Uint8Array][] = [
		['.xlsb', packageOf('xl/workbook.bin')],
		['.docx', packageOf('word/document.xml')],
		['.ods', zipSync({ mimetype: strToU8('application/vnd.oasis.opendocument.spreadsheet') })],
		['.zip', zipSync({ 'a.txt': strToU8('a') })],
		['.pdf', strToU8('%PDF-1.7')],
		['.html', strToU8('<html><table><tr><td>type</td></tr></table></html>')],
		['', strToU8('Just a letter.\nNot a table, but text.')],
		['', new Uint8Array([1, 2, 3, 0, 255])]
	];
	for (const [type, bytes] of kinds)
		expect(await refusalOf(bytes)).toMatchObject({ code: 'workbook_type', type });
	const locked = compoundFile({
		EncryptionInfo: Buffer.alloc(8),
		EncryptedPackage: Buffer.alloc(64)
	});
	expect((await refusalOf(locked)).code).toBe('workbook_encrypted');
	await expect(readExternalTable(strToU8('<!DOCTYPE a><a/>'), 'a.xml')).rejects.toMatchObject({
		code: 'workbook_broken'
	});
}, 20_000);
