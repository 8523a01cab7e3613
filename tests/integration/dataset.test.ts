import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import type { DatasetFormat, DatasetKind } from '#lib/terms.ts';
import { requestDataset } from '#lib/server/dataset/dataset.ts';
import { openTestDatabase } from '../support/database.ts';
import { FORMULA, buildDatasetWorld, make, readCsv, textOf } from '../support/datasetWorld.ts';
import type { Person, World } from '../support/world.ts';

let database: Database;
let world: World;

beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildDatasetWorld(database);
});

afterAll(() => database.close());

const FORMATS: DatasetFormat[] = ['csv_long', 'csv_wide', 'xlsx'];

test.each(FORMATS)('R4, R8: what a %s file of each kind contains', async (format) => {
	const files = {
		public: textOf(await make(world, 'edi', 'public', format), format),
		byCoordinator: textOf(await make(world, 'rina', 'public', format), format),
		team: textOf(await make(world, 'edi', 'study_team', format), format),
		working: textOf(await make(world, 'rina', 'working', format), format)
	};
	const holding = (mark: string) =>
		Object.entries(files)
			.filter(([, text]) => text.includes(mark))
			.map(([kind]) => kind);
	expect(holding('MARK-CORRECTION')).toEqual(['public', 'byCoordinator', 'team', 'working']);
	expect(holding('MARK-TEAM')).toEqual(['team', 'working']);
	expect(holding('MARK-COORDINATORS')).toEqual(['working']);
	expect(holding('MARK-NOT-ACCEPTED')).toEqual(['working']);
	expect(holding('MARK-REOPENED')).toEqual(['working']);
	expect(holding('MARK-EVIDENCE')).toEqual([]);
});

test('R8: the working file marks how the response of each row stands', async () => {
	const long = readCsv(await make(world, 'rina', 'working', 'csv_long'));
	const states = (value: string) =>
		long.rows.filter((row) => row.value === value).map((row) => row.response_state);
	expect(states('MARK-NOT-ACCEPTED')).toEqual(['submitted']);
	expect(states('MARK-REOPENED')).toEqual(['reopened']);
	expect(states('MARK-COORDINATORS a name')).toEqual(['accepted']);
	const wide = readCsv(await make(world, 'rina', 'working', 'csv_wide'));
	const indonesia = wide.rows.find((row) => row.country_code === 'ID')!;
	expect(indonesia['response_state.return']).toBe('submitted');
	expect(indonesia['response_state.justice']).toBe('reopened');
});

test('a public file counts only the evidence it may show and no delegation without an answer', async () => {
	const counts = async (person: Person, kind: DatasetKind) => {
		const { rows } = readCsv(await make(world, person, kind, 'csv_long'));
		const found = rows.find((row) => row.question === 'can_complain' && row.country_code === 'KH');
		return found!.evidence_count;
	};
	expect(await counts('rina', 'public')).toBe('1');
	expect(await counts('rina', 'working')).toBe('2');
	const { rows } = readCsv(await make(world, 'rina', 'public', 'csv_wide'));
	expect(rows.map((row) => row.country_code)).toEqual(['KH']);
});

test('what a delegation said that withdrew for its safety is in no public file, whoever asks', async () => {
	const setStatus = (status: 'active' | 'withdrawn_for_safety') =>
		asSystem(database.db, (trx) =>
			trx
				.updateTable('delegations')
				.set({ status })
				.where('country', '=', 'KH')
				.where('round_id', '=', world.roundId)
				.execute()
		);
	const countries = async (person: Person, kind: DatasetKind) => {
		const { rows } = readCsv(await make(world, person, kind, 'csv_long'));
		return new Set(rows.map((row) => row.country_code));
	};
	expect(await countries('edi', 'public')).toContain('KH');
	await setStatus('withdrawn_for_safety');
	expect(await countries('edi', 'public')).not.toContain('KH');
	expect(await countries('rina', 'public')).not.toContain('KH');
	expect(await countries('edi', 'study_team')).toContain('KH');
	await setStatus('active');
});

test('a long CSV file says each answer in codes and in words', async () => {
	const bytes = await make(world, 'edi', 'public', 'csv_long');
	expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
	const { header, rows } = readCsv(bytes);
	expect(header).not.toContain('delegation_name');
	expect(header).not.toContain('note');
	const of = (question: string) => rows.filter((row) => row.question === question);
	expect(of('can_complain')[0]).toMatchObject({
		study: 'Rights study',
		round: '2026',
		country: 'Cambodia',
		area: 'justice',
		question_number: '1.1',
		question_label: 'Can a worker complain?',
		type: 'select_one',
		status: 'answered',
		value: 'yes',
		submission: '1',
		submitted_on: '2026-03-04'
	});
	expect(of('cases')[0]).toMatchObject({ status: 'not_safe', value: '' });
	expect(of('helped')[0]).toMatchObject({
		status: 'not_applicable',
		reason: 'MARK-REASON nobody returns'
	});
	expect(of('balance')[0]).toMatchObject({ value: '-5', unit: 'person', year: '2025' });
	expect(
		of('hours').map(({ row, column, value, value_label, unit }) => [
			row,
			column,
			value,
			value_label,
			unit
		])
	).toEqual([
		['fishing', 'daily', '12.5', '12.5', 'hours'],
		['fishing', 'paid', 'no', 'no', ''],
		['domestic', 'daily', '16', '16', 'hours']
	]);
	expect(of('treaties').map(({ row, column, value }) => [row, column, value])).toEqual([
		['c189', 'verdict', 'corrected'],
		['c189', 'correction', 'MARK-CORRECTION']
	]);
	const places = rows.map((row) => Number(row.question_number));
	expect(places).toEqual([...places].sort((a, b) => a - b));
});

