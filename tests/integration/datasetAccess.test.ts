import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import type { DatasetKind } from '#lib/terms.ts';
import { openDatasetFile, requestDataset } from '#lib/server/dataset/dataset.ts';
import { exportDatasetToFile } from '#lib/server/dataset/exportToFile.ts';
import { getDatasetPage } from '#lib/server/dataset/listDatasets.ts';
import { makeDatasets } from '#lib/server/dataset/make.ts';
import { openTestDatabase } from '../support/database.ts';
import { buildDatasetWorld, make, readCsv } from '../support/datasetWorld.ts';
import type { Person, World } from '../support/world.ts';

let database: Database;
let world: World;

beforeAll(async () => {
	database = await openTestDatabase();
	world = await buildDatasetWorld(database);
});

afterAll(() => database.close());

test('who may ask for which kind', async () => {
	const ask = (person: Person, kind: DatasetKind) =>
		requestDataset(world.as(person), {
			roundId: world.roundId,
			kind,
			format: 'csv_long',
			language: 'en'
		});
	for (const person of ['sokha', 'rudi', 'nadia', 'omar', 'citra', 'ana'] as const)
		for (const kind of ['public', 'study_team', 'working'] as const)
			await expect(ask(person, kind), `${person} ${kind}`).rejects.toMatchObject({
				code: 'not_found'
			});
	await expect(ask('edi', 'working')).rejects.toMatchObject({ code: 'not_found' });
	await expect(ask('edi', 'study_team')).resolves.toBeTypeOf('string');
	await expect(ask('rina', 'working')).resolves.toBeTypeOf('string');
	expect(world.woken).toContain('dataset');
	await makeDatasets(world.system);
});

test('a reader downloads public files only, a representative none, and each download is recorded', async () => {
	const ids = {} as Record<DatasetKind, string>;
	for (const kind of ['public', 'study_team', 'working'] as const)
		ids[kind] = await requestDataset(world.as('rina'), {
			roundId: world.roundId,
			kind,
			format: 'csv_long',
			language: 'en'
		});
	await makeDatasets(world.system);
	const take = async (person: Person, kind: DatasetKind) => {
		const file = await openDatasetFile(world.as(person), world.roundId, ids[kind]);
		await file.stream.cancel();
		return file;
	};
	const missing = { code: 'not_found' };
	const file = await take('rudi', 'public');
	expect(file.name).toMatch(/^rights-study-2026-public-\d{4}-\d\d-\d\d-long\.csv$/);
	await expect(take('rudi', 'study_team')).rejects.toMatchObject(missing);
	await expect(take('rudi', 'working')).rejects.toMatchObject(missing);
	await take('edi', 'study_team');
	await expect(take('edi', 'working')).rejects.toMatchObject(missing);
	await take('rina', 'working');
	for (const person of ['sokha', 'budi', 'nadia', 'omar', 'citra', 'ana'] as const) {
		await expect(take(person, 'public'), person).rejects.toMatchObject(missing);
		await expect(getDatasetPage(world.as(person), world.roundId), person).rejects.toMatchObject(
			missing
		);
	}
	await expect(openDatasetFile(world.as('rudi'), randomUUID(), ids.public)).rejects.toMatchObject(
		missing
	);

	const seen = async (person: Person) => {
		const { makes, datasets } = await getDatasetPage(world.as(person), world.roundId);
		return [makes, [...new Set(datasets.map((dataset) => dataset.kind))].sort()];
	};
	expect(await seen('rudi')).toEqual([[], ['public']]);
	expect(await seen('edi')).toEqual([
		['public', 'study_team'],
		['public', 'study_team']
	]);
	expect(await seen('rina')).toEqual([
		['public', 'study_team', 'working'],
		['public', 'study_team', 'working']
	]);

	const downloads = await asSystem(database.db, (trx) =>
		trx
			.selectFrom('audit_entries')
			.select(['actor_id', 'subject_id'])
			.where('action', '=', 'dataset.download')
			.where('subject_id', 'in', Object.values(ids))
			.orderBy('id')
			.execute()
	);
	expect(downloads).toEqual([
		{ actor_id: world.accounts.rudi, subject_id: ids.public },
		{ actor_id: world.accounts.edi, subject_id: ids.study_team },
		{ actor_id: world.accounts.rina, subject_id: ids.working }
	]);
});

