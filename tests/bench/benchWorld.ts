import pg from 'pg';
import { sql } from 'kysely';
import { hashToken, newToken } from '../../src/lib/server/accounts/tokens.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import { asSystem } from '../../src/lib/server/database/asActor.ts';
import { migrateToLatest } from '../../src/lib/server/database/migrate.ts';
import { type Instance, openInstance } from '../../src/lib/server/instance.ts';
import { installBaseline } from '../../src/lib/server/questionnaires/questionnaires.ts';
import { createRound } from '../../src/lib/server/studies/rounds.ts';
import { createStudy } from '../../src/lib/server/studies/studies.ts';

/** One representative with a session, ready to save. */
export interface Writer {
	delegationId: string;
	/** Its response to the area that is written. */
	responseId: string;
	cookie: string;
}

export interface BenchWorld {
	instance: Instance;
	url: string;
	writers: Writer[];
	coordinator: { accountId: string; cookie: string };
	studyId: string;
	/** A round in which the writers answer. */
	roundId: string;
	/** A round with 100,000 accepted answers. */
	largeRoundId: string;
}

const WRITERS = 50;
const LARGE_DELEGATIONS = 1000;
export const LARGE_ANSWERS = 100_000;

async function openSession(instance: Instance, accountId: string): Promise<string> {
	const token = newToken();
	await instance.system.db
		.insertInto('sessions')
		.values({
			id: hashToken(token),
			account_id: accountId,
			expires_at: new Date(Date.now() + 3_600_000),
			second_factor_at: new Date()
		})
		.execute();
	return `session=${token}`;
}

/** Makes a database in the cluster and fills it through the application's own verbs. */
export async function buildBenchWorld(adminUrl: string, dataDir: string): Promise<BenchWorld> {
	const admin = new pg.Client(adminUrl);
	await admin.connect();
	await admin.query(`create role mufakat_bench login createrole password 'mufakat'`);
	await admin.query('create database mufakat_bench owner mufakat_bench');
	await admin.end();
	const address = new URL(adminUrl);
	address.username = 'mufakat_bench';
	address.password = 'mufakat';
	address.pathname = '/mufakat_bench';
	const url = address.href;
	const config = readConfig({
		DATABASE_URL: url,
		MUFAKAT_DATA: dataDir,
		MUFAKAT_DEMO: '1',
		LOG_LEVEL: 'silent'
	});
	const instance = await openInstance(config);
	const { system } = instance;
	await migrateToLatest(system.db);
	const versionId = await asSystem(system.db, (trx) => installBaseline(trx));
	const addAccount = async (name: string, maker = false) =>
		(
			await system.db
				.insertInto('accounts')
				// With a second factor, as coordinators have outside demo mode.
				.values({
					email: `${name}@bench.example`,
					name,
					may_create_studies: maker,
					totp_confirmed_at: new Date()
				})
				.returning('id')
				.executeTakeFirstOrThrow()
		).id;
	const accountId = await addAccount('coordinator', true);
	const ctx = { ...system, actor: { accountId } };
	const studyId = await createStudy(ctx, { name: 'Bench' });
	const countries = (count: number) =>
		Array.from({ length: count }, (_, at) => ({ code: `X${at}`, name: `Country ${at}` }));
	const addRound = (name: string, count: number) =>
		createRound(ctx, {
			studyId,
			name,
			opensOn: '2026-01-01',
			closesOn: '2099-12-31',
			countries: countries(count),
			questionnaireVersionId: versionId
		});
	const roundId = await addRound('Writing', WRITERS);
	const largeRoundId = await addRound('Large', LARGE_DELEGATIONS);
	const writers: Writer[] = [];
	const delegations = await asSystem(system.db, (trx) =>
		trx
			.selectFrom('responses')
			.select(['delegation_id as id', 'id as responseId'])
			.where('round_id', '=', roundId)
			.where('area', '=', 'background')
			.execute()
	);
	for (const [at, { id, responseId }] of delegations.entries()) {
		const writer = await addAccount(`writer${at}`);
		await asSystem(system.db, (trx) =>
			trx
				.insertInto('delegation_members')
				.values({ delegation_id: id, account_id: writer, is_focal_point: true })
				.execute()
		);
		writers.push({ delegationId: id, responseId, cookie: await openSession(instance, writer) });
	}
	await fillLargeRound(instance, largeRoundId, accountId);
	return {
		instance,
		url,
		writers,
		coordinator: { accountId, cookie: await openSession(instance, accountId) },
		studyId,
		roundId,
		largeRoundId
	};
}

/** 100 accepted answers for each of 1,000 delegations, narrative ones about 300 characters long. */
async function fillLargeRound(
	instance: Instance,
	roundId: string,
	accountId: string
): Promise<void> {
	await asSystem(instance.system.db, async (trx) => {
		for (const state of ['submitted', 'accepted'])
			await sql`update responses set state = ${state}, submission = 1, submitted_at = now() - interval '3 days',
				decided_at = now() where round_id = ${roundId}::uuid`.execute(trx);
		await sql`insert into submissions (id, study_id, response_id, delegation_id, number, submitted_by)
			select gen_random_uuid(), study_id, id, delegation_id, 1, ${accountId}::uuid
			from responses where round_id = ${roundId}::uuid`.execute(trx);
		await sql`with asked as (
				select area->>'name' as area, question->>'name' as question, row_number() over () as place
				from rounds r join questionnaire_versions v on v.id = r.questionnaire_version_id,
					jsonb_array_elements(v.definition->'areas') area, jsonb_array_elements(area->'questions') question
				where r.id = ${roundId}::uuid and question->>'type' in ('long_text', 'text', 'select_one', 'scale'))
			insert into submitted_answers (submission_id, study_id, round_id, response_id, delegation_id, answer_id,
				question, revision, status, value, exposure, is_accepted)
			select s.id, s.study_id, p.round_id, p.id, p.delegation_id, gen_random_uuid(), chosen.question, 1,
				'answered', to_jsonb('Sample answer: ' || repeat('workers wait long for a decision. ', 8)), 'public', true
			from responses p join submissions s on s.response_id = p.id
			join (select * from asked where place <= ${LARGE_ANSWERS / LARGE_DELEGATIONS}) chosen on chosen.area = p.area
			where p.round_id = ${roundId}::uuid`.execute(trx);
	});
	await sql`analyze`.execute(instance.system.db);
}