test('labels follow the language, codes do not', async () => {
	const { rows } = readCsv(await make(world, 'edi', 'public', 'csv_long', 'id'));
	const rights = rows.find((row) => row.question === 'rights')!;
	expect(rights).toMatchObject({ value: 'strike', value_label: 'To strike (id)' });
	await expect(
		requestDataset(world.as('edi'), {
			roundId: world.roundId,
			kind: 'public',
			format: 'xlsx',
			language: 'xx'
		})
	).rejects.toMatchObject({ code: 'invalid' });
});

test('a wide CSV file has one row per delegation and a column per thing asked', async () => {
	const { rows } = readCsv(await make(world, 'edi', 'public', 'csv_wide'));
	expect(rows[0]).toMatchObject({
		can_complain: 'yes',
		'can_complain.status': 'answered',
		cases: '',
		'cases.status': 'not_safe',
		'obstacles.status': '',
		rights: 'strike',
		'rights/strike': '1',
		'rights/join': '0',
		'hours.fishing.daily': '12.5',
		'hours.domestic.paid': '',
		balance: '-5',
		'balance.unit': 'person',
		'balance.year': '2025',
		'treaties.c189.verdict': 'corrected',
		'order.1': 'join'
	});
});

test('T16: a formula in an answer or a label is text in CSV and in XLSX', async () => {
	for (const format of ['csv_long', 'csv_wide'] as const) {
		const { rows } = readCsv(await make(world, 'edi', 'public', format));
		const cells = rows.flatMap((row) => Object.values(row));
		expect(cells).toContain(`'${FORMULA}`);
		expect(cells.filter((cell) => /^[=+@\t\r]/.test(cell))).toEqual([]);
		expect(cells.filter((cell) => cell.startsWith('-'))).toEqual(['-5']);
	}
	const { rows } = readCsv(await make(world, 'edi', 'public', 'csv_long'));
	expect(rows.find((row) => row.question === 'rights')!.question_label).toBe(
		"'@SUM(A1) which rights?"
	);
	const xlsx = await make(world, 'edi', 'public', 'xlsx');
	expect(textOf(xlsx, 'xlsx')).not.toContain('<f>');
	const workbook = await readXlsx(xlsx);
	expect(workbook.sheets.map((sheet) => sheet.name)).toEqual([
		'Read me',
		'Answers',
		'Wide',
		'Codebook'
	]);
	const [header = [], ...answers] = workbook.sheets[1]!.rows;
	const cell = (question: string, column: string) =>
		answers.find((row) => row[header.indexOf('question')] === question)![header.indexOf(column)];
	expect(cell('how', 'value')).toBe(FORMULA);
	expect(cell('balance', 'value')).toBe(-5);
	expect(cell('rights', 'question_label')).toBe('@SUM(A1) which rights?');
	const codebook = workbook.sheets[3]!.rows.flat();
	expect(codebook).toContain('strike = To strike; join = To join');
});

test('LibreOffice reads the workbook as it was meant', async ({ skip }) => {
	const soffice = ['/usr/bin/soffice', '/usr/bin/libreoffice'].find((path) => existsSync(path));
	if (!soffice) return skip('LibreOffice is not installed');
	const dir = mkdtempSync(join(tmpdir(), 'mufakat-xlsx-'));
	writeFileSync(join(dir, 'dataset.xlsx'), await make(world, 'edi', 'public', 'xlsx'));
	// Filter options: comma, double quote, UTF-8, …, the last -1: every sheet into its own file.
	const convert = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1';
	execFileSync(
		soffice,
		[
			`-env:UserInstallation=file://${join(dir, 'profile')}`,
			'--headless',
			...['--convert-to', convert, '--outdir', dir, join(dir, 'dataset.xlsx')]
		],
		{ stdio: 'pipe', timeout: 120_000 }
	);
	const answers = readFileSync(join(dir, 'dataset-Answers.csv'), 'utf8');
	expect(answers).toContain(FORMULA.replaceAll('"', '""'));
	expect(answers).toContain('MARK-CORRECTION');
	expect(answers).toContain(',-5,');
	expect(readFileSync(join(dir, 'dataset-Wide.csv'), 'utf8')).toContain('hours.fishing.daily');
}, 180_000);

test('an invented study says so in every file', async () => {
	await asSystem(database.db, (trx) =>
		trx.updateTable('studies').set({ is_invented: true }).where('id', '=', world.studyId).execute()
	);
	try {
		for (const format of ['csv_long', 'csv_wide'] as const) {
			const { rows } = readCsv(await make(world, 'edi', 'public', format));
			expect(new Set(rows.map((row) => row.note))).toEqual(new Set(['sample data, invented']));
		}
		const workbook = await readXlsx(await make(world, 'edi', 'public', 'xlsx'));
		expect(workbook.sheets[0]!.rows[0]![0]).toMatch(/^SAMPLE DATA, INVENTED/);
		expect(workbook.sheets[1]!.rows[1]!.at(-1)).toBe('sample data, invented');
	} finally {
		await asSystem(database.db, (trx) =>
			trx
				.updateTable('studies')
				.set({ is_invented: false })
				.where('id', '=', world.studyId)
				.execute()
		);
	}
});