test('T26: a file that breaks half way is failed, has no bytes, and holds up no other', async () => {
	const request = { roundId: world.roundId, kind: 'public', language: 'en' } as const;
	const broken = await requestDataset(world.as('edi'), { ...request, format: 'csv_wide' });
	const whole = await requestDataset(world.as('edi'), { ...request, format: 'csv_long' });
	let calls = 0;
	await makeDatasets({
		...world.system,
		storage: {
			...world.system.storage,
			putStream: (chunks) =>
				calls++ > 0
					? world.system.storage.putStream(chunks)
					: world.system.storage.putStream(
							(async function* () {
								for await (const chunk of chunks) {
									yield chunk;
									throw Object.assign(new Error('MARK-MESSAGE'), { code: 'ENOSPC' });
								}
							})()
						)
		}
	});
	const { datasets, isWaiting } = await getDatasetPage(world.as('edi'), world.roundId);
	expect(isWaiting).toBe(false);
	expect(datasets.find(({ id }) => id === broken)).toMatchObject({
		state: 'failed',
		error: 'ENOSPC',
		sha256: null,
		size: null
	});
	expect(datasets.find(({ id }) => id === whole)).toMatchObject({ state: 'done', done: 1 });
	await expect(openDatasetFile(world.as('edi'), world.roundId, broken)).rejects.toMatchObject({
		code: 'not_found'
	});
});

test('whoever has lost the role or the account by the time the file is made gets none', async () => {
	const edi = world.accounts.edi;
	const setRole = (role: 'editor' | 'reader') =>
		asSystem(database.db, (trx) =>
			trx.updateTable('memberships').set({ role }).where('account_id', '=', edi).execute()
		);
	const setDisabled = (disabled_at: Date | null) =>
		asSystem(database.db, (trx) =>
			trx.updateTable('accounts').set({ disabled_at }).where('id', '=', edi).execute()
		);
	const losses: [lose: () => Promise<unknown>, regain: () => Promise<unknown>][] = [
		// A reader still sees public answers: without asking again the file would be half of itself.
		[() => setRole('reader'), () => setRole('editor')],
		[() => setDisabled(new Date()), () => setDisabled(null)]
	];
	for (const [lose, regain] of losses) {
		const id = await requestDataset(world.as('edi'), {
			roundId: world.roundId,
			kind: 'study_team',
			format: 'csv_long',
			language: 'en'
		});
		await lose();
		await makeDatasets(world.system);
		await regain();
		const { datasets } = await getDatasetPage(world.as('edi'), world.roundId);
		expect(datasets.find((dataset) => dataset.id === id)).toMatchObject({
			state: 'failed',
			error: 'not_found',
			sha256: null
		});
	}
});

test('a file whose maker died is made again, one that is being made is left alone', async () => {
	const request = { roundId: world.roundId, kind: 'public', language: 'en' } as const;
	const id = await requestDataset(world.as('edi'), { ...request, format: 'csv_long' });
	const claimedAt = (at: Date) =>
		asSystem(database.db, (trx) =>
			trx
				.updateTable('datasets')
				.set({ state: 'running', claimed_at: at } as never)
				.where('id', '=', id)
				.execute()
		);
	const state = async () =>
		(await getDatasetPage(world.as('edi'), world.roundId)).datasets.find((row) => row.id === id)!
			.state;
	await claimedAt(new Date());
	await makeDatasets(world.system);
	expect(await state()).toBe('running');
	await claimedAt(new Date(Date.now() - 31 * 60_000));
	await makeDatasets(world.system);
	expect(await state()).toBe('done');
});

test('the command line writes the same bytes and holds an account to its roles', async () => {
	const dir = mkdtempSync(join(tmpdir(), 'mufakat-export-'));
	const input = {
		roundId: world.roundId,
		kind: 'public',
		format: 'csv_long',
		language: 'en'
	} as const;
	const path = join(dir, 'public.csv');
	await exportDatasetToFile(world.system, { ...input, as: 'system' }, path);
	expect(readFileSync(path)).toEqual(Buffer.from(await make(world, 'edi', 'public', 'csv_long')));
	const refused = join(dir, 'refused.csv');
	await expect(
		exportDatasetToFile(
			world.system,
			{ ...input, kind: 'working', as: { accountId: world.accounts.edi } },
			refused
		)
	).rejects.toMatchObject({ code: 'not_found' });
	expect(existsSync(refused)).toBe(false);
});

test('no answer is lost or doubled where one page of reading ends and the next begins', async () => {
	// 2,000 to a page: the first ends inside a delegation, the last is short.
	await asSystem(database.db, (trx) =>
		sql`insert into submitted_answers (submission_id, study_id, round_id, response_id, delegation_id,
				answer_id, question, revision, status, value, exposure, is_accepted)
			select s.id, s.study_id, r.round_id, r.id, r.delegation_id, gen_random_uuid(),
				'extra_' || n, 1, 'answered', to_jsonb('x'::text), 'public', false
			from submissions s join responses r on r.id = s.response_id, generate_series(1, 2600) n
			where r.area = 'return'`.execute(trx)
	);
	const { rows } = readCsv(await make(world, 'rina', 'working', 'csv_long'));
	const extra = rows.filter((row) => row.question!.startsWith('extra_'));
	expect(extra).toHaveLength(5_200);
	expect(new Set(extra.map((row) => `${row.delegation} ${row.question}`)).size).toBe(5_200);
	expect(new Set(rows.map((row) => row.delegation)).size).toBe(2);
});
